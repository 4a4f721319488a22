"""What a file says of its text outside of it: front matter of Markdown, properties of a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from analyzers.keys import unaccented as key
from indexer.identity.document_id import canonical
from indexer.identity.document_types import type_at_start
from indexer.metadata.dates import iso

_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "number": ("so ky hieu", "so hieu", "so hieu van ban", "so van ban", "ky hieu", "number"),
    "type": ("loai van ban", "loai", "type"),
    "date": ("ngay ban hanh", "ngay ky", "ngay van ban", "date", "issued"),
    "issuer": ("co quan ban hanh", "don vi ban hanh", "noi ban hanh", "issuer"),
    "signer": ("nguoi ky", "signer"),
    "signer_role": ("chuc vu nguoi ky", "chuc danh nguoi ky", "chuc danh", "signer role"),
    "place": ("dia danh", "place"),
    "title": ("trich yeu", "ten van ban", "tieu de", "title"),
}
"""Field -> keys that mean it, folded, the best first."""
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_NAME_ONLY: Final = re.compile(r"^[^\W\d][^\d]{2,40} (?:số )?\d[\w./-]*$")
"""*Thông tư số 13/2030/TT-BCA* names a document and says nothing of what it is about."""
_LONGEST: Final = 1200


def stated_facts(stated: Mapping[str, str]) -> dict[str, str]:
    """The fields that the keys and values give, in the spelling of `Metadata`."""
    by_key = {key(re.sub(r"[_-]+", " ", name)): value for name, value in stated.items()}
    found: dict[str, str] = {}
    for field, names in _FIELDS.items():
        for name in names:
            text = " ".join(by_key.get(name, "").split())
            if text and len(text) <= _LONGEST and (value := _value(field, text)):
                found[field] = value
                break
    return found


def _value(field: str, text: str) -> str | None:
    if field == "number":
        return canonical(text) if any(c.isdigit() for c in text) and len(text) < 60 else None
    if field == "type":
        return type_at_start(text)
    if field == "date":
        day = _ISO.match(text)
        return (
            day[0] if day and iso(day[0][8:] + "/" + day[0][5:7] + "/" + day[0][:4]) else iso(text)
        )
    if field == "title":
        return None if _NAME_ONLY.match(text) else text
    return text

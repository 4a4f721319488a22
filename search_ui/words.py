"""Vietnamese words for the values of documents: what pieces, levels and dates are called."""

from __future__ import annotations

from typing import Final

from indexer.address import NAMES, label
from indexer.document import Clause, Kind, Metadata, Step

KINDS: Final[dict[Kind, str]] = {
    "preamble": "Phần mở đầu",
    "clause": "Điều khoản",
    "closing": "Phần kết",
    "recipients": "Nơi nhận",
    "signature": "Chữ ký",
    "appendix": "Phụ lục",
    "table": "Bảng",
    "other": "Phần khác",
}


def day(iso: str | None) -> str:
    """``2021-09-14`` as people write it: ``14/9/2021``. A part of a date stays as it is."""
    if not iso:
        return ""
    parts = iso.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return iso
    return f"{int(parts[2])}/{int(parts[1])}/{parts[0]}"


def number(value: int) -> str:
    """``12345`` with the Vietnamese thousands mark: ``12.345``."""
    return f"{value:,}".replace(",", ".")


def step(value: Step) -> str:
    """One step with its heading: ``Chương II. Tổ chức thực hiện``."""
    name = f"{NAMES[value.level]} {value.number}".strip()
    name = name[:1].upper() + name[1:]
    return f"{name}. {value.heading}" if value.heading else name


def piece(clause: Clause) -> str:
    """What a piece is called: its address, or what kind of piece it is where it has none."""
    said = label(clause.path) or KINDS[clause.kind]
    return said[:1].upper() + said[1:]


def identity(metadata: Metadata) -> str:
    """A document in a few words: ``Chỉ thị 34-CT/TW``, else its title, else its file."""
    if metadata.number:
        return f"{metadata.type or 'Văn bản'} {metadata.number}"
    return metadata.title or metadata.type or metadata.source


def anchor_of(clause_id: str) -> str:
    """The part of a clause's id that stands after ``#`` in a link."""
    return clause_id.partition("#")[2]

"""Names of documents: the number in its canonical spelling, and the id that people can read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import count
from typing import Final

from analyzers.known import known
from indexer.identity.address import slug

_SEP: Final = r"(?:[ ]?[-–/_]|[-–/][ ])"
NUMBER: Final = (
    r"\d{1,6}(?:\.\d{1,3})?[a-zA-Z]?[ ]?[-–/][ ]?"  # 34-  1905 /  66.18/
    r"(?:(?:19|20)\d\d[ ]?[-–/][ ]?)?"  # 2021/
    r"(?:(?:QH|UBTVQH)[ ]?\d{1,2}(?!\w)"  # QH 11
    rf"|[A-ZĐ][A-ZĐa-zưươ&]{{0,13}}\d{{0,3}}(?:{_SEP}[A-ZĐ][A-ZĐa-zưươ&\d]{{0,13}}|\.\d{{1,4}}){{0,4}})"
)
"""Số, ký hiệu (Nghị định 30/2020/NĐ-CP, Phụ lục I: ``12/QĐ-UBND``; with a year for legal
normative documents: ``30/2020/NĐ-CP``; with a hyphen in the party's: ``34-CT/TW``)."""

_PARTS: Final = re.compile(r"\d+|[^\W\d_]+")
_IS_KEY: Final = re.compile(r"(?:0|[1-9][0-9]*|[a-z]+)(?:-(?:0|[1-9][0-9]*|[a-z]+))*")
"""What ``number_key`` does not change: most ids of documents begin so."""
_SPACES: Final = re.compile(r"\s+")
_DASHES: Final = re.compile("[\u2010-\u2015\u2212]")


def canonical(number: str) -> str:
    """The number without blanks, with plain hyphens: how the document itself would write it.

    >>> canonical("34- CT/TW"), canonical("1905 /QÐ-UBND")
    ('34-CT/TW', '1905/QĐ-UBND')
    """
    plain = number.replace("Ð", "Đ").replace("ð", "đ")
    return _DASHES.sub("-", _SPACES.sub("", plain)).strip("-/.")


def number_key(number: str) -> str:
    """What the spellings of one number share: no separators, accents, case or leading zeros.

    >>> number_key("09/CT-UBND") == number_key("9-CT/UBND") == number_key("9 ct ubnd")
    True
    """
    if _IS_KEY.fullmatch(number):
        return number
    return "-".join(map(_part_key, _PARTS.findall(number)))


@known(4_000, 24)
def _part_key(part: str) -> str:
    """The years, offices and syllables of all numbers and names are few."""
    plain = slug(part).replace("-", "") or part
    return (plain.lstrip("0") or "0") if plain.isdigit() else plain


def document_id(
    number: str | None, date: str | None, type_: str | None, source: str, extra: str = ""
) -> str:
    """A readable id, the same each time the same file is indexed.

    Number and date name a document (``167-kh-ubnd.2021-09-14``). Where one is missing, what is
    known is followed by the name of the file.
    """
    stem = slug(re.sub(r"\.[^./]{1,9}$", "", source)) or "van-ban"
    known = [slug(part)[:80].strip("-") for part in (number or type_ or "", date or "") if part]
    known = [part for part in known if part]
    if not (number and date and len(known) == 2):
        known.append(stem[:120].strip("-"))
    return ".".join([*known, extra] if extra else known)


def possible_ids(id_: str, source: str) -> Iterator[str]:
    """The ids that a document may have, the first that is free: its own, then others that end in a
    hash of its source, so that it has the same one on the next run.

    Short hashes may be equal, so there is no last one.
    """
    yield id_
    for turn in count():
        yield f"{id_}~{_suffix(source, turn)}"


def _suffix(source: str, turn: int) -> str:
    """Six hexadecimal digits of a source; the first ones are those of older indexes."""
    name = f"{source}\0{turn}" if turn else source
    return hashlib.sha256(name.encode()).hexdigest()[:6]

"""The line that names the kind of a document: *NGHỊ ĐỊNH*, *THÔNG TƯ SỐ 12/2030/TT-BTC*."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from analyzers.keys import unaccented as key
from analyzers.token import Span
from indexer.identity.document_id import NUMBER, canonical
from indexer.identity.document_types import BY_KEY, FORMS, type_at_start
from indexer.metadata.cells import Cell
from indexer.metadata.dates import iso
from indexer.metadata.facts import NOTHING, Fact, Facts, known
from indexer.metadata.marks import STAMP

CONSOLIDATED: Final = "Văn bản hợp nhất"
_NOTE: Final = re.compile(r"(?<=[^\W\d_])[ ]?(?:\d{1,2}|\[\d{1,3}\]|\(\d{1,2}\)|\*{1,3}|\(\*\))$")
_NUMBERED: Final = re.compile(
    rf"^(?P<type>[^\W\d][^\d:;.]{{2,40}}?),? (?:SỐ|[Ss]ố):? ?(?P<number>{NUMBER})"
    rf"(?:,? (?:NGÀY|[Nn]gày) (?P<date>[^|]{{8,40}}))?$"
)


class KindLine(NamedTuple):
    cell: int
    """Place among the cells."""
    kind: str
    own: Fact | None
    """What the line says besides the bare name of the kind; for a law the kind is part of it."""
    facts: Facts = NOTHING
    """Number and date, where they stand on this line."""
    bare: bool = False
    """The line says nothing but the kind, or the kind and its number."""


def kind_line(cells: Sequence[Cell]) -> KindLine | None:
    """The first line that names a kind; that of a consolidated text is passed over."""
    for place, cell in enumerate(cells):
        if cell.kind != "text" or is_consolidated(cell.text) or STAMP.match(cell.text):
            continue
        if found := _read(cell, place):
            return found
    return None


def is_consolidated(line: str) -> bool:
    """Whether a line says VĂN BẢN HỢP NHẤT, perhaps with the office behind it."""
    return line.isupper() and key(line[:40]).startswith("van ban hop nhat")


def _read(cell: Cell, place: int) -> KindLine | None:
    text = cell.text
    bare = _NOTE.sub("", text).strip(" .#:")
    folded = key(bare[:200])
    upper = text.isupper()
    span = Span(cell.start, cell.start + len(bare))
    if folded in BY_KEY and (upper or cell.line < 20) and not text.endswith(":"):
        return KindLine(place, BY_KEY[folded], Fact(bare, span), bare=True)
    numbered = _NUMBERED.match(text) if upper or cell.line < 12 else None
    if numbered and (kind := BY_KEY.get(key(numbered["type"]))):
        return KindLine(
            place, kind, Fact(numbered["type"], span), _number_and_date(cell, numbered), True
        )
    if upper and not text.endswith(":"):
        kind = type_at_start(text) or next((name for name in FORMS if _is_form(folded, name)), None)
        if kind:
            return KindLine(place, kind, Fact(bare, span))
    return None


def _is_form(folded: str, name: str) -> bool:
    start = key(name)
    return folded == start or folded.startswith(start + " ")


def _number_and_date(cell: Cell, match: re.Match[str]) -> Facts:
    at = cell.start
    number = Fact(
        canonical(match["number"]), Span(at + match.start("number"), at + match.end("number"))
    )
    date = iso(match["date"] or "")
    day = Fact(date, Span(at + match.start("date"), at + match.end("date"))) if date else None
    return known(number=number, date=day)

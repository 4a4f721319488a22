"""Consolidated texts (Pháp lệnh hợp nhất văn bản 01/2012/UBTVQH13; Nghị định 78/2025/NĐ-CP).

Their head is that of the text they are made of; their own number, place, date, office and signer
stand at the end, where the text is certified: *XÁC THỰC VĂN BẢN HỢP NHẤT*. Some print them in
the head instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from indexer.identity.document_types import TYPES
from indexer.identity.office_names import office_name
from indexer.metadata.cells import Cell, cells_of
from indexer.metadata.date_line import place_and_date
from indexer.metadata.facts import Fact, Facts, known
from indexer.metadata.issuer import letterhead
from indexer.metadata.kind_line import CONSOLIDATED, is_consolidated
from indexer.metadata.lines import Line, lines_of
from indexer.metadata.number import stated

_CERTIFIED: Final = "XÁC THỰC VĂN BẢN HỢP NHẤT"
_MADE_OF: Final = re.compile(
    r"^[ ]{0,80}(?:\[?\d{1,2}\]? ?)?Văn bản này được hợp nhất từ"
    rf"|^[ ]{{0,80}}(?:{'|'.join(TYPES)})\b[^\n]{{0,80}}? số:? ?\d[^\n]{{0,900}}"
    r"được sửa đổi, bổ sung[^\n]{0,40}? bởi",
    re.MULTILINE,
)
_BEFORE: Final = 400
_AFTER: Final = 600
_LINES: Final = 8
_HEAD: Final = 6000


class Certificate(NamedTuple):
    """Where a consolidated text is certified, in the view."""

    start: int
    """Of its line."""
    words: int
    end: int


def certificate(text: str) -> Certificate | None:
    """The place of *XÁC THỰC VĂN BẢN HỢP NHẤT* on a line of its own, the last one."""
    at = text.rfind(_CERTIFIED)
    while at >= 0:
        line = text.rfind("\n", 0, at) + 1
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        if stop - line < 160:
            return Certificate(line, at, stop)
        at = text.rfind(_CERTIFIED, 0, at)
    return None


def consolidated(
    text: str, lines: Sequence[Line], cells: Sequence[Cell], head: Facts
) -> Facts | None:
    """What a consolidated text says of itself, given what its head says; None for other texts."""
    certified = certificate(text)
    named = next((n for n, cell in enumerate(cells[:40]) if is_consolidated(cell.text)), None)
    number = head.get("number")
    own = number is not None and "VBHN" in number.value.upper()
    made_of = _MADE_OF.search(text, 0, _HEAD) if number is None or own else None
    if not (certified or named is not None or own or made_of):
        return None
    if named is None and not own and not certified and "type" not in head:
        return None
    place = cells[named].span if named is not None else None
    span = place or (number.span if own and number else None)
    kind = head.get("type")
    first = Fact(CONSOLIDATED, span or (kind.span if kind else lines[0].span))
    facts: dict[str, Fact] = {"type": first}
    if "title" in head:
        facts["title"] = head["title"]
    if own:
        facts |= {n: head[n] for n in ("number", "date", "place", "issuer") if n in head}
    if named is not None and "issuer" not in facts:
        facts |= known(issuer=_office(cells, named))
    if certified:
        facts |= _certified(text, certified)
    return facts


def _office(cells: Sequence[Cell], at: int) -> Fact | None:
    """*VĂN BẢN HỢP NHẤT - BỘ TÀI CHÍNH*, perhaps on two lines."""
    taken: list[Cell] = []
    for cell in cells[at : at + 4]:
        if cell.kind != "text" or not cell.text.isupper():
            break
        taken.append(cell)
    line = " ".join(cell.text for cell in taken)
    _, dash, office = line.partition("-")
    name = " ".join(office.split()).strip(" -")
    if not dash or not name:
        return None
    return Fact(office_name(name), taken[-1].span)


def _certified(text: str, at: Certificate) -> Facts:
    """Number, place, date and office around the words, which may be set in two columns."""
    before = lines_of(
        text, max(0, text.rfind("\n\n", 0, max(0, at.start - _BEFORE))), at.start, 400
    )
    above = cells_of(before[-_LINES:])
    below = cells_of(lines_of(text, at.start, min(len(text), at.end + _AFTER), _LINES))
    above, below = _apart(above), _apart(below)
    near = [*above, *below]
    number, _ = stated([cell for cell in near if "VBHN" in cell.text.upper()])
    place, date = place_and_date(below)
    if date is None:
        place, date = place_and_date(above)
    beside = cells_of(lines_of(text, at.start, at.words, 1))  # the other column of the same line
    issuer = letterhead([*_tail_of(above), *beside], None)
    return known(number=number, place=place, date=date, issuer=issuer)


def _apart(cells: Sequence[Cell]) -> list[Cell]:
    """Without dates that end a sentence: only capitals stand before a date of issue on its line."""
    return [
        cell
        for before, cell in zip([None, *cells], cells, strict=False)
        if cell.kind != "date"
        or not (before and before.line == cell.line and before.kind == "text")
        or before.text.isupper()
    ]


def _tail_of(cells: Sequence[Cell]) -> list[Cell]:
    """The lines in capitals right above the number or the words: what is above them is text."""
    taken: list[Cell] = []
    for cell in reversed(cells):
        if cell.kind == "text" and not cell.text.isupper():
            break
        taken.insert(0, cell)
    return taken

"""A công văn bears no name of a kind: its subject stands below the number, after *V/v*.

So it is with judgments, whose kind stands before the number: *Bản án số: 12/2030/HS-ST*.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from analyzers.keys import unaccented as key
from analyzers.token import Span
from indexer.identity.document_types import CODES
from indexer.metadata.cells import Cell
from indexer.metadata.date_line import place_and_date
from indexer.metadata.facts import Fact, Read, known
from indexer.metadata.issuer import letterhead
from indexer.metadata.lines import Line
from indexer.metadata.marks import ENCLOSED, OPENER, STAMP, stands_apart
from indexer.metadata.number import stated

_ABOUT: Final = re.compile(r"^\(? ?(?:V/v|v/v|V/V|Về việc|V\.v) ?[:.]? ?(?=\S)")
_TO: Final = re.compile(r"^(?:(?:Kính gửi|KÍNH GỬI)\b|gửi ?:)")
"""A stamp may have spoilt the first word of a scan."""
_COURT: Final = {"ban an": "Bản án", "quyet dinh": "Quyết định", "thong bao": "Thông báo"}
_FIRST: Final = 24
_MAX_TITLE: Final = 600


def letter(lines: Sequence[Line], cells: Sequence[Cell]) -> Read | None:
    """Read the head of a letter; None where there is neither number nor subject."""
    near = [cell for cell in cells if cell.line < _FIRST]
    about = next((n for n, cell in enumerate(near) if _ABOUT.match(cell.text)), None)
    to = next((n for n, cell in enumerate(near) if _TO.match(cell.text)), None)
    named = next((n for n, cell in enumerate(near) if _judgment(cell)), None)
    if about is None and to is None and named is None:
        return None
    top = min(n for n in (about, to, named) if n is not None)
    head = near[:top]
    number, blank = stated([cell for cell in near if cell.line <= near[top].line + 2])
    if number is None and not blank:
        return None
    kind = _judgment(near[named]) if named is not None else None
    if about is None and kind is None and number and _names_a_kind(number.value):
        return None
    title, last = _subject(lines, near, about) if about is not None else (None, near[top].line - 1)
    rest = [cell for cell in cells if near[top].line <= cell.line < last + 9]
    place, date = place_and_date([*head, *rest])
    facts = known(
        type=Fact(kind or "Công văn", number.span if number else near[top].span),
        title=title, number=number, date=date, place=place, issuer=letterhead(head, "Công văn"),
    )  # fmt: skip
    return Read(facts, max(last, _framed(cells, last)) + 1, blank)


def _judgment(cell: Cell) -> str | None:
    """*Bản án số: 12/2030/HS-ST*: the line of the number names the kind of a court's papers."""
    if cell.kind != "number" or not (cell.match and cell.match["number"]):
        return None
    return _COURT.get(key(cell.match["label"]))


def _names_a_kind(number: str) -> bool:
    parts = re.split(r"[-/]", re.sub(r"^[\d.]+[-/](?:\d{4}[-/])?", "", number))
    return bool(parts) and parts[0].upper() in CODES


def _subject(lines: Sequence[Line], cells: Sequence[Cell], at: int) -> tuple[Fact | None, int]:
    """From *V/v* to the end of its paragraph; the other column may stand between its lines."""
    taken = [cells[at]]
    for cell in cells[at + 1 :]:
        gap = any(not line.joined for line in lines[taken[-1].line + 1 : cell.line + 1])
        if cell.kind in {"motto", "date", "rule"}:
            if gap and cell.kind == "rule":
                break
            continue
        text = cell.text
        if gap or cell.kind == "number" or _TO.match(text) or OPENER.match(text):
            break
        if stands_apart(text) or ENCLOSED.match(text) or text.endswith((":", ";", ".")):
            break
        if sum(len(c.text) for c in taken) + len(text) > _MAX_TITLE:
            break
        taken.append(cell)
    title = " ".join(" ".join(cell.text for cell in taken).split()).strip("() ")
    span = Span(taken[0].start, taken[-1].span.end)
    return (Fact(title, span) if len(title) <= _MAX_TITLE else None), taken[-1].line


def _framed(cells: Sequence[Cell], last: int) -> int:
    """The last of the lines right below that hold but frame: motto, date, stamp."""
    for cell in cells:
        if cell.line > last + 1:
            break
        if cell.line == last + 1:
            if cell.kind in {"motto", "date", "rule"} or STAMP.match(cell.text):
                last = cell.line
            else:
                break
    return last

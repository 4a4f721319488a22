"""A copy without the document's own head, such as a news page that prints its body."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from analyzers.token import Span
from indexer.identity.document_id import NUMBER, canonical
from indexer.identity.document_types import LAWS, type_at_start
from indexer.identity.office_names import office_name
from indexer.metadata.cells import Cell
from indexer.metadata.dates import DAY_MONTH_YEAR, WORDED_DATE, iso
from indexer.metadata.facts import Fact, Facts, Read, known
from indexer.metadata.lines import Line
from indexer.metadata.marks import ENCLOSED, OPENER, WEB_LINE, stands_apart

_LINES: Final = 40
_ISSUED: Final = re.compile(
    rf"^(?P<issuer>[^\W\d][^,.;:\n]{{2,80}}?) (?:vừa |đã |mới )?(?:ký )?ban hành "
    rf"(?P<type>[^\W\d][^\d,.;:\n]{{2,30}}?) số (?P<number>{NUMBER})(?P<rest>.{{0,60}})"
)


def copied(lines: Sequence[Line], cells: Sequence[Cell]) -> Read:
    """What the first lines say: a title that names a kind, a number, a date, who issued it."""
    facts: dict[str, Fact] = {}
    last = numbered = -1
    for place, line in enumerate(lines[:_LINES]):
        own = [cell for cell in cells if cell.line == place]
        read = _line(line, own, facts, place)
        if read is not None:
            facts.update({name: fact for name, fact in read.items() if name not in facts})
            last = place
            if own[:1] and own[0].kind == "number" and "type" in read:
                numbered = place
        if WEB_LINE.search(line.text) or stands_apart(line.text):
            last = place
    if "type" in facts and not {"title", "number"} & set(facts):
        del facts["type"]
    last = max(last, _subject(lines, facts, numbered))
    return Read(facts, last + 1)


def _line(line: Line, own: Sequence[Cell], facts: Facts, place: int) -> Facts | None:
    if "title" not in facts and place < 10 and not line.text.endswith((".", ":", ";")):
        kind = type_at_start(line.text)
        if own and own[0].kind == "number" and own[0].match and own[0].match["number"]:
            return _numbered(own, kind)
        if kind and len(line.text) < 400:
            return known(type=Fact(kind, line.span), title=Fact(line.text, line.span))
    issued = _ISSUED.match(line.text)
    if issued and "number" not in facts:
        kind = type_at_start(issued["type"])
        if "type" not in facts or facts["type"].value == kind:
            return _news(line, issued, kind)
    for cell in own:
        if len(line.text) >= 80 or cell.match is None:
            continue
        if cell.kind == "number" and cell.match["number"] and "number" not in facts:
            return known(number=Fact(canonical(cell.match["number"]), cell.part("number")))
        if cell.kind == "date" and "date" not in facts:
            date = iso(cell.match["day"].lower())
            return known(date=Fact(date, cell.part("day"))) if date else {}
    return None


def _numbered(own: Sequence[Cell], kind: str | None) -> Facts:
    """*Luật số 36/2024/QH15 ngày 27 tháng 6 năm 2024*, as part two of a law in the gazette has."""
    first = own[0]
    date = next((c for c in own if c.kind == "date" and c.match), None)
    day = iso(date.match["day"].lower()) if date and date.match else None
    rest = next((c for c in own[1:] if c.kind == "text" and len(c.text) > 10), None)
    facts = known(
        type=Fact(kind, first.span) if kind else None,
        number=_number(first),
        date=Fact(day, date.part("day")) if date and day else None,
    )
    return {**_facts_behind(rest), **facts} if rest else facts


def _number(cell: Cell) -> Fact | None:
    if cell.match is None:
        return None
    return Fact(canonical(cell.match["number"]), cell.part("number"))


_BEHIND: Final = re.compile(
    rf"^(?:,? ?ngày (?P<date>{DAY_MONTH_YEAR}|{WORDED_DATE}),? ?)?"
    r"(?:của (?P<issuer>[^,.;:]{3,80}?) (?=về|quy|sửa|hướng|ban|ngày|bãi|phê|công|đính|[(]))?"
    r"(?P<title>[^\n]{8,})?"
)


def _facts_behind(cell: Cell) -> Facts:
    """*ngày 17 tháng 4 năm 2023 của Chính phủ về ...*, behind the number on its line."""
    match = _BEHIND.match(cell.text)
    if match is None:
        return {}
    date = iso(match["date"] or "")
    return known(
        date=Fact(date, Span(*(cell.start + n for n in match.span("date")))) if date else None,
        issuer=_part(cell, match, "issuer", office_name),
        title=_part(cell, match, "title", str.strip),
    )


def _part(cell: Cell, match: re.Match[str], group: str, made: Callable[[str], str]) -> Fact | None:
    if not match[group]:
        return None
    start, end = match.span(group)
    return Fact(made(match[group]), Span(cell.start + start, cell.start + end))


def _news(line: Line, issued: re.Match[str], kind: str | None) -> Facts:
    def at(group: str) -> Span:
        return Span(*(line.span.start + offset for offset in issued.span(group)))

    date = iso(issued["rest"]) if re.match(r",? ngày ", issued["rest"]) else None
    return known(
        type=Fact(kind, at("type")) if kind else None,
        number=Fact(canonical(issued["number"]), at("number")),
        issuer=Fact(office_name(issued["issuer"]), at("issuer")),
        date=Fact(date, at("rest")) if date else None,
    )


def _subject(lines: Sequence[Line], facts: dict[str, Fact], last: int) -> int:
    """The line below *Luật số ...* says what it is about."""
    if "title" in facts or "type" not in facts or not 0 <= last < len(lines) - 1:
        return last
    line = lines[last + 1]
    if line.text[-1] in ".:;":
        return last
    if OPENER.match(line.text) or ENCLOSED.match(line.text) or stands_apart(line.text):
        return last
    title = line.text
    if facts["type"].value in LAWS and not type_at_start(title):
        title = f"{facts['type'].value} {title}"
    facts["title"] = Fact(title, line.span)
    return last + 1

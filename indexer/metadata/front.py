"""The head of a document: kind, number, date, place, issuer and title, and where each was read.

Three layouts: offices of the state (Nghị định 30/2020/NĐ-CP, Phụ lục I), the party (``34-CT/TW``,
``*`` under the issuer), laws (``Luật số: 65/2014/QH13``); the old one block of capitals (*NGHỊ
ĐỊNH / CỦA CHÍNH PHỦ SỐ ... NGÀY ...*); and copies from news pages, which have none of them. What
the head does not say stays ``None``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from analyzers.token import Span
from indexer.identity.document_id import NUMBER, canonical
from indexer.identity.document_types import LAWS
from indexer.metadata.block import block
from indexer.metadata.cells import DATE_CELL, Cell, cells_of
from indexer.metadata.codified import codified
from indexer.metadata.consolidated import consolidated
from indexer.metadata.copied import copied
from indexer.metadata.date_line import place_and_date
from indexer.metadata.dates import DAY_MONTH_YEAR, WORDED_DATE, iso
from indexer.metadata.facts import NOTHING, Fact, Facts, Read, known
from indexer.metadata.issuer import by_number, letterhead, named_below, with_capitals
from indexer.metadata.kind_line import KindLine, kind_line
from indexer.metadata.letter import letter
from indexer.metadata.lines import Line, lines_of
from indexer.metadata.marks import OPENER, STAMP, WEB_LINE, stands_apart
from indexer.metadata.number import stated
from indexer.metadata.passing import passed
from indexer.metadata.standard import annex, standard
from indexer.metadata.title import title_of

_MAX_LINES: Final = 80
_AFTER: Final = 5
"""Lines below the title that may still bear number, place and date."""
_SIGN_LINES: Final = 16
_ANNEX: Final = 4000
_PARLIAMENT: Final = frozenset({"Quốc hội", "Ủy ban Thường vụ Quốc hội"})
_NUMBERED_TITLE: Final = re.compile(
    rf"[Ss][ốỐ] (?P<number>{NUMBER})(?: (?:ngày|NGÀY) (?P<date>[^|]{{8,40}}))?"
)
_OPENS_TEXT: Final = re.compile(r"^(?:LỜI NÓI ĐẦU|(?:[^:]{0,40}:)$)")


@dataclass(frozen=True, slots=True)
class Front:
    """What the head of a document says, and where it ends (in the view)."""

    end: int
    facts: Facts = field(default_factory=lambda: NOTHING)
    blank: str = ""
    """What stands behind a number that was left blank: ``QĐ-UBND``."""

    def value(self, name: str) -> str | None:
        """What was read of a field of `indexer.core.document.Metadata`."""
        fact = self.facts.get(name)
        return fact.value if fact else None

    @property
    def type(self) -> str | None:
        return self.value("type")

    @property
    def title(self) -> str | None:
        return self.value("title")

    @property
    def number(self) -> str | None:
        return self.value("number")

    @property
    def date(self) -> str | None:
        return self.value("date")


def front(text: str, limit: int) -> Front:
    """Read the head of a view; its first item stands at ``limit``."""
    lines = lines_of(text, 0, limit, _MAX_LINES)
    cells = cells_of(lines)
    kind = kind_line(cells)
    read = standard(lines[:_SIGN_LINES])
    if read is None:
        read = _below_kind(lines, cells, kind) if kind else _without_kind(text, lines, cells)
    facts = consolidated(text, lines, cells, read.facts) or _completed(text, read.facts)
    return Front(_end(lines, read.after, limit), facts, read.blank)


def _below_kind(lines: Sequence[Line], cells: Sequence[Cell], kind: KindLine) -> Read:
    """A head with the name of a kind: what stands above it, its title, and what stands below."""
    line, head = cells[kind.cell].line, cells[: kind.cell]
    law = kind.kind in LAWS
    by_line = [[cell for cell in cells if cell.line == n] for n in range(len(lines))]
    old = block(lines[line + 1 :])
    own = kind.own if law or not kind.bare else None
    title, after = title_of(lines, by_line, line + 1 + old.lines, own, kind.kind)
    below = _alone([cell for cell in cells if after <= cell.line < after + _AFTER], by_line)
    number, blank = stated(head)
    if number is None and not blank:
        number, blank = stated(below)
    around: Facts = {**old.facts, **kind.facts}
    if law and number is None and "number" not in around:
        around = {**around, **_in_title(lines[line:after])}
    place, date = place_and_date([*head, *below])
    read = known(
        type=Fact(kind.kind, cells[kind.cell].span), title=title, number=number, date=date,
        place=place, issuer=letterhead(head, kind.kind),
    )  # fmt: skip
    facts = {**around, **read}
    if "issuer" not in facts:
        facts |= known(issuer=named_below(lines[after : after + 30]))
    return Read(facts, after, "" if "number" in facts else blank)


def _alone(cells: Sequence[Cell], by_line: Sequence[Sequence[Cell]]) -> list[Cell]:
    """Numbers and dates with nothing else on their line."""
    return [
        cell
        for cell in cells
        if cell.kind in {"number", "date"}
        and all(other.kind in {"number", "date", "rule"} for other in by_line[cell.line])
    ]


def _in_title(lines: Sequence[Line]) -> Facts:
    """*LUẬT SỐ 103-SL/L.005 NGÀY 20-5-1957 ...*: number and date, where the name holds them."""
    for line in lines:
        match = _NUMBERED_TITLE.search(line.text)
        if match:
            at = line.span.start
            date = iso((match["date"] or "").lower())
            return known(
                number=Fact(
                    canonical(match["number"]), Span(*(at + n for n in match.span("number")))
                ),
                date=Fact(date, Span(*(at + n for n in match.span("date")))) if date else None,
            )
    return NOTHING


def _without_kind(text: str, lines: Sequence[Line], cells: Sequence[Cell]) -> Read:
    """Letters, an annex alone, copies of a document's words."""
    read = letter(lines, cells)
    if read:
        return read
    read = copied(lines, cells)
    title = annex(lines_of(text, 0, _ANNEX, 20)) or codified(text)
    if "title" not in read.facts and title:
        return Read({**read.facts, "title": title}, read.after)
    return read


def _completed(text: str, read: Facts) -> Facts:
    """The day a law was passed, and the office whose sign the number bears."""
    kind, number = read.get("type"), read.get("number")
    facts = dict(read)
    signed = by_number(number)
    if signed and ("issuer" not in facts or signed.value in _PARLIAMENT):
        facts["issuer"] = Fact(signed.value, facts.get("issuer", signed).span)
    issuer = facts.get("issuer")
    if issuer:
        spot = facts["place"].value if "place" in facts else ""
        facts["issuer"] = Fact(with_capitals(issuer.value, text, spot), issuer.span)
    national = issuer is not None and issuer.value in _PARLIAMENT
    if (
        kind
        and (kind.value in LAWS or kind.value == "Nghị quyết")
        and (national or not number or "date" not in facts)
    ):
        facts |= known(date=passed(text))
    return facts


def _end(lines: Sequence[Line], after: int, limit: int) -> int:
    """Where the last line that belongs to the head ends: a stamp may stand below the title."""
    last = after - 1
    for place in range(after, min(len(lines), after + 12)):
        line = lines[place].text
        following = lines[place + 1].text if place + 1 < len(lines) else ""
        if (
            stands_apart(line)
            or WEB_LINE.search(line)
            or (len(line) < 80 and DATE_CELL.match(line))
            or (line.isupper() and STAMP.match(following))
            or (line.isupper() and place - last == 1 and not _OPENS_TEXT.match(line))
        ):
            last = place
    return lines[last + 1].start if last + 1 < len(lines) else limit


__all__ = ["DAY_MONTH_YEAR", "OPENER", "WORDED_DATE", "Front", "Line", "front", "lines_of"]

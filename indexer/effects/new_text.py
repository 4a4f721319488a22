"""The new text of a place: the part of a quotation that is exactly this place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from analyzers.token import Span
from indexer.core.document import Clause, Path
from indexer.effects.changes import Change
from indexer.effects.own_words import Own

_QUOTED_KINDS: Final = frozenset({"amends", "inserts", "corrects"})
_OPENS: Final = re.compile(r"[\s“\"«]+")
_ITEM: Final = re.compile(
    r"\s*(?:[a-zđ]{1,2}\)|\d{1,3}[.)]|[-+])\s*[“\"](?P<text>Điều\s(?P<number>\d{1,4}[a-zđ]?)[.:]\s[^“”\"]+)"
    r"[”\"][\s.;,]*\Z"
)
_CLOSES: Final = re.compile(r"[”\"»][\s.;,:]*\Z")


def new_text(change: Change, own: Own, clause: Clause, clauses: Sequence[Clause]) -> Span | None:
    """The span of the new text in ``Document.text``, without the quotation marks around it; None
    where the text is not quoted as this place."""
    if change.kind not in _QUOTED_KINDS or not change.target.place:
        return None
    place = tuple(step for step in change.target.place if step.level != "kem-theo")
    first = bisect_right(clauses, clause.span.start, key=_start)
    rest = clauses[first:]
    start, end = _quoted(change, place, clause, rest)
    if start >= 0:
        return _without_marks(clauses, start, end)
    if below := _below(place, clause, rest):
        return below
    inline = [
        quote for quote in own.quotes if change.start <= quote.start and quote.end <= change.end + 5
    ]
    return own.span(*own.inside(inline[0])) if len(inline) == 1 else None


def _start(clause: Clause) -> int:
    return clause.span.start


def _quoted(change: Change, place: Path, clause: Clause, rest: Sequence[Clause]) -> tuple[int, int]:
    """The pieces of a quotation that are this place; (-1, -1) for none."""
    depth = len(clause.path)
    start = end = -1
    for one in rest:
        if one.path[:depth] != clause.path:
            break
        if len(one.path) <= depth or one.path[depth].level != "quote":
            if start >= 0:
                break
            continue
        inside = _lies_in(one.path[depth + 1 :], place)
        if inside and start < 0:
            start = one.span.start
        if inside:
            end = one.span.end
            if change.target.part:
                break
        elif start >= 0:
            break
    return start, end


def _below(place: Path, clause: Clause, clauses: Sequence[Clause]) -> Span | None:
    """The new text as an item of its own under the clause: *a) “Điều 5. Tên mới”;*"""
    if len(place) != 1 or place[0].level != "dieu":
        return None
    for one in clauses:
        if one.path[: len(clause.path)] != clause.path:
            return None
        match = _ITEM.match(one.text)
        if match and match["number"] == place[0].number:
            start = one.span.start
            return Span(start + match.start("text"), start + match.end("text"))
    return None


def _lies_in(path: Path, place: Path) -> bool:
    plain = [(step.level, step.number) for step in path if step.level not in {"chuong", "phan"}]
    wanted = [(step.level, step.number) for step in place if step.level not in {"chuong", "phan"}]
    return bool(wanted) and plain[: len(wanted)] == wanted


def _without_marks(clauses: Sequence[Clause], start: int, end: int) -> Span:
    first, last = (bisect_left(clauses, place, key=_start) for place in (start, end))
    pieces = clauses[first:last]
    opened = _OPENS.match(pieces[0].text)
    closed = _CLOSES.search(pieces[-1].text)
    if opened and any(mark in opened[0] for mark in '“"«'):
        start += opened.end()
    if closed:
        end = pieces[-1].span.start + closed.start()
    return Span(start, end)

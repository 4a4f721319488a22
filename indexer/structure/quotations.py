"""The pieces of what a clause quotes: the articles, khoản and điểm of an amending law.

They stand below the clause that quotes them, behind a step of level ``quote``, so that *khoản 1
Điều 248* of the amended law is never taken for one of the amending law's own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

from analyzers.token import Span
from indexer.core.document import Level, Path, Step
from indexer.identity.places import runs
from indexer.structure.cuts import Cut
from indexer.structure.enumerators import Mark, MarkKind, mark_at
from indexer.structure.headings import heading

_LEVELS: Final[dict[MarkKind, Level]] = {
    "phan": "phan", "upper": "phan", "chuong": "chuong", "muc": "muc", "roman": "muc",
    "tieu-muc": "tieu-muc", "dieu": "dieu", "number": "khoan", "nested": "diem", "letter": "diem",
}  # fmt: skip
_RANKS: Final[dict[Level, int]] = {
    "phan": 1, "chuong": 2, "muc": 3, "tieu-muc": 4, "dieu": 5, "khoan": 6, "diem": 7,
}  # fmt: skip
_SKIPS: Final = 3
_HOLDERS: Final = frozenset({"clause", "appendix"})
_OPENS: Final = re.compile(r'[ ]*["“«]?[ ]?')
_ANNOUNCED: Final = 1500
"""Characters in which a clause says what it quotes."""
QUOTE: Final = Step("quote", "")


def _start(mark: Mark) -> int:
    return mark.start


class _Item(NamedTuple):
    start: int
    mark: Mark
    parent: int
    """Index of the quoted item it belongs to, -1 for the outermost."""


def with_quotations(
    text: str, cuts: Sequence[Cut], quotations: Sequence[Span], marks: Sequence[Mark]
) -> list[Cut]:
    """The pieces, with those of each quotation behind the piece that holds it.

    Args:
        marks: all line starts that may open an item, in order, quoted ones included.
    """
    starts = [piece.start for piece in cuts]
    targets = _Targets(text, cuts)
    made: list[Cut] = []
    done = 0
    for place, inside in groupby(quotations, lambda span: bisect_right(starts, span.start) - 1):
        if place < 0 or cuts[place].kind not in _HOLDERS or not cuts[place].path:
            continue
        made += cuts[done : place + 1]
        done = place + 1
        limit = starts[done] if done < len(starts) else len(text)
        made += _below(text, cuts[place], list(inside), limit, marks, targets)
    return [*made, *cuts[done:]]


def _below(
    text: str,
    holder: Cut,
    quotations: Sequence[Span],
    limit: int,
    marks: Sequence[Mark],
    targets: _Targets,
) -> list[Cut]:
    """The pieces of what one clause quotes, and of its own words between and after."""
    made: list[Cut] = []
    ended = holder.start
    own_words = Span(holder.start, holder.start)
    for place, quotation in enumerate(quotations):
        if text[ended : quotation.start].strip():
            own_words = Span(ended, quotation.start)
        following = quotations[place + 1].start if place + 1 < len(quotations) else limit
        ended = min(quotation.end, limit)  # a foot inside a quotation ends it
        first, last = (bisect_left(marks, p, key=_start) for p in (quotation.start, ended))
        items = _items(text, quotation, marks[first:last])
        if not items:
            continue
        implied = _above(targets.of(holder, own_words), items[0].mark)
        made += _pieces(text, holder, items, ended, implied)
        if text[ended:following].strip():
            made.append(Cut(ended + 1, holder.kind, holder.path, goes_on=True))
    return made


def _items(text: str, quotation: Span, marks: Sequence[Mark]) -> list[_Item]:
    """The items of a quotation. The first counts whatever its number, others where they run on."""
    after = _OPENS.match(text, quotation.start)
    opening = mark_at(text, after.end()) if after else None
    found: list[_Item] = []
    stack: list[tuple[Level, str, int, int]] = []
    for mark in ([opening] if opening else []) + list(marks):
        level = _LEVELS.get(mark.kind)
        if level is None or (opening and mark.start <= opening.start and mark is not opening):
            continue
        while stack and _RANKS[stack[-1][0]] > _RANKS[level]:
            stack.pop()
        sibling = stack[-1] if stack and stack[-1][0] == level else None
        if not found or not stack:
            counts = bool(not found or mark.firm)
        elif sibling is None:
            counts = mark.value == 1 or level == "dieu"
        else:
            step = mark.value - sibling[2]
            counts = 0 < step <= _SKIPS or (step == 0 and mark.number != sibling[1])
        if not counts or (level == "dieu" and not mark.firm and found):
            continue
        if sibling:
            stack.pop()
        start = quotation.start if mark is opening else text.rfind("\n", 0, mark.start) + 1
        found.append(_Item(start, mark, stack[-1][3] if stack else -1))
        stack.append((level, mark.number, mark.value, len(found) - 1))
    return found


def _pieces(text: str, holder: Cut, items: Sequence[_Item], end: int, implied: Path) -> list[Cut]:
    paths: list[Path] = []
    made = []
    for place, item in enumerate(items):
        stop = items[place + 1].start if place + 1 < len(items) else end
        parent = place + 1 < len(items) and items[place + 1].parent == place
        title = heading(text, item.mark, stop, parent=parent).rstrip('”"» ')
        above = paths[item.parent] if item.parent >= 0 else (*holder.path, QUOTE, *implied)
        paths.append((*above, Step(_LEVELS[item.mark.kind], item.mark.number, title)))
        made.append(Cut(item.start, holder.kind, paths[-1]))
    return made


class _Targets:
    """What quoting clauses say that they quote: *Sửa đổi khoản 3 Điều 4 như sau*."""

    def __init__(self, text: str, cuts: Sequence[Cut]) -> None:
        self.text = text
        self.cuts = cuts
        self.places: dict[Path, int] = {}
        self.known: dict[int, Path] = {}

    def of(self, holder: Cut, where: Span) -> Path:
        """What a clause announces in a stretch, completed by what stands above it."""
        return self._completed(self._address(where), holder.path)

    def _address(self, where: Span) -> Path:
        """The first place of the last line, or of the whole stretch where the line has none."""
        start, end = max(where.start, where.end - _ANNOUNCED), where.end
        own = where.start
        while own < end and self.text[own].isspace():
            own += 1
        stop = end
        while stop > start and self.text[stop - 1].isspace():
            stop -= 1
        line = self.text.rfind("\n", start, stop) + 1
        for begin in (max(line, start), start):
            found = [
                run.places[0].path for run in runs(self.text[begin:end], frozenset({own - begin}))
            ]
            plain = [path for path in found if all(step.number != "này" for step in path)]
            if plain:
                return _in_article(plain)
        return ()

    def _completed(self, path: Path, holder: Path) -> Path:
        depth = len(holder) - 1
        while depth > 0 and path and _RANKS.get(path[0].level, 0) > _RANKS["dieu"]:
            above = self._above(holder[:depth])
            path = (*(s for s in above if _RANKS[s.level] < _RANKS[path[0].level]), *path)
            depth -= 1
        return path

    def _above(self, path: Path) -> Path:
        if not self.places:
            self.places = {piece.path: place for place, piece in enumerate(self.cuts)}
        place = self.places.get(path)
        if place is None:
            return ()
        if place not in self.known:
            end = self.cuts[place + 1].start if place + 1 < len(self.cuts) else len(self.text)
            start = self.cuts[place].start
            self.known[place] = self._address(Span(start, min(end, start + _ANNOUNCED)))
        return tuple(step for step in self.known[place] if step.level in _RANKS)


def _in_article(paths: Sequence[Path]) -> Path:
    """The first of the places, in the Điều that only a later one names: *khoản 2 và bổ sung khoản
    2a vào sau khoản 2 Điều 5*."""
    first = paths[0]
    if first[0].level not in {"khoan", "diem"}:
        return first
    named = next((path for path in paths if path[0].level == "dieu"), ())
    rank = _RANKS[first[0].level]
    return (*(step for step in named if _RANKS.get(step.level, 9) < rank), *first)


def _above(target: Path, mark: Mark) -> Path:
    """The steps of a target that stand above a quoted item."""
    levels = ("chuong",) if mark.kind == "muc" else ("dieu", "khoan")
    rank = _RANKS[_LEVELS[mark.kind]]
    return tuple(step for step in target if step.level in levels and _RANKS[step.level] < rank)

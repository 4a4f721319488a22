"""Marks of the text, of its annexes and of what it issues, without those of its feet.

A foot (*Nơi nhận*, the signature) goes on until something opens that a foot cannot hold: an
annex, a form, a text that is issued, a further document, or a first Điều or Chương. An article
that goes on with the numbers of the body shows that the foot was none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from analyzers.token import Span
from indexer.structure.enumerators import Mark, MarkKind
from indexer.structure.forms import without_lists
from indexer.structure.regions import further_documents, heading_above, issued
from indexer.structure.tail import starts

_OPENS: Final = frozenset({"van-ban", "phu-luc", "kem-theo", "mau", "thu-tuc"})
_DIVIDES: Final = frozenset({"dieu", "chuong", "phan"})
_NEAR: Final = 400
"""Code points from the number of an annex or a form to the heading below it."""


def body_marks(text: str, found: list[Mark], grids: Sequence[Span]) -> tuple[list[Mark], list[int]]:
    """The marks that are no lines of a foot, those of attached texts added, and where feet begin.

    Args:
        found: candidates, in order.
        grids: tables; no foot begins in one.
    """
    if not found:
        return found, list(starts(text))
    ends = _outside(starts(text), found[0].start, grids)
    found = _with_regions(text, without_lists(text, found), ends, grids)
    return _without_feet(text, found, ends)


def _outside(ends: Iterable[int], first: int, grids: Sequence[Span]) -> list[int]:
    begins = [grid.start for grid in grids]
    outside = []
    for end in ends:
        place = bisect_right(begins, end) - 1
        if end > first and (place < 0 or end >= grids[place].end):
            outside.append(end)
    return outside


def _with_regions(
    text: str, found: list[Mark], ends: Sequence[int], grids: Sequence[Span]
) -> list[Mark]:
    """The marks, with those of texts issued and of further documents."""
    first = found[0].start
    own = [mark.start for mark in found if mark.kind in {"phu-luc", "mau"}]
    added = list(further_documents(text, ends))
    for mark in issued(text, ends[0] if ends else len(text)):
        before = bisect_right(own, mark.start) - 1
        headed = before >= 0 and mark.start - own[before] < _NEAR
        if mark.start > first and not headed:
            added.append(mark)
    added = [mark for mark in added if _outside([mark.start], -1, grids)]
    return sorted([*found, *added], key=lambda mark: (mark.start, mark.kind != "van-ban"))


def _without_feet(
    text: str, found: Sequence[Mark], ends: list[int]
) -> tuple[list[Mark], list[int]]:
    counted: list[Mark] = []
    last: dict[MarkKind, int] = {}
    false: set[int] = set()
    waiting = opened = 0
    in_foot = False
    for mark in found:
        while waiting < len(ends) and ends[waiting] < mark.start:
            if not in_foot:
                in_foot, opened = True, waiting
            waiting += 1
        if in_foot and mark.kind not in _OPENS:
            if not mark.firm or mark.kind not in _DIVIDES:
                continue
            if mark.value == last.get(mark.kind, 0) + 1 and mark.value > 1:
                false.update(ends[opened:waiting])
            elif mark.value == 1:
                counted.append(_issued_here(text, mark, ends[opened]))
            else:
                continue
        elif mark.kind == "kem-theo" and not (in_foot or mark.firm):
            continue
        in_foot = False
        if mark.kind in _OPENS:
            last = {}
        last[mark.kind] = mark.value
        counted.append(mark)
    return counted, [end for end in ends if end not in false]


def _issued_here(text: str, mark: Mark, least: int) -> Mark:
    """A text that begins after a foot with its first Điều or Chương, perhaps below a heading."""
    start, name = heading_above(text, text.rfind("\n", 0, mark.start) + 1)
    if start <= least:
        start = name = mark.start
    return Mark("kem-theo", "", 0, start, name)

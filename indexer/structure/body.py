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
from indexer.structure.articles import ANNEXES, REGION_KINDS
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
    counted, ends = _without_feet(text, found, ends)
    return _with_resumed(counted, ends), ends


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


def _with_resumed(marks: Sequence[Mark], ends: Sequence[int]) -> list[Mark]:
    """The marks, with one before each Điều (and the Chương or Mục right above it) with which a
    text goes on behind annexes that are printed between its articles.

    Such an Điều has the number after that of the text's last one, which is not the annex's own
    next number, and no foot stands between the two.
    """
    made: list[Mark] = []
    last = own = since = 0
    inside = False
    for mark in marks:
        if mark.kind in ANNEXES:
            inside, own = True, 0
        elif mark.kind in REGION_KINDS:
            inside, last = False, 0
        elif mark.kind == "dieu" and mark.firm:
            goes_on = bool(last) and mark.value == last + 1 and own != last
            if inside and goes_on and bisect_right(ends, since) == bisect_right(ends, mark.start):
                place = _division(made)
                start = made[place].start if place < len(made) else mark.start
                made.insert(place, Mark("resumed", "", 0, start, start))
                inside = False
            if inside:
                own = mark.value
            else:
                last, since = mark.value, mark.start
        made.append(mark)
    return made


def _division(marks: Sequence[Mark]) -> int:
    """Place of the first of the Chương and Mục that end ``marks``; their number where none do."""
    place = len(marks)
    while place and marks[place - 1].kind in {"phan", "chuong", "muc", "tieu-muc"}:
        place -= 1
    return place

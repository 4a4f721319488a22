"""Which lines that begin with *Điều* and a number are articles.

Articles are numbered through a text, and through each annex, form or attached text by itself. In
a text their numbers rise, save where one is misprinted, misread or doubled. So the longest chain
of rising numbers is the articles; one line between two neighbours of the chain is an article
with a misprint; a line that breaks the chain otherwise is a reference at the start of a line, or
quoted. One wrong number costs no other article.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from indexer.structure.enumerators import Mark

REGION_KINDS: Final = frozenset({"van-ban", "phu-luc", "kem-theo", "mau"})
"""Marks below which articles are numbered from 1 again."""

ANNEXES: Final = frozenset({"phu-luc", "mau"})
"""Those that a text may print between two of its articles."""

_Key = tuple[int, str]


def articles(marks: Sequence[Mark]) -> tuple[frozenset[int], frozenset[int]]:
    """Places in ``marks`` of those that open an article, and of those among them with which the
    numbers begin again although no annex or attached text was found to begin.

    Takes time in proportion to n log n of the lines that begin with *Điều*.
    """
    counted: set[int] = set()
    restarts: set[int] = set()
    for region in _regions(marks):
        runs = list(_runs(marks, region))
        for run in runs:
            chosen = _chosen(marks, run)
            if chosen and run is not runs[0] and counted:
                restarts.add(chosen[0])
            counted.update(chosen)
    return frozenset(counted), frozenset(restarts)


def _regions(marks: Sequence[Mark]) -> Iterator[list[int]]:
    """Those of each text; an annex in the middle of one does not divide it."""
    text: list[int] = []
    region = text
    for place, mark in enumerate(marks):
        if mark.kind == "dieu":
            region.append(place)
            continue
        if mark.kind != "resumed" and mark.kind not in REGION_KINDS:
            continue
        if region is not text and region:
            yield region
        if mark.kind == "resumed":
            region = text
        elif mark.kind in ANNEXES:
            region = []
        else:
            if text:
                yield text
            region = text = []
    if region is not text and region:
        yield region
    if text:
        yield text


def _runs(marks: Sequence[Mark], region: Sequence[int]) -> Iterator[list[int]]:
    """A region cut where its numbers begin again: at a firm 1 that 2 follows, or that ends it."""
    run: list[int] = []
    highest = 0
    firm = [place for place in region if marks[place].firm]
    following = dict(zip(firm, [*firm[1:], -1], strict=True)) if firm else {}
    for place in region:
        mark = marks[place]
        if mark.firm and mark.value == 1 and highest > 1:
            after = following[place]
            if after < 0 or marks[after].value <= 2 or marks[after].value != highest + 1:
                yield run
                run, highest = [], 0
        if mark.firm:
            highest = mark.value
        run.append(place)
    yield run


def _chosen(marks: Sequence[Mark], run: Sequence[int]) -> list[int]:
    firm = {_key(marks[place]) for place in run if marks[place].firm}
    plain = [p for p in run if marks[p].firm or _key(marks[p]) not in firm]
    coded = [p for p in plain if "." in marks[p].number and marks[p].firm]
    if coded:  # of a pháp điển: whatever their numbers; beside them a text may print its own
        plain = [p for p in plain if "." not in marks[p].number]
        plain = plain if 2 * len(plain) >= len(coded) else []
    chain = _chain(marks, plain)
    return sorted({*coded, *chain, *_misprinted(marks, plain, chain)})


def _key(mark: Mark) -> _Key:
    return mark.value, "" if mark.number.isdecimal() else mark.number


def _chain(marks: Sequence[Mark], run: Sequence[int]) -> list[int]:
    """The best chain of rising numbers: the longest, where a step to the very next number, and a
    mark with punctuation, are worth more than others."""
    if len(run) < 2:
        return list(run) if run and _stands_alone(marks[run[0]]) else []
    keys = sorted({_key(marks[place]) for place in run})
    tree = [(0.0, -1)] * (len(keys) + 1)
    by_value: dict[int, tuple[float, int]] = {}
    before: dict[int, int] = {}
    best = (0.0, -1)
    for place in run:
        mark = marks[place]
        rank = bisect_left(keys, _key(mark))
        score, previous = _highest(tree, rank)
        near = max(
            by_value.get(mark.value - 1, (0.0, -1)),
            by_value.get(mark.value, (0.0, -1)) if not mark.number.isdecimal() else (0.0, -1),
        )
        if near[1] >= 0 and near[0] + 1 > score and _key(marks[near[1]]) < _key(mark):
            score, previous = near[0] + 1, near[1]
        elif previous < 0 and mark.value == 1:
            score += 1
        score += 2 if mark.firm else 1
        before[place] = previous
        by_value[mark.value] = max(by_value.get(mark.value, (0.0, -1)), (score, place))
        _raise(tree, rank + 1, (score, place))
        if score > best[0]:
            best = (score, place)
    chain = []
    place = best[1]
    while place >= 0:
        chain.append(place)
        place = before[place]
    return chain[::-1]


def _stands_alone(mark: Mark) -> bool:
    return mark.firm or mark.value == 1


def _highest(tree: Sequence[tuple[float, int]], rank: int) -> tuple[float, int]:
    """The best of the first ``rank`` keys (Fenwick 1994)."""
    best = (0.0, -1)
    while rank > 0:
        best = max(best, tree[rank])
        rank -= rank & -rank
    return best


def _raise(tree: list[tuple[float, int]], rank: int, value: tuple[float, int]) -> None:
    while rank < len(tree):
        tree[rank] = max(tree[rank], value)
        rank += rank & -rank


def _misprinted(marks: Sequence[Mark], run: Sequence[int], chain: Sequence[int]) -> Iterator[int]:
    """Lines between two neighbours of the chain that must be articles: the number of one of them
    again (*Điều 13*, *Điều 13*, *Điều 14*), or any number in the place of the one that lacks."""
    inside = set(chain)
    at = 0
    waiting: list[int] = []
    for place in run:
        if place not in inside:
            if marks[place].firm:
                waiting.append(place)
            continue
        low = marks[chain[at - 1]].value if at else 0
        high = marks[place].value
        at += 1
        yield from _fitting(marks, waiting, low, high)
        waiting = []
    if chain:
        low = marks[chain[-1]].value
        yield from _fitting(marks, waiting, low, low)


def _fitting(marks: Sequence[Mark], waiting: Sequence[int], low: int, high: int) -> Iterator[int]:
    if len(waiting) == 1 and high == low + 2:
        yield waiting[0]
        return
    for place in waiting:
        if low and marks[place].value in {low, high} and marks[place].number.isdecimal():
            yield place

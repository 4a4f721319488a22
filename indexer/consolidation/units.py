"""Where a place stands among the passages of a text, and where a new one belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from indexer.consolidation.model import Passage
from indexer.core.document import REGIONS, Level, Path, Step
from indexer.core.ids import anchor, global_path, slug
from indexer.identity.item_numbers import LETTERS, ordinal
from indexer.validity.days import within

_ABOVE: Final[frozenset[Level]] = frozenset({"phan", "chuong", "muc", "tieu-muc"})
_NUMBER: Final = re.compile(r"(\d{0,6})([a-zđ]{0,3})(\d{0,3})")

Order = tuple[int, tuple[int, ...], int]


class Unit(NamedTuple):
    """The passages of a place: those in ``range(start, end)``."""

    start: int
    end: int


def lies_in(path: Path, place: Path) -> bool:
    """Whether an address is that of a place, or of something in it."""
    if place[-1].level not in _ABOVE:
        return within(anchor(path), anchor(place))
    return _lies_below(path, place)


def _lies_below(path: Path, place: Path) -> bool:
    """``lies_in`` for a chapter, and for what else an anchor leaves out."""
    regions = [step for step in path if step.level in REGIONS]
    if any(not _among(step, place) for step in regions):
        return False
    steps = iter(path)
    return all(any(_same(step, wanted) for step in steps) for wanted in place)


def units(passages: Sequence[Passage], place: Path, *, repealed: bool = False) -> list[Unit]:
    """Every run of passages that is a place; more than one where its address is not unique.

    Args:
        repealed: whether what was repealed counts as well.
    """
    found: list[Unit] = []
    above, name = place[-1].level in _ABOVE, anchor(place)
    for number, passage in enumerate(passages):
        inside = _lies_below(passage.path, place) if above else within(passage.anchor, name)
        if not inside or not (passage.live or repealed):
            continue
        begins = passage.part == 1 and (
            _same(passage.path[-1], place[-1]) if above else passage.anchor == name
        )
        if found and not begins and found[-1].end == number:
            found[-1] = Unit(found[-1].start, number + 1)
        else:
            found.append(Unit(number, number + 1))
    return found


def nearest(passages: Sequence[Passage], place: Path) -> str:
    """The anchor of a place, or of the nearest step above it that there is; else empty."""
    while place:
        if units(passages, place, repealed=True):
            return anchor(place)
        place = place[:-1]
    return ""


class Slot(NamedTuple):
    """Where a new unit comes."""

    at: int
    """Before the passage with this number."""
    above: Path
    """What stands above it."""


def slot(passages: Sequence[Passage], place: Path, after: Path) -> Slot | None:
    """Where a new place belongs: behind ``after`` where the text says so, else in the order of
    numbers; None where what it stands in, or behind, is not there exactly once."""
    place = global_path(place)
    if after and after[0].level not in REGIONS:
        after = (*(step for step in place if step.level in REGIONS), *after)
    parent, new = place[:-1], place[-1]
    if parent and len(units(passages, parent)) != 1:
        return None
    around = units(passages, parent)[0] if parent else Unit(0, len(passages))
    siblings = _siblings(passages, around, parent, new.level)
    if after:
        behind = units(passages, after, repealed=True)
        if len(behind) != 1:
            return None
        at = behind[0].end
        above = passages[behind[0].start].path[:-1]
        if passages[behind[0].start].path[-1].level != new.level:
            return None
        for sibling in siblings:
            path = passages[sibling.start].path
            state = passages[sibling.start].state
            if sibling.start == at and state == "inserted" and order(path[-1]) < order(new):
                at = sibling.end
        return Slot(at, above)
    before = [one for one in siblings if order(passages[one.start].path[-1]) < order(new)]
    if before:
        return Slot(before[-1].end, passages[before[-1].start].path[:-1])
    if siblings:
        return Slot(siblings[0].start, passages[siblings[0].start].path[:-1])
    if not parent:
        return None
    return Slot(around.start + 1, passages[around.start].path)


def _siblings(passages: Sequence[Passage], around: Unit, parent: Path, level: Level) -> list[Unit]:
    name = anchor(parent)
    heads = [
        number
        for number in range(*around)
        if passages[number].part == 1
        and passages[number].path
        and passages[number].path[-1].level == level
        and passages[number].anchor.rpartition(".")[0] == name
    ]
    return [Unit(head, _end(passages, head, around.end)) for head in heads]


def _end(passages: Sequence[Passage], head: int, limit: int) -> int:
    path = passages[head].path
    number = head + 1
    while number < limit and passages[number].path[: len(path)] == path:
        number += 1
    return number


def order(step: Step) -> Order:
    """What the number of an item is worth among its like: ``5`` < ``5a`` < ``5b`` < ``6``,
    ``c`` < ``c1`` < ``d``."""
    number = step.number.lower()
    if step.level in _ABOVE:
        return ordinal(number), (), 0
    match = _NUMBER.match(number)
    if match is None:
        return 0, (), 0
    digits, letters, behind = match.groups()
    return int(digits or 0), tuple(LETTERS.get(one, 0) for one in letters), int(behind or 0)


def _same(step: Step, other: Step) -> bool:
    return step.level == other.level and slug(step.number) == slug(other.number)


def _among(step: Step, place: Path) -> bool:
    return any(_same(step, other) for other in place)

"""Which marks count, and the address each one opens: decided from how their numbers run.

A line that starts with ``2.`` may be khoản 2, or the tail of *năm 2024.*, or a row of a list that
a clause quotes. Numbers that run on from the item before are believed, others are left as text
of the clause they stand in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from indexer.core.document import Level
from indexer.structure.enumerators import Mark, MarkKind

_LEVELS: Final[dict[MarkKind, Level]] = {
    "phu-luc": "phu-luc",
    "phan": "phan",
    "upper": "phan",
    "chuong": "chuong",
    "muc": "muc",
    "roman": "muc",
    "tieu-muc": "tieu-muc",
    "dieu": "dieu",
    "number": "khoan",
    "nested": "diem",
    "letter": "diem",
}

# The higher the rank, the deeper. I./A. stand above Điều as Mục/Phần do, and below it where an
# Điều approves a plan that is laid out in I., II. ...
_RANKS: Final[dict[MarkKind, float]] = {
    "phu-luc": 0,
    "phan": 1,
    "upper": 1.5,
    "chuong": 2,
    "muc": 3,
    "roman": 3.5,
    "tieu-muc": 4,
    "dieu": 5,
    "number": 6,
    "nested": 6.5,
    "letter": 7,
}
_WITHIN_DIEU: Final = {"upper": 5.2, "roman": 5.4}
_SKIPS: Final = 3
"""Largest step between neighbours that is still believed (a lost or misread number between)."""


class Item(NamedTuple):
    """A mark that counts."""

    mark: Mark
    parent: int
    """Index of the item it belongs to, -1 where it stands on its own."""
    level: Level


class _Open(NamedTuple):
    rank: float
    mark: Mark
    place: int
    """Among the items found."""


def items(marks: Sequence[Mark]) -> list[Item]:
    """The marks that count, in order, each below the items it belongs to."""
    later: dict[int, int] = {m.value: place for place, m in enumerate(marks) if m.kind == "dieu"}
    found: list[Item] = []
    stack: list[_Open] = []
    last: dict[MarkKind, int] = {}
    for place, mark in enumerate(marks):
        rank = _rank(mark, stack)
        depth = len(stack)
        while depth and stack[depth - 1].rank > rank:
            depth -= 1
        sibling = stack[depth - 1].mark if depth and stack[depth - 1].rank == rank else None
        following = marks[place + 1] if place + 1 < len(marks) else None
        if mark.kind == "dieu":
            if not _dieu_counts(mark, last.get("dieu", 0), place, later):
                continue
        elif not _counts(mark, sibling, last.get(mark.kind, 0), following, stack[:depth]):
            continue
        if mark.kind == "phu-luc":
            last = {}
        last[mark.kind] = mark.value
        del stack[depth - (sibling is not None) :]
        found.append(Item(mark, stack[-1].place if stack else -1, _LEVELS[mark.kind]))
        stack.append(_Open(rank, mark, len(found) - 1))
    return found


def _rank(mark: Mark, stack: Sequence[_Open]) -> float:
    if mark.kind in _WITHIN_DIEU and any(above.mark.kind == "dieu" for above in stack):
        return _WITHIN_DIEU[mark.kind]
    if mark.kind == "nested":
        return _RANKS["nested"] + mark.number.count(".") / 100
    return _RANKS[mark.kind]


def _dieu_counts(mark: Mark, last: int, place: int, later: dict[int, int]) -> bool:
    """Điều are numbered through the document; an attached one starts again at 1."""
    if mark.value == last + 1:
        return True
    if not mark.firm:
        return False
    if mark.value == last:
        return not mark.number.isdigit()
    if mark.value > last:
        return later.get(last + 1, -1) < place
    return mark.value == 1


def _counts(
    mark: Mark, sibling: Mark | None, last: int, following: Mark | None, above: Sequence[_Open]
) -> bool:
    if mark.kind == "phu-luc":
        return True
    if mark.kind == "nested":
        return _nested_counts(mark, sibling, above)
    if sibling is None:
        return mark.value == 1 or _starts_late(mark, last, following, above)
    step = mark.value - sibling.value
    if step == 0:
        return mark.number != sibling.number or mark.number == "d"  # 5a; đ read as d
    if 0 < step <= _SKIPS:
        return True
    return mark.value == 1 and _restarts(mark, following, above)


def _starts_late(mark: Mark, last: int, following: Mark | None, above: Sequence[_Open]) -> bool:
    """A list whose first number is lost goes on from 2; one that runs on from the list before,
    which khoản of an Điều never do, goes on from there."""
    goes_on = following and (following.kind, following.value) == (mark.kind, mark.value + 1)
    if goes_on and mark.value == 2:
        return True
    runs_on = mark.kind != "letter" and 0 < mark.value == last + 1
    return runs_on and not any(o.mark.kind == "dieu" for o in above)


def _nested_counts(mark: Mark, sibling: Mark | None, above: Sequence[_Open]) -> bool:
    """1.1. counts below khoản 1 only."""
    parent = mark.number.rsplit(".", 1)[0]
    if not any(
        o.mark.number == parent and o.mark.kind in {"number", "nested", "roman"} for o in above
    ):
        return False
    return mark.value == 1 if sibling is None else 0 < mark.value - sibling.value <= _SKIPS


def _restarts(mark: Mark, following: Mark | None, above: Sequence[_Open]) -> bool:
    """A second 1., a) or Chương I under the same parent opens a list of its own.

    Below an Điều a second 1. is quoted or an example, for khoản are numbered through it.
    """
    if mark.kind in {"phan", "chuong", "muc", "tieu-muc"}:
        return mark.firm
    if mark.kind == "number" and any(o.mark.kind == "dieu" for o in above):
        return False
    return following is not None and following.kind == mark.kind and following.value == 2

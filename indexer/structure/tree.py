"""Which marks count, and the address each one opens: decided from how their numbers run.

A line that starts with ``2.`` may be khoản 2, or the tail of *năm 2024.*, or a row of a list that
a clause quotes. Numbers that run on from the item before are believed, others are left as text
of the clause they stand in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from indexer.core.document import Level
from indexer.structure.articles import ANNEXES, articles
from indexer.structure.enumerators import Mark, MarkKind

_LEVELS: Final[dict[MarkKind, Level]] = {
    "van-ban": "van-ban",
    "phu-luc": "phu-luc",
    "kem-theo": "kem-theo",
    "mau": "mau",
    "thu-tuc": "thu-tuc",
    "phan": "phan",
    "upper": "phan",
    "chuong": "chuong",
    "muc": "muc",
    "roman": "muc",
    "tieu-muc": "tieu-muc",
    "dieu": "dieu",
    "bracket": "khoan",
    "number": "khoan",
    "bare": "khoan",
    "nested": "diem",
    "letter": "diem",
    "buoc": "buoc",
    "paren": "diem",
}

# The higher the rank, the deeper. I./A. stand above Điều as Mục/Phần do, and below it where an
# Điều approves a plan that is laid out in I., II. ...
_RANKS: Final[dict[MarkKind, float]] = {
    "van-ban": -1,
    "phu-luc": 0,
    "kem-theo": 0,
    "resumed": 0,
    "mau": 0.5,
    "thu-tuc": 0.8,
    "phan": 1,
    "upper": 1.5,
    "chuong": 2,
    "muc": 3,
    "roman": 3.5,
    "tieu-muc": 4,
    "dieu": 5,
    "bracket": 5.8,
    "number": 6,
    "bare": 6,
    "nested": 6.5,
    "buoc": 6.8,
    "letter": 7,
    "paren": 7.6,
}
_WITHIN_DIEU: Final = {"upper": 5.2, "roman": 5.4}
_WITHIN_ANNEX: Final = 0.7
"""Of a PHỤ LỤC without a number inside a numbered one or a form."""
_WITHIN_LETTER: Final = 7.2
"""Of a Bước below a điểm."""
_ALWAYS: Final = frozenset({"van-ban", "phu-luc", "kem-theo", "mau", "thu-tuc"})
_NUMBERS: Final = frozenset({"number", "bare", "bracket"})
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


class _Interrupted(NamedTuple):
    """Where a text stands as its annex begins: it may go on behind the annex."""

    stack: Sequence[_Open]
    last: Mapping[MarkKind, int]


def items(marks: Sequence[Mark]) -> list[Item]:
    """The marks that count, in order, each below the items it belongs to."""
    counted, restarts = articles(marks)
    standard = _standard(marks)
    later = _later(marks)
    found: list[Item] = []
    stack: list[_Open] = []
    last: dict[MarkKind, int] = {}
    around_annex = _Interrupted([], {})
    for place, mark in enumerate(marks):
        if mark.kind == "resumed":
            stack, last = list(around_annex.stack), dict(around_annex.last)
            continue
        if mark.kind in ANNEXES and not any(o.mark.kind in ANNEXES for o in stack):
            around_annex = _Interrupted(list(stack), last)
        if place in restarts:
            _open_unnamed(mark, found, stack)
            last = {}
        rank = _rank(mark, stack)
        depth = len(stack)
        while depth and stack[depth - 1].rank > rank:
            depth -= 1
        sibling = stack[depth - 1].mark if depth and stack[depth - 1].rank == rank else None
        if mark.kind == "dieu":
            if place not in counted:
                continue
        elif mark.kind == "bare" and place not in standard:
            continue
        elif mark.kind not in _ALWAYS:
            following = marks[place + 1] if place + 1 < len(marks) else None
            after = marks[later[place]] if later[place] else None
            around = _Around(sibling, last.get(mark.kind, 0), following, after, stack[:depth])
            if not _counts(mark, around):
                continue
        if mark.kind in _ALWAYS:
            last = {}
        last[mark.kind] = mark.value
        del stack[depth - (sibling is not None) :]
        found.append(Item(mark, stack[-1].place if stack else -1, _level(mark, stack)))
        stack.append(_Open(rank, mark, len(found) - 1))
    return found


def _open_unnamed(mark: Mark, found: list[Item], stack: list[_Open]) -> None:
    """Articles that begin again at 1 are those of another text, although no heading says so."""
    opened = Mark("kem-theo", "", 0, mark.start, mark.start)
    if stack and stack[0].mark.kind == "van-ban":
        del stack[1:]
    elif any(above.mark.kind in _ALWAYS for above in stack):
        return
    else:
        stack.clear()
    found.append(Item(opened, stack[-1].place if stack else -1, "kem-theo"))
    stack.append(_Open(_RANKS["kem-theo"], opened, len(found) - 1))


def _rank(mark: Mark, stack: Sequence[_Open]) -> float:
    kind = mark.kind
    if kind in _WITHIN_DIEU and any(above.mark.kind == "dieu" for above in stack):
        return _WITHIN_DIEU[kind]
    if kind == "nested":
        return _RANKS["nested"] + mark.number.count(".") / 100
    if kind == "phu-luc" and not mark.number:
        inside = any(o.mark.kind == "mau" or (o.rank == 0 and o.mark.number) for o in stack)
        return _WITHIN_ANNEX if inside else _RANKS[kind]
    if kind == "buoc" and any(above.mark.kind == "letter" for above in stack):
        return _WITHIN_LETTER
    return _RANKS[kind]


def _level(mark: Mark, above: Sequence[_Open]) -> Level:
    """A decimal right below an Điều, and (1) without a khoản above it, are khoản."""
    if mark.kind == "nested" and above and above[-1].mark.kind == "dieu":
        return "khoan"
    if mark.kind == "nested" and not any(
        o.mark.kind in {*_NUMBERS, "dieu", "nested", "roman"} for o in above
    ):
        return "khoan"
    if mark.kind == "paren" and not any(o.rank >= _RANKS["number"] for o in above):
        return "khoan"
    return _LEVELS[mark.kind]


def _later(marks: Sequence[Mark]) -> list[int]:
    """For each mark, the place of the next of its kind before anything that stands above it;
    0 where there is none."""
    found = [0] * len(marks)
    next_of: dict[MarkKind, int] = {}
    for place in range(len(marks) - 1, -1, -1):
        kind = marks[place].kind
        found[place] = next_of.get(kind, 0)
        rank = _RANKS[kind]
        if len(next_of) > 1:
            next_of = {k: at for k, at in next_of.items() if _RANKS[k] <= rank}
        next_of[kind] = place
    return found


def _standard(marks: Sequence[Mark]) -> frozenset[int]:
    """Places of numbers without punctuation that head the sections of a standard: they run by
    ones from 1, or from 2 where the first is lost, and some have decimals below them (``3``,
    ``3.1``)."""
    chosen: list[int] = []
    value = decimals = 0
    best: set[int] = set()
    for place, mark in enumerate(marks):
        if mark.kind == "nested" and chosen and mark.number == f"{value}.1":
            decimals += 1
        if mark.kind in _ALWAYS or (mark.kind == "bare" and mark.value == 1 and value != 0):
            best.update(chosen if decimals else ())
            chosen, value, decimals = [], 0, 0
        if mark.kind == "bare" and (mark.value == value + 1 or (not value and mark.value == 2)):
            chosen.append(place)
            value = mark.value
    best.update(chosen if decimals else ())
    return frozenset(best)


class _Around(NamedTuple):
    """What a mark is judged by."""

    sibling: Mark | None
    """The item before it at its level."""
    last: int
    """Value of the last of its kind in this text, whatever it belongs to."""
    following: Mark | None
    """The very next mark."""
    after: Mark | None
    """The next of its kind below the same items."""
    above: Sequence[_Open]


def _counts(mark: Mark, around: _Around) -> bool:
    if mark.kind == "nested":
        return _nested_counts(mark, around)
    if mark.kind == "paren":
        return _paren_counts(mark, around)
    if mark.kind == "bracket" and any(o.mark.kind == "dieu" for o in around.above):
        return False  # a footnote; paragraphs of judgments stand in no Điều
    sibling = around.sibling
    if sibling is None:
        return mark.value == 1 or _starts_late(mark, around)
    step = mark.value - sibling.value
    if step == 0:
        return mark.number != sibling.number or mark.number == "d"  # 5a; đ read as d
    if 0 < step <= _SKIPS:
        return True
    return mark.value == 1 and _restarts(mark, around.following, around.above)


def _starts_late(mark: Mark, around: _Around) -> bool:
    """A list whose first number is lost, or repealed, goes on from a later one; one that runs on
    from the list before, which khoản of an Điều never do, goes on from there."""
    following, above = around.following, around.above
    goes_on = following and (following.kind, following.value) == (mark.kind, mark.value + 1)
    if goes_on and mark.value == 2:
        return True
    in_dieu = any(o.mark.kind == "dieu" for o in above)
    after = around.after
    if in_dieu and after and after.value == mark.value + 1 and mark.kind in {"letter", "number"}:
        return True
    runs_on = mark.kind != "letter" and 0 < mark.value == around.last + 1
    return runs_on and not in_dieu


def _nested_counts(mark: Mark, around: _Around) -> bool:
    """1.1. counts below khoản 1, Điều 1 or I only; without them where 1.2 follows."""
    parent = mark.number.rsplit(".", 1)[0]
    kinds = {"number", "nested", "roman", "bare", "bracket", "dieu"}
    if any(o.mark.number == parent and o.mark.kind in kinds for o in around.above):
        sibling = around.sibling
        return mark.value == 1 if sibling is None else 0 < mark.value - sibling.value <= _SKIPS
    if any(o.mark.kind == "dieu" for o in around.above):
        return False
    near = around.sibling or around.after
    step = abs(near.value - mark.value) if near and _prefix(near) == parent else 0
    return step == 1 and (around.sibling is not None or mark.value == 1)


def _prefix(mark: Mark) -> str:
    return mark.number.rpartition(".")[0]


def _paren_counts(mark: Mark, around: _Around) -> bool:
    """(1), (2) are items; in a form they explain its blanks."""
    if any(o.mark.kind in {"mau", "phu-luc"} for o in around.above):
        return False
    if around.sibling is not None:
        return mark.value == around.sibling.value + 1
    return mark.value == 1 and around.after is not None and around.after.value == 2


def _restarts(mark: Mark, following: Mark | None, above: Sequence[_Open]) -> bool:
    """A second 1., a) or Chương I under the same parent opens a list of its own.

    Below an Điều a second 1. is quoted or an example, for khoản are numbered through it.
    """
    if mark.kind in {"phan", "chuong", "muc", "tieu-muc"}:
        return mark.firm
    if mark.kind == "number" and any(o.mark.kind == "dieu" for o in above):
        return False
    return following is not None and following.kind == mark.kind and following.value == 2

"""What is done to the places of a text: which clauses say something else, which are gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from indexer.identity.address import NAMES
from indexer.validity.acts import CHANGING, ENDING, Act, Graph
from indexer.validity.days import Day, Days, within

_PLACES: Final = CHANGING | ENDING | {"suspends"}
_ROMAN: Final = frozenset({"phan", "chuong", "muc"})


@dataclass(frozen=True, slots=True)
class Change:
    """One act with the days on which it operates."""

    act: Act
    first: str | None
    """The first day, ISO 8601; None where it is not known."""
    last: str | None = None
    """The last day; None where it goes on, or is not known."""

    def done(self, at: str) -> bool:
        """Whether it operates on a day."""
        return (
            self.first is not None and self.first <= at and (self.last is None or at <= self.last)
        )


def days_of(graph: Graph, acts: Sequence[Act]) -> tuple[Change, ...]:
    """Acts with their days, those that never operate left out; by day, the unknown last."""
    days = Days(graph)
    found = []
    for act in acts:
        day = days.operates(act)
        if day is not None:
            found.append(Change(act, day.date, (days.last(act) or Day()).date))
    return tuple(sorted(found, key=lambda change: change.first or "9999"))


def changes(graph: Graph, node: str) -> tuple[Change, ...]:
    """What is done to places of a text, by day."""
    return days_of(
        graph,
        [
            act
            for act in graph.on(node)
            if act.kind in _PLACES and act.effect.target.place and not act.effect.in_new_text
        ],
    )


def touching(found: Sequence[Change], anchor: str) -> tuple[Change, ...]:
    """Of some changes, those on the clause with this anchor or on what it is part of."""
    return tuple(change for change in found if within(anchor, change.act.place))


def label_of(anchor: str) -> str:
    """An anchor as people write it: ``khoản 2 Điều 124`` of ``dieu-124.khoan-2``.

    Only what an anchor has: no headings, numbers in lower case but for Roman ones.
    """
    parts = []
    for step in reversed(anchor.split(".")):
        level = next((name for name in _LEVELS if step == name or step.startswith(name + "-")), "")
        if not level:
            return anchor
        number = step[len(level) + 1 :]
        number = "đ" if number == "dd" else number.upper() if level in _ROMAN else number
        parts.append(f"{NAMES[level]} {number}".strip())  # type: ignore[index]  # of NAMES
    return " ".join(parts)


_LEVELS: Final = sorted(NAMES, key=len, reverse=True)

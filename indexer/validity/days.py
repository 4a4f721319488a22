"""When an act operates, and from when a text is in force: chains of texts that move one another.

Rules, with the articles of Luật Ban hành văn bản quy phạm pháp luật 80/2015/QH13 that they rest on:

* A text is in force from the day that it says (Điều 151). A text that amends that statement before
  the day comes moves it; later no more, for what is in force cannot begin again.
* A statement that was amended, replaced or repealed by the day on which it would operate never
  operates, nor does one whose text has ended by then (Điều 154).
* What has operated stays: the repeal of an amending text gives the old words no force again. Only a
  text that says so revives (Điều 153).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from indexer.effects.model import When
from indexer.validity.acts import ENDING, Act, Graph

Why = Literal[
    "", "no_start", "not_held", "condition", "conflict", "gazette", "unsigned", "chain", "end"
]
"""Why a day is not known: nothing says when the text takes effect (``no_start``), or the text is
not in the collection (``not_held``); it depends on a ``condition``; two days are said
(``conflict``); it is counted from the day of the ``gazette``, which no text says; the day of
signing is not known (``unsigned``); texts wait for one another (``chain``); the text was
ended, but nothing says on which day (``end``)."""
GAZETTE: Final = 365
"""Days after its signing in which a text was surely printed in the gazette. The law allowed fifteen
(Luật Ban hành văn bản quy phạm pháp luật 1996, Điều 10)."""
MOST: Final = 12
"""Texts of a chain; a longer one is not followed."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or why it is not known."""

    date: str | None = None
    """ISO 8601."""
    why: Why = ""
    acts: tuple[Act, ...] = ()
    """What says so, the nearest first."""
    earliest: str | None = None
    """Where it is one of several days, the first; ``date`` is the last."""


class Days:
    """The days of one question. Each text is looked at once."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._starts: dict[str, Day] = {}
        self._open: list[str] = []
        """Texts whose start is being found: one that waits for itself has none."""

    def start_of(self, node: str) -> Day:
        """The first day on which a text, as a whole, is in force."""
        if node not in self._starts:
            if node in self._open or len(self._open) > MOST:
                return Day(why="chain")
            self._open.append(node)
            try:
                self._starts[node] = self._start_of(node)
            finally:
                self._open.pop()
        return self._starts[node]

    def _start_of(self, node: str) -> Day:
        said = [act for act in self.graph.on(node) if act.kind == "takes_effect" and act.whole]
        own = [act for act in said if act.source == node and not act.effect.in_new_text]
        moves = []
        for act in said:
            if act in own:
                continue
            by = self.operates(self._host(act) or act)
            day = self.said(act).date
            if by and by.date and day:
                moves.append((by.date, day, act))
        now = self._own_start(node, [act for act in own if not self._changed(act)])
        for by_date, day, act in sorted(moves, key=lambda move: move[:2]):
            if now.date is None or by_date <= now.date:
                now = Day(day, acts=(act,))
        return now

    def _own_start(self, node: str, own: list[Act]) -> Day:
        days = [(self.said(act), act) for act in own]
        known = sorted({day.date for day, _ in days if day.date})
        if len(known) > 1:
            return Day(known[-1], "conflict", tuple(own), known[0])
        if known:
            first = next(day for day, _ in days if day.date)
            acts = tuple(act for day, act in days if day.date)
            return Day(known[0], first.why, acts, first.earliest)
        if days:
            return Day(why=days[0][0].why, acts=tuple(own))
        return Day(why="no_start" if self.graph.held(node) else "not_held")

    def said(self, act: Act) -> Day:
        """The first day of an act as it is said, whether or not it comes to operate."""
        return self._resolved(act, act.effect.start)

    def last(self, act: Act) -> Day | None:
        """The last day of an act; None where no end is said."""
        return self._resolved(act, act.effect.until) if act.effect.until else None

    def operates(self, act: Act) -> Day | None:
        """The first day on which an act operates; None where it never does."""
        host = self._host(act)
        if host is None:
            return None if self._gone(act) else self.said(act)
        change = self.operates(host)
        if change is None:
            return None
        day = self.said(act)
        late = change.date and day.date and change.date > day.date
        return Day(change.date, acts=(act,)) if late else day

    def _gone(self, act: Act) -> bool:
        """Whether what an act says was changed, or its text ended, by the day it would operate."""
        return self._changed(act, ended=True)

    def _changed(self, act: Act, *, ended: bool = False) -> bool:
        """Whether the clause that says an act was changed by the day it would operate.

        Args:
            ended: whether the end of the whole text counts as well.
        """
        day = self.said(act).date
        if day is None or (act.source in self._open and act.source != act.target):
            return False
        for other in self.graph.on(act.source):
            if other.source == act.source or other.effect.in_new_text or other.source in self._open:
                continue
            if (ended or not other.whole) and reaches(other, act.effect.said_by):
                by = self.said(other).date
                if by is not None and by <= day:
                    return True
        return False

    def _host(self, act: Act) -> Act | None:
        """The amendment in whose new text an act is said."""
        if not act.effect.in_new_text:
            return None
        span = act.effect.span
        return next(
            (
                one
                for one in self.graph.of(act.source)
                if one.effect.quoted is not None
                and not one.effect.in_new_text
                and one.effect.quoted.start <= span.start
                and span.end <= one.effect.quoted.end
            ),
            None,
        )

    def _resolved(self, act: Act, when: When | None) -> Day:
        if when is None or when.rule == "condition":
            return Day(why="condition", acts=(act,))
        if when.rule == "start":
            host = self._host(act)
            return _with(self.start_of(host.target if host else act.source), act)
        if when.rule == "document":
            if act.other is None:
                return Day(why="condition", acts=(act,))
            return _with(self.start_of(act.other), act)
        if when.rule == "after_gazette" and act.signed:
            first = date.fromisoformat(act.signed) + timedelta(when.days)
            last = first + timedelta(GAZETTE)
            return Day(last.isoformat(), "gazette", (act,), first.isoformat())
        found = when.day(act.signed)
        return Day(found, "" if found else "unsigned", (act,))


def _with(day: Day, act: Act) -> Day:
    return Day(day.date, day.why, (act, *(one for one in day.acts if one is not act)), day.earliest)


def reaches(act: Act, clause: str) -> bool:
    """Whether an act changes or ends the clause with this anchor."""
    if act.effect.target.part:
        return False
    if act.whole:
        return act.kind in ENDING
    return act.kind in ENDING | {"amends"} and within(clause, act.place)


def within(anchor: str, place: str) -> bool:
    """Whether a place is another, or lies in it."""
    return anchor == place or anchor.startswith(place + ".")


def next_day(iso: str) -> str:
    """The day after."""
    return (date.fromisoformat(iso) + timedelta(1)).isoformat()

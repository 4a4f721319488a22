"""The status of a text at a date, and what it rests on.

It speaks of a collection: *in force* means that nothing in it says otherwise. What nothing in it
says is ``unknown``, with the reason, and never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from indexer.validity.acts import CHANGING, ENDING, Act, Graph
from indexer.validity.days import Day, Days, Why, next_day

State = Literal["in_force", "partly", "not_yet", "suspended", "no_longer", "unknown"]
STATES: Final[tuple[State, ...]] = get_args(State)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a text stands at a date."""

    state: State
    why: Why = ""
    """Of ``unknown``."""
    since: str | None = None
    """The first day of this state, ISO 8601, where that is known."""
    acts: tuple[Act, ...] = ()
    """What it rests on: the clauses that say so, the most important first."""
    changes: tuple[Act, ...] = ()
    """What has changed its words by then."""
    at: str = ""
    """The day, ISO 8601."""


@dataclass(frozen=True, slots=True)
class _Dated:
    act: Act
    first: str | None
    """None: it operates on a day that is not known."""
    last: str | None
    """The last day; None where it goes on."""
    why: Why = ""

    def at(self, day: str) -> bool:
        """Whether it operates on a day."""
        return self.first is not None and self.first <= day and not self.over(day)

    def over(self, day: str) -> bool:
        """Whether its last day has passed."""
        return self.last is not None and self.last < day


def status(graph: Graph, node: str, at: str) -> Standing:
    """How a text stands.

    Args:
        node: of the text (``indexer.validity.acts``).
        at: a day, ISO 8601.
    """
    days = Days(graph)
    acts = [dated for act in graph.on(node) if (dated := _dated(days, act)) is not None]
    changes = tuple(one.act for one in acts if one.act.kind in CHANGING and one.at(at))
    start = days.start_of(node)
    found = (
        _ended(acts, at)
        or _begun(acts, start, at)
        or _suspended(acts, at)
        or _in_parts(acts, start, at)
        or (_revived(acts, at) if start.date is None else None)
        or _plain(start)
    )
    return Standing(found.state, found.why, found.since, found.acts, changes, at)


def _dated(days: Days, act: Act) -> _Dated | None:
    day = days.operates(act)
    if day is None:
        return None
    last = days.last(act)
    return _Dated(act, day.date, last.date if last else None, day.why)


def _ended(acts: list[_Dated], at: str) -> Standing | None:
    """No longer in force, in force again, or ended on a day that is not known."""
    ends = [one for one in acts if one.act.kind in ENDING and one.act.whole]
    ended = [(one.first, one.act) for one in ends if one.first and one.first <= at]
    ended += [
        (next_day(one.last), one.act)
        for one in acts
        if one.act.kind == "takes_effect" and one.act.whole and one.last and one.over(at)
    ]
    if not ended:
        unknown = [one for one in ends if one.first is None and (one.act.signed or "") <= at]
        if unknown:
            return Standing("unknown", "end", acts=tuple(one.act for one in unknown))
        return None
    since = min(day for day, _ in ended)
    evidence = tuple(act for _, act in sorted(ended, key=lambda pair: pair[0]))
    again = _revived(acts, at)
    if again and again.since and again.since >= since:
        return Standing("in_force", since=again.since, acts=(*again.acts, *evidence))
    return Standing("no_longer", since=since, acts=evidence)


def _revived(acts: list[_Dated], at: str) -> Standing | None:
    """In force again, whatever ended it: a text that is not held may have."""
    again = [one for one in acts if one.act.kind == "revives" and one.act.whole and one.at(at)]
    if not again:
        return None
    last = max(again, key=lambda one: one.first or "")
    return Standing("in_force", since=last.first, acts=(last.act,))


def _begun(acts: list[_Dated], start: Day, at: str) -> Standing | None:
    """Not yet in force, in parts already, or on one of two days."""
    if start.date is None or start.date <= at:
        return None
    early = [
        one.act
        for one in acts
        if one.act.kind == "takes_effect" and not one.act.whole and one.at(at)
    ]
    if early:
        return Standing("partly", acts=(*early, *start.acts))
    if start.earliest and start.earliest <= at:
        return Standing("unknown", start.why or "conflict", acts=start.acts)
    return Standing("not_yet", acts=start.acts)


def _suspended(acts: list[_Dated], at: str) -> Standing | None:
    stops = [one for one in acts if one.act.kind == "suspends" and one.act.whole and one.at(at)]
    if not stops:
        return None
    return Standing("suspended", since=stops[0].first, acts=tuple(one.act for one in stops))


def _in_parts(acts: list[_Dated], start: Day, at: str) -> Standing | None:
    """Some of it no longer, not yet, or suspended."""
    gone = [
        one
        for one in acts
        if not one.act.whole and one.act.kind in ENDING | {"suspends"} and one.at(at)
    ]
    late = [
        one
        for one in acts
        if not one.act.whole
        and one.act.kind == "takes_effect"
        and start.date is not None
        and one.first is not None
        and one.first > at
    ]
    if not (gone or late):
        return None
    firsts = [one.first for one in gone if one.first]
    since = min(firsts, default=start.date)
    return Standing("partly", since=since, acts=tuple(one.act for one in (*gone, *late)))


def _plain(start: Day) -> Standing:
    if start.date is None:
        return Standing("unknown", start.why, acts=start.acts)
    since = None if start.why == "gazette" else start.date
    return Standing("in_force", since=since, acts=start.acts)

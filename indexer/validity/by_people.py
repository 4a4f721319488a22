"""Corrections as part of the graph of effects: acts that no text says, statuses that override."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, cast

from analyzers.token import Span
from indexer.core.engine import Reader
from indexer.effects.kinds import EffectKind
from indexer.effects.model import Effect, Target, When
from indexer.validity.acts import Act
from indexer.validity.corrections import NO_CORRECTIONS, Correction, Corrections, Current
from indexer.validity.status import Standing, State

_AS: Final[dict[State, EffectKind]] = {
    "in_force": "takes_effect",
    "partly": "takes_effect",
    "not_yet": "takes_effect",
    "suspended": "suspends",
    "no_longer": "expires",
    "unknown": "takes_effect",
}
_NOWHERE: Final = Span(0, 0)


class ByPeople:
    """A table of corrections, its documents found."""

    def __init__(self, table: Corrections, node_of: Callable[[str], str | None]) -> None:
        """
        Args:
            node_of: from a number or an id to the node of the one work that it names.
        """
        self.name = table.name
        self._states: dict[str, list[tuple[str, State, Act]]] = defaultdict(list)
        self._of: dict[str, list[Act]] = defaultdict(list)
        self._on: dict[str, list[Act]] = defaultdict(list)
        for row in table.rows:
            node = node_of(row.document)
            target = node_of(row.target) if row.target else node
            if node is None or target is None:
                continue  # a document that the collection does not know
            act = _act(row, node, target)
            if row.state:
                self._states[node].append((row.date or "", row.state, act))
            else:
                self._of[node].append(act)
                self._on[target].append(act)

    def of(self, node: str) -> Sequence[Act]:
        """What a work does, as people say."""
        return self._of.get(node, ())

    def on(self, node: str) -> Sequence[Act]:
        """What is done to a work, as people say."""
        return self._on.get(node, ())

    def standing(self, node: str, found: Standing, at: str) -> Standing:
        """How a text stands at a day: as people say for it, else as was found."""
        known = [row for row in self._states.get(node, ()) if row[0] <= at]
        if not known:
            return found
        since, state, act = max(known, key=lambda row: row[0])
        return replace(found, state=state, why="", since=since or None, acts=(act,))


def _act(row: Correction, node: str, target: str) -> Act:
    kind = row.kind or _AS[row.state or "unknown"]
    start = When("date", row.date) if row.date else None
    on = Target(number=row.target or row.document, place=row.place, itself=target == node)
    effect = Effect(kind, "", _NOWHERE, on, start)
    return Act(effect, node, target, note=row.source)


class Corrected:
    """``indexer.core.engine.Reader`` with what people wrote beside its index. Everything else is
    the reader's."""

    def __init__(self, reader: Reader, corrections: Current) -> None:
        self._reader = reader
        self.corrections = corrections

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            return getattr(self._reader, name)


def corrected(reader: Reader, corrections: Current) -> Reader:
    """A reader that knows of a table of corrections."""
    return cast("Reader", Corrected(reader, corrections))


def corrections_of(reader: Reader) -> Corrections:
    """The table of a reader; empty where it has none."""
    current: Current | None = getattr(reader, "corrections", None)
    return current() if current else NO_CORRECTIONS

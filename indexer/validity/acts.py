"""Effects as edges of a graph: which document does what to which, and when it was signed.

Nodes are works, held or only named (``indexer.validity.works``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

from indexer.effects.kinds import EffectKind
from indexer.effects.model import Effect
from indexer.identity.address import anchor

ENDING: Final[frozenset[EffectKind]] = frozenset({"expires", "repeals", "replaces"})
"""What ends a text, or a place in it."""
CHANGING: Final[frozenset[EffectKind]] = frozenset(
    {"amends", "inserts", "replaces_words", "inserts_words", "removes_words", "corrects"}
)
"""What changes what a text says."""


@dataclass(frozen=True, slots=True)
class Act:
    """One effect with the documents that it is between."""

    effect: Effect
    source: str
    """The node that says it."""
    target: str
    """The node it is on."""
    document: str = ""
    """The id of the document in which it is read; empty for a correction by people."""
    signed: str | None = None
    """The day on which the source was signed, ISO 8601."""
    other: str | None = None
    """The node whose start is its start, where the text names another document's."""
    note: str = ""
    """Of a correction by people: their source."""

    @property
    def kind(self) -> EffectKind:
        return self.effect.kind

    @property
    def whole(self) -> bool:
        """Whether it is on all of its target."""
        return not self.effect.target.place and not self.effect.target.part

    @property
    def place(self) -> str:
        """The place it is on, as an anchor; empty for all of the target."""
        return anchor(self.effect.target.place)

    @property
    def after(self) -> str:
        """Behind which place something is inserted, as an anchor."""
        return anchor(self.effect.after)

    @property
    def clause(self) -> str:
        """The id of the clause that says it; empty where people do."""
        return f"{self.document}#{self.effect.said_by}" if self.document else ""


def is_plain_start(act: Act) -> bool:
    """Whether an act is no more than a date from which on its own text is in force."""
    effect = act.effect
    return (
        act.kind == "takes_effect"
        and act.whole
        and act.source == act.target
        and not effect.in_new_text
        and effect.until is None
        and effect.start is not None
        and effect.start.rule == "date"
    )


class Graph(Protocol):
    """All that is said about validity."""

    def on(self, node: str) -> Sequence[Act]:
        """What is done to a work, by itself and by others."""

    def of(self, node: str) -> Sequence[Act]:
        """What a work says."""

    def held(self, node: str) -> bool:
        """Whether the text itself is in the collection."""


class Acts:
    """``Graph`` of a list. Immutable once made."""

    def __init__(self, acts: Iterable[Act], held: Iterable[str] = ()) -> None:
        self._acts = tuple(acts)
        self._held = frozenset(held)

    @cached_property
    def _on(self) -> Mapping[str, list[Act]]:
        found: dict[str, list[Act]] = defaultdict(list)
        for act in self._acts:
            found[act.target].append(act)
        return found

    @cached_property
    def _of(self) -> Mapping[str, list[Act]]:
        found: dict[str, list[Act]] = defaultdict(list)
        for act in self._acts:
            found[act.source].append(act)
        return found

    def on(self, node: str) -> Sequence[Act]:
        return self._on.get(node, ())

    def of(self, node: str) -> Sequence[Act]:
        return self._of.get(node, ())

    def held(self, node: str) -> bool:
        return node in self._held

"""What every engine that is compared must do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple, Protocol

LIMIT = 10
"""Hits requested."""


class Answer(NamedTuple):
    total: int | None
    """Matches in all, where the engine counts them while it finds the best."""
    scores: list[float]
    """Of the best, highest first."""


Ask = Callable[[list[str], str], Answer]
"""(syllables, group) -> answer."""


class Contender(Protocol):
    @property
    def imports(self) -> tuple[str, ...]:
        """Modules it is made of: what is measured after imports is measured once these are
        loaded."""

    @property
    def splits(self) -> bool:
        """Whether it splits texts at spaces itself, so that it is given texts and not lists of
        words; making the one or the other is not on its clock."""

    def build(self, clauses: Iterable[tuple[str, Any]], folder: Path) -> None:
        """Write the index of (group, text or list of words)."""

    def open(self, folder: Path) -> dict[str, Ask]:
        """Kind of query -> how to ask it; kinds that the engine lacks are missing.

        Kinds: ``any`` (OR), ``all`` (AND), ``phrase``, ``filtered`` (AND within a group),
        ``faceted`` (AND, with counts per group).
        """

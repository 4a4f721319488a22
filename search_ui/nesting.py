"""Hits of one document that follow one another, as one entry of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from indexer.querying.results import Result

Folded = tuple[Result, ...]
"""A hit, and those of the page that say nearly the same."""
OPEN: Final = 2
"""Further hits of a document that show at first."""


@dataclass(frozen=True, slots=True)
class Nest:
    """Hits of one document, next to each other in the ranking."""

    best: Folded
    shown: tuple[Folded, ...]
    """The next ones."""
    folded: tuple[Folded, ...]
    """The others, which show on request."""


def nests(hits: Sequence[Folded]) -> tuple[Nest, ...]:
    """The hits of a page in their order, those of one document together where they are next to each
    other: nothing moves."""
    found = []
    for _, together in groupby(hits, key=lambda hit: hit[0].document.id):
        best, *others = together
        found.append(Nest(best, tuple(others[:OPEN]), tuple(others[OPEN:])))
    return tuple(found)

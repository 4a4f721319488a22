"""Hits gathered by document: the best of each, and how many more there are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from indexer.querying.results import Result, Results
from search_ui.facets import count
from search_ui.ports import SearchIndex
from search_ui.state import State

BLOCK: Final = 100
MAX_SCANNED: Final = 1_000
"""Hits looked at for one page of documents."""


@dataclass(frozen=True, slots=True)
class Group:
    best: Result
    others: int
    """Further hits in the same document."""
    state: State
    """The search within this document."""


@dataclass(frozen=True, slots=True)
class Grouped:
    groups: tuple[Group, ...]
    results: Results
    """The first block of the plain search: totals and facets."""
    more: bool
    """Whether there are, or may be, more documents after these."""


def grouped(index: SearchIndex, state: State) -> Grouped:
    """One page of documents in the order of their best hits; ``offset`` counts documents.

    Raises:
        QueryError: the query cannot be understood.
    """
    best: dict[str, Result] = {}
    wanted = state.offset + state.limit + 1
    first: Results | None = None
    asked = replace(state.request(), limit=BLOCK, explain=False)
    scanned = 0
    while len(best) < wanted and scanned < MAX_SCANNED:
        block = index.answer(replace(asked, offset=scanned))
        first = first or block
        for hit in block.hits:
            best.setdefault(hit.document.id, hit)
        scanned += len(block.hits)
        if scanned >= block.total or not block.hits:
            break
    if first is None:
        raise ValueError("a page of documents needs a limit of at least one")
    page = list(best.values())[state.offset : state.offset + state.limit]
    groups = []
    for hit in page:
        inside = replace(state.adding("document", hit.document.id), group=False)
        groups.append(Group(hit, count(index, inside).total - 1, inside))
    return Grouped(tuple(groups), first, len(best) > state.offset + state.limit)

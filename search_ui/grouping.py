"""Hits gathered by document: the best of each, and how many more there are."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indexer.querying.results import Result, Results
from search_ui.ports import SearchIndex
from search_ui.state import State


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
    """Totals and facets; its hits are the groups' best."""
    more: bool
    """Whether there are, or may be, more documents after these."""


def grouped(index: SearchIndex, state: State) -> Grouped:
    """One page of documents in the order of their best hits; ``offset`` counts documents. One pass
    over one state of the index.

    Raises:
        QueryError: the query cannot be understood.
    """
    found = index.answer(replace(state.request(), explain=False, by_document=True))
    groups = []
    for hit, others in zip(found.hits, found.others, strict=True):
        inside = replace(state.adding("document", hit.document.id), group=False)
        groups.append(Group(hit, others, inside))
    return Grouped(tuple(groups), found, found.more)

"""Documents, rather than clauses, by the values of the facets."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indexer.core.document import Metadata
from indexer.core.engine import Count, Hits
from indexer.core.filter_fields import facet_fields
from indexer.core.filters import value_key
from search_ui.facets import TITLES, Facet, Row, shown
from search_ui.ports import SearchIndex
from search_ui.state import State


@dataclass(frozen=True, slots=True)
class Listed:
    total: int
    documents: tuple[Metadata, ...]
    """The requested page."""
    facets: tuple[Facet, ...]


def browse(index: SearchIndex, state: State, facets: tuple[str, ...] | None = None) -> Listed:
    """The documents that pass the filters of ``state``, the newest first, and how many each further
    value leaves.

    Args:
        facets: the fields whose values are counted; None: all that a search counts.
    """
    names = facet_fields() if facets is None else facets
    found = _listing(index, state, names)
    return Listed(
        total=found.total,
        documents=tuple(hit.document for hit in found.hits),
        facets=tuple(_facet(index, name, found, state) for name in names),
    )


def _listing(index: SearchIndex, state: State, facets: tuple[str, ...]) -> Hits:
    kept = tuple(pair for pair in state.filters if pair[0] in facet_fields())
    request = replace(state, filters=kept).request()
    return index.listing(
        request.filters, offset=state.offset, limit=state.limit, facets=facets, at=state.at
    )


def _facet(index: SearchIndex, name: str, found: Hits, state: State) -> Facet:
    """The values of a field, counted as if none of them were chosen."""
    others = state.removing(name)
    chosen = {value_key(name, value) for n, value in state.filters if n == name}
    counts: tuple[Count, ...] = found.facets.get(name, ())
    if chosen:
        counts = _listing(index, replace(others, limit=0), (name,)).facets.get(name, ())
    rows = (
        Row(
            row.value,
            row.count,
            others if value_key(name, row.value) in chosen else others.adding(name, row.value),
            value_key(name, row.value) in chosen,
            shown(name, row.value),
        )
        for row in counts
    )
    by_year = sorted(rows, key=lambda row: row.value, reverse=True) if name == "year" else rows
    return Facet(name, TITLES[name], tuple(by_year))

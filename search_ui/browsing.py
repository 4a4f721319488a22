"""Documents, rather than clauses, by the values of the facets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.core.deadline import check
from indexer.core.document import Metadata
from indexer.core.engine import DateRange
from indexer.core.filter_fields import facet_fields
from indexer.core.filters import in_range, tally, value_key
from indexer.identity.filter_values import document_value
from search_ui.facets import TITLES, Facet, Row
from search_ui.state import State


@dataclass(frozen=True, slots=True)
class Listed:
    total: int
    documents: tuple[Metadata, ...]
    """The requested page."""
    facets: tuple[Facet, ...]


def browse(everything: Sequence[Metadata], state: State) -> Listed:
    """The documents that pass the filters of ``state``, and how many each further value leaves.

    Args:
        everything: all documents, in the order they are listed in.
    """
    passing = [document for document in everything if _passes(document, state)]
    return Listed(
        total=len(passing),
        documents=tuple(passing[state.offset : state.offset + state.limit]),
        facets=tuple(_facet(name, everything, state) for name in facet_fields()),
    )


def _passes(document: Metadata, state: State) -> bool:
    wanted: dict[str, set[str]] = {}
    for name, chosen in state.filters:
        wanted.setdefault(name, set()).add(value_key(name, chosen))
    dated = state.first is None and state.last is None
    return (dated or in_range(document.date, DateRange(state.first, state.last))) and all(
        value_key(name, document_value(document, name) or "") in keys
        for name, keys in wanted.items()
        if name in facet_fields()
    )


def _facet(name: str, everything: Sequence[Metadata], state: State) -> Facet:
    check()
    others = state.removing(name)
    chosen = {value_key(name, v) for n, v in state.filters if n == name}
    counts = Counter(
        value
        for document in everything
        if _passes(document, others) and (value := document_value(document, name))
    )
    rows = (
        Row(
            row.value,
            row.count,
            others if value_key(name, row.value) in chosen else others.adding(name, row.value),
            value_key(name, row.value) in chosen,
        )
        for row in tally(name, counts)
    )
    by_year = sorted(rows, key=lambda row: row.value, reverse=True) if name == "year" else rows
    return Facet(name, TITLES[name], tuple(by_year))

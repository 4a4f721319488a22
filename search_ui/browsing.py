"""Documents, rather than clauses, by the values of the facets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.core.deadline import check
from indexer.core.document import Metadata
from indexer.core.engine import DateRange
from indexer.core.filter_fields import facet_fields
from indexer.core.filters import in_range, tally, value_key
from indexer.identity.filter_values import document_value
from indexer.validity.codes import CODES, state_of, today
from indexer.validity.collection import Validity
from indexer.validity.reader import STATUS
from search_ui.facets import TITLES, Facet, Row, shown
from search_ui.state import State


@dataclass(frozen=True, slots=True)
class Listed:
    total: int
    documents: tuple[Metadata, ...]
    """The requested page."""
    facets: tuple[Facet, ...]


def browse(everything: Sequence[Metadata], state: State, validity: Validity) -> Listed:
    """The documents that pass the filters of ``state``, and how many each further value leaves.

    Args:
        everything: all documents, in the order they are listed in.
        validity: says how each stands.
    """
    value = _values(validity, state.at or today())
    passing = [document for document in everything if _passes(document, state, value)]
    return Listed(
        total=len(passing),
        documents=tuple(passing[state.offset : state.offset + state.limit]),
        facets=tuple(_facet(name, everything, state, value) for name in facet_fields()),
    )


Value = Callable[[Metadata, str], str | None]
"""From a document and the name of a field to its value."""


def _values(validity: Validity, day: str) -> Value:
    def value(document: Metadata, name: str) -> str | None:
        if name == STATUS:
            return CODES[validity.standing_of(document.id, day).state]
        return document_value(document, name)

    return value


def _passes(document: Metadata, state: State, value: Value) -> bool:
    wanted: dict[str, set[str]] = {}
    for name, chosen in state.filters:
        meant = state_of(chosen) if name == STATUS else None
        typed = CODES[meant] if meant else chosen
        wanted.setdefault(name, set()).add(value_key(name, typed))
    dated = state.first is None and state.last is None
    return (dated or in_range(document.date, DateRange(state.first, state.last))) and all(
        value_key(name, value(document, name) or "") in keys
        for name, keys in wanted.items()
        if name in facet_fields()
    )


def _facet(name: str, everything: Sequence[Metadata], state: State, value: Value) -> Facet:
    check()
    others = state.removing(name)
    chosen = {value_key(name, v) for n, v in state.filters if n == name}
    counts = Counter(
        known
        for document in everything
        if _passes(document, others, value) and (known := value(document, name))
    )
    rows = (
        Row(
            row.value,
            row.count,
            others if value_key(name, row.value) in chosen else others.adding(name, row.value),
            value_key(name, row.value) in chosen,
            shown(name, row.value),
        )
        for row in tally(name, counts)
    )
    by_year = sorted(rows, key=lambda row: row.value, reverse=True) if name == "year" else rows
    return Facet(name, TITLES[name], tuple(by_year))

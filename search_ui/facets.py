"""What narrows a search, as the page shows it: values with counts, each a link to itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from indexer.core.engine import Count
from indexer.core.filter_fields import FILTER_FIELDS, VALUE_FIELDS
from indexer.core.filters import value_key
from indexer.querying.results import Results
from indexer.validity.codes import NAMES, state_of
from indexer.validity.reader import STATUS
from search_ui.ports import SearchIndex
from search_ui.state import State

TITLES: Final = {name: FILTER_FIELDS[name].label for name in VALUE_FIELDS}
"""Field -> what people call it."""
SHOWN: Final = 8
"""Rows of a facet that show at first."""


@dataclass(frozen=True, slots=True)
class Row:
    value: str
    count: int
    """Hits that following the link gives; for a row that is chosen, hits there are now."""
    state: State
    """The search that the row leads to."""
    chosen: bool
    shown: str = ""
    """What people call the value, where that is not the value itself."""


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    title: str
    rows: tuple[Row, ...]

    @property
    def shown(self) -> tuple[Row, ...]:
        return self.rows[:SHOWN]

    @property
    def folded(self) -> tuple[Row, ...]:
        return self.rows[SHOWN:]


def facets(index: SearchIndex, state: State, results: Results) -> tuple[Facet, ...]:
    """The facets of a page of results.

    A facet with a chosen value also lists the others, which would take its place; their counts
    come from the same search without that choice.
    """
    built = []
    for name, counts in results.facets.items():
        chosen = [value for n, value in state.filters if n == name]
        others = _without(index, state, name).facets.get(name, ()) if chosen else counts
        rows = _rows(state, name, chosen, counts, others)
        if rows and (chosen or len(rows) > 1 or name == "year"):
            built.append(Facet(name, TITLES.get(name, name), rows))
    return tuple(built)


def shown(name: str, value: str) -> str:
    """What people call a value of a field; empty where it is the value itself."""
    meant = state_of(value) if name == STATUS else None
    return NAMES[meant] if meant else ""


def _rows(
    state: State,
    name: str,
    chosen: list[str],
    counts: tuple[Count, ...],
    others: tuple[Count, ...],
) -> tuple[Row, ...]:
    now = {value_key(name, row.value): row.count for row in counts}
    keys = {value_key(name, value) for value in chosen}
    rows = [
        Row(
            value,
            now.get(value_key(name, value), 0),
            state.removing(name, value),
            chosen=True,
            shown=shown(name, value),
        )
        for value in chosen
    ]
    rows += [
        Row(
            row.value,
            row.count,
            state.removing(name).adding(name, row.value),
            chosen=False,
            shown=shown(name, row.value),
        )
        for row in others
        if value_key(name, row.value) not in keys
    ]
    return tuple(rows)


def _without(index: SearchIndex, state: State, name: str) -> Results:
    return count(index, state.removing(name))


def count(index: SearchIndex, state: State) -> Results:
    """How much a search finds, and its facets, without its hits."""
    return index.answer(
        replace(state.request(), sort="relevance", offset=0, limit=0, explain=False)
    )


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition in force, and the search without it."""

    title: str
    value: str
    state: State


def chips(state: State, names: Mapping[str, str] | None = None) -> tuple[Chip, ...]:
    """Every condition, to be removed one by one.

    Args:
        names: document id -> how to call the document.
    """
    found = [
        Chip(
            TITLES[name],
            shown(name, value) or (names or {}).get(value, value),
            state.removing(name, value),
        )
        for name, value in state.filters
    ]
    if state.at:
        found.append(Chip("Hiệu lực vào ngày", state.at, replace(state, at=None, offset=0)))
    if state.first:
        found.append(Chip("Từ ngày", state.first, replace(state, first=None, offset=0)))
    if state.last:
        found.append(Chip("Đến ngày", state.last, replace(state, last=None, offset=0)))
    return tuple(found)

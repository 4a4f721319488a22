"""The filters: what documents and clauses can be narrowed to, and how values are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from analyzers.keys import text_key, unaccented
from indexer.core.engine import Count, DateRange

Compared = Literal["text", "exact"]
"""``text``: by ``analyzers.keys.text_key``, so that a filter joins the spellings that search joins.
``exact``: ids, paths and codes, of which only accents, case and spacing do not matter."""


@dataclass(frozen=True, slots=True)
class FilterField:
    """One row of the table."""

    name: str
    compared: Compared = "exact"
    facet: bool = False
    """Whether a search counts its values."""


_ROWS: Final = (
    FilterField("type", "text", facet=True),
    FilterField("issuer", "text", facet=True),
    FilterField("year", facet=True),
    FilterField("number"),
    FilterField("place", "text"),
    FilterField("signer", "text"),
    FilterField("document"),
    FilterField("source"),
    FilterField("kind"),
    FilterField("level"),
)
FILTER_FIELDS: Final = {row.name: row for row in _ROWS}
FACETS: Final = tuple(row.name for row in _ROWS if row.facet)
_TEXT: Final = frozenset(row.name for row in _ROWS if row.compared == "text")


def is_text(field: str) -> bool:
    """Whether the values of a field are compared as texts."""
    return field in _TEXT


def value_key(field: str, value: str) -> str:
    """The form in which two values of a field are the same.

    >>> value_key("issuer", "Sở Kĩ thuật") == value_key("issuer", "sở kỹ  thuật")
    True
    """
    return (text_key if field in _TEXT else unaccented)(value)


def in_range(date: str | None, wanted: DateRange) -> bool:
    """Whether an ISO date falls in the range. What has no date is in no range."""
    if date is None:
        return False
    return (wanted.first or "") <= date and (wanted.last is None or date <= wanted.last)


def tally(field: str, counts: Mapping[str, int]) -> tuple[Count, ...]:
    """A facet's rows from how often each value was seen.

    Values that a filter cannot tell apart are one row, under the spelling seen most often, so
    that a count is what applying the row gives. Most frequent first, then by value.
    """
    spellings: dict[str, list[tuple[int, str]]] = {}
    for value, count in counts.items():
        spellings.setdefault(value_key(field, value), []).append((-count, value))
    rows = [Count(min(seen)[1], -sum(count for count, _ in seen)) for seen in spellings.values()]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.value)))

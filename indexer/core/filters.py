"""How the values of filters are compared, and counted as facets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analyzers.keys import text_key, unaccented
from indexer.core.engine import Count, DateRange
from indexer.core.filter_fields import FILTER_FIELDS


def is_text(field: str) -> bool:
    """Whether the values of a field are compared as texts."""
    return field in FILTER_FIELDS and FILTER_FIELDS[field].compared == "text"


def value_key(field: str, value: str) -> str:
    """The form in which two values of a field are the same.

    >>> value_key("issuer", "Sở Kĩ thuật") == value_key("issuer", "sở kỹ  thuật")
    True
    """
    return (text_key if is_text(field) else unaccented)(value)


def in_range(date: str | None, wanted: DateRange) -> bool:
    """Whether an ISO date falls in the range. What has no date is in no range."""
    if date is None:
        return False
    return (wanted.first or "") <= date and (wanted.last is None or date <= wanted.last)


def are_apart(field: str, values: Sequence[str]) -> bool:
    """Whether a filter tells all of some different values apart."""
    return len({value_key(field, value) for value in values}) == len(values)


def tally(field: str, counts: Mapping[str, int], *, apart: bool = False) -> tuple[Count, ...]:
    """A facet's rows from how often each value was seen.

    Values that a filter cannot tell apart are one row, under the spelling seen most often, so
    that a count is what applying the row gives. Most frequent first, then by value.

    Args:
        apart: whether no two of the values are the same to a filter, as is known (``are_apart``) of
            what has thousands of values: comparing them takes longer than finding the counts.
    """
    if apart:
        return tuple(
            Count(value, -less) for less, value in sorted((-c, v) for v, c in counts.items())
        )
    spellings: dict[str, list[tuple[int, str]]] = {}
    for value, count in counts.items():
        spellings.setdefault(value_key(field, value), []).append((-count, value))
    rows = [Count(min(seen)[1], -sum(count for count, _ in seen)) for seen in spellings.values()]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.value)))

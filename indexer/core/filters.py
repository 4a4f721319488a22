"""How a filter's value is compared: as people mean it, not as they happen to type it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from analyzers.normalize import decompose
from indexer.core.engine import Count, DateRange

_MARKS = re.compile(r"[\u0300-\u036f]")
_BLANKS = re.compile(r"\s+")


@lru_cache(maxsize=4096)
def key(value: str) -> str:
    """The form in which two values are the same: no accents, case or spacing.

    >>> key("  Chỉ  Thị ")
    'chi thi'
    """
    plain = _MARKS.sub("", decompose(value.lower()))
    return _BLANKS.sub(" ", plain.replace("đ", "d").replace("ð", "d")).strip()


def in_range(date: str | None, wanted: DateRange) -> bool:
    """Whether an ISO date falls in the range. What has no date is in no range."""
    if date is None:
        return False
    return (wanted.first or "") <= date and (wanted.last is None or date <= wanted.last)


def tally(counts: Mapping[str, int]) -> tuple[Count, ...]:
    """A facet's rows from how often each value was seen.

    Values that a filter cannot tell apart are one row, under the spelling seen most often, so
    that a count is what applying the row gives. Most frequent first, then by value.
    """
    spellings: dict[str, list[tuple[int, str]]] = {}
    for value, count in counts.items():
        spellings.setdefault(key(value), []).append((-count, value))
    rows = [Count(min(seen)[1], -sum(count for count, _ in seen)) for seen in spellings.values()]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.value)))

"""Ranges of numbers, many at a time."""

from __future__ import annotations

import numpy as np

from indexer.core.dtypes import Array, Ints


def members(starts: Array, sizes: Array) -> Ints:
    """The numbers in ranges, one range after the other: ``sizes[i]`` of them from ``starts[i]``."""
    ends = np.cumsum(sizes, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    found: Ints = np.arange(total) + np.repeat(starts - (ends - sizes), sizes)
    return found

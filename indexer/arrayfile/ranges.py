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


def changes(values: Array) -> Ints:
    """Where another number begins than the one before: in a fraction of the time of numpy's
    ``diff``, which for few numbers is spent on calls."""
    first = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    found: Ints = first.nonzero()[0]
    return found


def sizes_to(lasts: Ints) -> Ints:
    """How many numbers each of some ranges has that follow one another from 0 on, given the last
    number in each."""
    sizes: Ints = lasts.copy()
    sizes[1:] -= lasts[:-1]
    sizes[:1] += 1
    return sizes

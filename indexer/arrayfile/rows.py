"""Where each row of a stream begins and ends, in little more than a byte a row."""

from __future__ import annotations

from typing import Final

import numpy as np

from indexer.arrayfile.container import Container, Opened, Spool
from indexer.core.dtypes import Array

_GROUP: Final = 64
"""Rows per stored start."""
_REACHED: Final = 8
"""Row starts that are remembered."""
_ESCAPE: Final = 255
"""Rows of this size or more are listed separately."""


class RowsWriter:
    """Writes row sizes, in order, piece by piece."""

    def __init__(self) -> None:
        self._small = Spool(np.uint8)
        self._large = Spool("<u4")
        self._excess = Spool("<u8")
        self._starts = Spool("<u8")
        self._rows = 0
        self._bytes = 0

    def append(self, sizes: Array) -> None:
        sizes = sizes.astype(np.int64)
        large = np.flatnonzero(sizes >= _ESCAPE)
        self._small.append(np.minimum(sizes, _ESCAPE))
        self._large.append(large + self._rows)
        self._excess.append(sizes[large] - _ESCAPE)
        starts = np.cumsum(sizes) - sizes + self._bytes
        self._starts.append(starts[-self._rows % _GROUP :: _GROUP])
        self._rows += len(sizes)
        self._bytes += int(sizes.sum())

    def close(self, container: Container, name: str) -> None:
        for part, spool in (
            ("small", self._small),
            ("large", self._large),
            ("excess", self._excess),
            ("starts", self._starts),
        ):
            container.drain(f"{name}.{part}", spool)


class Rows:
    """Row boundaries, read back."""

    def __init__(self, mapped: Opened, name: str) -> None:
        self._small = mapped[f"{name}.small"]
        self._large = mapped[f"{name}.large"]
        self._excess = mapped[f"{name}.excess"]
        self._starts = mapped[f"{name}.starts"]
        self._reached = {0: 0}
        """Where the rows start at which a range ended: the next range mostly begins there."""

    def __len__(self) -> int:
        return len(self._small)

    def bounds(self, row: int) -> tuple[int, int]:
        """Start and end of one row."""
        group = row // _GROUP
        start = int(self._starts.take(group, group + 1)[0])
        first = group * _GROUP
        # So few numbers are added up faster without numpy.
        small = self._small.take(first, row + 1).tobytes()
        last, end = small[-1], start + sum(small)
        if _ESCAPE in small:
            low, high = self._large_ones(first, row + 1)
            excess = self._excess.take(low, high)
            end += int(excess.sum())
            if last == _ESCAPE:
                last += int(excess[-1])
        return end - last, end

    def offsets(self, first: int, end: int) -> Array:
        """Starts of the rows ``first`` to ``end``, both included: one more than there are rows."""
        found = np.zeros(end - first + 1, np.int64)
        if end > first:
            sizes = self._small.take(first, end).astype(np.int64)
            if sizes.max() == _ESCAPE:
                sizes += self._over(first, end)
            np.cumsum(sizes, out=found[1:])
            start = self._reached.get(first)
            found += self.bounds(first)[0] if start is None else start
            if len(self._reached) >= _REACHED:
                self._reached = {}
            self._reached[end] = int(found[-1])
        return found

    def _over(self, first: int, end: int) -> Array:
        over = np.zeros(end - first, np.int64)
        low, high = self._large_ones(first, end)
        rows = self._large.take(low, high).astype(np.int64) - first
        over[rows] = self._excess.take(low, high)
        return over

    def _large_ones(self, first: int, end: int) -> tuple[int, int]:
        """Where the large rows among ``first`` to ``end`` (not included) are listed."""
        large = self._large.all()
        # In the same type: with any other, numpy would convert all of ``large`` first.
        low, high = large.searchsorted(np.array((first, end), large.dtype)).tolist()
        return low, high

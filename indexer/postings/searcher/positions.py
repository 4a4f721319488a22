"""Where terms stand in a whole index, as one rising array of numbers a term.

An entry's first position has the number of its origin, and origins are as far apart as entries are
long, and a gap more: then 32 bits are enough for a place where two numbers would take 64. What a
phrase looks for near a place, within ``REACH``, is found in the same entry or in a gap.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from indexer.core.dtypes import Array, GlobalPositions, Int32s, Ints

REACH: Final = 32
"""Positions from a place that may be looked at without coming upon those of another entry."""
_BITS: Final = 32
"""Bits for a position in a wide place; positions and entry numbers are both below 2**31."""


class Occurrences(NamedTuple):
    """Where a term stands, entry by entry of its ``TermView``."""

    starts: Int32s
    """Where each entry's places start in ``places``, and one more: their number."""
    places: GlobalPositions
    """Rising: 32 bits, the entry's origin and the position; or, where a position is higher than
    origins are apart for, 64 bits (``widened``)."""

    @property
    def narrow(self) -> bool:
        """Whether places are of 32 bits."""
        return self.places.dtype == np.int32


NOWHERE: Final = Occurrences(np.zeros(1, np.int32), np.empty(0, np.int32))


def origins(lengths: Array) -> Int32s | None:
    """The origin of each entry; None where they do not fit."""
    ends = np.cumsum(lengths, dtype=np.int64)
    ends += np.arange(1, len(lengths) + 1) * (2 * REACH)
    if len(ends) and int(ends[-1]) >= 2**31:
        return None
    found = np.zeros(len(lengths), np.int32)
    found[1:] = ends[:-1]
    return found


def occurrences(
    origin: Int32s | None, lengths: Array, docs: Array, sizes: Array, at: Array
) -> Occurrences:
    """A term's occurrences.

    Args:
        origin: see ``origins``.
        lengths: of all entries.
        docs: the entries that hold it, rising.
        sizes: how often each does.
        at: its positions, entry by entry.
    """
    starts = np.zeros(len(docs) + 1, np.int32)
    np.cumsum(sizes, out=starts[1:])
    fits = origin is not None and bool((at[starts[1:] - 1] < lengths.take(docs) + REACH).all())
    if origin is not None and fits:
        places = np.repeat(origin.take(docs), sizes)
        places += at
        return Occurrences(starts, places)
    wide: Ints = np.repeat(docs.astype(np.int64) << _BITS, sizes) + at
    return Occurrences(starts, wide)


def widened(origin: Int32s | None, places: GlobalPositions) -> Ints:
    """GlobalPositions in 64 bits: the entry, then the position."""
    if origin is None or places.dtype != np.int32:
        return places.astype(np.int64, copy=False)
    entries = entries_of(origin, places)
    wide: Ints = (entries << _BITS) + (places - origin.take(entries))
    return wide


def entries_of(origin: Int32s | None, places: GlobalPositions) -> Ints:
    """The entry of each place."""
    if origin is None or places.dtype != np.int32:
        return places.astype(np.int64, copy=False) >> _BITS
    return origin.searchsorted(places, side="right") - 1

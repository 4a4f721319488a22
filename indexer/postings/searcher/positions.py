"""Where terms stand in a whole index, as one rising array of numbers a term.

An entry's first position has the number of its origin, and origins are as far apart as entries are
long, and a gap more: then 32 bits are enough for a place where two numbers would take 64. What a
phrase looks for near a place, within ``REACH``, is found in the same entry or in a gap.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.arrayfile.container import Array

Places = npt.NDArray[np.signedinteger[Any]]
Wide = npt.NDArray[np.int64]

REACH: Final = 32
"""Positions from a place that may be looked at without coming upon those of another entry."""
_BITS: Final = 32
"""Bits for a position in a wide place; positions and entry numbers are both below 2**31."""


class Occurrences(NamedTuple):
    """Where a term stands, entry by entry of its ``TermView``."""

    starts: npt.NDArray[np.int32]
    """Where each entry's places start in ``places``, and one more: their number."""
    places: Places
    """Rising: 32 bits, the entry's origin and the position; or, where a position is higher than
    origins are apart for, 64 bits (``widened``)."""

    @property
    def narrow(self) -> bool:
        """Whether places are of 32 bits."""
        return self.places.dtype == np.int32


NOWHERE: Final = Occurrences(np.zeros(1, np.int32), np.empty(0, np.int32))


def origins(lengths: Array) -> npt.NDArray[np.int32] | None:
    """The origin of each entry; None where they do not fit."""
    ends = np.cumsum(lengths, dtype=np.int64)
    ends += np.arange(1, len(lengths) + 1) * (2 * REACH)
    if len(ends) and int(ends[-1]) >= 2**31:
        return None
    found = np.zeros(len(lengths), np.int32)
    found[1:] = ends[:-1]
    return found


def occurrences(
    origin: npt.NDArray[np.int32] | None, lengths: Array, docs: Array, sizes: Array, at: Array
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
    wide: Wide = np.repeat(docs.astype(np.int64) << _BITS, sizes) + at
    return Occurrences(starts, wide)


def widened(origin: npt.NDArray[np.int32] | None, places: Places) -> Wide:
    """Places in 64 bits: the entry, then the position."""
    if origin is None or places.dtype != np.int32:
        return places.astype(np.int64, copy=False)
    entries = entries_of(origin, places)
    wide: Wide = (entries << _BITS) + (places - origin.take(entries))
    return wide


def entries_of(origin: npt.NDArray[np.int32] | None, places: Places) -> Wide:
    """The entry of each place."""
    if origin is None or places.dtype != np.int32:
        return places.astype(np.int64, copy=False) >> _BITS
    return origin.searchsorted(places, side="right") - 1

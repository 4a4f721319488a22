"""Where terms occur in a whole snapshot, as one rising array of numbers a term.

An occurrence is an entry and a position in it. A *global position* is both in one number: the
position plus the entry's origin. Origins are as far apart as entries are long, plus a gap, so 32
bits are enough where a pair would take 64. What a phrase looks for near a global position, within
``REACH``, is found in the same entry or in a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from indexer.arrayfile import ranges, varint
from indexer.core.dtypes import (
    Array,
    Bytes,
    DocIds,
    GlobalPositions,
    Int32s,
    Ints,
    Offsets,
    Positions,
    TermFreqs,
)

REACH: Final = 32
"""Positions around a global position that cannot be those of another entry."""
WIDE: Final = 32
"""Bits of the position in a wide global position; positions and doc ids are below 2**31."""


class Occurrences(NamedTuple):
    """Where a term occurs, entry by entry of its ``TermPostings``."""

    starts: Int32s
    """Where each entry's occurrences start in ``positions``, and one more: their number."""
    positions: GlobalPositions
    """Rising: 32 bits, the entry's origin plus the position; or, where a position is higher than
    origins are apart, 64 bits (see ``widened``)."""

    @property
    def narrow(self) -> bool:
        """Whether global positions have 32 bits."""
        return self.positions.dtype == np.int32


class Places(NamedTuple):
    """Where a term occurs in live entries, as it is stored, for reading a few of them."""

    stream: Bytes
    """Entry by entry, see ``indexer.postings.segment_field``."""
    starts: Offsets
    """Where every ``EACH``-th entry's occurrences start in ``stream``, and one more: its end."""


EACH: Final = 64
"""Entries that are decoded together."""
_SHIFT: Final = EACH.bit_length() - 1
NO_PLACES: Final = Places(np.empty(0, np.uint8), np.zeros(1, np.int64))


def places_at(
    terms: Sequence[Places], counts: Sequence[int], ranks: Array
) -> tuple[Positions, DocIds]:
    """The positions of some terms in some entries each, and how many there are in each of these:
    term by term, entry by entry. All terms at a time, for of few entries it is the number of calls
    that counts.

    Args:
        counts: how many entries hold each term.
        ranks: a row for each term; rising, the entries' places in its posting list.
    """
    entries = ranks.shape[1]
    if not entries:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    block = ranks >> _SHIFT
    opens = np.ones(block.shape, np.bool_)
    np.not_equal(block[:, 1:], block[:, :-1], out=opens[:, 1:])
    firsts = opens.ravel().nonzero()[0]
    blocks, owners = block.ravel().take(firsts), firsts // entries
    pieces: list[Array] = []
    ends_of_terms = owners.searchsorted(np.arange(1, len(terms) + 1)).tolist()
    for places, low, high in zip(terms, [0, *ends_of_terms[:-1]], ends_of_terms, strict=True):
        bounds = places.starts.take(blocks[low:high]).tolist()
        stops = places.starts.take(blocks[low:high] + 1).tolist()
        pieces += [places.stream[at:stop] for at, stop in zip(bounds, stops, strict=True)]
    numbers = varint.decode(np.concatenate(pieces))
    # Every block but a term's last one has as many entries.
    before = np.minimum(np.array(counts).take(owners) - blocks * EACH, EACH)
    before = np.cumsum(before) - before
    at = before.take(np.cumsum(opens.ravel()) - 1) + (ranks.ravel() & (EACH - 1))
    ends = (numbers & 1 != 0).nonzero()[0]
    ends_before = np.concatenate(([-1], ends))
    starts_at = ends_before.take(at) + 1
    sizes = ends.take(at) - starts_at + 1
    distances = numbers.take(ranges.members(starts_at, sizes)) >> 1
    starts = np.cumsum(sizes) - sizes
    sums = np.cumsum(distances)
    sums -= np.repeat(sums.take(starts) - distances.take(starts), sizes)
    return sums, sizes


class PositionBits(NamedTuple):
    """A term's global positions as bits at their lowest digits: which of many numbers may be among
    them, without a search for each."""

    octets: Bytes
    """Bit ``n & 7`` of byte ``n >> 3``, where ``n`` is a position's bits of ``mask``."""
    mask: int
    exact: bool
    """Whether each bit stands for one position."""

    def holds(self, numbers: Ints) -> Array:
        """Not 0 for each of the numbers that may be among the positions; 0 for the others."""
        numbers = numbers & self.mask
        found: Array = self.octets.take(numbers >> 3)
        found &= _BIT.take(numbers & 7)
        return found


_BIT: Final = np.array([1 << bit for bit in range(8)], np.uint8)
_SPARSE: Final = 16
"""Bits for each position, at least: so few of the other numbers seem to be among them."""


def position_bits(positions: GlobalPositions, end: int) -> PositionBits:
    """``positions`` as bits; all are below ``end``."""
    every = end + 2 * REACH  # what is looked for may be a little below 0 or above the last
    size = 1 << min((_SPARSE * len(positions)).bit_length(), every.bit_length())
    present = np.zeros(max(size, 8), np.bool_)
    present[positions & (size - 1)] = True
    return PositionBits(np.packbits(present, bitorder="little"), size - 1, size >= every)


NO_OCCURRENCES: Final = Occurrences(np.zeros(1, np.int32), np.empty(0, np.int32))


def origins(lengths: Array) -> Int32s | None:
    """The origin of each entry; None where they do not fit into 32 bits.

    Args:
        lengths: of all entries, or more.
    """
    ends = np.cumsum(lengths, dtype=np.int64)
    ends += np.arange(1, len(lengths) + 1) * (2 * REACH)
    if len(ends) and int(ends[-1]) >= 2**31:
        return None
    found = np.zeros(len(lengths), np.int32)
    found[1:] = ends[:-1]
    return found


def occurrences(
    origin: Int32s | None,
    lengths: Array,
    doc_ids: DocIds,
    frequencies: TermFreqs,
    positions: Positions,
) -> Occurrences:
    """A term's occurrences.

    Args:
        origin: see ``origins``.
        lengths: of these entries, as for ``origins``.
        doc_ids: the entries that hold the term, rising.
        frequencies: how often each does.
        positions: the term's positions, entry by entry.
    """
    starts = np.zeros(len(doc_ids) + 1, np.int32)
    np.cumsum(frequencies, out=starts[1:])
    highest = positions[starts[1:] - 1]
    fits = origin is not None and bool((highest < lengths + REACH).all())
    if origin is not None and fits:
        narrow = np.repeat(origin.take(doc_ids), frequencies)
        narrow += positions
        return Occurrences(starts, narrow)
    wide: Ints = np.repeat(doc_ids.astype(np.int64) << WIDE, frequencies) + positions
    return Occurrences(starts, wide)


def widened(origin: Int32s | None, positions: GlobalPositions) -> Ints:
    """Global positions in 64 bits: the doc id, then the position."""
    if origin is None or positions.dtype != np.int32:
        return positions.astype(np.int64, copy=False)
    doc_ids = doc_ids_at(origin, positions)
    wide: Ints = (doc_ids << WIDE) + (positions - origin.take(doc_ids))
    return wide


def doc_ids_at(origin: Int32s | None, positions: GlobalPositions) -> Ints:
    """The entry of each global position."""
    if origin is None or positions.dtype != np.int32:
        return positions.astype(np.int64, copy=False) >> WIDE
    return origin.searchsorted(positions, side="right") - 1

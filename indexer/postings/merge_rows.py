"""Rows of several parts strung together, term by term.

The entries of one part follow those of the part before, so a term's row is the parts' rows one
after the other. What is told of an entry (where it holds the term) stays as it is, byte for byte;
in a row of numbers that rise, kept as distances, only the first of each part is put right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from indexer.arrayfile import ranges, varint
from indexer.arrayfile.stream import EncodedRows, encode_rows
from indexer.core.dtypes import Bytes, Ints
from indexer.postings.delta_coding import Kind

_LONG: Final = 64
"""Bytes a row, on average, from which copying row by row is quicker than byte by byte."""


class Piece(NamedTuple):
    """Some terms of one part."""

    terms: Ints
    """Their numbers in what is made, rising."""
    docs: EncodedRows
    rest: EncodedRows | None
    base: int
    """What the part's entry numbers are counted from."""


class _Strung(NamedTuple):
    """Rows of all pieces in the order of terms, then of pieces, without the empty ones."""

    stream: Bytes
    starts: Ints
    terms: Ints
    order: Ints
    """Which row of all, those of one piece after those of the piece before, each of them is."""


def joined(
    pieces: Sequence[Piece], count: int, kind: Kind
) -> tuple[EncodedRows, EncodedRows | None]:
    """The pieces' rows as those of ``count`` terms."""
    strung = _strung([piece.docs for piece in pieces], pieces)
    bases = np.repeat([piece.base for piece in pieces], [len(piece.terms) for piece in pieces])
    docs, entries = _chained(strung, bases[strung.order], count, step=1)
    if kind == "existence":
        return docs, None
    rest = _strung([piece.rest for piece in pieces if piece.rest is not None], pieces)
    if kind == "frequencies":
        # Repeats are counted from a term's first entry, so from those of the parts before.
        before = np.empty_like(bases)
        before[strung.order] = _before(entries, strung.terms)
        return docs, _chained(rest, before[rest.order], count, step=2)[0]
    return docs, EncodedRows(rest.stream, _row_starts(np.diff(rest.starts), rest.terms, count))


def _strung(held: Sequence[EncodedRows], pieces: Sequence[Piece]) -> _Strung:
    terms = np.concatenate([piece.terms for piece in pieces])
    streams = [part.stream[part.starts[0] : part.starts[-1]] for part in held]
    sizes = np.concatenate([np.diff(part.starts) for part in held])
    opens = np.cumsum(sizes) - sizes
    order = np.argsort(terms, kind="stable")
    order = order[sizes[order] > 0]
    ends = np.concatenate(([0], np.cumsum(sizes[order])))
    stream = _taken(streams, opens[order], ends)
    return _Strung(stream, ends, terms[order], order)


def _taken(streams: Sequence[Bytes], opens: Ints, starts: Ints) -> Bytes:
    """Slices of the streams one after the other: from ``opens`` to where ``starts`` says."""
    whole = np.concatenate(streams) if len(streams) > 1 else streams[0]
    sizes = np.diff(starts)
    if starts[-1] > _LONG * len(opens):
        raw = whole.data
        ends = (opens + sizes).tolist()
        slices = [raw[at:end] for at, end in zip(opens.tolist(), ends, strict=True)]
        return np.frombuffer(b"".join(slices), np.uint8)
    return whole.take(ranges.members(opens, sizes))


def _chained(strung: _Strung, bases: Ints, count: int, *, step: int) -> tuple[EncodedRows, Ints]:
    """Rows of numbers that rise, kept as distances, and how many numbers each part's row has.

    Args:
        bases: per part's row, what its numbers are counted from.
        step: a distance is one value in so many.
    """
    if not len(bases):
        return EncodedRows(strung.stream, np.zeros(count + 1, np.int64)), bases
    values = varint.decode(strung.stream)
    sizes = np.add.reduceat(strung.stream < 128, strung.starts[:-1], dtype=np.int64)
    opens = np.cumsum(sizes) - sizes
    first = opens // step
    last = np.add.reduceat(values[::step], first) + bases
    values[opens] += bases
    same = np.flatnonzero(strung.terms[1:] == strung.terms[:-1])
    values[opens[same + 1]] -= last[same]
    return encode_rows(values, _row_starts(sizes, strung.terms, count)), sizes // step


def _before(sizes: Ints, terms: Ints) -> Ints:
    """The sum of the sizes before each, of the same term (which rise)."""
    sums = np.cumsum(sizes) - sizes
    return sums - sums[np.searchsorted(terms, terms)]


def _row_starts(sizes: Ints, terms: Ints, count: int) -> Ints:
    """Where the row of each of ``count`` terms starts, and where the last one ends."""
    ends = np.concatenate(([0], np.cumsum(sizes)))
    return ends[np.searchsorted(terms, np.arange(count + 1))]

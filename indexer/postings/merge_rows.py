"""Rows of several parts joined, term by term, without decoding positions.

The counts of one part follow those of the part before, so a term's row is the parts' rows one
after the other. Positions stay as they are, byte for byte; in a row of rising numbers, stored as
distances, only the first distance of each part changes.
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
"""Bytes a row, on average, from which copying row by row is faster than byte by byte."""


class TermRows(NamedTuple):
    """Some terms of one part, and their rows."""

    terms: Ints
    """Their indices among the terms of the result, rising."""
    doc_ids: EncodedRows
    rest: EncodedRows | None
    base: int
    """What is added to the part's doc ids."""


class _JoinedRows(NamedTuple):
    """Rows of all pieces in the order of terms, then of pieces, without the empty ones."""

    stream: Bytes
    starts: Ints
    terms: Ints
    order: Ints
    """The index of each row among all rows, those of one piece after those of the piece before."""


def join_rows(
    pieces: Sequence[TermRows], count: int, kind: Kind
) -> tuple[EncodedRows, EncodedRows | None]:
    """The pieces' rows as rows of ``count`` terms."""
    rows = _concatenated([piece.doc_ids for piece in pieces], pieces)
    bases = np.repeat([piece.base for piece in pieces], [len(piece.terms) for piece in pieces])
    doc_ids, counts = _relinked(rows, bases[rows.order], count, step=1)
    if kind == "existence":
        return doc_ids, None
    rest = _concatenated([piece.rest for piece in pieces if piece.rest is not None], pieces)
    if kind == "frequencies":
        # Indices of entries start at a term's first entry, so those of the parts before are added.
        before = np.empty_like(bases)
        before[rows.order] = _before(counts, rows.terms)
        return doc_ids, _relinked(rest, before[rest.order], count, step=2)[0]
    return doc_ids, EncodedRows(rest.stream, _row_starts(np.diff(rest.starts), rest.terms, count))


def _concatenated(parts: Sequence[EncodedRows], pieces: Sequence[TermRows]) -> _JoinedRows:
    terms = np.concatenate([piece.terms for piece in pieces])
    streams = [part.stream[part.starts[0] : part.starts[-1]] for part in parts]
    sizes = np.concatenate([np.diff(part.starts) for part in parts])
    opens = np.cumsum(sizes) - sizes
    order = np.argsort(terms, kind="stable")
    order = order[sizes[order] > 0]
    ends = np.concatenate(([0], np.cumsum(sizes[order])))
    stream = _slices(streams, opens[order], ends)
    return _JoinedRows(stream, ends, terms[order], order)


def _slices(streams: Sequence[Bytes], opens: Ints, starts: Ints) -> Bytes:
    """Slices of the streams, one after the other: from ``opens`` on, of the sizes in ``starts``."""
    whole = np.concatenate(streams) if len(streams) > 1 else streams[0]
    sizes = np.diff(starts)
    if starts[-1] > _LONG * len(opens):
        raw = whole.data
        ends = (opens + sizes).tolist()
        slices = [raw[at:end] for at, end in zip(opens.tolist(), ends, strict=True)]
        return np.frombuffer(b"".join(slices), np.uint8)
    return whole.take(ranges.members(opens, sizes))


def _relinked(rows: _JoinedRows, bases: Ints, count: int, *, step: int) -> tuple[EncodedRows, Ints]:
    """Rows of rising numbers, stored as distances, and how many numbers each part's row has.

    Args:
        bases: per part's row, what is added to its numbers.
        step: one value in so many is a distance.
    """
    if not len(bases):
        return EncodedRows(rows.stream, np.zeros(count + 1, np.int64)), bases
    values = varint.decode(rows.stream)
    sizes = np.add.reduceat(rows.stream < 128, rows.starts[:-1], dtype=np.int64)
    opens = np.cumsum(sizes) - sizes
    first = opens // step
    last = np.add.reduceat(values[::step], first) + bases
    values[opens] += bases
    same = np.flatnonzero(rows.terms[1:] == rows.terms[:-1])
    values[opens[same + 1]] -= last[same]
    return encode_rows(values, _row_starts(sizes, rows.terms, count)), sizes // step


def _before(sizes: Ints, terms: Ints) -> Ints:
    """The sum of the sizes before each, of the same term (which rise)."""
    sums = np.cumsum(sizes) - sizes
    return sums - sums[np.searchsorted(terms, terms)]


def _row_starts(sizes: Ints, terms: Ints, count: int) -> Ints:
    """Where the row of each of ``count`` terms starts, and where the last one ends."""
    ends = np.concatenate(([0], np.cumsum(sizes)))
    return ends[np.searchsorted(terms, np.arange(count + 1))]

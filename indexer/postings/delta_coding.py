"""One field's occurrences as rows of small integers, one row per term.

The grammar of the rows is in ``indexer.postings.segment_field``.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from indexer.arrayfile.stream import EncodedRows, encode_rows
from indexer.core.dtypes import Array, Ints, Offsets

Kind = Literal["positions", "frequencies", "existence"]
"""What a field stores of a term in an entry; ``existence``: only that the entry holds it. Each kind
includes those after it. Written to the file, so the words cannot change."""


class Inverted(NamedTuple):
    """Occurrences ordered by term, then entry, then position."""

    starts: Offsets
    """Where each term's occurrences start; one more than there are terms."""
    doc_ids: Array
    """The entry of each occurrence."""
    positions: Array
    """Each occurrence's position; all 0 in a field without positions."""


def encode(kind: Kind, inverted: Inverted) -> tuple[EncodedRows, EncodedRows | None]:
    """The rows of doc ids, and the rows of positions or of repeats where the kind has them."""
    starts, owners, positions = inverted
    opens = np.empty(len(owners), np.bool_)
    opens[:1] = True
    np.not_equal(owners[1:], owners[:-1], out=opens[1:])
    opens[starts[:-1]] = True
    first = np.flatnonzero(opens)
    row_starts = np.searchsorted(first, starts)
    deltas = _distances(owners[first].astype(np.int64), row_starts[:-1])
    doc_ids = encode_rows(deltas, row_starts)
    if kind == "positions":
        doubled = _distances(positions.astype(np.int64), first) * 2
        doubled[:-1] += opens[1:]
        doubled[-1:] += 1
        return doc_ids, encode_rows(doubled, starts)
    if kind == "frequencies":
        return doc_ids, encode_rows(*_repeats(np.diff(first, append=len(owners)), row_starts))
    return doc_ids, None


def _distances(values: Ints, opens: Ints) -> Ints:
    """Each value's distance to the one before; those at ``opens`` stay as they are."""
    distances = np.diff(values, prepend=0)
    distances[opens] = values[opens]
    return distances


def _repeats(frequencies: Ints, starts: Ints) -> tuple[Ints, Ints]:
    """The rows of pairs for the frequencies above 1, and where each row starts."""
    more = np.flatnonzero(frequencies > 1)
    row_starts = np.searchsorted(more, starts)
    owner = np.searchsorted(starts, more, side="right") - 1
    pairs = np.empty(2 * len(more), np.int64)
    opens = row_starts[:-1][np.diff(row_starts) > 0]
    pairs[::2] = _distances(more - starts[owner], opens)
    pairs[1::2] = frequencies[more]
    return pairs, row_starts * 2

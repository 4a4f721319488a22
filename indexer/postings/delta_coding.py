"""One field's occurrences as rows of small integers, a row a term: ``field`` says how."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from indexer.arrayfile.stream import EncodedRows, encode_rows
from indexer.core.dtypes import Array, Ints, Offsets

Kind = Literal["positions", "frequencies", "existence"]
"""What is kept of a term in an entry besides that it is there: each implies those after it."""


class Inverted(NamedTuple):
    """Occurrences ordered by term, then entry, then position."""

    starts: Offsets
    """Where each term's occurrences start; one more than there are terms."""
    entries: Array
    """Each occurrence's entry number."""
    positions: Array
    """Each occurrence's position; all 0 where positions are not kept."""


def encode(kind: Kind, inverted: Inverted) -> tuple[EncodedRows, EncodedRows | None]:
    """The rows of entries, and of where they hold the term or how often, if that is kept."""
    starts, entries, positions = inverted
    opens = np.empty(len(entries), np.bool_)
    opens[:1] = True
    np.not_equal(entries[1:], entries[:-1], out=opens[1:])
    opens[starts[:-1]] = True
    first = np.flatnonzero(opens)
    row_starts = np.searchsorted(first, starts)
    docs = encode_rows(_distances(entries[first].astype(np.int64), row_starts[:-1]), row_starts)
    if kind == "positions":
        places = _distances(positions.astype(np.int64), first) * 2
        places[:-1] += opens[1:]
        places[-1:] += 1
        return docs, encode_rows(places, starts)
    if kind == "frequencies":
        return docs, encode_rows(*_repeats(np.diff(first, append=len(entries)), row_starts))
    return docs, None


def _distances(values: Ints, opens: Ints) -> Ints:
    """Each value's distance to the one before; those at ``opens`` keep their own."""
    distances = np.diff(values, prepend=0)
    distances[opens] = values[opens]
    return distances


def _repeats(frequencies: Ints, starts: Ints) -> tuple[Ints, Ints]:
    more = np.flatnonzero(frequencies > 1)
    row_starts = np.searchsorted(more, starts)
    owner = np.searchsorted(starts, more, side="right") - 1
    pairs = np.empty(2 * len(more), np.int64)
    opens = row_starts[:-1][np.diff(row_starts) > 0]
    pairs[::2] = _distances(more - starts[owner], opens)
    pairs[1::2] = frequencies[more]
    return pairs, row_starts * 2

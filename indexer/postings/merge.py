"""Fields of several segments, or of several runs of one writer, become one field.

Ranges of terms are read and strung together as the bytes they are (``joining``); only a part that
loses entries is decoded. Memory follows the range and the longest row, not the index.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

import numpy as np

from indexer.arrayfile.stream import EncodedRows
from indexer.core.dtypes import Ints
from indexer.postings.delta_coding import Inverted, encode
from indexer.postings.merge_rows import Piece, joined
from indexer.postings.segment_field import Field, FieldWriter

_BUDGET: Final = 1 << 16
"""Postings read at a time, of all sources together: some 6 MB while they are joined."""
_AHEAD: Final = 1 << 14
"""Terms that are looked at before they are read, of all sources together: a term takes 60 bytes."""


class Part(NamedTuple):
    """One field to merge."""

    field: Field
    numbers: Ints
    """New number of each of its entries, rising from part to part; -1 drops the entry."""


class _Run(NamedTuple):
    """Terms of one part in a row."""

    terms: list[bytes]
    docs: EncodedRows
    rest: EncodedRows | None
    base: int
    """What the entry numbers are counted from."""


def merge(parts: Sequence[Part], writer: FieldWriter) -> None:
    """Give the parts' terms and occurrences to ``writer``, in order."""
    for runs in _aligned(parts):
        terms = list(dict.fromkeys(sorted(chain.from_iterable(run.terms for run in runs))))
        number = {term: i for i, term in enumerate(terms)}
        pieces = [
            Piece(
                np.fromiter(map(number.__getitem__, run.terms), np.int64, len(run.terms)),
                *run[1:],
            )
            for run in runs
        ]
        writer.extend(terms, *joined(pieces, len(terms), writer.kind))


def _aligned(parts: Sequence[Part]) -> Iterator[list[_Run]]:
    """Runs of several parts between the same two terms."""
    waiting = [_Waiting(part, _BUDGET // len(parts), _AHEAD // len(parts)) for part in parts]
    while bounds := [bound for part in waiting if (bound := part.bound()) is not None]:
        # Each part has all its terms up to the smallest bound; what it has beyond waits.
        bound = min(bounds)
        runs = [run for part in waiting if (run := part.take(bound)) is not None]
        if runs:
            yield runs


class _Waiting:
    """The terms of a part that are next in turn."""

    def __init__(self, part: Part, budget: int, ahead: int) -> None:
        self._field, self._numbers = part
        self._whole = _is_whole(part.numbers)
        self._budget = budget
        self._ahead = ahead
        self._first = 0
        self._terms: list[bytes] = []
        self._counts: Ints = np.empty(0, np.int64)

    def bound(self) -> bytes | None:
        """The last term within the budget; None when all are taken."""
        self._look_ahead()
        if not self._terms:
            return None
        end = int(np.searchsorted(np.cumsum(self._counts), self._budget, side="right"))
        return self._terms[max(0, end - 1)]

    def take(self, bound: bytes) -> _Run | None:
        """The terms up to ``bound``, with new entry numbers; None if there are none, or if they
        lose all entries."""
        cut = bisect_right(self._terms, bound)
        terms, first, end = self._terms[:cut], self._first, self._first + cut
        self._terms, self._counts, self._first = self._terms[cut:], self._counts[cut:], end
        if not terms:
            return None
        self._field.release()
        if self._whole:
            return _Run(terms, *self._field.coded(first, end), int(self._numbers[0]))
        kept, inverted = _kept(terms, self._field.inverted(first, end), self._numbers)
        return _Run(kept, *encode(self._field.kind, inverted), 0) if kept else None

    def _look_ahead(self) -> None:
        field = self._field
        if len(self._terms) < self._ahead and self._counts.sum() < self._budget:
            first = self._first + len(self._terms)
            end = min(first + self._ahead, len(field.lexicon))
            self._terms += field.lexicon.range(first, end)
            self._counts = np.concatenate((self._counts, field.counts(first, end)))
            field.release()


def _is_whole(numbers: Ints) -> bool:
    """Whether all entries are kept."""
    return bool(len(numbers)) and numbers[0] >= 0 and bool((np.diff(numbers) == 1).all())


def _kept(terms: list[bytes], inverted: Inverted, numbers: Ints) -> tuple[list[bytes], Inverted]:
    """The terms and occurrences of entries that are kept, numbered anew."""
    starts, entries, positions = inverted
    entries = numbers[entries]
    kept = entries >= 0
    sums = np.concatenate(([0], np.cumsum(kept)))
    starts = sums[starts]
    filled = np.diff(starts) > 0
    left = [term for term, some in zip(terms, filled, strict=True) if some]
    starts = np.append(starts[:-1][filled], starts[-1])
    return left, Inverted(starts, entries[kept], positions[kept])

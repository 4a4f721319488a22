"""Fields of several segments, or of several spills of one writer, become one field.

Ranges of terms are read and joined as the bytes they are (``merge_rows``); only a part that loses
entries is decoded. Memory follows the range and the longest row, not the index.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

import numpy as np

from indexer.arrayfile.container import Opened
from indexer.arrayfile.stream import EncodedRows
from indexer.core.dtypes import Ints
from indexer.postings.delta_coding import Inverted, encode
from indexer.postings.merge_rows import TermRows, join_rows
from indexer.postings.segment_field import SegmentField, SegmentFieldWriter

_BUDGET: Final = 1 << 16
"""Postings read at a time, of all parts together: some 6 MB while they are joined."""
_AHEAD: Final = 1 << 14
"""Terms listed before their rows are read, of all parts together: a term takes 60 bytes."""


class MergeSource(NamedTuple):
    """One file of postings to merge."""

    file: Opened
    doc_map: Ints
    """New doc id of each of its entries, rising from file to file; -1 drops the entry."""
    max_doc: int
    """How many entries it has."""


class MergePart(NamedTuple):
    """One field to merge."""

    field: SegmentField
    doc_map: Ints
    """New doc id of each of its entries, rising from part to part; -1 drops the entry."""


class _TermRange(NamedTuple):
    """Neighbouring terms of one part, and their rows."""

    terms: list[bytes]
    doc_ids: EncodedRows
    rest: EncodedRows | None
    base: int
    """What is added to the doc ids."""


def merge(parts: Sequence[MergePart], writer: SegmentFieldWriter, memory: int = 1) -> None:
    """Write the parts' terms and occurrences with ``writer``, in order.

    Args:
        memory: how many times the usual amount may be read at a time.
    """
    for ranges in _aligned(parts, memory):
        terms = list(dict.fromkeys(sorted(chain.from_iterable(one.terms for one in ranges))))
        number = {term: i for i, term in enumerate(terms)}
        pieces = [
            TermRows(
                np.fromiter(map(number.__getitem__, one.terms), np.int64, len(one.terms)),
                *one[1:],
            )
            for one in ranges
        ]
        writer.extend(terms, *join_rows(pieces, len(terms), writer.kind))


def _aligned(parts: Sequence[MergePart], memory: int) -> Iterator[list[_TermRange]]:
    """Ranges of several parts between the same two terms."""
    share = max(1, len(parts))  # of none, nothing is read
    budget, ahead = memory * _BUDGET // share, memory * _AHEAD // share
    pending = [_Pending(part, budget, ahead) for part in parts]
    while bounds := [bound for part in pending if (bound := part.bound()) is not None]:
        # Each part has listed all its terms up to the smallest bound; later ones wait.
        bound = min(bounds)
        ranges = [one for part in pending if (one := part.take(bound)) is not None]
        if ranges:
            yield ranges


class _Pending:
    """The terms of a part that come next."""

    def __init__(self, part: MergePart, budget: int, ahead: int) -> None:
        self._field, self._numbers = part
        self._keeps_all = _keeps_all(part.doc_map)
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

    def take(self, bound: bytes) -> _TermRange | None:
        """The terms up to ``bound``, with new doc ids; None if there are none, or if they lose all
        entries."""
        cut = bisect_right(self._terms, bound)
        terms, first, end = self._terms[:cut], self._first, self._first + cut
        self._terms, self._counts, self._first = self._terms[cut:], self._counts[cut:], end
        if not terms:
            return None
        self._field.release()
        if self._keeps_all:
            return _TermRange(terms, *self._field.encoded_rows(first, end), int(self._numbers[0]))
        selected, inverted = _select(terms, self._field.inverted(first, end), self._numbers)
        return _TermRange(selected, *encode(self._field.kind, inverted), 0) if selected else None

    def _look_ahead(self) -> None:
        field = self._field
        if len(self._terms) < self._ahead and self._counts.sum() < self._budget:
            first = self._first + len(self._terms)
            end = min(first + self._ahead, len(field.dictionary))
            self._terms += field.dictionary.range(first, end)
            self._counts = np.concatenate((self._counts, field.counts(first, end)))
            field.release()


def _keeps_all(doc_map: Ints) -> bool:
    """Whether no entry is dropped."""
    return bool(len(doc_map)) and doc_map[0] >= 0 and bool((np.diff(doc_map) == 1).all())


def _select(terms: list[bytes], inverted: Inverted, doc_map: Ints) -> tuple[list[bytes], Inverted]:
    """The terms and occurrences of the entries that are not dropped, with their new doc ids."""
    starts, doc_ids, positions = inverted
    doc_ids = doc_map[doc_ids]
    selected = doc_ids >= 0
    sums = np.concatenate(([0], np.cumsum(selected)))
    starts = sums[starts]
    filled = np.diff(starts) > 0
    left = [term for term, some in zip(terms, filled, strict=True) if some]
    starts = np.append(starts[:-1][filled], starts[-1])
    return left, Inverted(starts, doc_ids[selected], positions[selected])

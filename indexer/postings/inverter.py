"""A writer's tokens: gathered in flat arrays entry by entry, inverted when there are enough."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from indexer.arrayfile import kernels
from indexer.core.dtypes import Int32s, Ints, TermIds
from indexer.postings.delta_coding import Inverted, Kind
from indexer.postings.segment_field import FieldWriter

_BUDGET: Final = 1 << 16
"""Occurrences encoded at a time: some 6 MB."""

Text = str | bytes
"""A term; a field has one or the other kind."""


class Tokens:
    """The tokens of one field, in the order of entries."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._codes, self._positions = array("i"), array("i")
        self._entries, self._sizes = array("i"), array("i")

    def __len__(self) -> int:
        return len(self._codes)

    def add(self, entries: Int32s, sizes: Int32s, codes: TermIds, positions: Int32s | None) -> None:
        """Tokens of several entries.

        Args:
            entries: numbers that rise, from call to call as well.
            sizes: how many tokens each has.
            codes: each token's number in the writer's vocabulary.
            positions: each token's position, where the field keeps them.
        """
        self._entries.frombytes(entries.tobytes())
        self._sizes.frombytes(sizes.tobytes())
        self._codes.frombytes(codes.tobytes())
        if positions is not None and self.kind == "positions":
            self._positions.frombytes(positions.tobytes())

    def lengths(self, count: int) -> Int32s:
        """Each of ``count`` entries' number of tokens."""
        lengths = np.zeros(count, np.int32)
        lengths[np.asarray(self._entries)] = np.asarray(self._sizes)
        return lengths

    def write(self, writer: FieldWriter, count: int, texts: Sequence[Text]) -> None:
        """Invert, and give everything to ``writer``.

        Args:
            count: entries seen in all.
            texts: the vocabulary's texts.
        """
        codes = np.asarray(self._codes)
        used = np.flatnonzero(np.bincount(codes, minlength=1)).tolist()
        used.sort(key=texts.__getitem__)
        ranks = np.empty(len(texts), np.int32)
        ranks[used] = np.arange(len(used))
        starts = np.concatenate(([0], np.cumsum(self.lengths(count))))
        terms = ranks[codes]
        kept = self.kind == "positions"
        positions = np.asarray(self._positions) if kept else np.zeros_like(terms)
        inverted = kernels.invert(starts, terms, positions, len(used))
        sorted_ = (texts[number] for number in used)
        encoded = [text if isinstance(text, bytes) else text.encode() for text in sorted_]
        for first, end in _ranges(inverted[0]):
            writer.append(encoded[first:end], _part(inverted, first, end))


def _ranges(starts: Ints) -> Iterator[tuple[int, int]]:
    """The terms cut into ranges of about ``_BUDGET`` occurrences, at least one term each."""
    first = 0
    while first < len(starts) - 1:
        end = int(np.searchsorted(starts, starts[first] + _BUDGET, side="right")) - 1
        end = max(first + 1, end)
        yield first, end
        first = end


def _part(whole: kernels.Inversion, first: int, end: int) -> Inverted:
    starts, entries, positions = whole
    low, high = starts[first], starts[end]
    return Inverted(starts[first : end + 1] - low, entries[low:high], positions[low:high])

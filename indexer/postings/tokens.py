"""A writer's tokens: gathered in flat arrays entry by entry, inverted when there are enough."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from indexer.coded import Codes, Vocabulary
from indexer.postings import kernels
from indexer.postings.field import FieldWriter, Inverted, Kind

_BUDGET: Final = 1 << 20
"""Occurrences encoded at a time: about 100 MB."""

Text = str | bytes
"""A term; a field has one or the other kind."""


class Tokens:
    """The tokens of one field, in the order of entries."""

    def __init__(self, kind: Kind, vocabulary: Vocabulary) -> None:
        """Fields may share a vocabulary: what one has looked up, the others need not."""
        self.kind = kind
        self._vocabulary = vocabulary
        self._here, self._terms = array("i"), array("i")
        self._positions = array("i")
        self._entries = array("i")
        self._sizes = array("i")

    def __len__(self) -> int:
        return len(self._here) + len(self._terms)

    def add(self, entry: int, texts: Sequence[Any], positions: Sequence[int]) -> None:
        """``entry`` rises from call to call; ``texts`` are all ``str`` or all ``bytes``."""
        self._entries.append(entry)
        self._sizes.append(len(texts))
        self._here.frombytes(self._vocabulary.codes(texts).tobytes())
        if self.kind == "positions":
            self._positions.extend(positions)

    def settle(self, settled: Codes) -> None:
        """``settled``: what the vocabulary's ``settle`` has given."""
        self._terms.frombytes(settled.take(np.asarray(self._here)).tobytes())
        self._here = array("i")

    def lengths(self, count: int) -> npt.NDArray[np.int64]:
        """Each of ``count`` entries' number of tokens."""
        lengths = np.zeros(count, np.int64)
        lengths[np.asarray(self._entries)] = np.asarray(self._sizes)
        return lengths

    def write(self, writer: FieldWriter, count: int, texts: Sequence[Text]) -> None:
        """Invert, and give everything, settled, to ``writer``.

        Args:
            count: entries seen in all.
            texts: the vocabulary's texts.
        """
        codes = np.asarray(self._terms)
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


def _ranges(starts: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
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

"""A writer's tokens: gathered in flat arrays entry by entry, inverted when there are enough."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from indexer.postings import kernels
from indexer.postings.field import FieldWriter, Inverted, Kind

_BUDGET: Final = 1 << 20
"""Occurrences encoded at a time: about 100 MB."""


Text = str | bytes
"""A term; a field has one or the other kind."""


class _Numbers(dict[Any, int]):
    """Terms numbered as they first come up."""

    def __missing__(self, text: Text) -> int:
        number = self[text] = len(self)
        return number


class Tokens:
    """The tokens of one field, in the order of entries."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._numbers = _Numbers()
        self._terms = array("i")
        self._positions = array("i")
        self._entries = array("i")
        self._sizes = array("i")

    @property
    def size(self) -> int:
        """Bytes held, about: 4 to 8 a token, and some 100 for each distinct term."""
        return 8 * len(self._terms) + 100 * len(self._numbers)

    def add(self, entry: int, texts: Sequence[Text], positions: Sequence[int]) -> None:
        """``entry`` rises from call to call."""
        self._entries.append(entry)
        self._sizes.append(len(texts))
        self._terms.extend(map(self._numbers.__getitem__, texts))
        if self.kind == "positions":
            self._positions.extend(positions)

    def lengths(self, count: int) -> npt.NDArray[np.int64]:
        """Each of ``count`` entries' number of tokens."""
        lengths = np.zeros(count, np.int64)
        lengths[np.asarray(self._entries)] = np.asarray(self._sizes)
        return lengths

    def write(self, writer: FieldWriter, count: int) -> None:
        """Invert, and give everything to ``writer``; ``count`` entries were seen in all."""
        numbers = self._numbers
        texts = sorted(numbers)
        ranks = np.empty(len(texts), np.int32)
        order = np.fromiter(map(numbers.__getitem__, texts), np.int64, len(texts))
        ranks[order] = np.arange(len(texts))
        starts = np.concatenate(([0], np.cumsum(self.lengths(count))))
        terms = ranks[np.asarray(self._terms)]
        kept = self.kind == "positions"
        positions = np.asarray(self._positions) if kept else np.zeros_like(terms)
        inverted = kernels.invert(starts, terms, positions, len(texts))
        encoded = [text if isinstance(text, bytes) else text.encode() for text in texts]
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

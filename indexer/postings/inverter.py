"""A writer's tokens: buffered in flat arrays, entry by entry, then inverted into postings."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Final, cast

import numpy as np

from indexer.arrayfile import kernels
from indexer.core.dtypes import Int32s, Ints, TermIds
from indexer.postings.delta_coding import Inverted, Kind
from indexer.postings.segment_field import SegmentFieldWriter

_BUDGET: Final = 1 << 16
"""Occurrences encoded at a time: some 6 MB."""

Text = str | bytes
"""A term; all terms of a field are of one type."""


class TokenBuffer:
    """The tokens of one field, in the order of entries."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._term_ids, self._positions = array("i"), array("i")
        self._doc_ids, self._sizes = array("i"), array("i")

    def __len__(self) -> int:
        return len(self._term_ids)

    def add(
        self, doc_ids: Int32s, sizes: Int32s, term_ids: TermIds, positions: Int32s | None
    ) -> None:
        """Tokens of several entries.

        Args:
            doc_ids: rising, from call to call as well.
            sizes: how many tokens each of them has.
            term_ids: each token's term id in the writer's vocabulary.
            positions: each token's position, where the field has positions.
        """
        self._doc_ids.frombytes(doc_ids.tobytes())
        self._sizes.frombytes(sizes.tobytes())
        self._term_ids.frombytes(term_ids.tobytes())
        if positions is not None and self.kind == "positions":
            self._positions.frombytes(positions.tobytes())

    def lengths(self, count: int) -> Int32s:
        """Each of ``count`` entries' number of tokens."""
        lengths = np.zeros(count, np.int32)
        lengths[np.asarray(self._doc_ids)] = np.asarray(self._sizes)
        return lengths

    def write(self, writer: SegmentFieldWriter, count: int, texts: Sequence[Text]) -> None:
        """Invert the tokens, and write everything with ``writer``.

        Args:
            count: how many entries there are.
            texts: the vocabulary's texts.
        """
        term_ids = np.asarray(self._term_ids)
        used = np.flatnonzero(np.bincount(term_ids, minlength=1)).tolist()
        used.sort(key=texts.__getitem__)
        ordinal_of = np.empty(len(texts), np.int32)
        ordinal_of[used] = np.arange(len(used))
        starts = np.concatenate(([0], np.cumsum(self.lengths(count))))
        ordinals = ordinal_of[term_ids]
        placed = self.kind == "positions"
        positions = np.asarray(self._positions) if placed else np.zeros_like(ordinals)
        inverted = kernels.invert(starts, ordinals, positions, len(used))
        in_order = [texts[number] for number in used]
        encoded = not in_order or isinstance(in_order[0], bytes)  # all are of one type
        terms = cast("list[bytes]", in_order) if encoded else list(map(str.encode, in_order))
        for first, end in _ranges(inverted[0]):
            writer.append(terms[first:end], _part(inverted, first, end))


def _ranges(starts: Ints) -> Iterator[tuple[int, int]]:
    """The terms, cut into ranges of about ``_BUDGET`` occurrences, at least one term each."""
    first = 0
    while first < len(starts) - 1:
        end = int(np.searchsorted(starts, starts[first] + _BUDGET, side="right")) - 1
        end = max(first + 1, end)
        yield first, end
        first = end


def _part(whole: kernels.Inversion, first: int, end: int) -> Inverted:
    starts, doc_ids, positions = whole
    low, high = starts[first], starts[end]
    return Inverted(starts[first : end + 1] - low, doc_ids[low:high], positions[low:high])

"""The most frequent terms with a prefix, without looking up each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from heapq import nsmallest
from typing import Final, Protocol

import numpy as np

from indexer.core.dtypes import Ints
from indexer.postings.term_dictionary import TermDictionary

_MORE: Final = 4
"""How many times as many terms are looked up where those were not enough."""


class Part(Protocol):
    """A field of one segment."""

    @property
    def dictionary(self) -> TermDictionary: ...

    def counts(self, first: int, end: int) -> Ints:
        """Document frequencies, deleted entries included."""


def most_frequent(
    parts: Sequence[Part], prefix: bytes, frequency: Callable[[bytes], int] | None, limit: int
) -> list[tuple[bytes, int]]:
    """The ``limit`` terms that most live entries hold, most frequent first, then in byte order.

    Of each segment the most frequent ones are looked up in the whole index, until no other term
    can be among the best (threshold algorithm; Fagin, Lotem & Naor 2003).

    Args:
        frequency: a term's document frequency in the whole index. None where there is one segment
            and nothing is deleted: its own counts are that.
    """
    ranges = [part.dictionary.prefix_range(prefix) for part in parts]
    counts = [part.counts(*bounds) for part, bounds in zip(parts, ranges, strict=True)]
    found: dict[bytes, int] = {}
    wanted = limit
    while True:
        unseen = 0
        for part, (first, _), own in zip(parts, ranges, counts, strict=True):
            best = _best(own, wanted)
            unseen += int(own[best[-1]]) if wanted < len(own) else 0
            for at in best.tolist():
                term = part.dictionary[first + at]
                if term not in found:
                    found[term] = frequency(term) if frequency else int(own[at])
        ranked = nsmallest(limit, _live(found), key=lambda term: (-term[1], term[0]))
        if frequency is None or not unseen:
            return ranked
        if len(ranked) == limit and ranked[-1][1] > unseen:
            return ranked
        wanted *= _MORE


def _live(found: dict[bytes, int]) -> Iterator[tuple[bytes, int]]:
    return ((term, count) for term, count in found.items() if count)


def _best(counts: Ints, wanted: int) -> Ints:
    """Where the highest of some counts are, highest first; of equal ones the first."""
    size = len(counts)
    keys = counts * size + np.arange(size - 1, -1, -1)
    at: Ints = np.arange(size)
    if wanted < size:
        at = np.argpartition(keys, size - wanted)[size - wanted :]
    return at[np.argsort(-keys[at])]

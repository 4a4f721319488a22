"""The segments of a snapshot as one sequence of entries, and what its fields share."""

from __future__ import annotations

import os
import weakref
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np

from indexer.arrayfile.container import Mapped
from indexer.core.dtypes import Array, Ints, Mask
from indexer.postings.searcher.cache import ByteCache, ThreadMemo
from indexer.postings.searcher.decoded_file import DecodedFile

_OPEN: Final[weakref.WeakSet[Segments]] = weakref.WeakSet()
"""Those that a child process has to make its own."""


class Segment(NamedTuple):
    """One segment."""

    mapped: Mapped
    max_doc: int
    """How many entries it has, deleted ones included."""
    deleted: Sequence[int] = ()
    """Their doc ids in the segment."""


class Segments:
    """Several segments. An entry's doc id in the snapshot is its doc id in its segment plus the
    segment's base."""

    def __init__(self, segments: Sequence[Segment], cache_bytes: int) -> None:
        self.all = tuple(segments)
        counts = [segment.max_doc for segment in self.all]
        self.bases = list(accumulate(counts, initial=0))[:-1]
        self.max_doc = sum(counts)
        """How many entries all segments have, deleted ones included."""
        self.deleted = self._deleted()
        """Which entries are deleted; None where none is."""
        self.gone: dict[int, Ints] = {
            base: np.sort(np.fromiter(segment.deleted, np.int64))
            for segment, base in zip(self.all, self.bases, strict=True)
            if segment.deleted
        }
        """The first entry of a segment -> those of its entries that are deleted, counted from it;
        of segments that have some."""
        self._cache_bytes = cache_bytes
        self.forget()
        self.memo = ThreadMemo()
        """Of the entries that terms are scored on: a field's norms, addresses in bitmaps."""
        _OPEN.add(self)

    def forget(self) -> None:
        """Decode again whatever is used. A process that forks shares the file of decoded postings
        with its child, and may write others where the child reads."""
        self.cache = ByteCache(self._cache_bytes)
        """Decoded postings and what follows from them, shared by all threads."""
        self.decoded = DecodedFile(self._cache_bytes)
        """Where the large ones are."""

    def _deleted(self) -> Mask | None:
        if not any(len(segment.deleted) for segment in self.all):
            return None
        deleted = np.zeros(self.max_doc, np.bool_)
        for segment, base in zip(self.all, self.bases, strict=True):
            deleted[np.fromiter(segment.deleted, np.int64) + base] = True
        return deleted


def _after_fork() -> None:
    for segments in _OPEN:
        segments.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def joined(parts: list[Array]) -> Array:
    """An array of each of some segments, as one."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)

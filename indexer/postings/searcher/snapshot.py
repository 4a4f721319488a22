"""A snapshot: one state of the index, as every query of it sees it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from threading import RLock, local
from typing import Final, cast

import numpy as np

from indexer.core.dtypes import DocIds, Mask, Scores
from indexer.postings.searcher.cache import ByteCache
from indexer.postings.searcher.cache_limit import cache_limit
from indexer.postings.searcher.entry_sets import EntrySet, as_bits
from indexer.postings.searcher.field_reader import FieldReader
from indexer.postings.searcher.segments import Segment, Segments
from indexer.postings.searcher.topk import BLOCK

WINDOW: Final = 1 << 21
"""Entries whose scores are added up together: 8 MB for each thread that does."""


class Snapshot:
    """The segments that were committed when it was opened. Any thread may use it."""

    def __init__(
        self, segments: Sequence[Segment], searched: Sequence[str], cache_bytes: int | None = None
    ) -> None:
        """Open it.

        Args:
            searched: the fields whose terms make an entry one that can match.
            cache_bytes: most bytes of decoded postings; by default, see ``cache_limit``.
        """
        self.searched = tuple(searched)
        if cache_bytes is None:
            cache_bytes = cache_limit(sum(segment.max_doc for segment in segments))
        self.segments = Segments(segments, cache_bytes)
        self.max_doc = self.segments.max_doc
        """Entries of all segments, deleted ones included: doc ids are below it."""
        self.memo = self.segments.memo
        self._fields: dict[str, FieldReader] = {}
        self._lock = RLock()
        self._local = local()

    @property
    def cache(self) -> ByteCache:
        """See ``Segments.cache``."""
        return self.segments.cache

    def field(self, name: str) -> FieldReader:
        """A field; one that no segment has is empty."""
        found = self._fields.get(name)
        if found is None:
            with self._lock:
                found = self._fields.setdefault(name, FieldReader(name, self.segments, self.field))
        return found

    @cached_property
    def live(self) -> DocIds:
        """The live entries that have a term in some searched field."""
        matched = np.zeros(self.max_doc, np.bool_)
        for name in self.searched:
            matched |= self.field(name).length_codes > 0
        if self.segments.deleted is not None:
            matched &= ~self.segments.deleted
        return matched.nonzero()[0].astype(np.int32)

    @cached_property
    def live_entries(self) -> EntrySet:
        """The same as a set."""
        return as_bits(self.live, self.max_doc)

    @property
    def scores(self) -> Scores:
        """This thread's scratch: a score for each entry of a window, and zeros up to a multiple of
        ``BLOCK``. Whoever borrows it leaves it all zero."""
        if not hasattr(self._local, "scores"):
            size = min(self.max_doc, WINDOW)
            self._local.scores = np.zeros(-(-size // BLOCK) * BLOCK, np.float32)
        return cast("Scores", self._local.scores)

    @property
    def marks(self) -> Mask:
        """This thread's scratch: a mark per entry. Whoever borrows it leaves it all false."""
        if not hasattr(self._local, "marks"):
            self._local.marks = np.zeros(self.max_doc, np.bool_)
        return cast("Mask", self._local.marks)

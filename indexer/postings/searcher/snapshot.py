"""A snapshot: one state of the index, as every query of it sees it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from threading import Lock, local
from typing import Final, cast

import numpy as np

from indexer.core.dtypes import DocIds, Mask, Scores
from indexer.postings.searcher.field_reader import FieldReader
from indexer.postings.searcher.segments import Segment, Segments
from indexer.postings.searcher.topk import BLOCK

CACHE_BYTES: Final = 192 << 20
"""Most bytes of decoded postings in a snapshot's cache, by default."""


class Snapshot:
    """The segments that were committed when it was opened. Any thread may use it."""

    def __init__(
        self, segments: Sequence[Segment], searched: Sequence[str], cache_bytes: int = CACHE_BYTES
    ) -> None:
        """``searched``: the fields whose terms make an entry one that can match."""
        self.searched = tuple(searched)
        self.segments = Segments(segments, cache_bytes)
        self.max_doc = self.segments.max_doc
        """Entries of all segments, deleted ones included: doc ids are below it."""
        self.cache = self.segments.cache
        self.memo = self.segments.memo
        self._fields: dict[str, FieldReader] = {}
        self._lock = Lock()
        self._local = local()

    def field(self, name: str) -> FieldReader:
        """A field; one that no segment has is empty."""
        found = self._fields.get(name)
        if found is None:
            with self._lock:
                found = self._fields.setdefault(name, FieldReader(name, self.segments))
        return found

    @cached_property
    def live(self) -> DocIds:
        """The live entries that have a term in some searched field."""
        matched = np.zeros(self.max_doc, np.bool_)
        for name in self.searched:
            matched |= self.field(name).lengths > 0
        if self.segments.deleted is not None:
            matched &= ~self.segments.deleted
        return np.flatnonzero(matched).astype(np.int32)

    @property
    def scores(self) -> Scores:
        """This thread's scratch: a score per entry, and zeros up to a multiple of ``BLOCK``.
        Whoever borrows it leaves it all zero."""
        if not hasattr(self._local, "scores"):
            self._local.scores = np.zeros(-(-self.max_doc // BLOCK) * BLOCK, np.float32)
        return cast("Scores", self._local.scores)

    @property
    def marks(self) -> Mask:
        """This thread's scratch: a mark per entry. Whoever borrows it leaves it all false."""
        if not hasattr(self._local, "marks"):
            self._local.marks = np.zeros(self.max_doc, np.bool_)
        return cast("Mask", self._local.marks)

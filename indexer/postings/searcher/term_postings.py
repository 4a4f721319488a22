"""A term's postings over all segments, in memory: few as doc ids, many as bits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from indexer.core.dtypes import Array, Bits, Bytes, DocIds, Int32s, TermFreqs
from indexer.postings.searcher.entry_sets import (
    BITS_BELOW,
    NO_ENTRIES,
    EntrySet,
    as_doc_ids,
    packed,
    words_of,
)


class Bitmap(NamedTuple):
    """Doc ids as bits: whether one is there, and how many are below it, without searching."""

    words: Bits
    """Bit ``doc_id & 63`` of word ``doc_id >> 6``."""
    before: Int32s
    """For each word how many bits are set in the words before it."""

    @property
    def bytes(self) -> Bytes:
        """The same memory: bit ``doc_id & 7`` of byte ``doc_id >> 3``."""
        return self.words.view(np.uint8)

    def ranks_in(self, word: DocIds, bits_below: Bits) -> DocIds:
        """Places in the posting list.

        Args:
            word: of each entry its word.
            bits_below: the word's bits below the entry's.
        """
        ranks: DocIds = self.before.take(word)
        ranks += np.bitwise_count(bits_below)
        return ranks


class TermPostings:
    """A term's live postings over all segments."""

    __slots__ = ("bitmap", "count", "frequencies", "idf", "rows")

    def __init__(
        self,
        rows: DocIds | None,
        frequencies: TermFreqs,
        idf: float,
        bitmap: Bitmap | None = None,
    ) -> None:
        self.rows = rows
        """The entries, rising, where they are few; else there is a bitmap."""
        self.frequencies = frequencies
        """How often each of these entries holds the term, in as few bytes as the highest takes:
        impacts follow from it, and most queries need those of few entries."""
        self.idf = idf
        self.bitmap = bitmap
        self.count = len(frequencies)
        """How many entries hold it."""

    @property
    def doc_ids(self) -> DocIds:
        """The entries, rising. Of a frequent term they are listed at each call."""
        return as_doc_ids(self.entries) if self.rows is None else self.rows

    @property
    def entries(self) -> EntrySet:
        """The same in the form that is in memory."""
        if self.bitmap is not None:
            return self.bitmap.words
        return NO_ENTRIES if self.rows is None else self.rows


NO_TERM: Final = TermPostings(NO_ENTRIES, np.empty(0, np.uint8), 0.0)


def bitmap_of(doc_ids: DocIds, max_doc: int) -> Bitmap:
    """Some of ``max_doc`` entries as bits."""
    present = np.zeros(words_of(max_doc) * 64, np.bool_)
    present[doc_ids] = True
    return counted(packed(present))


def counted(words: Bits) -> Bitmap:
    """Entries that are bits, with their counts."""
    within = np.bitwise_count(words)
    before = np.cumsum(within, dtype=np.int32)
    before -= within
    return Bitmap(words, before)


class Ranked(NamedTuple):
    """Some entries in several bitmaps, a row for each."""

    words: Array
    """The word that has the entry's bit."""
    ranks: Array
    """The entry's place in the posting list; where it is not in it, that of the next one."""


def ranked(bitmaps: Sequence[Bitmap], doc_ids: DocIds) -> Ranked:
    """All bitmaps' numbers are one array: of few entries, it is the number of calls that counts."""
    word = (doc_ids >> 6).astype(np.intp)
    words = np.empty((len(bitmaps), len(doc_ids)), np.uint64)
    ranks = np.empty((len(bitmaps), len(doc_ids)), np.int32)
    for bitmap, bits, before in zip(bitmaps, words, ranks, strict=True):
        bitmap.words.take(word, out=bits, mode="clip")
        bitmap.before.take(word, out=before, mode="clip")
    ranks += np.bitwise_count(words & BITS_BELOW.take(doc_ids & 63))
    return Ranked(words, ranks)

"""A field that is derived from others (``indexer.core.derived_fields``): read without postings.

An entry's terms in it are its own terms in the other fields, those of the headings above it, and
those of its parts. Only where they are is stored:

========= ==================================================================================
section   holds
========= ==================================================================================
above     a field of its own (``segment_field``) whose entries are headings
first     per heading the first entry that it stands above
end       per heading the entry after the last one
article   per entry how many entries before it stands the one that it is part of; 0: none
norms     per entry its number of terms in the derived field, see ``indexer.postings.norms``
========= ==================================================================================

Stored like any other field, it was a quarter of an index of laws, and half of the time of writing.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import Final, NamedTuple, cast

import numpy as np

from indexer.arrayfile import ranges
from indexer.arrayfile.container import Mapped
from indexer.arrayfile.kernels import scatter_add
from indexer.core.dtypes import Array, Ints
from indexer.postings.delta_coding import Kind
from indexer.postings.norms import Norms
from indexer.postings.segment_field import DocsAndFreqs, Postings, SegmentField
from indexer.postings.term_dictionary import TermDictionary, prefix_range

DERIVED: Final = "gathered"
"""The kind of a derived field in the file: its name in the format, older than the word derived."""
_DENSE: Final = 48
"""Postings are summed in one number per entry where more than one in so many entries has one."""


def open_field(mapped: Mapped, name: str) -> SegmentField | DerivedField:
    """A field of a segment, of whatever kind: one object per file, so that a field and the fields
    that are derived from it share a cache."""
    known = mapped.opened.get(name)
    if known is None:
        derived = mapped.facts[f"{name}/kind"] == DERIVED
        known = DerivedField(mapped, name) if derived else SegmentField(mapped, name)
        known = mapped.opened.setdefault(name, known)
    return cast("SegmentField | DerivedField", known)


class _Below(NamedTuple):
    """The entries under some headings."""

    first: Array
    end: Array
    frequencies: Array
    """How often each of the headings has the term."""


class DerivedField:
    """A derived field of a segment. Has the methods of ``SegmentField`` that searching uses."""

    kind: Kind = "frequencies"

    def __init__(self, mapped: Mapped, name: str) -> None:
        self.of = [other for other in mapped.facts[f"{name}/of"] if f"{other}/kind" in mapped.facts]
        """The fields that it is derived from."""
        self._of = [cast("SegmentField", open_field(mapped, other)) for other in self.of]
        self._above = SegmentField(mapped, f"{name}/above")
        self._sections = {part: mapped[f"{name}/{part}"] for part in ("first", "end", "article")}
        self.norms = Norms(mapped, name)

    @property
    def lengths(self) -> Array:
        """Terms of each entry in this field, exactly, deleted entries included."""
        return self.norms.lengths

    @cached_property
    def _article_of(self) -> Array:
        """For each entry the article that it is part of; where it is part of none, a number
        above all doc ids."""
        before = self._sections["article"].all()
        count = len(before)
        article = np.arange(count, dtype=np.int32)
        article -= before.astype(np.int32)
        article[before == 0] = count
        return article

    @cached_property
    def _first(self) -> Array:
        return self._sections["first"].all().astype(np.int32)

    @cached_property
    def _end(self) -> Array:
        return self._sections["end"].all().astype(np.int32)

    @cached_property
    def dictionary(self) -> MergedTermDictionary:
        """All terms. Made at first use; needed only to list them."""
        return MergedTermDictionary([field.dictionary for field in (*self._of, self._above)])

    def docs_and_freqs(
        self, text: bytes, own: Sequence[DocsAndFreqs] | None = None
    ) -> DocsAndFreqs | None:
        """A term's entries and its frequency in each.

        Args:
            own: the term's postings in the fields ``of``, where they are known; perhaps without
                those of some documents.
        """
        if own is None:
            own = [found for field in self._of if (found := field.docs_and_freqs(text)) is not None]
        headings = self._above.docs_and_freqs(text)
        if headings is None:
            below = _Below(*(np.empty(0, np.int32),) * 3)
        else:
            below = _Below(
                self._first[headings.doc_ids], self._end[headings.doc_ids], headings.frequencies
            )
        if not own and headings is None:
            return None
        entries = len(self.norms)
        postings = sum(len(piece.doc_ids) for piece in own) + int((below.end - below.first).sum())
        if postings * _DENSE > entries:
            return self._summed(own, below, entries)
        return self._sorted(own, below, entries)

    def _summed(self, own: Sequence[DocsAndFreqs], below: _Below, entries: int) -> DocsAndFreqs:
        """Sums in one number per entry, and one more for entries that are part of no article."""
        sums = np.zeros(entries + 1, np.int32)
        for doc_ids, frequencies in own:
            often = frequencies.astype(np.int32, copy=False)
            scatter_add(doc_ids.astype(np.int32, copy=False), often, 1, sums)
            scatter_add(self._article_of.take(doc_ids), often, 1, sums)
        if len(below.first):
            # A heading adds to every entry from the first below it to the last.
            steps = np.zeros(entries + 1, np.int32)
            often = below.frequencies.astype(np.int32, copy=False)
            scatter_add(below.first, often, 1, steps)
            scatter_add(below.end, often, -1, steps)
            sums += np.cumsum(steps, out=steps)  # fresh memory costs more than the sums
        doc_ids = np.flatnonzero(sums[:entries] > 0)  # faster on truth values
        return DocsAndFreqs(doc_ids, sums.take(doc_ids))

    def _sorted(self, own: Sequence[DocsAndFreqs], below: _Below, entries: int) -> DocsAndFreqs:
        """Sums of pieces that are sorted by doc id."""
        pieces = list(own)
        for doc_ids, frequencies in own:
            article = self._article_of.take(doc_ids)
            part = np.flatnonzero(article < entries)
            if len(part):
                pieces.append(DocsAndFreqs(article[part], frequencies[part]))
        if len(below.first):
            sizes = below.end - below.first
            under = ranges.members(below.first, sizes)
            pieces.append(DocsAndFreqs(under, np.repeat(below.frequencies, sizes)))
        elif len(pieces) == 1:
            return pieces[0]
        return _sum(pieces)

    def find_postings(self, text: bytes) -> Postings | None:
        """All of a term's postings; None where the segment does not have the term."""
        found = self.docs_and_freqs(text)
        if found is None:
            return None
        doc_ids = found.doc_ids.astype(np.int64)
        return Postings(doc_ids, found.frequencies.astype(np.int64), doc_ids[:0])

    def doc_ids_of(self, text: bytes) -> Ints:
        """The entries that hold a term, rising."""
        found = self.docs_and_freqs(text)
        return np.empty(0, np.int64) if found is None else found.doc_ids.astype(np.int64)

    def count_of(self, text: bytes) -> int:
        """A term's document frequency, deleted entries included."""
        return len(self.doc_ids_of(text))

    def postings(self, ordinal: int) -> Postings:
        """The postings of the term with this ordinal in ``dictionary``."""
        found = self.find_postings(self.dictionary[ordinal])
        return found if found is not None else Postings(*(np.empty(0, np.int64),) * 3)

    def counts(self, first: int, end: int) -> Ints:
        """The document frequency of each of the terms ``first`` to ``end`` (not included)."""
        terms = self.dictionary.range(first, end)
        return np.fromiter(map(self.count_of, terms), np.int64, max(0, end - first))

    def doc_ids_between(self, first: int, end: int) -> tuple[Ints, Ints]:
        """See ``SegmentField.doc_ids_between``."""
        doc_ids = [self.doc_ids_of(term) for term in self.dictionary.range(first, end)]
        starts = np.concatenate(([0], np.cumsum([len(some) for some in doc_ids], dtype=np.int64)))
        return np.concatenate([np.empty(0, np.int64), *doc_ids]), starts


class MergedTermDictionary:
    """The terms of several dictionaries as one, with its own ordinals; see ``TermDictionary``."""

    def __init__(self, dictionaries: Sequence[TermDictionary]) -> None:
        ranges = (dictionary.range(0, len(dictionary)) for dictionary in dictionaries)
        self._terms = [term for term, _ in groupby(heapq.merge(*ranges))]

    def __len__(self) -> int:
        return len(self._terms)

    def __getitem__(self, ordinal: int) -> bytes:
        return self._terms[ordinal]

    def find(self, term: bytes) -> int:
        """The term's ordinal, or -1."""
        ordinal = self.lower_bound(term)
        return ordinal if self._terms[ordinal : ordinal + 1] == [term] else -1

    def lower_bound(self, term: bytes) -> int:
        """How many terms are smaller."""
        return bisect_left(self._terms, term)

    def prefix_range(self, prefix: bytes) -> tuple[int, int]:
        """The half-open range of ordinals of the terms with this prefix."""
        return prefix_range(self, prefix)

    def range(self, first: int, end: int) -> Iterator[bytes]:
        """The terms with the ordinals ``first`` to ``end`` (not included)."""
        return iter(self._terms[first:end])


def _sum(pieces: Sequence[DocsAndFreqs]) -> DocsAndFreqs:
    """One posting for each entry: frequencies of the same entry are added up."""
    doc_ids = np.concatenate([piece.doc_ids for piece in pieces])
    frequencies = np.concatenate([piece.frequencies for piece in pieces], dtype=np.int32)
    order = np.argsort(doc_ids, kind="stable")
    doc_ids = doc_ids[order]
    opens = np.flatnonzero(np.diff(doc_ids, prepend=-1))
    return DocsAndFreqs(doc_ids[opens], np.add.reduceat(frequencies[order], opens))

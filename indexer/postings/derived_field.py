"""A field that is gathered from others (``indexer.core.derived_fields``), read without being kept.

An entry's terms in it are its own terms in the other fields, those of the headings above it, and
those of its parts. What is kept is only where they are:

========= ==================================================================================
section   holds
========= ==================================================================================
above     a field of its own (``field``) whose entries are headings
first     per heading the first entry that it stands above
end       per heading the entry after the last one
article   per entry how many entries before it stands the one that it is part of; 0: none
lengths   per entry its number of terms in the gathered field
========= ==================================================================================

Kept like any other field, it was a quarter of an index of laws, and half of the time of writing it.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import NamedTuple, cast

import numpy as np

from indexer.arrayfile import ranges
from indexer.arrayfile.container import Mapped
from indexer.arrayfile.kernels import scatter_add
from indexer.core.dtypes import Array, Ints
from indexer.postings.delta_coding import Kind
from indexer.postings.segment_field import Field, Postings, Weighed
from indexer.postings.term_dictionary import Lexicon, prefixed

_DENSE = 48
"""Postings are summed in one number per entry where there are more than one in so many entries."""


def open_field(mapped: Mapped, name: str) -> Field | Gathered:
    """A field of a segment, of whatever kind: one object a file, which knows the terms that were
    looked up in it, be it by a field that is gathered from it."""
    known = mapped.opened.get(name)
    if known is None:
        gathered = mapped.facts[f"{name}/kind"] == "gathered"
        known = Gathered(mapped, name) if gathered else Field(mapped, name)
        known = mapped.opened.setdefault(name, known)
    return cast("Field | Gathered", known)


class _Below(NamedTuple):
    """The entries under some headings."""

    first: Array
    end: Array
    frequencies: Array
    """How often each of the headings has the term."""


class Gathered:
    """A gathered field of a segment. Has the methods of ``Field`` that searching uses."""

    kind: Kind = "frequencies"

    def __init__(self, mapped: Mapped, name: str) -> None:
        of = [other for other in mapped.facts[f"{name}/of"] if f"{other}/kind" in mapped.facts]
        self._of = [cast("Field", open_field(mapped, other)) for other in of]
        self._above = Field(mapped, f"{name}/above")
        self._sections = {
            part: mapped[f"{name}/{part}"] for part in ("first", "end", "article", "lengths")
        }

    @cached_property
    def lengths(self) -> Array:
        """Terms of each entry in this field, deleted entries included."""
        return self._sections["lengths"].all()

    @cached_property
    def _whole(self) -> Array:
        """For each entry the article that it is part of; for the others a number too high."""
        before = self._sections["article"].all()
        count = len(before)
        return np.where(before > 0, np.arange(count) - before, count).astype(np.int32)

    @cached_property
    def _first(self) -> Array:
        return self._sections["first"].all().astype(np.int32)

    @cached_property
    def _end(self) -> Array:
        return self._sections["end"].all().astype(np.int32)

    @cached_property
    def lexicon(self) -> MergedLexicon:
        """All terms. Made at first use, and only needed to list them."""
        return MergedLexicon([field.lexicon for field in (*self._of, self._above)])

    def weighed(self, text: bytes) -> Weighed | None:
        """A term's entries and its frequency in each."""
        own = [found for field in self._of if (found := field.weighed(text)) is not None]
        headings = self._above.weighed(text)
        if headings is None:
            below = _Below(*(np.empty(0, np.int32),) * 3)
        else:
            below = _Below(
                self._first[headings.docs], self._end[headings.docs], headings.frequencies
            )
        if not own and headings is None:
            return None
        entries = len(self.lengths)
        held = sum(len(piece.docs) for piece in own) + int((below.end - below.first).sum())
        if held * _DENSE > entries:
            return self._summed(own, below, entries)
        return self._sorted(own, below, entries)

    def _summed(self, own: Sequence[Weighed], below: _Below, entries: int) -> Weighed:
        """By one number per entry, and one for what is no entry."""
        sums = np.zeros(entries + 1, np.int32)
        for docs, frequencies in own:
            often = frequencies.astype(np.int32, copy=False)
            scatter_add(docs.astype(np.int32, copy=False), often, 1, sums)
            scatter_add(self._whole.take(docs), often, 1, sums)
        if len(below.first):
            # What is above some entries begins with the first and is over after the last.
            steps = np.zeros(entries + 1, np.int32)
            often = below.frequencies.astype(np.int32, copy=False)
            scatter_add(below.first, often, 1, steps)
            scatter_add(below.end, often, -1, steps)
            sums += np.cumsum(steps, dtype=np.int32)
        held = np.flatnonzero(sums[:entries] > 0)  # of truth values, which numpy finds sooner
        return Weighed(held, sums.take(held))

    def _sorted(self, own: Sequence[Weighed], below: _Below, entries: int) -> Weighed:
        """By their numbers in order."""
        pieces = list(own)
        for docs, frequencies in own:
            whole = self._whole.take(docs)
            part = np.flatnonzero(whole < entries)
            if len(part):
                pieces.append(Weighed(whole[part], frequencies[part]))
        if len(below.first):
            sizes = below.end - below.first
            under = ranges.members(below.first, sizes)
            pieces.append(Weighed(under, np.repeat(below.frequencies, sizes)))
        elif len(pieces) == 1:
            return pieces[0]
        return _sum(pieces)

    def of(self, text: bytes) -> Postings | None:
        """All of a term's postings; None where the segment does not have it."""
        found = self.weighed(text)
        if found is None:
            return None
        docs = found.docs.astype(np.int64)
        return Postings(docs, found.frequencies.astype(np.int64), docs[:0])

    def docs_of(self, text: bytes) -> Ints:
        """The entries that hold a term, rising."""
        found = self.weighed(text)
        return np.empty(0, np.int64) if found is None else found.docs.astype(np.int64)

    def count_of(self, text: bytes) -> int:
        """How many entries hold a term."""
        return len(self.docs_of(text))

    def postings(self, number: int) -> Postings:
        """The postings of a term of ``lexicon``."""
        found = self.of(self.lexicon[number])
        return found if found is not None else Postings(*(np.empty(0, np.int64),) * 3)

    def counts(self, first: int, end: int) -> Ints:
        """How many entries hold each of the terms ``first`` to ``end`` (not included)."""
        terms = self.lexicon.range(first, end)
        return np.fromiter(map(self.count_of, terms), np.int64, max(0, end - first))

    def docs_between(self, first: int, end: int) -> tuple[Ints, Ints]:
        """See ``Field.docs_between``."""
        docs = [self.docs_of(term) for term in self.lexicon.range(first, end)]
        starts = np.concatenate(([0], np.cumsum([len(held) for held in docs], dtype=np.int64)))
        return np.concatenate([np.empty(0, np.int64), *docs]), starts


class MergedLexicon:
    """The terms of several lexicons as one, numbered anew. See ``Lexicon``."""

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        ranges = (lexicon.range(0, len(lexicon)) for lexicon in lexicons)
        self._terms = [term for term, _ in groupby(heapq.merge(*ranges))]

    def __len__(self) -> int:
        return len(self._terms)

    def __getitem__(self, number: int) -> bytes:
        return self._terms[number]

    def find(self, term: bytes) -> int:
        """The term's number, or -1."""
        place = self.place(term)
        return place if self._terms[place : place + 1] == [term] else -1

    def place(self, term: bytes) -> int:
        """How many terms are smaller."""
        return bisect_left(self._terms, term)

    def prefixed(self, prefix: bytes) -> tuple[int, int]:
        """The half-open range of numbers of the terms with this prefix."""
        return prefixed(self, prefix)

    def range(self, first: int, end: int) -> Iterator[bytes]:
        """The terms numbered ``first`` to ``end`` (not included)."""
        return iter(self._terms[first:end])


def _sum(pieces: Sequence[Weighed]) -> Weighed:
    """Frequencies of the same entry added up."""
    docs = np.concatenate([piece.docs for piece in pieces])
    frequencies = np.concatenate([piece.frequencies for piece in pieces], dtype=np.int32)
    order = np.argsort(docs, kind="stable")
    docs = docs[order]
    opens = np.flatnonzero(np.diff(docs, prepend=-1))
    return Weighed(docs[opens], np.add.reduceat(frequencies[order], opens))

"""One field of one segment, in the file.

========= ==================================================================================
section   holds
========= ==================================================================================
terms     the lexicon
docs      per term a row: the first entry's number, then the distance of each entry to the
          one before
places    where positions are kept: per term a row, for each occurrence
          ``2 * distance + last``, the distance being to the occurrence before in the same
          entry (or to 0) and ``last`` telling that the entry has no more, so that
          frequencies need no list of their own
repeats   where they are not: per term a row of pairs for the entries that hold it more than
          once, the distance to the pair before (counted in the term's entries) and the
          frequency
lengths   per entry its number of terms in the field
========= ==================================================================================

A field that only tells which entries hold a term has the first two.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from indexer.arrayfile import varint
from indexer.arrayfile.container import Container, Opened
from indexer.arrayfile.stream import EncodedRows, Stream, StreamWriter
from indexer.core.dtypes import Array, Ints
from indexer.postings.delta_coding import Inverted, Kind, encode
from indexer.postings.searcher.cache import ByteCache
from indexer.postings.term_dictionary import Lexicon, LexiconWriter

_LATELY: Final = 4 << 20
"""Bytes of postings a field remembers for the field that is gathered from it, or the other way
round: a query asks for a term in both."""

_REST: Final[dict[Kind, str]] = {"positions": "places", "frequencies": "repeats"}


class FieldWriter:
    """A field, given in pieces: each a run of rising terms with all their occurrences."""

    def __init__(self, kind: Kind, *, packing: bool = True) -> None:
        """``packing=False`` for a field that is soon merged with others."""
        self.kind = kind
        self._lexicon = LexiconWriter(packing=packing)
        self._docs = StreamWriter(packing=packing)
        self._rest = StreamWriter(packing=packing)

    def append(self, terms: list[bytes], inverted: Inverted) -> None:
        """Every term has at least one occurrence."""
        if terms:
            self.extend(terms, *encode(self.kind, inverted))

    def extend(self, terms: list[bytes], docs: EncodedRows, rest: EncodedRows | None) -> None:
        """Terms with their rows (see ``coding.encode``)."""
        self._lexicon.extend(terms)
        self._docs.append(docs)
        if rest is not None:
            self._rest.append(rest)

    def close(self, container: Container, name: str, lengths: Array) -> None:
        """``lengths``: the number of terms of each of the segment's entries."""
        self._lexicon.close(container, f"{name}/terms")
        self._docs.close(container, f"{name}/docs")
        container.fact(f"{name}/kind", self.kind)
        if self.kind != "existence":
            self._rest.close(container, f"{name}/{_REST[self.kind]}")
            container.add(f"{name}/lengths", narrow(lengths))


class Postings(NamedTuple):
    """One term's postings in one segment, deleted entries included."""

    docs: Array
    """Entry numbers, rising."""
    frequencies: Array
    """Occurrences in each."""
    positions: Array
    """All occurrences, ``frequencies[i]`` of them for entry i, in order; empty where the field
    does not keep them."""


class Weighed(NamedTuple):
    """One term's postings without positions, in whole numbers of any width."""

    docs: Array
    """Entry numbers, rising."""
    frequencies: Array


class Runs(NamedTuple):
    """Entries of several terms, as half-open ranges of their numbers, term by term."""

    starts: Ints
    ends: Ints
    owners: Ints
    """Which of the terms, counted from the first."""


class Field:
    """A field of a segment, read back."""

    def __init__(self, mapped: Opened, name: str) -> None:
        self.kind: Kind = mapped.facts[f"{name}/kind"]
        self._mapped = mapped
        self.lexicon = Lexicon(mapped, f"{name}/terms")
        self._docs = Stream(mapped, f"{name}/docs")
        if self.kind != "existence":
            self._lengths = mapped[f"{name}/lengths"]
            self._rest = Stream(mapped, f"{name}/{_REST[self.kind]}")
        self._lately = ByteCache(_LATELY)

    @cached_property
    def lengths(self) -> Array:
        """Terms of each entry in this field, deleted entries included; empty where only
        existence is kept."""
        return np.empty(0, np.uint8) if self.kind == "existence" else self._lengths.all()

    def docs(self, number: int) -> Ints:
        """The entries that hold a term, rising."""
        return np.cumsum(self._docs.row(number))

    def of(self, text: bytes) -> Postings | None:
        """All of a term's postings; None where the segment does not have it."""
        number = self.lexicon.find(text)
        return None if number < 0 else self.postings(number)

    def weighed(self, text: bytes) -> Weighed | None:
        """A term's entries and its frequency in each, without where it stands."""
        number = self.lexicon.find(text)
        if number < 0:
            return None
        if self.kind != "positions":
            return Weighed(*self.postings(number)[:2])
        return self._lately.get(number, lambda: self._weighed(number))

    def _weighed(self, number: int) -> tuple[Weighed, int]:
        # Whether it is an entry's last is the lowest bit of a place, which is in its first byte.
        stream = self._rest.encoded(number)
        if not stream.tobytes().isascii():
            opens = np.empty(len(stream), np.bool_)
            opens[:1] = True
            np.less(stream[:-1], 128, out=opens[1:])
            stream = stream[opens]
        lasts = (stream & 1).view(np.bool_)
        frequencies = np.diff(np.flatnonzero(lasts), prepend=-1)
        found = Weighed(self.docs(number).astype(np.int32), narrow(frequencies))
        return found, found.docs.nbytes + found.frequencies.nbytes + 128

    def placed(self, text: bytes) -> Postings | None:
        """As ``of``, in numbers of less width. Only where positions are kept."""
        weighed = self.weighed(text)
        if weighed is None:
            return None
        distances = self._rest.row(self.lexicon.find(text)) >> 1
        # Sums may grow beyond 32 bits and begin anew: their differences are right all the same.
        positions = np.cumsum(distances, dtype=np.int32)
        opens = np.cumsum(weighed.frequencies, dtype=np.int64) - weighed.frequencies
        before = positions[opens] - distances[opens].astype(np.int32)
        positions -= np.repeat(before, weighed.frequencies)
        return Postings(*weighed, positions)

    def count_of(self, text: bytes) -> int:
        """How many entries hold a term."""
        number = self.lexicon.find(text)
        return 0 if number < 0 else int(np.count_nonzero(self._docs.encoded(number) < 128))

    def docs_of(self, text: bytes) -> Ints:
        """The entries that hold a term, rising."""
        number = self.lexicon.find(text)
        return np.empty(0, np.int64) if number < 0 else self.docs(number)

    def postings(self, number: int) -> Postings:
        """All of a term's postings."""
        docs = self.docs(number)
        if self.kind == "existence":
            return Postings(docs, np.ones(len(docs), np.int64), docs[:0])
        rest = self._rest.row(number)
        if self.kind == "frequencies":
            frequencies: Ints = np.ones(len(docs), np.int64)
            frequencies[np.cumsum(rest[::2])] = rest[1::2]
            return Postings(docs, frequencies, rest[:0])
        ends = np.flatnonzero(rest & 1)
        frequencies = np.diff(ends, prepend=-1)
        return Postings(docs, frequencies, _running(rest >> 1, ends - frequencies + 1))

    def counts(self, first: int, end: int) -> Ints:
        """How many entries hold each of the terms ``first`` to ``end`` (not included)."""
        if first >= end:
            return np.empty(0, np.int64)
        stream, offsets = self._docs.rows(first, end)
        lasts = stream < 128
        if len(lasts) < _LONG * (end - first):
            return np.add.reduceat(lasts, offsets[:-1], dtype=np.int64)
        rows = (np.count_nonzero(lasts[start:stop]) for start, stop in pairwise(offsets.tolist()))
        return np.fromiter(rows, np.int64, end - first)

    def docs_between(self, first: int, end: int) -> tuple[Ints, Ints]:
        """The entries of each of the terms ``first`` to ``end`` (not included), one term after
        the other, and where each term's start among them, with one more: their number."""
        if first >= end:
            return np.empty(0, np.int64), np.zeros(1, np.int64)
        stream, offsets = self._docs.rows(first, end)
        counts = np.add.reduceat(stream < 128, offsets[:-1], dtype=np.int64)
        starts = np.concatenate(([0], np.cumsum(counts)))
        return _running(varint.decode(stream), starts[:-1]), starts

    def runs(self, first: int, end: int) -> Runs:
        """The entries of the terms ``first`` to ``end`` (not included), as runs of entries that
        follow on each other: far fewer, where a document's entries all hold a term."""
        if first >= end:
            return Runs(*(np.empty(0, np.int64),) * 3)
        stream, offsets = self._docs.rows(first, end)
        # A distance of 1 goes on with a run. All else is spelled out: other numbers, the second
        # byte of one that happens to be 1, and the first number of a row.
        going_on = stream >= 128
        told = stream != 1
        told[1:] |= going_on[:-1]
        told[offsets[:-1]] = True
        at = np.flatnonzero(told)
        ends = ~going_on[at]
        opens = at[np.concatenate(([True], ends[:-1]))]
        more = np.append(opens[1:], len(stream)) - at[ends] - 1
        rows = np.searchsorted(opens, offsets)
        starts = _running(varint.decode(stream[at]) + more, rows[:-1]) - more
        return Runs(starts, starts + more + 1, np.repeat(np.arange(end - first), np.diff(rows)))

    def coded(self, first: int, end: int) -> tuple[EncodedRows, EncodedRows | None]:
        """The rows of the terms ``first`` to ``end`` (not included), as they were written."""
        docs = self._docs.rows(first, end)
        return docs, None if self.kind == "existence" else self._rest.rows(first, end)

    def release(self) -> None:
        """See ``Opened.release``."""
        self._mapped.release()

    def inverted(self, first: int, end: int) -> Inverted:
        """All occurrences of the terms ``first`` to ``end`` (not included, at least one)."""
        docs, of_doc = self.docs_between(first, end)
        if self.kind == "existence":
            return Inverted(of_doc, docs, np.zeros(len(docs), np.int64))
        stream, offsets = self._rest.rows(first, end)
        rest = varint.decode(stream)
        if self.kind == "positions":
            ends = np.flatnonzero(rest & 1)
            frequencies = np.diff(ends, prepend=-1)
            positions = _running(rest >> 1, ends - frequencies + 1)
        else:
            frequencies = np.ones(len(docs), np.int64)
            sizes = np.diff(np.concatenate(([0], np.cumsum(stream < 128)))[offsets]) // 2
            owner = np.repeat(np.arange(end - first), sizes)
            opens = np.cumsum(sizes) - sizes
            within = _running(rest[::2], opens[sizes > 0])
            frequencies[of_doc[owner] + within] = rest[1::2]
            positions = np.zeros(int(frequencies.sum()), np.int64)
        ends = np.concatenate(([0], np.cumsum(frequencies)))
        return Inverted(ends[of_doc], np.repeat(docs, frequencies), positions)


_LONG: Final = 256
"""Bytes of a row, on average, from which rows are counted sooner one by one."""


def narrow(values: Array) -> Array:
    """Whole numbers, in as few bytes each as the largest takes."""
    return values.astype(np.min_scalar_type(int(values.max(initial=0))), copy=False)


def _running(distances: Ints, starts: Ints) -> Ints:
    """Running sums that begin anew at each of ``starts`` (which begin with 0)."""
    sums = np.cumsum(distances)
    before = sums[starts] - distances[starts]
    return sums - np.repeat(before, np.diff(starts, append=len(sums)))

"""One field of one segment, in the file.

========= ==================================================================================
section   holds
========= ==================================================================================
terms     the term dictionary: terms in byte order, each with its rank, its ordinal
docs      per term a row: the doc ids of the entries that hold it; see ``doc_id_rows``
places    in a field with positions: per term a row, the positions
repeats   in a field with frequencies only: per term a row, the frequencies above 1
norms     per entry its number of terms in the field, see ``indexer.postings.norms``
========= ==================================================================================

A field with existence only has the first two sections. Row i belongs to the term with ordinal i;
``indexer.arrayfile.stream`` says where it begins and how long rows are compressed. In a row, every
number is a variable-length integer (``indexer.arrayfile.varint``): seven bits a byte, low bits
first, the high bit set in all bytes but the last. ::

    docs row    --> DocDelta ^ DocFreq
    places row  --> (PositionDelta * 2 + Last) ^ TermFreq, for each of the DocFreq entries
    repeats row --> (IndexDelta, TermFreq), for each entry with TermFreq > 1

DocDelta is the distance to the doc id before, and the first doc id itself. PositionDelta is the
distance to the position before in the same entry, and the first position itself; Last is 1 at the
entry's last occurrence, so frequencies need no list of their own. IndexDelta is the distance to
the index of the entry before that has a pair, and the first index itself; an index is the rank of
an entry in the docs row, from 0.

Example: a term occurs in entry 3 at positions 0 and 5, and in entry 200 at position 7. The docs
row has 3 and 200 - 3 = 197, which is 0b1_1000101 and takes two bytes: 0x45 + 0x80, then 0x01. The
places row has 0 * 2, 5 * 2 + 1 and 7 * 2 + 1. With frequencies only, the entry with index 0 has a
pair: it holds the term twice.

>>> from indexer.postings.delta_coding import Inverted, encode
>>> occurrences = Inverted(np.array([0, 3]), np.array([3, 3, 200]), np.array([0, 5, 7]))
>>> docs, places = encode("positions", occurrences)
>>> docs.stream.tobytes().hex(" ")
'03 c5 01'
>>> places.stream.tobytes().hex(" ")
'00 0b 0f'
>>> docs, repeats = encode("frequencies", occurrences)
>>> repeats.stream.tobytes().hex(" ")
'00 02'
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from indexer.arrayfile import ranges, varint
from indexer.arrayfile.container import Container, Opened
from indexer.arrayfile.stream import EncodedRows, Stream, StreamWriter
from indexer.core.dtypes import Array, Bits, Bytes, Ints, Mask
from indexer.postings.delta_coding import Inverted, Kind, encode
from indexer.postings.doc_id_rows import DocIdRows, DocIdRowsWriter
from indexer.postings.norms import Norms, narrow, write_lengths
from indexer.postings.searcher.cache import ByteCache
from indexer.postings.term_dictionary import TermDictionary, TermDictionaryWriter

_RECENT_BYTES: Final = 4 << 20
"""Bytes of postings that a field caches for the field that is derived from it, or the other way
round: a query reads a term in both."""

_FEW_RUNS: Final = 1 << 18
"""Bytes of runs that are cached at most: of some 10,000 documents."""
_REST: Final[dict[Kind, str]] = {"positions": "places", "frequencies": "repeats"}


class SegmentFieldWriter:
    """Writes a field, piece by piece: each piece has rising terms with all their occurrences."""

    def __init__(self, kind: Kind, *, packing: bool = True) -> None:
        """``packing=False`` for a field that is soon merged with others."""
        self.kind = kind
        self._dictionary = TermDictionaryWriter(packing=packing)
        self._doc_ids = DocIdRowsWriter(packing=packing)
        self._rest = StreamWriter(packing=packing)

    def append(self, terms: list[bytes], inverted: Inverted) -> None:
        """Every term has at least one occurrence."""
        if terms:
            self.extend(terms, *encode(self.kind, inverted))

    def extend(self, terms: list[bytes], doc_ids: EncodedRows, rest: EncodedRows | None) -> None:
        """Terms with their rows (see ``delta_coding.encode``)."""
        self._dictionary.extend(terms)
        self._doc_ids.append(doc_ids)
        if rest is not None:
            self._rest.append(rest)

    def close(self, container: Container, name: str, lengths: Array) -> None:
        """``lengths``: the number of terms of each of the segment's entries."""
        self._dictionary.close(container, f"{name}/terms")
        self._doc_ids.close(container, f"{name}/docs")
        container.fact(f"{name}/kind", self.kind)
        if self.kind != "existence":
            self._rest.close(container, f"{name}/{_REST[self.kind]}")
            write_lengths(container, name, lengths)


class Postings(NamedTuple):
    """One term's postings in one segment, deleted entries included."""

    doc_ids: Array
    """Rising."""
    frequencies: Array
    """Occurrences in each of these entries."""
    positions: Array
    """All positions, ``frequencies[i]`` of them for ``doc_ids[i]``, in order; empty where the
    field has none."""


class DocsAndFreqs(NamedTuple):
    """One term's postings without positions, as integers of any width."""

    doc_ids: Array
    """Rising."""
    frequencies: Array


class BitsAndFreqs(NamedTuple):
    """The same of a frequent term."""

    words: Bits
    """Bit ``doc_id & 63`` of word ``doc_id >> 6``, up to the last entry that holds the term."""
    frequencies: Array


class DocIdRuns(NamedTuple):
    """Entries of several terms, as half-open ranges of doc ids, term by term."""

    starts: Ints
    ends: Ints
    owners: Ints
    """The term of each range, as its distance to the first of the terms."""


class SegmentField:
    """A field of a segment, read back."""

    def __init__(self, mapped: Opened, name: str) -> None:
        self.kind: Kind = mapped.facts[f"{name}/kind"]
        self._mapped = mapped
        self.dictionary = TermDictionary(mapped, f"{name}/terms")
        self._doc_ids = DocIdRows(mapped, f"{name}/docs")
        if self.kind != "existence":
            self.norms = Norms(mapped, name)
            self._rest = Stream(mapped, f"{name}/{_REST[self.kind]}")
        self._recent = ByteCache(_RECENT_BYTES)

    @property
    def lengths(self) -> Array:
        """Exact numbers of terms, deleted entries included; empty in a field with
        existence only."""
        return np.empty(0, np.uint8) if self.kind == "existence" else self.norms.lengths

    def doc_ids(self, ordinal: int) -> Ints:
        """The entries that hold the term with this ordinal, rising."""
        return self._doc_ids.doc_ids(ordinal)

    def find_postings(self, text: bytes) -> Postings | None:
        """All of a term's postings; None where the segment does not have the term."""
        ordinal = self.dictionary.find(text)
        return None if ordinal < 0 else self.postings(ordinal)

    def docs_and_freqs(self, text: bytes) -> DocsAndFreqs | None:
        """A term's entries and its frequency in each, without positions."""
        ordinal = self.dictionary.find(text)
        if ordinal < 0:
            return None
        if self.kind != "positions":
            return DocsAndFreqs(*self.postings(ordinal)[:2])
        return self._recent.get(ordinal, lambda: self._decode_frequencies(ordinal))

    def _decode_frequencies(self, ordinal: int) -> tuple[DocsAndFreqs, int]:
        frequencies = narrow(self._frequencies(ordinal))
        found = DocsAndFreqs(self.doc_ids(ordinal).astype(np.int32), frequencies)
        return found, found.doc_ids.nbytes + found.frequencies.nbytes + 128

    def _frequencies(self, ordinal: int) -> Ints:
        """In a field with positions. The lowest bit of a number, in its first byte, marks an
        entry's last occurrence."""
        stream = self._rest.row_bytes(ordinal)
        if not stream.tobytes().isascii():
            stream = stream[_opens(stream)]
        lasts = (stream & 1).view(np.bool_)
        return ranges.sizes_to(lasts.nonzero()[0])

    def bits_and_freqs(self, text: bytes) -> BitsAndFreqs | None:
        """A term's entries as bits, where that is how they are stored, and its frequency in each.
        Only in a field with positions."""
        ordinal = self.dictionary.find(text)
        words = None if ordinal < 0 else self._doc_ids.words(ordinal)
        return None if words is None else BitsAndFreqs(words, narrow(self._frequencies(ordinal)))

    def places(self, text: bytes) -> EncodedRows | None:
        """Where a term occurs, as it is stored, entry by entry: a row of ``PositionDelta * 2 +
        Last`` for each. Only in a field with positions."""
        ordinal = self.dictionary.find(text)
        if ordinal < 0:
            return None
        stream = self._rest.row_bytes(ordinal)
        if stream.tobytes().isascii():
            ends = np.flatnonzero((stream & 1).view(np.bool_)) + 1
        else:
            opens = np.flatnonzero(_opens(stream))
            lasts = (stream.take(opens) & 1).view(np.bool_)
            ends = np.append(opens[1:], len(stream))[lasts]
        return EncodedRows(stream, np.concatenate(([0], ends)))

    def narrow_postings(self, text: bytes) -> Postings | None:
        """As ``find_postings``, in 32 bits or fewer. Only in a field with positions."""
        docs_and_freqs = self.docs_and_freqs(text)
        if docs_and_freqs is None:
            return None
        distances = self._rest.row(self.dictionary.find(text)) >> 1
        # Sums may overflow 32 bits: their differences are right all the same.
        positions = np.cumsum(distances, dtype=np.int32)
        opens = np.cumsum(docs_and_freqs.frequencies, dtype=np.int64) - docs_and_freqs.frequencies
        before = positions[opens] - distances[opens].astype(np.int32)
        positions -= np.repeat(before, docs_and_freqs.frequencies)
        return Postings(*docs_and_freqs, positions)

    def count_of(self, text: bytes) -> int:
        """A term's document frequency, deleted entries included."""
        ordinal = self.dictionary.find(text)
        return 0 if ordinal < 0 else self._doc_ids.count(ordinal)

    def doc_ids_of(self, text: bytes) -> Ints:
        """The entries that hold a term, rising."""
        ordinal = self.dictionary.find(text)
        return np.empty(0, np.int64) if ordinal < 0 else self.doc_ids(ordinal)

    def postings(self, ordinal: int) -> Postings:
        """All postings of the term with this ordinal."""
        doc_ids = self.doc_ids(ordinal)
        if self.kind == "existence":
            return Postings(doc_ids, np.ones(len(doc_ids), np.int64), doc_ids[:0])
        rest = self._rest.row(ordinal)
        if self.kind == "frequencies":
            frequencies: Ints = np.ones(len(doc_ids), np.int64)
            frequencies[np.cumsum(rest[::2])] = rest[1::2]
            return Postings(doc_ids, frequencies, rest[:0])
        ends = np.flatnonzero(rest & 1)
        frequencies = ranges.sizes_to(ends)
        return Postings(doc_ids, frequencies, _running_sums(rest >> 1, ends - frequencies + 1))

    def counts(self, first: int, end: int) -> Ints:
        """The document frequency of each of the terms ``first`` to ``end`` (not included)."""
        return self._doc_ids.counts(first, end)

    def doc_ids_between(self, first: int, end: int) -> tuple[Ints, Ints]:
        """The entries of each of the terms ``first`` to ``end`` (not included), one term after
        the other, and where each term's entries start among them, with one more: their number."""
        if first >= end:
            return np.empty(0, np.int64), np.zeros(1, np.int64)
        stream, offsets = self._doc_ids.rows(first, end)
        counts = np.add.reduceat(stream < 128, offsets[:-1], dtype=np.int64)
        starts = np.concatenate(([0], np.cumsum(counts)))
        return _running_sums(varint.decode(stream), starts[:-1]), starts

    def doc_id_runs(self, first: int, end: int) -> DocIdRuns:
        """The entries of the terms ``first`` to ``end`` (not included), as runs of consecutive
        doc ids: far fewer, where all entries of a document hold a term. Few runs are cached: they
        are the same after a commit, when a segment is read with others."""
        if first >= end:
            return DocIdRuns(*(np.empty(0, np.int64),) * 3)
        return self._recent.get((first, end), lambda: self._decode_runs(first, end))

    def _decode_runs(self, first: int, end: int) -> tuple[DocIdRuns, int]:
        stream, offsets = self._doc_ids.rows(first, end)
        # A distance of 1 continues a run. All other bytes are decoded: other numbers, the second
        # byte of a number if it happens to be 1, and the first number of a row.
        going_on = stream >= 128
        explicit = stream != 1
        explicit[1:] |= going_on[:-1]
        explicit[offsets[:-1]] = True
        at = np.flatnonzero(explicit)
        ends = ~going_on[at]
        opens = at[np.concatenate(([True], ends[:-1]))]
        more = np.append(opens[1:], len(stream)) - at[ends] - 1
        rows = np.searchsorted(opens, offsets)
        starts = _running_sums(varint.decode(stream[at]) + more, rows[:-1]) - more
        owners = np.repeat(np.arange(end - first), np.diff(rows))
        size = 3 * starts.nbytes
        return DocIdRuns(starts, starts + more + 1, owners), size if size <= _FEW_RUNS else 0

    def encoded_rows(self, first: int, end: int) -> tuple[EncodedRows, EncodedRows | None]:
        """The rows of the terms ``first`` to ``end`` (not included), as they were written."""
        doc_ids = self._doc_ids.rows(first, end)
        return doc_ids, None if self.kind == "existence" else self._rest.rows(first, end)

    def release(self) -> None:
        """See ``Opened.release``."""
        self._mapped.release()

    def inverted(self, first: int, end: int) -> Inverted:
        """All occurrences of the terms ``first`` to ``end`` (not included, at least one)."""
        doc_ids, starts_of_terms = self.doc_ids_between(first, end)
        if self.kind == "existence":
            return Inverted(starts_of_terms, doc_ids, np.zeros(len(doc_ids), np.int64))
        stream, offsets = self._rest.rows(first, end)
        rest = varint.decode(stream)
        if self.kind == "positions":
            ends = np.flatnonzero(rest & 1)
            frequencies = np.diff(ends, prepend=-1)
            positions = _running_sums(rest >> 1, ends - frequencies + 1)
        else:
            frequencies = np.ones(len(doc_ids), np.int64)
            sizes = np.diff(np.concatenate(([0], np.cumsum(stream < 128)))[offsets]) // 2
            owner = np.repeat(np.arange(end - first), sizes)
            opens = np.cumsum(sizes) - sizes
            within = _running_sums(rest[::2], opens[sizes > 0])
            frequencies[starts_of_terms[owner] + within] = rest[1::2]
            positions = np.zeros(int(frequencies.sum()), np.int64)
        ends = np.concatenate(([0], np.cumsum(frequencies)))
        return Inverted(ends[starts_of_terms], np.repeat(doc_ids, frequencies), positions)


def _opens(stream: Bytes) -> Mask:
    """Which bytes are the first of their number."""
    opens = np.empty(len(stream), np.bool_)
    opens[:1] = True
    np.less(stream[:-1], 128, out=opens[1:])
    return opens


def _running_sums(distances: Ints, starts: Ints) -> Ints:
    """Running sums that start again from 0 at each of ``starts`` (the first of which is 0)."""
    sums = np.cumsum(distances)
    before = sums[starts] - distances[starts]
    return sums - np.repeat(before, np.diff(starts, append=len(sums)))

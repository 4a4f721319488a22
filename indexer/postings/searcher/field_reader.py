"""One field over all segments: a term's live postings with their weights, and statistics.

Entries are numbered through all segments, so a query is evaluated once, not once per segment,
and statistics count what is live across the whole index, as ``indexer.core.query`` defines them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Final, cast

import numpy as np
import numpy.typing as npt

from indexer.core.dtypes import Array, Bytes, DocIds, Int32s, Scores, TermFreqs
from indexer.core.query import K1, B, idf
from indexer.postings.derived_field import DerivedField, open_field
from indexer.postings.norms import LENGTHS, LONGEST, narrow
from indexer.postings.searcher.entry_sets import MANY, words_of
from indexer.postings.searcher.field_terms import AnyField, FieldTerms
from indexer.postings.searcher.positions import (
    EACH,
    NO_OCCURRENCES,
    NO_PLACES,
    REACH,
    Occurrences,
    Places,
    PositionBits,
    occurrences,
    origins,
    position_bits,
)
from indexer.postings.searcher.segments import Segments, joined
from indexer.postings.searcher.term_postings import (
    NO_TERM,
    Bitmap,
    TermPostings,
    bitmap_of,
    counted,
)
from indexer.postings.segment_field import (
    BitsAndFreqs,
    DocsAndFreqs,
    SegmentField,
)

_COUNTS: Final = 1 << 14
"""Document frequencies that are remembered of a field."""


class FieldReader:
    """One field over all segments."""

    def __init__(
        self, name: str, segments: Segments, sibling: Callable[[str], FieldReader]
    ) -> None:
        """``sibling``: another field of the same segments."""
        self.name = name
        self._segments = segments
        self._sibling = sibling
        self._counts: dict[str, int] = {}
        self._idfs: dict[str, float] = {}
        self._parts = [
            (open_field(segment.mapped, name), base)
            for segment, base in zip(segments.all, segments.bases, strict=True)
            if f"{name}/kind" in segment.mapped.facts
        ]
        self._norms = [
            (field.norms, base) for field, base in self._parts if field.kind != "existence"
        ]

    @cached_property
    def terms(self) -> FieldTerms:
        """The terms that begin so or so."""
        return FieldTerms(self._parts, self._segments, self.count)

    @property
    def positions(self) -> bool:
        """Whether the field has positions."""
        return all(field.kind == "positions" for field, _ in self._parts)

    @cached_property
    def length_codes(self) -> Bytes:
        """The rounded length of each entry in this field, as an index into ``norms.LENGTHS``;
        deleted entries included."""
        return self._of_all([(norms.codes, base) for norms, base in self._norms], np.uint8)

    @cached_property
    def lengths(self) -> Array:
        """The exact number of terms of each entry in this field, deleted entries included."""
        parts = [(norms.lengths, base) for norms, base in self._norms]
        return self._of_all(parts, np.result_type(np.uint8, *(part.dtype for part, _ in parts)))

    def _of_all(self, parts: list[tuple[Array, int]], dtype: npt.DTypeLike) -> Array:
        """Arrays of some segments as one of all: 0 for entries of other segments."""
        if len(parts) == 1 and self._segments.max_doc == len(parts[0][0]):
            return parts[0][0]
        joined: Array = np.zeros(self._segments.max_doc, dtype)
        for part, base in parts:
            joined[base : base + len(part)] = part
        return joined

    @cached_property
    def statistics(self) -> tuple[int, float]:
        """How many live entries have a term in this field, and how many terms on average."""
        if self._segments.deleted is None:
            totals = [norms.totals for norms, _ in self._norms]
            entries, terms = (sum(column) for column in zip((0, 0), *totals, strict=True))
        else:
            lengths = self.lengths[~self._segments.deleted]
            entries, terms = int(np.count_nonzero(lengths)), int(lengths.sum(dtype=np.int64))
        return entries, terms / entries if entries else 0.0

    @cached_property
    def _norm_of_code(self) -> Array:
        """BM25's length term for every rounded length."""
        _, average = self.statistics
        norms: Array = K1 * (1 - B + B * LENGTHS / average) if average else LENGTHS
        return norms.astype(np.float32)

    def idf(self, count: int) -> float:
        """BM25's idf of a term that ``count`` live entries hold."""
        entries, _ = self.statistics
        return idf(entries, count)

    def norms(self, doc_ids: DocIds) -> Scores:
        """BM25's length term of each of these entries."""
        norms: Scores = self._norm_of_code.take(self.length_codes.take(doc_ids))
        return norms

    def impacts(self, doc_ids: DocIds, frequencies: TermFreqs) -> Scores:
        """BM25 without idf and weight, for entries that hold something so many times."""
        return impacts_of(frequencies, self.norms(doc_ids))

    def impacts_with_memo(self, doc_ids: DocIds, frequencies: TermFreqs) -> Scores:
        """``impacts`` where term after term is scored on the same array of entries."""
        norms = self._segments.memo.of(self.name, doc_ids, lambda: self.norms(doc_ids))
        return impacts_of(frequencies, norms)

    def impacts_of_term(self, text: str) -> tuple[DocIds, Scores]:
        """All of a term's live postings and their impacts, cached for queries that add them up."""

        def make() -> tuple[tuple[DocIds, Scores], int]:
            term = self.term(text)
            doc_ids = term.doc_ids
            impacts = self.impacts(doc_ids, term.frequencies)
            own = 0 if doc_ids is term.rows else doc_ids.nbytes
            put = self._segments.decoded.put
            return (put(doc_ids), put(impacts)), impacts.nbytes + own + 128

        return self._segments.cache.get((self.name, text, "impacts"), make)

    def term(self, text: str) -> TermPostings:
        """A term's live postings; empty where no live entry holds it."""
        key = self.name, text
        found = self._segments.cache.used(key)
        if found is None:
            found = self._segments.cache.get(key, lambda: self._term(text))
        return cast("TermPostings", found)

    def _term(self, text: str) -> tuple[TermPostings, int]:
        stored = self._bits(text)
        if stored is not None:
            return self._frequent(counted(stored.words), stored.frequencies)
        pieces = [(self._read(field, base, text), base) for field, base in self._parts]
        found = [(p.doc_ids, p.frequencies, base) for p, base in pieces if p is not None]
        if not found:
            return NO_TERM, 0
        doc_ids = joined([doc_ids + base if base else doc_ids for doc_ids, _, base in found])
        frequencies = joined([frequencies for _, frequencies, _ in found])
        if self._segments.deleted is not None:
            live = ~self._segments.deleted[doc_ids]
            doc_ids, frequencies = doc_ids[live], frequencies[live]
        if not len(doc_ids):
            return NO_TERM, 0
        max_doc = self._segments.max_doc
        if len(doc_ids) * MANY > max_doc:
            return self._frequent(bitmap_of(doc_ids, max_doc), frequencies)
        put = self._segments.decoded.put
        rows, frequencies = put(doc_ids.astype(np.int32, copy=False)), put(narrow(frequencies))
        size = rows.nbytes + frequencies.nbytes
        return TermPostings(rows, frequencies, self.idf(len(frequencies))), size + 256

    def _frequent(self, bitmap: Bitmap, frequencies: TermFreqs) -> tuple[TermPostings, int]:
        put = self._segments.decoded.put
        bitmap, frequencies = (
            Bitmap(put(bitmap.words), put(bitmap.before)),
            put(narrow(frequencies)),
        )
        size = bitmap.words.nbytes + bitmap.before.nbytes + frequencies.nbytes
        return TermPostings(None, frequencies, self.idf(len(frequencies)), bitmap), size + 512

    def _bits(self, text: str) -> BitsAndFreqs | None:
        """A term's entries as bits, as they are stored, and its frequency in each; None where they
        have to be put together."""
        if len(self._parts) != 1 or self._segments.deleted is not None:
            return None
        field, base = self._parts[0]
        if base or not isinstance(field, SegmentField) or field.kind != "positions":
            return None
        found = field.bits_and_freqs(text.encode())
        if found is None or len(found.frequencies) * MANY <= self._segments.max_doc:
            return None
        spare = words_of(self._segments.max_doc) - len(found.words)
        return found._replace(words=np.concatenate((found.words, np.zeros(spare, np.uint64))))

    def _read(self, field: AnyField, base: int, text: str) -> DocsAndFreqs | None:
        """A term's postings in one segment; of a derived field, from those in the others, which a
        query needs as well."""
        if isinstance(field, SegmentField):
            return field.docs_and_freqs(text.encode())
        own = []
        for name in field.of:
            term = self._sibling(name).term(text)
            if term.count:
                doc_ids = term.doc_ids
                low, high = doc_ids.searchsorted(
                    np.array((base, base + len(field.norms)), doc_ids.dtype)
                ).tolist()
                here = doc_ids[low:high]
                own.append(DocsAndFreqs(here - base if base else here, term.frequencies[low:high]))
        return field.docs_and_freqs(text.encode(), own)

    def doc_ids(self, text: str) -> DocIds:
        """The live entries that hold a term."""
        parts = [self._live(field.doc_ids_of(text.encode()) + base) for field, base in self._parts]
        joined: DocIds = np.concatenate([np.empty(0, np.int32), *parts]).astype(np.int32)
        return joined

    def count(self, text: str) -> int:
        """A term's document frequency: how many live entries hold it."""
        found = self._counts.get(text)
        if found is None:
            known = self._segments.cache.peek((self.name, text))
            if len(self._counts) >= _COUNTS:
                self._counts.clear()
            made = known.count if isinstance(known, TermPostings) else self._count(text)
            found = self._counts[text] = made
        return found

    def _count(self, text: str) -> int:
        if any(isinstance(field, DerivedField) for field, _ in self._parts):
            return self.term(text).count  # whatever counts it finds all of it
        if self._segments.deleted is not None:
            return len(self.doc_ids(text))
        return sum(field.count_of(text.encode()) for field, _ in self._parts)

    def idf_of(self, text: str) -> float:
        """A term's idf; 0 where no live entry holds it."""
        found = self._idfs.get(text)
        if found is None:
            count = self.count(text)
            if len(self._idfs) >= _COUNTS:
                self._idfs.clear()
            found = self._idfs[text] = self.idf(count) if count else 0.0
        return found

    def occurrences(self, text: str) -> Occurrences:
        """Where a term occurs in live entries. Only for fields with positions."""
        key = self.name, text, "occurrences"
        return self._segments.cache.get(key, lambda: self._occurrences(text))

    def _occurrences(self, text: str) -> tuple[Occurrences, int]:
        raw = text.encode()
        pieces = [
            (cast("SegmentField", field).narrow_postings(raw), base) for field, base in self._parts
        ]
        found = [(piece, base) for piece, base in pieces if piece is not None]
        if not found:
            return NO_OCCURRENCES, 0
        doc_ids = joined([piece.doc_ids + base for piece, base in found])
        frequencies = joined([piece.frequencies for piece, _ in found])
        positions = joined([piece.positions for piece, _ in found])
        if self._segments.deleted is not None:
            live = ~self._segments.deleted[doc_ids]
            positions = positions[np.repeat(live, frequencies)]
            doc_ids, frequencies = doc_ids[live], frequencies[live]
        longest = LONGEST.take(self.length_codes.take(doc_ids))
        made = occurrences(self.origins, longest, doc_ids, frequencies, positions)
        made = Occurrences(*map(self._segments.decoded.put, made))
        return made, made.positions.nbytes + made.starts.nbytes + 128

    def position_bits(self, text: str) -> PositionBits:
        """The same as bits, of a term whose global positions have 32 bits."""
        key = self.name, text, "bits"
        return self._segments.cache.get(key, lambda: self._position_bits(text))

    def _position_bits(self, text: str) -> tuple[PositionBits, int]:
        origin = cast("Int32s", self.origins)
        last = int(origin[-1]) + int(LONGEST[self.length_codes[-1]]) + REACH
        made = position_bits(self.occurrences(text).positions, last + 1)
        octets = self._segments.decoded.put(made.octets)
        return made._replace(octets=octets), octets.nbytes + 256

    def places(self, text: str) -> Places:
        """The same, as it is stored. Takes a fifth of the memory."""
        return self._segments.cache.get((self.name, text, "places"), lambda: self._places(text))

    def _places(self, text: str) -> tuple[Places, int]:
        pieces = [cast("SegmentField", field).places(text.encode()) for field, _ in self._parts]
        bases = [base for _, base in self._parts]
        found = [(piece, base) for piece, base in zip(pieces, bases, strict=True) if piece]
        if not found:
            return NO_PLACES, 0
        stream = joined([piece.stream for piece, _ in found])
        sizes = joined([np.diff(piece.starts) for piece, _ in found])
        if self._segments.deleted is not None:
            parts = [
                cast("SegmentField", field).doc_ids_of(text.encode()) + base
                for field, base in self._parts
            ]
            live = ~self._segments.deleted[np.concatenate(parts)]
            stream = stream[np.repeat(live, sizes)]
            sizes = sizes[live]
        starts = np.concatenate(([0], np.cumsum(sizes)))
        starts = np.append(starts[:-1:EACH], starts[-1])
        return Places(
            self._segments.decoded.put(stream), starts
        ), stream.nbytes + starts.nbytes + 256

    @cached_property
    def origins(self) -> Int32s | None:
        """See ``indexer.postings.searcher.positions``."""
        return origins(LONGEST.take(self.length_codes))

    def prefix(self, prefix: str) -> DocIds:
        """The live entries that hold a term with this prefix, rising."""
        key = self.name, prefix, "prefix"
        return self._segments.cache.get(key, lambda: self._prefix(prefix))

    def _prefix(self, prefix: str) -> tuple[DocIds, int]:
        matched = np.zeros(self._segments.max_doc, np.bool_)
        for field, base in self._parts:
            doc_ids, _ = field.doc_ids_between(*field.dictionary.prefix_range(prefix.encode()))
            matched[doc_ids + base] = True
        if self._segments.deleted is not None:
            matched &= ~self._segments.deleted
        live = matched.nonzero()[0].astype(np.int32)
        return live, live.nbytes + 64

    def _live(self, doc_ids: Array) -> Array:
        deleted = self._segments.deleted
        return doc_ids if deleted is None else doc_ids[~deleted[doc_ids]]


def impacts_of(frequencies: TermFreqs, norms: Scores) -> Scores:
    """BM25 without idf and weight, of entries with these norms."""
    often = frequencies.astype(np.float32)
    below = often + norms
    often *= np.float32(K1 + 1)
    often /= below
    return often

"""All segments as one: a term's live postings with their weights, and a field's statistics.

Entries are numbered through all segments, so a query is evaluated once, not once per segment,
and statistics count what is live across the whole index, as ``indexer.core.query`` defines them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from threading import Lock, local
from typing import Final, NamedTuple, cast

import numpy as np

from indexer.arrayfile.container import Mapped
from indexer.core.dtypes import Array, Bits, Bytes, DocIds, Int32s, Mask, Scores
from indexer.core.query import K1, B
from indexer.postings.derived_field import open_field
from indexer.postings.searcher.cache import Again, ByteCache
from indexer.postings.searcher.positions import NOWHERE, Occurrences, occurrences, origins
from indexer.postings.searcher.topk import BLOCK
from indexer.postings.segment_field import Field, Runs, narrow

CACHE_BYTES: Final = 192 << 20
"""Decoded postings a view keeps at most, unless told otherwise."""
_BITS: Final = 64
"""A term in more than one of this many entries is also kept as one bit per entry."""


class Source(NamedTuple):
    """One segment."""

    mapped: Mapped
    entries: int
    """How many, deleted ones included."""
    deleted: Sequence[int] = ()


class Bitmap(NamedTuple):
    """Entries as bits: whether one is there, and how many are before it, without searching."""

    words: Bits
    """Bit ``entry & 63`` of word ``entry >> 6``."""
    bytes: Bytes
    """The same memory: bit ``entry & 7`` of byte ``entry >> 3``."""
    before: DocIds
    """For each word how many entries stand in the words before it."""


class TermView(NamedTuple):
    """A term's live postings over all segments."""

    docs: DocIds
    """Entry numbers, rising."""
    frequencies: Array
    """How often each of them holds it, in as few bytes as the highest takes: impacts follow from
    it, and most queries need those of few entries."""
    idf: float
    bitmap: Bitmap | None = None
    """For frequent terms."""


_NO_TERM: Final = TermView(np.empty(0, np.int32), np.empty(0, np.uint8), 0.0)


class FieldView:
    """One field over all segments."""

    def __init__(self, name: str, view: View) -> None:
        self.name = name
        self._view = view
        self._parts = [
            (open_field(source.mapped, name), base)
            for source, base in zip(view.sources, view.bases, strict=True)
            if f"{name}/kind" in source.mapped.facts
        ]

    @property
    def positions(self) -> bool:
        """Whether the field knows where its terms stand."""
        return all(field.kind == "positions" for field, _ in self._parts)

    @cached_property
    def lengths(self) -> Array:
        """Terms of each entry in this field, deleted entries included."""
        if len(self._parts) == 1 and self._view.count == len(self._parts[0][0].lengths):
            return self._parts[0][0].lengths
        largest = max((int(f.lengths.max(initial=0)) for f, _ in self._parts), default=0)
        lengths = np.zeros(self._view.count, np.min_scalar_type(largest))
        for field, base in self._parts:
            lengths[base : base + len(field.lengths)] = field.lengths
        return lengths

    @cached_property
    def statistics(self) -> tuple[int, float]:
        """How many live entries have a term in this field, and how many terms on average."""
        lengths = self.lengths
        if self._view.deleted is not None:
            lengths = lengths[~self._view.deleted]
        entries = int(np.count_nonzero(lengths))
        return entries, float(lengths.sum(dtype=np.int64)) / entries if entries else 0.0

    @cached_property
    def _norms(self) -> Array:
        """BM25's length term for every possible length."""
        _, average = self.statistics
        lengths = np.arange(int(self.lengths.max(initial=0)) + 1)
        norms: Array = K1 * (1 - B + B * lengths / average) if average else lengths
        return norms.astype(np.float32)

    def idf(self, count: int) -> float:
        """BM25's idf of a term that ``count`` live entries hold."""
        entries, _ = self.statistics
        return math.log(1 + (entries - count + 0.5) / (count + 0.5))

    def impacts(self, docs: Array, frequencies: Array) -> Scores:
        """BM25 without idf and weight, for entries that hold something so many times."""
        return impacts_of(frequencies, self.norms(docs))

    def norms(self, docs: DocIds) -> Scores:
        """BM25's length term of entries."""
        norms: Scores = self._norms.take(self.lengths.take(docs))
        return norms

    def impacts_again(self, docs: DocIds, frequencies: Array) -> Scores:
        """``impacts`` where term after term is scored on the same entries."""
        norms = self._view.again.of(self.name, docs, lambda: self.norms(docs))
        return impacts_of(frequencies, norms)

    def weighed(self, text: str) -> Scores:
        """The impacts of all of a term's live postings, kept for queries that add them up."""

        def make() -> tuple[Scores, int]:
            term = self.term(text)
            impacts = self.impacts(term.docs, term.frequencies)
            return impacts, impacts.nbytes + 64

        return self._view.cache.get((self.name, text, "impacts"), make)

    def term(self, text: str) -> TermView:
        """A term's live postings; empty where no live entry holds it."""
        return self._view.cache.get((self.name, text), lambda: self._term(text))

    def _term(self, text: str) -> tuple[TermView, int]:
        raw = text.encode()
        pieces = [(field.weighed(raw), base) for field, base in self._parts]
        found = [(p.docs + base, p.frequencies) for p, base in pieces if p is not None]
        if not found:
            return _NO_TERM, 0
        docs = _joined([docs for docs, _ in found])
        frequencies = _joined([frequencies for _, frequencies in found])
        if self._view.deleted is not None:
            live = ~self._view.deleted[docs]
            docs, frequencies = docs[live], frequencies[live]
        if not len(docs):
            return _NO_TERM, 0
        frequent = len(docs) * _BITS > self._view.count
        bitmap = _bitmap(docs, self._view.count) if frequent else None
        often = narrow(frequencies)
        term = TermView(docs.astype(np.int32, copy=False), often, self.idf(len(docs)), bitmap)
        kept = term.docs.nbytes + often.nbytes
        return term, kept + (self._view.count // 5 if frequent else 0) + 256

    def docs(self, text: str) -> DocIds:
        """The live entries that hold a term."""
        parts = [self._live(field.docs_of(text.encode()) + base) for field, base in self._parts]
        joined: DocIds = np.concatenate([np.empty(0, np.int32), *parts]).astype(np.int32)
        return joined

    def count(self, text: str) -> int:
        """How many live entries hold a term, without keeping anything of it."""
        known = self._view.cache.peek((self.name, text))
        if isinstance(known, TermView):
            return len(known.docs)
        if self._view.deleted is not None:
            return len(self.docs(text))
        return sum(field.count_of(text.encode()) for field, _ in self._parts)

    def occurrences(self, text: str) -> Occurrences:
        """Where a term stands in live entries."""
        return self._view.cache.get((self.name, text, "places"), lambda: self._occurrences(text))

    def _occurrences(self, text: str) -> tuple[Occurrences, int]:
        raw = text.encode()
        pieces = [(field.placed(raw), base) for field, base in self._placed]
        found = [(piece, base) for piece, base in pieces if piece is not None]
        if not found:
            return NOWHERE, 0
        docs = _joined([piece.docs + base for piece, base in found])
        sizes = _joined([piece.frequencies for piece, _ in found])
        positions = _joined([piece.positions for piece, _ in found])
        if self._view.deleted is not None:
            live = ~self._view.deleted[docs]
            positions = positions[np.repeat(live, sizes)]
            docs, sizes = docs[live], sizes[live]
        made = occurrences(self.origins, self.lengths, docs, sizes, positions)
        return made, made.places.nbytes + made.starts.nbytes + 128

    @property
    def _placed(self) -> list[tuple[Field, int]]:
        return [(cast("Field", field), base) for field, base in self._parts]

    @cached_property
    def origins(self) -> Int32s | None:
        """See ``indexer.postings.searcher.positions``."""
        return origins(self.lengths)

    def expand(self, prefix: str) -> Iterator[str]:
        """The field's terms with this prefix, in code point order, some perhaps only in
        deleted entries."""
        start = prefix.encode()
        parts = [field.lexicon.range(*field.lexicon.prefixed(start)) for field, _ in self._parts]
        if len(parts) == 1:
            yield from (term.decode() for term in parts[0])
        else:
            yield from (term.decode() for term in sorted({t for part in parts for t in part}))

    def counted(self, prefix: str) -> Iterator[tuple[str, int]]:
        """The terms with this prefix, in code point order, each with how many live entries
        hold it (at least one)."""
        if len(self._parts) == 1 and self._view.deleted is None:
            field = self._parts[0][0]
            first, end = field.lexicon.prefixed(prefix.encode())
            counts = field.counts(first, end).tolist()
            for term, count in zip(field.lexicon.range(first, end), counts, strict=True):
                yield term.decode(), count
            return
        for text in self.expand(prefix):
            if count := self.count(text):
                yield text, count

    def runs(self, prefix: str) -> tuple[list[str], Runs]:
        """The terms with this prefix, and the entries that hold them, deleted ones included;
        see ``Field.runs``. Not for fields that are gathered from others."""
        texts = list(self.expand(prefix))
        numbers = {text.encode(): number for number, text in enumerate(texts)}
        found = []
        for field, base in self._parts:
            first, end = field.lexicon.prefixed(prefix.encode())
            known = [numbers[term] for term in field.lexicon.range(first, end)]
            runs = cast("Field", field).runs(first, end)
            owners = np.array(known, np.int64)[runs.owners]
            found.append(Runs(runs.starts + base, runs.ends + base, owners))
        columns = zip(*found, strict=True) if found else ([np.empty(0, np.int64)],) * 3
        return texts, Runs(*(_joined(list(column)) for column in columns))

    def prefix(self, prefix: str) -> DocIds:
        """The live entries that hold a term with this prefix, rising."""
        return self._view.cache.get((self.name, prefix, "prefix"), lambda: self._prefix(prefix))

    def _prefix(self, prefix: str) -> tuple[DocIds, int]:
        held = np.zeros(self._view.count, np.bool_)
        for field, base in self._parts:
            docs, _ = field.docs_between(*field.lexicon.prefixed(prefix.encode()))
            held[docs + base] = True
        if self._view.deleted is not None:
            held &= ~self._view.deleted
        docs = np.flatnonzero(held).astype(np.int32)
        return docs, docs.nbytes + 64

    def _live(self, docs: Array) -> Array:
        deleted = self._view.deleted
        return docs if deleted is None else docs[~deleted[docs]]


class View:
    """A state of the index: what was committed when it was opened. Any thread may use it."""

    def __init__(
        self, sources: Sequence[Source], searched: Sequence[str], cache_bytes: int = CACHE_BYTES
    ) -> None:
        """``searched``: the fields whose terms make an entry one that can match."""
        self.searched = tuple(searched)
        self.sources = tuple(sources)
        self.bases = [sum(s.entries for s in self.sources[:i]) for i in range(len(self.sources))]
        self.count = sum(source.entries for source in self.sources)
        """Entries of all segments, deleted ones included."""
        self.deleted = self._deleted()
        """Which entries are deleted; None where none is."""
        self.cache = ByteCache(cache_bytes)
        self.again = Again()
        """Of the entries that terms are scored on: a field's norms, places in bitmaps."""
        self._fields: dict[str, FieldView] = {}
        self._lock = Lock()
        self._local = local()

    def _deleted(self) -> Mask | None:
        if not any(len(source.deleted) for source in self.sources):
            return None
        deleted = np.zeros(self.count, np.bool_)
        for source, base in zip(self.sources, self.bases, strict=True):
            deleted[np.fromiter(source.deleted, np.int64) + base] = True
        return deleted

    def field(self, name: str) -> FieldView:
        """A field; one that no segment has is empty."""
        found = self._fields.get(name)
        if found is None:
            with self._lock:
                found = self._fields.setdefault(name, FieldView(name, self))
        return found

    @cached_property
    def live(self) -> DocIds:
        """The live entries that have a term in some searched field."""
        held = np.zeros(self.count, np.bool_)
        for name in self.searched:
            held |= self.field(name).lengths > 0
        if self.deleted is not None:
            held &= ~self.deleted
        return np.flatnonzero(held).astype(np.int32)

    @property
    def scores(self) -> Scores:
        """This thread's scratch: a score per entry, and zeros up to a multiple of ``BLOCK``.
        Whoever borrows it leaves it all zero."""
        if not hasattr(self._local, "scores"):
            self._local.scores = np.zeros(-(-self.count // BLOCK) * BLOCK, np.float32)
        return cast("Scores", self._local.scores)

    @property
    def marks(self) -> Mask:
        """This thread's scratch: a mark per entry. Whoever borrows it leaves it all false."""
        if not hasattr(self._local, "marks"):
            self._local.marks = np.zeros(self.count, np.bool_)
        return cast("Mask", self._local.marks)


def impacts_of(frequencies: Array, norms: Scores) -> Scores:
    """BM25 without idf and weight, of entries with these norms."""
    often = frequencies.astype(np.float32)
    below = often + norms
    often *= np.float32(K1 + 1)
    often /= below
    return often


def _bitmap(docs: DocIds, count: int) -> Bitmap:
    held = np.zeros(-(-count // 64) * 64, np.bool_)
    held[docs] = True
    octets = np.packbits(held, bitorder="little")
    words = octets.view("<u8")
    within = np.bitwise_count(words)
    return Bitmap(words, octets, (np.cumsum(within) - within).astype(np.int32))


def _joined(parts: list[Array]) -> Array:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)

"""One generation of a Whoosh index as postings of live entries (``reference.PostingsReader``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Any, Final

from whoosh.reading import TermNotFound

from indexer.core.document import Clause, Metadata
from indexer.core.engine import Filter
from indexer.core.filters import is_text, value_key
from indexer.core.recent import Recent
from indexer.core.records import load_metadata
from indexer.core.schema import FIELDS
from indexer.core.value_terms import shown_value, spellings, value_prefix
from indexer.engines.reference import most_frequent
from indexer.engines.whoosh.schema import length_column

MOST_KNOWN: Final = 2_000
"""Documents whose metadata is cached, some two megabytes."""
CLAUSES: Final = 5 << 20
"""Bytes of recent clauses, for each generation: some 2,000 of them, the hits of 200 searches. Where
fewer fitted than are asked for in turn, none was there when it was asked for again."""


class WhooshReader:
    """Reads through Whoosh's own readers and matchers, so any codec will do."""

    def __init__(self, whoosh_reader: Any) -> None:
        self.whoosh_reader = whoosh_reader
        self._lengths: dict[str, dict[int, int]] = {}
        self._totals: dict[str, tuple[int, int]] = {}
        self._spellings: dict[str, dict[str, list[str]]] = {}
        self.clauses: Recent[int, Clause] = Recent(CLAUSES)
        """Clauses of recent hits: much is found again, and decompressing the blocks that ten hits
        lie in takes as long as a search of few words."""
        self.known: dict[str, Metadata] = {}
        """Metadata of the documents of recent hits: reading it again costs more than the search."""

    def frequencies(self, field: str, text: str) -> Mapping[int, int]:
        return {number: int(m.weight()) for number, m in self._matches(field, text)}

    def positions(self, field: str, text: str) -> Mapping[int, Sequence[int]]:
        return {number: m.value_as("positions") for number, m in self._matches(field, text)}

    def lengths(self, field: str) -> Mapping[int, int]:
        if field not in self._lengths:
            self._lengths[field] = {n: length for n, length in self._measured(field) if length}
        return self._lengths[field]

    def totals(self, field: str) -> tuple[int, int]:
        if field not in self._totals:
            lengths = self.lengths(field)
            self._totals[field] = len(lengths), sum(lengths.values())
        return self._totals[field]

    def live(self) -> AbstractSet[int]:
        return self._searched

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        if field not in self.whoosh_reader.schema:
            return
        for raw in self.whoosh_reader.expand_prefix(field, prefix):
            text = raw.decode()
            count = self.count(field, text)
            if count:
                yield text, count

    def most_frequent(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """See ``indexer.core.engine.Reader``."""
        return most_frequent(self.terms(field, prefix), limit)

    def count(self, field: str, text: str) -> int:
        """Document frequency among live entries."""
        if not self.whoosh_reader.has_deletions():
            return int(self.whoosh_reader.doc_frequency(field, text.encode()))
        return sum(1 for _ in self._matches(field, text))

    def doc_ids(self, field: str, text: str) -> list[int]:
        """Entries that hold the term, in order of their numbers in the reader."""
        return [number for number, _ in self._matches(field, text)]

    @cached_property
    def documents(self) -> int:
        """How many documents there are."""
        return sum(1 for _ in self.terms("record", ""))

    def value_prefixes(self, rule: Filter) -> list[str]:
        """What the terms begin with of the values that pass a filter."""
        name = rule.field
        if not is_text(name):
            return [value_prefix(name, value) for value in rule.values]
        if name not in self._spellings:
            terms = (text for text, _ in self.terms("values", value_prefix(name)))
            self._spellings[name] = spellings(name, terms)
        wanted = dict.fromkeys(value_key(name, value) for value in rule.values)
        return [prefix for key in wanted for prefix in self._spellings[name].get(key, ())]

    def passing_values(self, rule: Filter) -> set[int]:
        """Entries that pass a filter."""
        return {
            number
            for prefix in self.value_prefixes(rule)
            for text, _ in self.terms("values", prefix)
            for number in self.doc_ids("values", text)
        }

    def values(self, name: str) -> Iterator[tuple[str, list[int]]]:
        """Each value of a facet, as shown, with the entries that have it."""
        for text, _ in self.terms("values", value_prefix(name)):
            yield shown_value(text), self.doc_ids("values", text)

    def payload(self, number: int) -> str:
        """The record stored with an entry."""
        return str(self.whoosh_reader.stored_fields(number)["payload"])

    def metadata(self, number: int) -> Metadata:
        """The metadata of the document whose record is stored with an entry."""
        return load_metadata(self.payload(number))

    def date(self, number: int) -> int:
        """The date column: yyyymmdd, 0 for none."""
        return self._dates[number]

    def sequence(self, number: int) -> int:
        """A number that rises in the order of indexing, across segments and merges."""
        return self._sequences.get(number, number)

    @cached_property
    def _searched(self) -> frozenset[int]:
        return frozenset(number for name in FIELDS for number in self.lengths(name))

    @cached_property
    def _dates(self) -> dict[int, int]:
        return dict(self._column("date"))

    @cached_property
    def _sequences(self) -> dict[int, int]:
        return dict(self._column("sequence"))

    def _measured(self, field: str) -> Iterator[tuple[int, int]]:
        """Exact lengths: from our column, or from a codec that keeps them by itself."""
        column = length_column(field)
        for leaf, base in self.whoosh_reader.leaf_readers():
            if column in leaf.schema and leaf.has_column(column):
                lengths = leaf.column_reader(column)
                yield from ((base + n, lengths[n]) for n in leaf.all_doc_ids())
            elif leaf.codec() is not None and not leaf.codec().length_stats:
                yield from ((base + n, leaf.doc_field_length(n, field)) for n in leaf.all_doc_ids())

    def _column(self, name: str) -> list[tuple[int, int]]:
        rows = []
        for leaf, base in self.whoosh_reader.leaf_readers():
            if name in leaf.schema and leaf.has_column(name):
                column = leaf.column_reader(name)
                rows += [(base + n, column[n]) for n in leaf.all_doc_ids()]
        return rows

    def _matches(self, field: str, text: str) -> Iterator[tuple[int, Any]]:
        try:
            matcher = self.whoosh_reader.postings(field, text.encode())
        except TermNotFound:
            return
        while matcher.is_active():
            yield matcher.id(), matcher
            matcher.next()

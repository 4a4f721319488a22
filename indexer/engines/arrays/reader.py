"""One generation of an index with the array codec, read for the engine."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final, NamedTuple, cast

import numpy as np

from indexer.arrayfile import ranges
from indexer.arrayfile.kernels import scatter_add
from indexer.core.document import Metadata
from indexer.core.dtypes import Array, Bits, Ints, Mask
from indexer.core.engine import DateRange, Filter, Grouping
from indexer.core.filters import are_apart
from indexer.core.schema import FIELDS
from indexer.core.value_terms import day_number, shown_value, value_prefix
from indexer.engines.arrays.codec import ArrayCodec, postings_file
from indexer.engines.arrays.doc_values import ArrayPerDocReader
from indexer.engines.whoosh.reader import MOST_KNOWN, WhooshReader
from indexer.postings.searcher.entry_sets import EntrySet, as_doc_ids, below, packed
from indexer.postings.searcher.segments import Segment
from indexer.postings.searcher.snapshot import Snapshot

_ENTRIES_OF_RUN: Final = 64
"""Runs that are shorter, on average, are not gone through for each query."""


class Facet(NamedTuple):
    """The values of one facet, and the runs of entries that have them: a document's entries are
    neighbours, and mostly have the same."""

    values: list[str]
    """As shown to people."""
    starts: Ints
    """Of each run the first entry."""
    ends: Ints
    """The entry after the last."""
    owners: Ints
    """The index of its value."""
    single: Array | None = None
    """Of many runs that do not overlap: each entry's value, counted from 1, 0 for none."""


class ArrayReader(WhooshReader):
    """Reads a generation from arrays, where ``WhooshReader`` uses matchers."""

    def __init__(self, whoosh_reader: Any) -> None:
        super().__init__(whoosh_reader)
        self._leaves = [
            leaf for leaf, _ in whoosh_reader.leaf_readers() if isinstance(leaf.codec(), ArrayCodec)
        ]
        # Opened now: a later commit may remove the files, which open ones survive.
        self._records = [
            leaf.codec().per_document_reader(leaf.storage(), leaf.segment())
            for leaf in self._leaves
        ]
        self.snapshot = Snapshot(
            [
                Segment(
                    postings_file(leaf.storage(), leaf.segment()),
                    leaf.doc_count_all(),
                    tuple(leaf.segment().deleted_docs()),
                )
                for leaf in self._leaves
            ],
            list(FIELDS),
        )

    @cached_property
    def documents(self) -> int:
        """How many documents there are: each has one record, an entry with a term of its own."""
        return len(self.snapshot.field("record").prefix(""))

    def count(self, field: str, text: str) -> int:
        return self.snapshot.field(field).count(text)

    def doc_ids(self, field: str, text: str) -> list[int]:
        return cast("list[int]", self.snapshot.field(field).doc_ids(text).tolist())

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        return self.snapshot.field(field).terms.counted(prefix)

    def most_frequent(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        def make() -> tuple[list[tuple[str, int]], int]:
            found = self.snapshot.field(field).terms.most_frequent(prefix, limit)
            return found, 256 + 200 * len(found)

        return self.snapshot.cache.get(("most_frequent", field, prefix, limit), make)

    def payload(self, number: int) -> str:
        records, local = self._stored(number)
        return str(records.stored_fields(local)["payload"])

    def metadata(self, number: int) -> Metadata:
        """See ``WhooshReader``. Cached with the segment: it is the same after a commit."""
        records, local = self._stored(number)
        found = records.known.get(local)
        if found is None:
            found = super().metadata(number)
            if len(records.known) >= MOST_KNOWN:
                records.known.clear()  # other threads only look up, and read again what is missing
            records.known[local] = found
        return found

    def _stored(self, number: int) -> tuple[ArrayPerDocReader, int]:
        """What a segment stores with its entries, and an entry's number there."""
        bases = self.snapshot.segments.bases
        leaf = bisect_right(bases, number) - 1
        return self._records[leaf], number - bases[leaf]

    def date(self, number: int) -> int:
        return int(self.dates[number])

    def sequence(self, number: int) -> int:
        return number  # our writer keeps documents in the order of indexing

    @cached_property
    def dates(self) -> Ints:
        """yyyymmdd of each entry, 0 for none."""
        parts = [records.numbers("date") for records in self._records]
        return np.concatenate([np.empty(0, np.int64), *parts])

    def passing(self, rule: Filter | DateRange) -> EntrySet:
        """Which entries pass a filter."""

        def make() -> tuple[Bits, int]:
            mask = self._in_range(rule) if isinstance(rule, DateRange) else self._having(rule)
            words = packed(mask)
            return words, words.nbytes + 64

        return self.snapshot.cache.get(rule, make)

    def _in_range(self, rule: DateRange) -> Mask:
        first, last = day_number(rule.first) or 1, day_number(rule.last) or 99999999
        passing: Mask = (self.dates >= first) & (self.dates <= last)
        return passing

    def _having(self, rule: Filter) -> Mask:
        # In how many runs an entry is changes where a run starts and where one ends.
        steps = np.zeros(self.snapshot.max_doc + 1, np.int32)
        for prefix in self.value_prefixes(rule):
            _, runs = self.snapshot.field("values").terms.doc_id_runs(prefix)
            ones = np.ones(len(runs.starts), np.int32)
            scatter_add(runs.starts.astype(np.int32), ones, 1, steps)
            scatter_add(runs.ends.astype(np.int32), ones, -1, steps)
        passing: Mask = np.cumsum(steps, dtype=np.int32)[:-1] > 0
        return passing

    def facet(self, name: str) -> Facet:
        """The values of a facet, with the entries that have them."""

        def make() -> tuple[Facet, int]:
            terms, runs = self.snapshot.field("values").terms.doc_id_runs(value_prefix(name))
            values = [shown_value(term) for term in terms]
            order = np.argsort(runs.starts, kind="stable")
            starts, ends, owners = (column[order] for column in runs)
            facet = Facet(values, starts, ends, owners)
            size = 24 * len(starts) + 100 * len(values) + 64
            max_doc = self.snapshot.max_doc
            if len(starts) * _ENTRIES_OF_RUN < max_doc or (starts[1:] < ends[:-1]).any():
                return facet, size
            single = np.zeros(max_doc, np.min_scalar_type(len(values)))
            single[ranges.members(starts, ends - starts)] = np.repeat(owners + 1, ends - starts)
            return facet._replace(single=self.snapshot.segments.decoded.put(single)), (
                size + single.nbytes
            )

        return self.snapshot.cache.get(("facet", name), make)

    def apart(self, name: str) -> bool:
        """Whether a filter tells all values of a facet apart."""

        def make() -> tuple[bool, int]:
            return are_apart(name, self.facet(name).values), 64

        return self.snapshot.cache.get(("apart", name), make)

    def group_counts(self, grouping: Grouping, entries: EntrySet, before: Ints) -> dict[str, int]:
        """How many of the entries have a value of each group; see ``facet_counts``."""
        facet = self.facet(grouping.field)

        def make() -> tuple[tuple[list[str], Array, Array | None], int]:
            names = sorted({*grouping.groups.values()})
            number = {name: n for n, name in enumerate(names, 1)}
            codes = [number.get(grouping.groups.get(value, ""), 0) for value in facet.values]
            of_value = np.array([0, *codes], np.min_scalar_type(len(names)))
            single = None if facet.single is None else of_value.take(facet.single)
            return (names, of_value, single), of_value.nbytes + (
                64 if single is None else single.nbytes
            )

        names, of_value, single = self.snapshot.cache.get(("groups", grouping), make)
        counts: Ints
        if single is not None:
            counts = np.bincount(single.take(as_doc_ids(entries)), minlength=len(names) + 1)
        else:
            sizes = below(entries, before, facet.ends) - below(entries, before, facet.starts)
            codes = of_value.take(facet.owners + 1)
            counts = np.bincount(codes, sizes, len(names) + 1).astype(np.int64)
        return {name: int(counts[n]) for n, name in enumerate(names, 1) if counts[n]}

    def facet_counts(self, name: str, entries: EntrySet, before: Ints) -> dict[str, int]:
        """How many of the entries have each value; values that none has are left out.

        Args:
            before: see ``counts_before``.
        """
        facet = self.facet(name)
        if facet.single is not None:
            counts: Ints = np.bincount(facet.single.take(as_doc_ids(entries)), minlength=1)[1:]
            return {facet.values[i]: int(counts[i]) for i in counts.nonzero()[0].tolist()}
        sizes = below(entries, before, facet.ends) - below(entries, before, facet.starts)
        counts = np.bincount(facet.owners, sizes).astype(np.int64)
        return {facet.values[i]: int(counts[i]) for i in counts.nonzero()[0].tolist()}

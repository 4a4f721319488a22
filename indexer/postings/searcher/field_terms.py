"""The terms of one field over all segments, by what they begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import cast

import numpy as np

from indexer.postings.derived_field import DerivedField
from indexer.postings.searcher.frequent import most_frequent
from indexer.postings.searcher.segments import Segments, joined
from indexer.postings.segment_field import DocIdRuns, SegmentField

AnyField = SegmentField | DerivedField


class FieldTerms:
    """Ranges of a field's term dictionaries."""

    def __init__(
        self,
        parts: Sequence[tuple[AnyField, int]],
        segments: Segments,
        count: Callable[[str], int],
    ) -> None:
        """
        Args:
            parts: the field in each segment that has it, and the number of the segment's first
                entry.
            count: returns a term's document frequency.
        """
        self._parts = parts
        self._segments = segments
        self._count = count

    def expand(self, prefix: str) -> Iterator[str]:
        """The field's terms with this prefix, in code point order, some perhaps only in
        deleted entries."""
        start = prefix.encode()
        parts = [
            field.dictionary.range(*field.dictionary.prefix_range(start))
            for field, _ in self._parts
        ]
        if len(parts) == 1:
            yield from (term.decode() for term in parts[0])
        else:
            yield from (term.decode() for term in sorted({t for part in parts for t in part}))

    def counted(self, prefix: str) -> Iterator[tuple[str, int]]:
        """The terms with this prefix, in code point order, each with its document frequency among
        live entries (at least one)."""
        parts = [self._counted(field, base, prefix) for field, base in self._parts]
        if len(parts) == 1:
            yield from ((term.decode(), count) for term, count in parts[0] if count)
            return
        totals: dict[bytes, int] = {}
        for part in parts:
            if not totals:  # of the oldest segment, which has most
                totals.update(part)
                continue
            for term, count in part:
                totals[term] = totals.get(term, 0) + count
        # Bytes of UTF-8 are in the order of code points.
        yield from ((term.decode(), totals[term]) for term in sorted(totals) if totals[term])

    def _counted(self, field: AnyField, base: int, prefix: str) -> Iterator[tuple[bytes, int]]:
        """The same of one segment; perhaps with terms in deleted entries only, counted as 0."""
        low, high = field.dictionary.prefix_range(prefix.encode())
        gone = self._segments.gone.get(base)
        if gone is None:
            counts = field.counts(low, high)
        elif isinstance(field, DerivedField):
            doc_ids, starts = field.doc_ids_between(low, high)
            counts = np.diff(np.concatenate(([0], np.cumsum(~np.isin(doc_ids, gone))))[starts])
        else:
            runs = field.doc_id_runs(low, high)
            sizes = runs.ends - runs.starts
            sizes -= gone.searchsorted(runs.ends) - gone.searchsorted(runs.starts)
            counts = np.bincount(runs.owners, sizes, high - low).astype(np.int64)
        return zip(field.dictionary.range(low, high), counts.tolist(), strict=True)

    def most_frequent(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        """The terms with this prefix that most live entries hold, most frequent first, then in
        code point order. Not for derived fields."""
        simple = len(self._parts) == 1 and self._segments.deleted is None
        parts = [cast("SegmentField", field) for field, _ in self._parts]
        count = None if simple else lambda term: self._count(term.decode())
        found = most_frequent(parts, prefix.encode(), count, limit)
        return [(term.decode(), often) for term, often in found]

    def doc_id_runs(self, prefix: str) -> tuple[list[str], DocIdRuns]:
        """The terms with this prefix, and the entries that hold them, deleted ones included;
        see ``Field.doc_id_runs``. Not for derived fields."""
        if len(self._parts) == 1 and not self._parts[0][1]:
            alone = cast("SegmentField", self._parts[0][0])
            bounds = alone.dictionary.prefix_range(prefix.encode())
            terms = [term.decode() for term in alone.dictionary.range(*bounds)]
            return terms, alone.doc_id_runs(*bounds)
        texts = list(self.expand(prefix))
        numbers = {text.encode(): number for number, text in enumerate(texts)}
        found = []
        for field, base in self._parts:
            first, end = field.dictionary.prefix_range(prefix.encode())
            known = [numbers[term] for term in field.dictionary.range(first, end)]
            runs = cast("SegmentField", field).doc_id_runs(first, end)
            owners = np.array(known, np.int64)[runs.owners]
            found.append(DocIdRuns(runs.starts + base, runs.ends + base, owners))
        columns = zip(*found, strict=True) if found else ([np.empty(0, np.int64)],) * 3
        return texts, DocIdRuns(*(joined(list(column)) for column in columns))

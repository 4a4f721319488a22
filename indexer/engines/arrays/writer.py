"""Adding documents straight into arrays, and merging segments by joining arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any, Final, NamedTuple

import numpy as np
from whoosh.writing import SegmentWriter

from indexer.arrayfile.container import Container
from indexer.core.batch import Column
from indexer.core.dtypes import TermIds
from indexer.engines.arrays import field_writer as fields
from indexer.engines.arrays.codec import ArrayCodec, postings_file
from indexer.engines.arrays.doc_values import ArrayPerDocReader
from indexer.engines.arrays.spill import merge_fields
from indexer.postings.delta_coding import Kind

_CHECK: Final = 256
"""Documents between two looks at how much memory the tokens take."""
_RATIO: Final = 3
"""A segment is merged with all newer ones once they hold a third as much as it does."""


Tokenize = Callable[[Any], tuple[Sequence[Any], Sequence[int]]]


class _Plan(NamedTuple):
    """What is done with the values of one field."""

    field: Any
    kind: Kind
    tokens: Tokenize | None
    """Texts and positions of a value; None where the field is not indexed."""
    stored: bool
    column: Any


class Batch(NamedTuple):
    """Documents to add, analysed: terms by field, and where the terms of gathered fields are."""

    terms: Sequence[tuple[Sequence[Any], Mapping[str, Column]]]
    """Fields that share a vocabulary (``Column.codes`` are numbers in it)."""
    kept: Sequence[Mapping[str, Any]]
    """Per document its values in fields that are stored, or columns, and not indexed."""
    headings: Sequence[TermIds] = ()
    """Of gathered fields: see ``indexer.core.batch.Packed``; numbers in the first vocabulary."""
    above: Sequence[Sequence[int]] = ()
    articles: Sequence[int] = ()


class ArrayWriter(SegmentWriter):  # type: ignore[misc]  # whoosh has no types
    """A Whoosh writer for ``ArrayCodec``: same lock, segments, TOC and commit.

    Analysed documents are quickest added together (``add_batch``). Documents that are added one
    by one, as to any Whoosh writer, are analysed by their fields: by ``tokens`` (texts and
    positions of a value) where a field has that method, else by ``index``. Documents keep their
    order for good: new ones follow old ones, and merging keeps neighbours together.
    """

    def __init__(self, index: Any, budget: int = fields.BUDGET, **options: Any) -> None:
        super().__init__(index, codec=ArrayCodec(), compound=False, **options)
        self._budget = budget
        self._plans: dict[str, _Plan] = {}
        self._gathers = {
            name: field.gathers for name, field in self.schema.items() if hasattr(field, "gathers")
        }
        self._checked = 0

    def add_document(self, **values: Any) -> None:
        self._check_state()
        for name, value in values.items():
            if value is None or name.startswith("_"):
                continue
            plan = self._plan(name)
            if plan.tokens is not None:
                texts, positions = plan.tokens(value)
                if len(texts):
                    column = self._column(plan, texts, positions)
                    self.fieldwriter.add_column(name, plan.kind, self.docnum, column)
        self._keep(values)
        self._look_at_memory()

    def _column(self, plan: _Plan, texts: Sequence[Any], positions: Sequence[int]) -> Column:
        sizes = np.array((len(texts),), np.int32)
        places = np.array(positions, np.int32) if plan.kind == "positions" else None
        return Column(self.fieldwriter.codes(texts), sizes, places)

    def add_batch(self, batch: Batch) -> None:
        """Add analysed documents, in order."""
        self._check_state()
        numbers = [self.fieldwriter.codes(vocabulary) for vocabulary, _ in batch.terms]
        for known, (_, columns) in zip(numbers, batch.terms, strict=True):
            for name, column in columns.items():
                moved = column._replace(codes=known.take(column.codes))
                self.fieldwriter.add_column(name, self._plan(name).kind, self.docnum, moved)
        headings = [numbers[0].take(codes) for codes in batch.headings]
        links = zip(batch.above, batch.articles, strict=True)
        for docnum, (above, article) in enumerate(links, self.docnum):
            codes = [headings[heading] for heading in above]
            for name, of in self._gathers.items():
                self.fieldwriter.add_links(name, of, docnum, codes, article)
        for values in batch.kept:
            self._keep(values)
        self._look_at_memory()

    def _keep(self, values: Mapping[str, Any]) -> None:
        """What is kept of the next document besides its terms."""
        documents = self.perdocwriter
        documents.start_doc(self.docnum)
        for name, value in values.items():
            if value is None or name.startswith("_"):
                continue
            plan = self._plan(name)
            if plan.stored:
                documents.add_field(name, plan.field, value, 0)
            if plan.column is not None:
                documents.add_column_value(name, plan.column, plan.field.to_column_value(value))
        documents.finish_doc()
        self._added = True
        self.docnum += 1

    def _look_at_memory(self) -> None:
        if self.docnum - self._checked >= _CHECK:
            self._checked = self.docnum
            if self.fieldwriter.size > self._budget:
                self.fieldwriter.spill(self._tempstorage, self.docnum)

    def _plan(self, name: str) -> _Plan:
        known = self._plans.get(name)
        if known is not None:
            return known
        self._check_fields(self.schema, [name])
        field = self.schema[name]
        kind = fields.kind_of(field.format) if field.indexed else "existence"
        tokens = None
        if field.indexed:
            tokens = getattr(field, "tokens", None) or _tokens_of(field, kind)
        plan = self._plans[name] = _Plan(field, kind, tokens, field.stored, field.column_type)
        return plan

    def commit(
        self, mergetype: Any = None, optimize: bool | None = None, merge: bool | None = None
    ) -> None:
        """See ``whoosh.writing.SegmentWriter.commit``; ``mergetype`` is not supported."""
        if mergetype is not None:
            raise NotImplementedError("merging keeps documents in order, by its own policy")
        self._check_state()
        segments = list(self.segments)
        if self._added:
            self.perdocwriter.close()
            self.fieldwriter.finish(self._tempstorage, self.docnum)
            segments.append(self.get_segment())
        else:
            self.perdocwriter.is_closed = self.fieldwriter.is_closed = True
        self._close_segment()
        optimize = self.optimize if optimize is None else optimize
        merge = self.merge if merge is None else merge
        groups = plan(segments, optimize) if merge or optimize else [[s] for s in segments]
        self._commit_toc([self._merged(group, optimize) for group in groups])
        self._finish()

    def cancel(self) -> None:
        """Undo everything: files of the unfinished segment are removed."""
        self._check_state()
        self.fieldwriter.is_closed = self.perdocwriter.is_closed = True
        self._close_segment()
        for name in self.newsegment.list_files(self.storage):
            self.storage.delete_file(name)
        self._finish()

    def _merged(self, group: list[Any], optimize: bool) -> Any:
        """One segment of all the live documents of ``group``, in order."""
        if len(group) == 1 and not _worn(group[0], optimize):
            return group[0]
        made = self.codec.new_segment(self.storage, self.indexname)
        documents = self.codec.per_document_writer(self.storage, made)
        sources, total = [], 0
        for segment in group:
            count = segment.doc_count_all()
            live = np.ones(count, np.bool_)
            live[list(segment.deleted_docs())] = False
            numbers = np.where(live, np.cumsum(live) - 1 + total, -1)
            total += int(live.sum())
            reader: ArrayPerDocReader = self.codec.per_document_reader(self.storage, segment)
            documents.add_segment(reader, np.flatnonzero(live), list(self.schema.items()))
            reader.close()
            sources.append((postings_file(self.storage, segment), numbers, count))
        documents.close()
        file = made.create_file(self.storage, fields.EXTENSION)
        container = Container(file)
        names = {name for mapped, _, _ in sources for name in mapped.facts["fields"]}
        merged = [name for name in names if name in self.schema]
        for name, (mapped, _, _) in product(merged, sources):
            if fields.weights_section(name) in mapped.sections:
                raise NotImplementedError(f"{name}: boosts are for Whoosh's own writer to merge")
        merge_fields(container, sources, merged)
        container.close()
        file.close()
        return made


def _tokens_of(field: Any, kind: Kind) -> Tokenize:
    """What Whoosh's own field types index, as texts (bytes) and positions."""

    def tokens(value: Any) -> tuple[Sequence[bytes], Sequence[int]]:
        found: list[tuple[int, bytes]] = []
        for text, frequency, _, encoded in field.index(value):
            kept = kind == "positions"
            places = field.format.decode_positions(encoded) if kept else [0] * frequency
            found += [(place, text) for place in places]
        found.sort()
        return [text for _, text in found], [place for place, _ in found]

    return tokens


def plan(segments: list[Any], everything: bool = False) -> list[list[Any]]:
    """Which neighbouring segments become one; a segment without live documents goes.

    Older segments are larger, each more than ``_RATIO`` times all that follow it together, so
    there are few of them, and a small commit rewrites only small segments.
    """
    left = [segment for segment in segments if segment.doc_count() > 0]
    if everything:
        return [left] if left else []
    groups: list[list[Any]] = [[segment] for segment in left]
    tail = 0
    for i in range(len(groups) - 1, 0, -1):
        tail += left[i].doc_count()
        if left[i - 1].doc_count() < _RATIO * tail:
            groups[i - 1] += groups.pop(i)
    return groups


def _worn(segment: Any, optimize: bool) -> bool:
    """Whether a segment is worth writing anew without what is deleted in it."""
    deleted = int(segment.deleted_count())
    return deleted > 0 and (optimize or deleted * 2 > segment.doc_count_all())

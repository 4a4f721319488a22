"""A Whoosh writer that adds documents to arrays, one by one or a batch at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np
from whoosh.writing import SegmentWriter

from indexer.arrayfile import ranges
from indexer.core.batch import Column, column, rows
from indexer.core.document import Document
from indexer.core.dtypes import Int32s, TermIds
from indexer.core.engine import Elsewhere, Entry
from indexer.core.prepared import prepared
from indexer.core.value_terms import day_number, value_terms
from indexer.core.vocabulary import Vocabulary
from indexer.engines.arrays import field_writer as fields
from indexer.engines.arrays.codec import ArrayCodec
from indexer.engines.arrays.segment_merge import merge_segments, plan
from indexer.engines.arrays.stored_fields import dump_texts
from indexer.postings.delta_coding import Kind

_CHECK: Final = 256
"""Documents between two checks of how much memory the tokens take."""

Tokenize = Callable[[Any], tuple[Sequence[Any], Sequence[int]]]


class _Plan(NamedTuple):
    """What is done with the values of one field."""

    field: Any
    kind: Kind
    tokens: Tokenize | None
    """Texts and positions of a value; None where the field is not indexed."""
    stored: bool
    column: Any


class ColumnBatch(NamedTuple):
    """Documents to add, analysed: terms by field, and where the terms of derived fields are."""

    terms: Sequence[tuple[Sequence[Any], Mapping[str, Column]]]
    """Vocabularies, each with the fields that use it (``Column.term_ids``)."""
    records: Sequence[bytes]
    """What is stored of each document (``stored_fields.dump``)."""
    shared: Mapping[str, Any] = MappingProxyType({})
    """Field -> the value that all of them have in its column; None: they have none."""
    headings: Column | None = None
    """Of derived fields: see ``indexer.core.batch.Batch``; ids in the first vocabulary."""
    above: Sequence[Sequence[int]] = ()
    articles: Sequence[int] = ()


class ArrayWriter(SegmentWriter):  # type: ignore[misc]  # whoosh has no types
    """A Whoosh writer for ``ArrayCodec``: same lock, segments, TOC and commit.

    Adding analysed documents together (``add_batch``) is fastest. Documents that are added one by
    one, as to any Whoosh writer, are analysed by their fields: by ``tokens`` (texts and positions
    of a value) where a field has that method, else by ``index``. The order of documents never
    changes: new ones follow old ones, and only neighbouring segments are merged.
    """

    def __init__(self, index: Any, budget: int = fields.BUDGET, **options: Any) -> None:
        super().__init__(index, codec=ArrayCodec(), compound=False, **options)
        self.elsewhere: Elsewhere | None = None
        """Processes that do a part of ``commit``, if any."""
        self._budget = budget
        self._plans: dict[str, _Plan] = {}
        self._derived_from = {
            name: field.derived_from
            for name, field in self.schema.items()
            if hasattr(field, "derived_from")
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
                    made = self._column(plan, texts, positions)
                    self.fieldwriter.add_column(name, plan.kind, self.docnum, made)
        self._store(values)
        self._spill_if_large()

    def _column(self, plan: _Plan, texts: Sequence[Any], positions: Sequence[int]) -> Column:
        sizes = np.array((len(texts),), np.int32)
        placed = np.array(positions, np.int32) if plan.kind == "positions" else None
        return Column(self.fieldwriter.term_ids(texts), sizes, placed)

    def add_batch(self, batch: ColumnBatch) -> None:
        """Add analysed documents, in order."""
        self._check_state()
        ids_of = [self.fieldwriter.term_ids(vocabulary) for vocabulary, _ in batch.terms]
        for term_ids, (_, columns) in zip(ids_of, batch.terms, strict=True):
            for name, given in columns.items():
                moved = _moved(given, term_ids)
                self.fieldwriter.add_column(name, self._plan(name).kind, self.docnum, moved)
        headings = rows(_moved(batch.headings, ids_of[0])) if batch.headings else []
        links = headings, batch.above, batch.articles
        for name, of in self._derived_from.items():
            self.fieldwriter.add_links(name, of, self.docnum, *links)
        self._store_batch(batch)
        self._spill_if_large()

    def _store_batch(self, batch: ColumnBatch) -> None:
        """Write the records and columns of the next documents."""
        documents = self.perdocwriter
        docnums = range(self.docnum, self.docnum + len(batch.records))
        documents.add_records(batch.records)
        for name, value in batch.shared.items():
            if value is not None:
                field = self._plan(name).field
                made = field.to_column_value(value)
                documents.add_column_values(name, field.column_type, docnums, made)
        self._added = True
        self.docnum += len(docnums)

    def _store(self, values: Mapping[str, Any]) -> None:
        """Write the stored fields and columns of the next document."""
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

    def _spill_if_large(self) -> None:
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
            self.fieldwriter.finish(self._tempstorage, self.docnum, self.elsewhere)
            segments.append(self.get_segment())
        else:
            self.perdocwriter.is_closed = self.fieldwriter.is_closed = True
        self._close_segment()
        optimize = self.optimize if optimize is None else optimize
        merge = self.merge if merge is None else merge
        groups = plan(segments, optimize) if merge or optimize else [[s] for s in segments]
        self._commit_toc([merge_segments(self, group, optimize) for group in groups])
        self._finish()

    def cancel(self) -> None:
        """Undo everything: files of the unfinished segment are removed."""
        self._check_state()
        self.fieldwriter.is_closed = self.perdocwriter.is_closed = True
        self._close_segment()
        for name in self.newsegment.list_files(self.storage):
            self.storage.delete_file(name)
        self._finish()


def _moved(column: Column, term_ids: TermIds) -> Column:
    """A column whose term ids are those of another vocabulary: for each old one the new one."""
    return column._replace(term_ids=term_ids.take(column.term_ids))


def _tokens_of(field: Any, kind: Kind) -> Tokenize:
    """What Whoosh's own field types index, as texts (bytes) and positions."""

    def tokens(value: Any) -> tuple[Sequence[bytes], Sequence[int]]:
        found: list[tuple[int, bytes]] = []
        for text, frequency, _, encoded in field.index(value):
            placed = kind == "positions"
            positions = field.format.decode_positions(encoded) if placed else [0] * frequency
            found += [(position, text) for position in positions]
        found.sort()
        return [text for _, text in found], [position for position, _ in found]

    return tokens


def add_entries(writer: ArrayWriter, document: Document, entries: Iterable[Entry]) -> None:
    """See ``indexer.engines.whoosh.layouts.Layout.add``."""
    made = prepared(document, entries)
    batch = made.batch
    values = [tuple(value_terms(shared)) for shared in batch.values]
    texts = Vocabulary()
    keys = {
        "id": column(texts, [(id_,) for id_ in made.ids]),
        "document": column(texts, [(document.id,)] * len(made)),
        "values": _repeated(column(texts, values), batch.value_numbers),
    }
    writer.add_batch(
        ColumnBatch(
            terms=((batch.vocabulary.encoded(), batch.columns), (texts.texts(), keys)),
            records=dump_texts("payload", made.records),
            shared={"date": day_number(document.date)},
            headings=batch.headings,
            above=batch.above,
            articles=batch.articles,
        )
    )
    writer.add_document(record=(document.id,), payload=made.document)


def _repeated(distinct: Column, numbers: Int32s) -> Column:
    """A column of entries each of which has the terms of one row of ``distinct``."""
    sizes = distinct.sizes[numbers]
    starts = (np.cumsum(distinct.sizes) - distinct.sizes)[numbers]
    return Column(distinct.term_ids[ranges.members(starts, sizes)], sizes)

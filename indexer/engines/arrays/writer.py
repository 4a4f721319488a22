"""Adding documents straight into arrays, and merging segments by joining arrays."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from whoosh.writing import SegmentWriter

from indexer.engines.arrays import fields
from indexer.engines.arrays.codec import ArrayCodec, postings_file
from indexer.engines.arrays.perdoc import ArrayPerDocReader
from indexer.postings.container import Container

_CHECK: Final = 256
"""Documents between two looks at how much memory the tokens take."""
_RATIO: Final = 3
"""A segment is merged with all newer ones once they hold a third as much as it does."""


class ArrayWriter(SegmentWriter):  # type: ignore[misc]  # whoosh has no types
    """A Whoosh writer for ``ArrayCodec``: same lock, segments, TOC and commit.

    Fields that have a ``tokens`` method (texts and positions of a value) go the short way;
    any other field goes through its ``index`` method as with every Whoosh writer. Documents
    keep their order for good: new ones follow old ones, and merging keeps neighbours together.
    """

    def __init__(self, index: Any, budget: int = fields.BUDGET, **options: Any) -> None:
        super().__init__(index, codec=ArrayCodec(), compound=False, **options)
        self._budget = budget

    def add_document(self, **values: Any) -> None:
        self._check_state()
        documents, number = self.perdocwriter, self.docnum
        names = sorted(name for name in values if not name.startswith("_"))
        self._check_fields(self.schema, names)
        documents.start_doc(number)
        for name in names:
            value, field = values[name], self.schema[name]
            if value is None:
                continue
            if field.indexed:
                self._add_terms(name, field, value, number)
            documents.add_field(name, field, value if field.stored else None, 0)
            if field.column_type is not None:
                shown = field.to_column_value(value)
                documents.add_column_value(name, field.column_type, shown)
        documents.finish_doc()
        self._added = True
        self.docnum += 1
        if self.docnum % _CHECK == 0 and self.fieldwriter.size > self._budget:
            self.fieldwriter.spill(self._tempstorage, self.docnum)

    def _add_terms(self, name: str, field: Any, value: Any, number: int) -> None:
        kind = fields.kind_of(field.format)
        if hasattr(field, "tokens"):
            texts, positions = field.tokens(value)
        else:
            texts, positions = [], []  # Whoosh's own fields give terms as bytes
            for text, frequency, _, encoded in field.index(value):
                kept = kind == "positions"
                places = field.format.decode_positions(encoded) if kept else [0] * frequency
                texts += [text] * len(places)
                positions += places
            order = sorted(range(len(positions)), key=positions.__getitem__)
            texts, positions = [texts[i] for i in order], [positions[i] for i in order]
        if texts:
            self.fieldwriter.add_tokens(name, kind, number, texts, positions)

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
        fields.merge_fields(container, sources, merged)
        container.close()
        file.close()
        return made


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

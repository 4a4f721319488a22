"""Adding documents straight into arrays, and merging segments by joining arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from whoosh.writing import SegmentWriter

from indexer.engines.arrays import fields
from indexer.engines.arrays.codec import ArrayCodec, postings_file
from indexer.engines.arrays.perdoc import ArrayPerDocReader
from indexer.postings.container import Container
from indexer.postings.field import Kind

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
    gathers: Sequence[str] = ()
    """The fields that it is gathered from, where it is (``indexer.postings.gathered``)."""


class ArrayWriter(SegmentWriter):  # type: ignore[misc]  # whoosh has no types
    """A Whoosh writer for ``ArrayCodec``: same lock, segments, TOC and commit.

    Fields that have a ``tokens`` method (texts and positions of a value) go the short way, those
    that are gathered from others say where their terms are (``engine.Entry``); any other field
    goes through its ``index`` method as with every Whoosh writer. Documents
    keep their order for good: new ones follow old ones, and merging keeps neighbours together.
    """

    def __init__(self, index: Any, budget: int = fields.BUDGET, **options: Any) -> None:
        super().__init__(index, codec=ArrayCodec(), compound=False, **options)
        self._budget = budget
        self._plans: dict[str, _Plan] = {}

    def add_document(self, **values: Any) -> None:
        self._check_state()
        documents, number = self.perdocwriter, self.docnum
        documents.start_doc(number)
        for name, value in values.items():
            if value is None or name.startswith("_"):
                continue
            plan = self._plans.get(name) or self._plan(name)
            if plan.gathers:
                self.fieldwriter.add_links(name, plan.gathers, number, *value)
            elif plan.tokens is not None:
                texts, positions = plan.tokens(value)
                if len(texts):
                    self.fieldwriter.add_tokens(name, plan.kind, number, texts, positions)
            if plan.stored:
                documents.add_field(name, plan.field, value, 0)
            if plan.column is not None:
                documents.add_column_value(name, plan.column, plan.field.to_column_value(value))
        documents.finish_doc()
        self._added = True
        self.docnum += 1
        if self.docnum % _CHECK == 0 and self.fieldwriter.size > self._budget:
            self.fieldwriter.spill(self._tempstorage, self.docnum)

    def _plan(self, name: str) -> _Plan:
        self._check_fields(self.schema, [name])
        field = self.schema[name]
        kind = fields.kind_of(field.format) if field.indexed else "existence"
        tokens = None
        if field.indexed:
            tokens = getattr(field, "tokens", None) or _tokens_of(field, kind)
        gathers = getattr(field, "gathers", ())
        plan = _Plan(field, kind, tokens, field.stored, field.column_type, gathers)
        self._plans[name] = plan
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
        fields.merge_fields(container, sources, merged)
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

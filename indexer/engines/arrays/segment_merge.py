"""Which segments are merged at a commit, and how several segments become one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any, Final

import numpy as np

from indexer.arrayfile.container import Container
from indexer.engines.arrays.codec import postings_file
from indexer.engines.arrays.doc_values import ArrayPerDocReader
from indexer.engines.arrays.postings_file import EXTENSION, weights_section
from indexer.postings.merge import MergeSource
from indexer.postings.merge_fields import merge_fields

_RATIO: Final = 3
"""A segment is merged with all newer ones once they have a third as many documents."""


def plan(segments: Sequence[Any], everything: bool = False) -> list[list[Any]]:
    """Which neighbouring segments become one; a segment without live documents is dropped.

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


def merge_segments(writer: Any, group: Sequence[Any], optimize: bool) -> Any:
    """One segment of all the live documents of ``group``, in order, made with the codec, storage
    and schema of ``writer``. A single segment is returned as it is unless rewriting it pays."""
    if len(group) == 1 and not _worth_rewriting(group[0], optimize):
        return group[0]
    made = writer.codec.new_segment(writer.storage, writer.indexname)
    documents = writer.codec.per_document_writer(writer.storage, made)
    sources, total = [], 0
    for segment in group:
        count = segment.doc_count_all()
        live = np.ones(count, np.bool_)
        live[list(segment.deleted_docs())] = False
        doc_map = np.where(live, np.cumsum(live) - 1 + total, -1)
        total += int(live.sum())
        reader: ArrayPerDocReader = writer.codec.per_document_reader(writer.storage, segment)
        documents.add_segment(reader, np.flatnonzero(live), list(writer.schema.items()))
        reader.close()
        sources.append(MergeSource(postings_file(writer.storage, segment), doc_map, count))
    documents.close()
    file = made.create_file(writer.storage, EXTENSION)
    container = Container(file)
    _merge_postings(container, sources, writer.schema)
    container.close()
    file.close()
    return made


def _merge_postings(container: Container, sources: Sequence[MergeSource], schema: Any) -> None:
    names = {name for source in sources for name in source.file.facts["fields"]}
    merged = [name for name in names if name in schema]
    for name, source in product(merged, sources):
        if _has_section(source, weights_section(name)):
            raise NotImplementedError(f"{name}: boosts are for Whoosh's own writer to merge")
    merge_fields(container, sources, merged)


def _has_section(source: MergeSource, name: str) -> bool:
    try:
        source.file[name]
    except KeyError:
        return False
    return True


def _worth_rewriting(segment: Any, optimize: bool) -> bool:
    """Whether a segment is written again without its deleted documents."""
    deleted = int(segment.deleted_count())
    return deleted > 0 and (optimize or deleted * 2 > segment.doc_count_all())

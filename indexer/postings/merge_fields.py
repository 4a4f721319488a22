"""All fields of several files of postings become the fields of one file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from indexer.arrayfile.container import Container, Opened
from indexer.core.dtypes import Array, Int32s
from indexer.core.malloc import trim
from indexer.postings.derived_field import DERIVED
from indexer.postings.derived_field_writer import merge_derived_field
from indexer.postings.merge import MergePart, MergeSource, merge
from indexer.postings.norms import narrow
from indexer.postings.segment_field import SegmentField, SegmentFieldWriter


def in_order(files: Iterable[tuple[Opened, int]]) -> list[MergeSource]:
    """Files to merge, with how many entries they have; none of these is dropped."""
    base, sources = 0, []
    for file, count in files:
        sources.append(MergeSource(file, np.arange(base, base + count), count))
        base += count
    return sources


Taken = Callable[[Container, str], bool]
"""Adds a field to a file if it can; returns whether it did."""


def merge_fields(
    container: Container,
    sources: Sequence[MergeSource],
    fields: Iterable[str],
    *,
    packing: bool = True,
    taken: Taken = lambda *_: False,
) -> None:
    """Merge fields of several files into one.

    Args:
        sources: the files, in order.
        packing: see ``SegmentFieldWriter``.
        taken: adds a field that has been merged elsewhere.
    """
    kinds_of = {
        name: {source.file.facts.get(f"{name}/kind") for source in sources} - {None}
        for name in sorted(fields)
    }
    derived = [name for name, kinds in kinds_of.items() if kinds == {DERIVED}]
    plain = [name for name, kinds in kinds_of.items() if kinds and name not in derived]
    for name in plain:
        if not taken(container, name):
            merge_field(container, sources, name, packing=packing)
        trim()
    merge_derived(container, sources, [name for name in derived if not taken(container, name)])
    container.fact("fields", sorted((*plain, *derived)))


def merge_derived(
    container: Container, sources: Sequence[MergeSource], names: Sequence[str]
) -> None:
    """Merge derived fields; see ``merge_fields``."""
    needed = {n for name in names for s in sources for n in s.file.facts.get(f"{name}/of", ())}
    parts_of = {name: _parts(sources, name) for name in sorted(needed)}
    lengths_of: dict[str, Array] = {
        name: narrow(_lengths(sources, parts)) for name, parts in parts_of.items() if parts
    }
    for name in names:
        merge_derived_field(container, name, sources, lengths_of)


def merge_field(
    container: Container,
    sources: Sequence[MergeSource],
    name: str,
    *,
    packing: bool = True,
    memory: int = 1,
) -> None:
    """Merge one field, which is no derived one; see ``merge_fields`` and ``merge``."""
    parts = _parts(sources, name)
    writer = SegmentFieldWriter(parts[0].field.kind, packing=packing)
    merge(parts, writer, memory)
    writer.close(container, name, _lengths(sources, parts))


def _parts(sources: Sequence[MergeSource], name: str) -> list[MergePart]:
    return [
        MergePart(SegmentField(source.file, name), source.doc_map)
        for source in sources
        if f"{name}/kind" in source.file.facts
    ]


def _lengths(sources: Sequence[MergeSource], parts: Sequence[MergePart]) -> Int32s:
    """The number of terms of each entry."""
    count = 1 + max((int(s.doc_map.max(initial=-1)) for s in sources), default=-1)
    lengths = np.zeros(count, np.int32)
    for field, doc_map in parts:
        if len(field.lengths):
            live = doc_map >= 0
            lengths[doc_map[live]] = field.lengths[live]
    return lengths

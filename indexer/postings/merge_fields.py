"""All fields of several files of postings become the fields of one file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from indexer.arrayfile.container import Container
from indexer.core.dtypes import Array
from indexer.core.malloc import trim
from indexer.postings.derived_field import DERIVED
from indexer.postings.derived_field_writer import merge_derived_field
from indexer.postings.merge import MergePart, MergeSource, merge
from indexer.postings.norms import narrow
from indexer.postings.segment_field import SegmentField, SegmentFieldWriter


def merge_fields(
    container: Container,
    sources: Sequence[MergeSource],
    fields: Iterable[str],
    *,
    packing: bool = True,
) -> None:
    """Merge fields of several files into one.

    Args:
        sources: the files, in order.
        packing: see ``SegmentFieldWriter``.
    """
    kinds_of = {
        name: {source.file.facts.get(f"{name}/kind") for source in sources} - {None}
        for name in sorted(fields)
    }
    derived = [name for name, kinds in kinds_of.items() if kinds == {DERIVED}]
    plain = [name for name, kinds in kinds_of.items() if kinds and name not in derived]
    needed = {n for name in derived for s in sources for n in s.file.facts.get(f"{name}/of", ())}
    max_doc = 1 + max((int(s.doc_map.max(initial=-1)) for s in sources), default=-1)
    lengths_of: dict[str, Array] = {}
    for name in plain:
        parts = [
            MergePart(SegmentField(source.file, name), source.doc_map)
            for source in sources
            if f"{name}/kind" in source.file.facts
        ]
        writer = SegmentFieldWriter(parts[0].field.kind, packing=packing)
        merge(parts, writer)
        lengths = np.zeros(max_doc, np.int32)
        for field, doc_map in parts:
            if len(field.lengths):
                live = doc_map >= 0
                lengths[doc_map[live]] = field.lengths[live]
        writer.close(container, name, lengths)
        if name in needed:
            lengths_of[name] = narrow(lengths)
        trim()
    for name in derived:
        merge_derived_field(container, name, sources, lengths_of)
    container.fact("fields", sorted((*plain, *derived)))

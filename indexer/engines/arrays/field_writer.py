"""A writer's terms become the segment's postings, in bounded memory.

Tokens are buffered per field; past a budget they are inverted and written as a spill, a file like
a segment's, and at the end the spills are merged like segments.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

import numpy as np
from whoosh import formats
from whoosh.codec.base import FieldWriter as WhooshFieldWriter

from indexer.arrayfile.container import Container
from indexer.core.batch import Column
from indexer.core.dtypes import Array, TermIds
from indexer.core.engine import Elsewhere
from indexer.core.malloc import trim
from indexer.core.vocabulary import Vocabulary
from indexer.engines.arrays.postings_file import EXTENSION, weights_section
from indexer.engines.arrays.spill import Spills
from indexer.postings.delta_coding import Inverted, Kind
from indexer.postings.derived_field_writer import DerivedFieldWriter
from indexer.postings.inverter import TokenBuffer
from indexer.postings.segment_field import SegmentFieldWriter

_FREQUENCY: Final = 4
"""Bytes in which Whoosh's formats write a frequency alone."""
BUDGET: Final = 8 << 20
"""Bytes of buffered tokens past which a spill is written."""


class ArrayFieldWriter(WhooshFieldWriter):  # type: ignore[misc]  # whoosh has no types
    """Takes terms in two ways: ``add_column`` in the order of documents, which is how
    ``ArrayWriter`` works, or Whoosh's own sorted postings (``add_postings``) for any other
    writer. One writer uses one of them."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage, self._segment = storage, segment
        self._vocabulary = Vocabulary()
        self._tokens: dict[str, TokenBuffer] = {}
        self._derived: dict[str, DerivedFieldWriter] = {}
        self._base = 0
        self._spills: Spills | None = None
        self._sorted = _SortedPostings()
        self.is_closed = False

    def term_ids(self, texts: Sequence[Any]) -> TermIds:
        """The terms' ids in the writer's vocabulary, valid until the next ``spill``."""
        return self._vocabulary.term_ids(texts, len(texts))

    def add_column(self, field: str, kind: Kind, docnum: int, column: Column) -> None:
        """Add terms of several documents in one field, from the document ``docnum`` on; the
        column's term ids are those of the writer's vocabulary."""
        tokens = self._tokens.get(field)
        if tokens is None:
            tokens = self._tokens[field] = TokenBuffer(kind)
        having = np.flatnonzero(column.sizes > 0).astype(np.int32)
        doc_ids = having + np.int32(docnum - self._base)
        tokens.add(doc_ids, column.sizes[having], column.term_ids, column.positions)

    def add_links(
        self,
        field: str,
        of: Sequence[str],
        docnum: int,
        headings: Sequence[TermIds],
        above: Sequence[Sequence[int]],
        articles: Sequence[int],
    ) -> None:
        """Add where the terms of several documents are, from ``docnum`` on, in a field that is
        derived from the fields ``of``: for each document which of the headings stand above it, and
        how many documents before it its article."""
        derived = self._derived.get(field)
        if derived is None:
            derived = self._derived[field] = DerivedFieldWriter(of)
        first = docnum - self._base
        derived.add_articles(first, articles)
        for numbers, under in groupby(above):
            count = sum(1 for _ in under)
            derived.add(first, count, [headings[number] for number in numbers])
            first += count

    @property
    def size(self) -> int:
        """Bytes of buffered tokens, about."""
        tokens = sum(map(len, self._tokens.values())) + sum(map(len, self._derived.values()))
        return 8 * tokens + 100 * len(self._vocabulary)

    def spill(self, temporary: Any, docnum: int) -> None:
        """Write the buffered tokens as a spill in the storage ``temporary``; the next document is
        ``docnum``."""
        if self._spills is None:
            self._spills = Spills(temporary, self._segment.segment_id())
        count = docnum - self._base
        self._spills.add(count, lambda container: self._write(container, count, packing=False))
        self._vocabulary, self._tokens, self._derived = Vocabulary(), {}, {}
        self._base = docnum
        trim()

    def finish(self, temporary: Any, docnum: int, elsewhere: Elsewhere | None = None) -> None:
        """Write the segment's postings: of ``docnum`` documents given by ``add_column``.

        Args:
            elsewhere: processes that do a part of it.
        """
        if self._spills and docnum > self._base:
            self.spill(temporary, docnum)
        file = self._segment.create_file(self._storage, EXTENSION)
        container = Container(file)
        if self._spills:
            self._spills.merge(container, elsewhere)
        else:
            self._write(container, docnum)
        container.close()
        file.close()
        self.is_closed = True

    def _write(self, container: Container, count: int, *, packing: bool = True) -> None:
        texts = self._vocabulary.texts()
        lengths = {}
        for name, tokens in sorted(self._tokens.items()):
            writer = SegmentFieldWriter(tokens.kind, packing=packing)
            tokens.write(writer, count, texts)
            lengths[name] = tokens.lengths(count)
            writer.close(container, name, lengths[name])
        for name, derived in sorted(self._derived.items()):
            derived.write(container, name, lengths, count, texts)
        container.fact("fields", sorted({*self._tokens, *self._derived}))

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        self._sorted.start_field(fieldname, fieldobj.format)

    def start_term(self, text: bytes) -> None:
        self._sorted.start_term(text)

    def add(self, docnum: int, weight: float, vbytes: bytes, _length: int) -> None:
        self._sorted.add(docnum, weight, vbytes)

    def finish_term(self) -> None:
        """Nothing to do: the next term, or the end of the field, ends this one."""

    def finish_field(self) -> None:
        self._sorted.finish_field()

    def close(self) -> None:
        """End Whoosh's way of writing; a segment that ``finish`` wrote is left as it is."""
        if not self.is_closed:
            file = self._segment.create_file(self._storage, EXTENSION)
            container = Container(file)
            self._sorted.write(container, self._segment.doc_count_all())
            container.close()
            file.close()
        self.is_closed = True


class _SortedPostings:
    """Postings in the order of terms, as Whoosh's pool passes them.

    A posting's weight is its frequency unless the text was boosted. A field with any such
    posting has a section with the weight of each of its postings, in the order of terms.
    """

    def __init__(self) -> None:
        self._fields: dict[str, tuple[SegmentFieldWriter, Array, Array | None]] = {}

    def start_field(self, name: str, format_: Any) -> None:
        self._name, self._format = name, format_
        self._kind = kind_of(format_)
        self._terms: list[bytes] = []
        self._starts: list[int] = []
        self._doc_ids: list[int] = []
        self._all_positions: list[int] = []
        self._weights: list[float] = []
        self._boosted = False

    def start_term(self, text: bytes) -> None:
        self._terms.append(text)
        self._starts.append(len(self._doc_ids))

    def add(self, docnum: int, weight: float, vbytes: bytes) -> None:
        positions = self._positions(weight, vbytes)
        self._weights.append(weight)
        self._boosted |= weight != len(positions)
        self._doc_ids += [docnum] * len(positions)
        self._all_positions += positions

    def _positions(self, weight: float, vbytes: bytes) -> list[int]:
        """The position of each occurrence; 0 where the posting or the field has none."""
        if self._kind == "existence":
            return [0]
        if self._kind == "positions" and vbytes:
            return list(self._format.decode_positions(vbytes))
        # Whoosh passes for spelling the value of a term in another field, of any length.
        counted = len(vbytes) == _FREQUENCY
        frequency = self._format.decode_frequency(vbytes) if counted else int(weight)
        return [0] * max(1, frequency)

    def finish_field(self) -> None:
        writer = SegmentFieldWriter(self._kind)
        doc_ids = np.array(self._doc_ids, np.int64)
        starts = np.array([*self._starts, len(doc_ids)], np.int64)
        writer.append(
            self._terms, Inverted(starts, doc_ids, np.array(self._all_positions, np.int64))
        )
        weights = np.array(self._weights, np.float32) if self._boosted else None
        self._fields[self._name] = writer, np.bincount(doc_ids), weights

    def write(self, container: Container, count: int) -> None:
        for name, (writer, lengths, weights) in self._fields.items():
            writer.close(container, name, np.pad(lengths, (0, max(0, count - len(lengths)))))
            if weights is not None:
                container.add(weights_section(name), weights)
        container.fact("fields", sorted(self._fields))


def kind_of(format_: Any) -> Kind:
    """What a Whoosh format stores of a term in a document."""
    if format_.supports("positions"):
        return "positions"
    return "existence" if isinstance(format_, formats.Existence) else "frequencies"

"""A writer's terms become the segment's postings, in bounded memory.

Tokens are gathered per field; past a budget they are inverted and written as a run, a file like
a segment's, and at the end the runs are merged like segments.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from whoosh import formats
from whoosh.codec.base import FieldWriter as WhooshFieldWriter

from indexer.arrayfile.container import Container, Mapped, open_mapped
from indexer.core.batch import Column
from indexer.core.dtypes import Array, TermIds
from indexer.core.malloc import trim
from indexer.core.vocabulary import Vocabulary
from indexer.engines.arrays.spill import Runs
from indexer.postings.delta_coding import Inverted, Kind
from indexer.postings.derived_field_writer import GatheredWriter
from indexer.postings.inverter import Tokens
from indexer.postings.segment_field import FieldWriter

EXTENSION: Final = ".arr"
_FREQUENCY: Final = 4
"""Bytes in which Whoosh's formats write a frequency alone."""
BUDGET: Final = 8 << 20
"""Bytes of gathered tokens past which a run is written."""


class ArrayFieldWriter(WhooshFieldWriter):  # type: ignore[misc]  # whoosh has no types
    """Takes terms in two ways: ``add_column`` in the order of documents, which is how
    ``ArrayWriter`` works, or Whoosh's own sorted postings (``add_postings``) for any other
    writer. One writer uses one of them."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage, self._segment = storage, segment
        self._vocabulary = Vocabulary()
        self._tokens: dict[str, Tokens] = {}
        self._gathered: dict[str, GatheredWriter] = {}
        self._base = 0
        self._runs: Runs | None = None
        self._sorted = _SortedPostings()
        self.is_closed = False

    def codes(self, texts: Sequence[Any]) -> TermIds:
        """The texts' numbers in the writer's vocabulary, until the next ``spill``."""
        return self._vocabulary.codes(texts, len(texts))

    def add_column(self, field: str, kind: Kind, docnum: int, column: Column) -> None:
        """Terms of several documents in one field, the first of which is ``docnum``; the column's
        codes are numbers in the writer's vocabulary."""
        tokens = self._tokens.get(field)
        if tokens is None:
            tokens = self._tokens[field] = Tokens(kind)
        having = np.flatnonzero(column.sizes > 0).astype(np.int32)
        entries = having + np.int32(docnum - self._base)
        tokens.add(entries, column.sizes[having], column.codes, column.positions)

    def add_links(
        self, field: str, of: Sequence[str], docnum: int, above: Sequence[TermIds], article: int
    ) -> None:
        """Where one document's terms in a field that is gathered from the fields ``of`` are."""
        gathered = self._gathered.get(field)
        if gathered is None:
            gathered = self._gathered[field] = GatheredWriter(of)
        gathered.add(docnum - self._base, above, article)

    @property
    def size(self) -> int:
        """Bytes held, about."""
        held = sum(map(len, self._tokens.values())) + sum(map(len, self._gathered.values()))
        return 8 * held + 100 * len(self._vocabulary)

    def spill(self, temporary: Any, docnum: int) -> None:
        """Write what is held as a run in the storage ``temporary``; the next document is
        ``docnum``."""
        if self._runs is None:
            self._runs = Runs(temporary, self._segment.segment_id())
        count = docnum - self._base
        self._runs.add(count, lambda container: self._write(container, count, packing=False))
        self._vocabulary, self._tokens, self._gathered = Vocabulary(), {}, {}
        self._base = docnum
        trim()

    def finish(self, temporary: Any, docnum: int) -> None:
        """Write the segment's postings: of ``docnum`` documents given by ``add_column``."""
        if self._runs and docnum > self._base:
            self.spill(temporary, docnum)
        file = self._segment.create_file(self._storage, EXTENSION)
        container = Container(file)
        if self._runs:
            self._runs.merge(container)
        else:
            self._write(container, docnum)
        container.close()
        file.close()
        self.is_closed = True

    def _write(self, container: Container, count: int, *, packing: bool = True) -> None:
        texts = self._vocabulary.texts()
        lengths = {}
        for name, held in sorted(self._tokens.items()):
            writer = FieldWriter(held.kind, packing=packing)
            held.write(writer, count, texts)
            lengths[name] = held.lengths(count)
            writer.close(container, name, lengths[name])
        for name, gathered in sorted(self._gathered.items()):
            gathered.write(container, name, lengths, count, texts)
        container.fact("fields", sorted({*self._tokens, *self._gathered}))

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
    """Postings in the order of terms, as Whoosh's pool gives them.

    A posting's weight is its frequency unless the text was boosted. A field with any such keeps
    the weight of each of its postings, in the order of terms, in a section of its own.
    """

    def __init__(self) -> None:
        self._fields: dict[str, tuple[FieldWriter, Array, Array | None]] = {}

    def start_field(self, name: str, format_: Any) -> None:
        self._name, self._format = name, format_
        self._kind = kind_of(format_)
        self._terms: list[bytes] = []
        self._starts: list[int] = []
        self._entries: list[int] = []
        self._places: list[int] = []
        self._weights: list[float] = []
        self._boosted = False

    def start_term(self, text: bytes) -> None:
        self._terms.append(text)
        self._starts.append(len(self._entries))

    def add(self, docnum: int, weight: float, vbytes: bytes) -> None:
        places = self._positions(weight, vbytes)
        self._weights.append(weight)
        self._boosted |= weight != len(places)
        self._entries += [docnum] * len(places)
        self._places += places

    def _positions(self, weight: float, vbytes: bytes) -> list[int]:
        """Of each occurrence; 0 where the posting or the field does not keep it."""
        if self._kind == "existence":
            return [0]
        if self._kind == "positions" and vbytes:
            return list(self._format.decode_positions(vbytes))
        # Whoosh gives words for spelling the value of a term in another field, of any length.
        counted = len(vbytes) == _FREQUENCY
        frequency = self._format.decode_frequency(vbytes) if counted else int(weight)
        return [0] * max(1, frequency)

    def finish_field(self) -> None:
        writer = FieldWriter(self._kind)
        entries = np.array(self._entries, np.int64)
        starts = np.array([*self._starts, len(entries)], np.int64)
        writer.append(self._terms, Inverted(starts, entries, np.array(self._places, np.int64)))
        weights = np.array(self._weights, np.float32) if self._boosted else None
        self._fields[self._name] = writer, np.bincount(entries), weights

    def write(self, container: Container, count: int) -> None:
        for name, (writer, lengths, weights) in self._fields.items():
            writer.close(container, name, np.pad(lengths, (0, max(0, count - len(lengths)))))
            if weights is not None:
                container.add(weights_section(name), weights)
        container.fact("fields", sorted(self._fields))


def weights_section(field: str) -> str:
    """Where the weights of a boosted field's postings are."""
    return f"{field}/weights"


def kind_of(format_: Any) -> Kind:
    """What a Whoosh format keeps of a term in a document."""
    if format_.supports("positions"):
        return "positions"
    return "existence" if isinstance(format_, formats.Existence) else "frequencies"


def open_postings(storage: Any, name: str) -> Mapped:
    """Map a file of postings. Closing the file at once is fine: the map outlives it."""
    file = storage.open_file(name)
    try:
        return open_mapped(file.raw_file(), name)
    finally:
        file.close()

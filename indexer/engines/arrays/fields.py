"""A writer's terms become the segment's postings, in bounded memory.

Tokens are gathered per field; past a budget they are inverted and written as a run, a file like
a segment's, and at the end the runs are merged like segments.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from whoosh import formats
from whoosh.codec.base import FieldWriter as WhooshFieldWriter

from indexer.coded import Codes, Vocabulary
from indexer.packed import Column
from indexer.postings.container import Array, Container, Mapped, open_mapped
from indexer.postings.field import Field, FieldWriter, Inverted, Kind
from indexer.postings.gathering import GatheredWriter, merge_gathered
from indexer.postings.merge import Part, merge
from indexer.postings.tokens import Tokens

EXTENSION: Final = ".arr"
BUDGET: Final = 16 << 20
"""Bytes of gathered tokens past which a run is written."""

Ints = npt.NDArray[np.int64]


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
        self._runs: list[tuple[str, int]] = []
        self._sorted = _SortedPostings()
        self.is_closed = False

    def codes(self, texts: Sequence[Any]) -> Codes:
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
        self, field: str, of: Sequence[str], docnum: int, above: Sequence[Codes], article: int
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
        name = f"{self._segment.segment_id()}.{len(self._runs)}.run"
        file = temporary.create_file(name)
        container = Container(file)
        self._write(container, docnum - self._base, packing=False)
        container.close()
        file.close()
        self._runs.append((name, docnum - self._base))
        self._vocabulary, self._tokens, self._gathered = Vocabulary(), {}, {}
        self._base = docnum

    def finish(self, temporary: Any, docnum: int) -> None:
        """Write the segment's postings: of ``docnum`` documents given by ``add_column``."""
        if self._runs and docnum > self._base:
            self.spill(temporary, docnum)
        file = self._segment.create_file(self._storage, EXTENSION)
        container = Container(file)
        if self._runs:
            _merge_runs(container, [(open_run(temporary, n), count) for n, count in self._runs])
        else:
            self._write(container, docnum)
        container.close()
        file.close()
        for name, _ in self._runs:
            temporary.delete_file(name)
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
    """Postings in the order of terms, as Whoosh's pool gives them."""

    def __init__(self) -> None:
        self._fields: dict[str, tuple[FieldWriter, Array]] = {}

    def start_field(self, name: str, format_: Any) -> None:
        self._name, self._format = name, format_
        self._kind = kind_of(format_)
        self._terms: list[bytes] = []
        self._starts: list[int] = []
        self._entries: list[int] = []
        self._places: list[int] = []

    def start_term(self, text: bytes) -> None:
        self._terms.append(text)
        self._starts.append(len(self._entries))

    def add(self, docnum: int, weight: float, vbytes: bytes) -> None:
        kept = self._kind == "positions"
        places = self._format.decode_positions(vbytes) if kept else [0] * max(1, int(weight))
        self._entries += [docnum] * len(places)
        self._places += places

    def finish_field(self) -> None:
        writer = FieldWriter(self._kind)
        entries = np.array(self._entries, np.int64)
        starts = np.array([*self._starts, len(entries)], np.int64)
        writer.append(self._terms, Inverted(starts, entries, np.array(self._places, np.int64)))
        self._fields[self._name] = writer, np.bincount(entries)

    def write(self, container: Container, count: int) -> None:
        for name, (writer, lengths) in self._fields.items():
            writer.close(container, name, np.pad(lengths, (0, count - len(lengths))))
        container.fact("fields", sorted(self._fields))


def kind_of(format_: Any) -> Kind:
    """What a Whoosh format keeps of a term in a document."""
    if format_.supports("positions"):
        return "positions"
    return "existence" if isinstance(format_, formats.Existence) else "frequencies"


def open_run(storage: Any, name: str) -> Mapped:
    """Map a file of postings. Closing the file at once is fine: the map outlives it."""
    file = storage.open_file(name)
    try:
        return open_mapped(file.raw_file(), name)
    finally:
        file.close()


def merge_fields(
    container: Container, sources: Sequence[tuple[Mapped, Ints, int]], fields: Iterable[str]
) -> None:
    """Merge fields of several files into one.

    Args:
        sources: (file, new number of each of its entries or -1, entries it has in all).
    """
    known = {n: {s[0].facts.get(f"{n}/kind") for s in sources} - {None} for n in sorted(fields)}
    gathered = [name for name, kinds in known.items() if kinds == {"gathered"}]
    plain = [name for name, kinds in known.items() if kinds and name not in gathered]
    all_lengths: dict[str, Ints] = {}
    for name in plain:
        having = [s for s in sources if f"{name}/kind" in s[0].facts]
        parts = [Part(Field(mapped, name), numbers) for mapped, numbers, _ in having]
        writer = FieldWriter(parts[0].field.kind)
        merge(parts, writer)
        count = 1 + max((int(n.max(initial=-1)) for _, n, _ in sources), default=-1)
        lengths = np.zeros(count, np.int64)
        for field, numbers in parts:
            if len(field.lengths):
                kept = numbers >= 0
                lengths[numbers[kept]] = field.lengths[kept]
        writer.close(container, name, lengths)
        all_lengths[name] = lengths
    for name in gathered:
        merge_gathered(container, name, sources, all_lengths)
    container.fact("fields", sorted((*plain, *gathered)))


def _merge_runs(container: Container, runs: Sequence[tuple[Mapped, int]]) -> None:
    base, sources = 0, []
    for mapped, count in runs:
        sources.append((mapped, np.arange(base, base + count), count))
        base += count
    names = {name for mapped, _ in runs for name in mapped.facts["fields"]}
    merge_fields(container, sources, names)

"""What a segment stores per document besides postings: stored fields, columns, exact lengths.

Numeric columns are arrays; any other kind of column is written by Whoosh's own code.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Final, cast

import numpy as np
from whoosh import columns
from whoosh.codec.base import PerDocumentReader, PerDocumentWriter

from indexer.arrayfile.container import Container, Mapped
from indexer.core.document import Metadata
from indexer.core.dtypes import Array, Ints
from indexer.core.vocabulary import Vocabulary
from indexer.engines.arrays.stored_fields import StoredReader, StoredWriter, dump, load
from indexer.postings.norms import Norms

EXTENSION: Final = ".doc"
COLUMN_EXTENSION: Final = ".col"
_STORED: Final = "stored"
_KNOWN: Final = "known"
_WHOLE: Final = frozenset("bBhHiIqQ")
"""Type codes of integer columns."""


class ArrayPerDocWriter(PerDocumentWriter):  # type: ignore[misc]  # whoosh has no types
    """See ``whoosh.codec.base.PerDocumentWriter``. Vectors are not supported."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage, self._segment = storage, segment
        self._stored = StoredWriter()
        self._fields: dict[str, Any] = {}
        self._numeric: dict[str, _Numbers] = {}
        self._other: dict[str, tuple[Any, Any]] = {}
        self._lengths: dict[str, _Numbers] = {}
        self._docnum = -1
        self._count = 0
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        self._docnum = docnum
        self._fields = {}

    def add_field(
        self, fieldname: str, _fieldobj: object, value: object, length: int | None
    ) -> None:
        if value is not None:
            self._fields[fieldname] = value
        if length:
            self._lengths.setdefault(fieldname, _Numbers()).add(self._docnum, length)

    def add_column_value(self, fieldname: str, columnobj: Any, value: Any) -> None:
        if _is_whole(columnobj):
            self._numbers(fieldname).add(self._docnum, value)
        else:
            self._column(fieldname, columnobj)[0].add(self._docnum, value)

    def _numbers(self, fieldname: str) -> _Numbers:
        if fieldname not in self._numeric:
            self._numeric[fieldname] = _Numbers()
        return self._numeric[fieldname]

    def _column(self, fieldname: str, columnobj: Any) -> tuple[Any, Any]:
        if fieldname not in self._other:
            file = self._segment.create_file(self._storage, column_extension(fieldname))
            self._other[fieldname] = columnobj.writer(file), file
        return self._other[fieldname]

    def add_vector_items(self, fieldname: str, _fieldobj: object, items: Iterable[object]) -> None:
        for _ in items:
            raise NotImplementedError(f"{fieldname}: this codec keeps no vectors")

    def finish_doc(self) -> None:
        self._stored.add(dump(self._fields))
        self._count += 1

    def add_records(self, records: Sequence[bytes]) -> None:
        """Add documents of which these records are stored (``stored_fields.dump``)."""
        for record in records:
            self._stored.add(record)
        self._count += len(records)

    def add_column_values(self, field: str, columnobj: Any, docnums: range, value: Any) -> None:
        """One value of several documents in a row."""
        if _is_whole(columnobj):
            self._numbers(field).extend(docnums.start, np.full(len(docnums), value, np.int64))
        else:
            writer = self._column(field, columnobj)[0]
            for docnum in docnums:
                writer.add(docnum, value)

    def cancel_doc(self) -> None:
        """Drop the document that was started; its number is used again."""

    def add_segment(self, reader: ArrayPerDocReader, live: Ints, fields: Any) -> None:
        """Add all live documents of another segment.

        ``live`` are their numbers there; ``fields`` the schema's (name, field) pairs.
        """
        if len(live) == reader.doc_count_all():
            self._stored.flush()
            for packed, count in reader.stored.blocks():
                self._stored.add_block(packed, count)
        else:
            for number in live.tolist():
                self._stored.add(reader.stored[number])
        for name, fieldobj in fields:
            if fieldobj.column_type is not None and reader.has_column(name):
                self._add_column(reader, live, name, fieldobj.column_type)
        self._count += len(live)

    def _add_column(self, reader: ArrayPerDocReader, live: Ints, name: str, columnobj: Any) -> None:
        source = reader.column_reader(name, columnobj)
        if _is_whole(columnobj):
            self._numbers(name).extend(self._count, _whole_numbers(source)[live])
        else:
            writer = self._column(name, columnobj)[0]
            for new, number in enumerate(live.tolist(), start=self._count):
                writer.add(new, source[number])

    def close(self) -> None:
        file = self._segment.create_file(self._storage, EXTENSION)
        container = Container(file)
        self._stored.close(container)
        for name, numbers in self._numeric.items():
            numbers.write(container, _column_section(name), self._count)
        for name, numbers in self._lengths.items():
            numbers.write(container, _length_section(name), self._count)
        container.close()
        file.close()
        for writer, file in self._other.values():
            writer.finish(self._count)
            file.close()
        self._segment.set_doc_count(self._count)
        self.is_closed = True


class ArrayPerDocReader(PerDocumentReader):  # type: ignore[misc]  # whoosh has no types
    """See ``whoosh.codec.base.PerDocumentReader``."""

    def __init__(self, storage: Any, segment: Any, mapped: Mapped, postings: Mapped | None) -> None:
        """``postings`` is None for a segment that has none yet."""
        self._storage, self._segment = storage, segment
        self._mapped, self._postings = mapped, postings
        self._lengths: dict[str, Array | None] = {}
        self._open: dict[str, Any] = {}

    @cached_property
    def stored(self) -> StoredReader:
        """One per file, so that a commit does not lose the blocks that were decompressed."""
        known = self._mapped.opened.get(_STORED)
        if known is None:
            made = StoredReader(self._mapped, self.doc_count_all())
            known = self._mapped.opened.setdefault(_STORED, made)
        return cast("StoredReader", known)

    @cached_property
    def known(self) -> dict[int, Metadata]:
        """The metadata of recent hits' documents by the number of their records; one per file."""
        known = self._mapped.opened.setdefault(_KNOWN, {})
        return cast("dict[int, Metadata]", known)

    def close(self) -> None:
        """Close what Whoosh's columns read; memory maps end with the last array on them."""
        for file in self._open.values():
            file.close()
        self._open.clear()

    def doc_count(self) -> int:
        return self.doc_count_all() - int(self._segment.deleted_count())

    def doc_count_all(self) -> int:
        return int(self._segment.doc_count_all())

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterator[int]:
        return iter(self._segment.deleted_docs())

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        if _column_section(fieldname) in self._mapped:
            return True
        name = self._segment.make_filename(column_extension(fieldname))
        return bool(self._storage.file_exists(name))

    def numbers(self, fieldname: str) -> Ints:
        """An integer column, a value per document; 0 where no document has one."""
        found = self._numbers(_column_section(fieldname))
        return np.zeros(self.doc_count_all(), np.int64) if found is None else found

    def _numbers(self, section: str) -> Ints | None:
        if section not in self._mapped:
            return None
        distinct: Ints = self._mapped[_distinct(section)].all().astype(np.int64)
        return distinct[self._mapped[section].all()]

    def column_reader(self, fieldname: str, column: Any) -> Any:
        numbers = self._numbers(_column_section(fieldname))
        if numbers is not None:
            return NumbersReader(numbers)
        name = self._segment.make_filename(column_extension(fieldname))
        length = self._storage.file_length(name)
        if name not in self._open:
            self._open[name] = self._storage.open_file(name)
        return column.reader(self._open[name], 0, length, self.doc_count_all())

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self._field_lengths(fieldname)
        return default if lengths is None else int(lengths[docnum])

    def field_length(self, fieldname: str) -> int:
        lengths = self._field_lengths(fieldname)
        return 0 if lengths is None else int(lengths.sum(dtype=np.int64))

    def min_field_length(self, fieldname: str) -> int:
        lengths = self._field_lengths(fieldname)
        return 0 if lengths is None or not len(lengths) else int(lengths.min())

    def max_field_length(self, fieldname: str) -> int:
        lengths = self._field_lengths(fieldname)
        return 0 if lengths is None else int(lengths.max(initial=0))

    def _field_lengths(self, fieldname: str) -> Array | None:
        if fieldname not in self._lengths:
            counted = self._postings and f"{fieldname}/norms" in self._postings
            self._lengths[fieldname] = (
                Norms(self._postings, fieldname).lengths
                if self._postings and counted
                else self._numbers(_length_section(fieldname))
            )
        return self._lengths[fieldname]

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return load(self.stored[docnum])


class NumbersReader(columns.ColumnReader):  # type: ignore[misc]  # whoosh has no types
    """A column of whole numbers, as Whoosh reads columns."""

    def __init__(self, values: Ints) -> None:
        self.values = values
        self._sign = 1

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, docnum: int) -> int:
        return int(self.values[docnum])

    def __iter__(self) -> Iterator[int]:
        return iter(self.load())

    def sort_key(self, docnum: int) -> int:
        return self._sign * self[docnum]

    def set_reverse(self) -> None:
        self._sign = -1

    def load(self) -> list[int]:
        return cast("list[int]", self.values.tolist())


def column_extension(fieldname: str) -> str:
    """The extension of the file of a column that is not an array."""
    return f".{fieldname}{COLUMN_EXTENSION}"


def _column_section(fieldname: str) -> str:
    return f"column/{fieldname}"


def _length_section(fieldname: str) -> str:
    """Of the lengths that a writer gave; those that are counted with the postings go before."""
    return f"length/{fieldname}"


def _distinct(section: str) -> str:
    return f"{section}.distinct"


def _is_whole(columnobj: Any) -> bool:
    return (
        isinstance(columnobj, columns.NumericColumn)
        and columnobj._typecode in _WHOLE  # noqa: SLF001 - the class has no other way to ask
        and columnobj.default_value() == 0
    )


def _whole_numbers(source: Any) -> Ints:
    """A column's values. ``whoosh.sorting.add_sortable`` writes its columns as Whoosh does."""
    return source.values if isinstance(source, NumbersReader) else np.array(source.load(), np.int64)


class _Numbers:
    """Writes an integer column: the distinct values, and for each document the index of its value.
    Many documents have the same date, so an index takes few bytes."""

    def __init__(self) -> None:
        self._known = Vocabulary()
        self._missing = self._known[0]
        self._which = array("i")

    def add(self, docnum: int, value: int) -> None:
        """A document's value, in place of one that a cancelled document left."""
        del self._which[docnum:]
        self._pad(docnum)
        self._which.append(self._known[value])

    def extend(self, first: int, values: Ints) -> None:
        """Values of documents in a row, from ``first`` on."""
        self._pad(first)
        distinct, which = np.unique(values, return_inverse=True)
        self._which.frombytes(
            self._known.term_ids(distinct.tolist(), len(distinct))[which].tobytes()
        )

    def _pad(self, count: int) -> None:
        self._which.extend([self._missing] * (count - len(self._which)))

    def write(self, container: Container, section: str, count: int) -> None:
        """The column of ``count`` documents."""
        del self._which[count:]
        self._pad(count)
        which, values = np.asarray(self._which), np.array(self._known.texts(), np.int64)
        used = np.flatnonzero(np.bincount(which, minlength=1)[: len(values)])
        used = used[np.argsort(values[used])]
        ranks = np.zeros(len(values), np.min_scalar_type(max(len(used) - 1, 0)))
        ranks[used] = np.arange(len(used))
        container.add(_distinct(section), values[used])
        container.add(section, ranks[which])

"""Stored fields: records in compressed blocks, any one of them reachable.

A clause's record begins like the one before it, with the headings above them both, so a record is
stored without the beginning that it shares with the record before it in its block (front coding;
Witten, Moffat & Bell 1999, section 4.1). zlib would find the same, but at three bytes and some of
its window for each record. Layout of a block, before compression:

    the size of each record's rest, then how many bytes each record shares with the one before it:
    four bytes each, all the lowest bytes first, all the highest, mostly 0, last
    the rest of each record
"""

from __future__ import annotations

import pickle
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from threading import Lock
from typing import Any, Final, NamedTuple

import numpy as np

from indexer.arrayfile.container import Container, Mapped, Spool
from indexer.arrayfile.rows import Rows, RowsWriter
from indexer.core.recent import Recent
from indexer.engines.folder import unpickle

_BLOCK: Final = 24576
"""Bytes of the rests of records in a block: laws take 0.28 of their text, with blocks of 16 KB 0.30
and of 32 KB 0.27; a block has about a hundred clauses and decompresses in 0.03 ms."""
_CACHED_BLOCKS: Final = 64
"""Most decompressed blocks cached per segment: neighbours are read together, and what is found
again is a recent record by then."""
_CACHED_BYTES: Final = 16 << 20
"""Most bytes of decompressed blocks cached per segment: a block with a long record is as long."""
_RECENT: Final = 3 << 20
"""Bytes of recent records per segment: the hits of 500 searches or so, in a quarter of the memory
that they take as clauses (``indexer.engines.whoosh.reader.CLAUSES``). Unpacking the blocks that ten
hits lie in takes as long as a search of few words."""
_LONGEST: Final = 8_192
"""Bytes of the longest record that is remembered: those of documents are longer, and read once."""
_ENTRY: Final = 200
"""Bytes that a remembered record takes besides its own."""
_WIDTH: Final = 4
"""Bytes of a size."""
_TEXT: Final = b"T"
_PICKLE: Final = b"P"
_PROTOCOL: Final = 4
"""The first in which a date names no class but its own."""

Fields = Mapping[str, Any]


def dump(fields: Fields) -> bytes:
    """A record. Texts are stored as UTF-8, each but the last with its size; any other values, as
    Whoosh does, as a pickle."""
    if not fields:
        return b""
    if all(type(value) is str for value in fields.values()):
        parts, last = [], len(fields) - 1
        for index, (name, value) in enumerate(fields.items()):
            data = value.encode("utf-8", "surrogatepass")
            size = b"%d" % len(data) if index < last else b""
            parts.append(b"%s\0%s\0%s" % (name.encode(), size, data))
        return _TEXT + b"".join(parts)
    return _PICKLE + pickle.dumps(dict(fields), _PROTOCOL)


def dump_texts(name: str, texts: Iterable[bytes]) -> list[bytes]:
    """``dump`` of records with one text each, in UTF-8."""
    before = b"%s%s\0\0" % (_TEXT, name.encode())
    return [before + text for text in texts]


def load(record: bytes) -> dict[str, Any]:
    """The inverse of ``dump``; what a pickle names is refused (``IndexDamaged``), but for
    dates, times and decimals."""
    if not record:
        return {}
    if record[:1] == _PICKLE:
        return dict(unpickle.loads(record[1:], unpickle.VALUES))
    fields, at = {}, 1
    while at < len(record):
        name_end = record.index(b"\0", at)
        size_end = record.index(b"\0", name_end + 1)
        start = size_end + 1
        size = record[name_end + 1 : size_end]
        end = start + int(size) if size else len(record)
        fields[record[at:name_end].decode()] = record[start:end].decode("utf-8", "surrogatepass")
        at = end
    return fields


class StoredWriter:
    """Writes records in the order of entries, one by one or in compressed blocks."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._shared: list[int] = []
        self._last = b""
        self._waiting_bytes = 0
        self._blocks, self._rows = Spool(np.uint8), RowsWriter()
        self._firsts = Spool("<u4")
        self._count = 0

    def add(self, record: bytes) -> None:
        shared = _common(self._last, record)
        self._waiting.append(record[shared:])
        self._shared.append(shared)
        self._last = record
        self._waiting_bytes += len(record) - shared
        if self._waiting_bytes >= _BLOCK:
            self.flush()

    def flush(self) -> None:
        """Close the current block."""
        if self._waiting:
            sizes = np.array([[*map(len, self._waiting)], self._shared], "<u4")
            planes = sizes.view(np.uint8).reshape(-1, _WIDTH).T
            packed = zlib.compress(planes.tobytes() + b"".join(self._waiting), 6)
            self.add_block(packed, len(self._waiting))
            self._waiting, self._shared, self._last = [], [], b""
            self._waiting_bytes = 0

    def add_block(self, packed: bytes, count: int) -> None:
        """A block as ``StoredReader.blocks`` returns it; call ``flush`` first."""
        self._firsts.append(np.array([self._count]))
        self._blocks.append(np.frombuffer(packed, np.uint8))
        self._rows.append(np.array([len(packed)]))
        self._count += count

    def close(self, container: Container) -> None:
        self.flush()
        container.drain("stored", self._blocks)
        self._rows.close(container, "stored")
        container.drain("stored.entries", self._firsts)


class _Block(NamedTuple):
    """A block, decompressed from its beginning."""

    raw: bytes
    bounds: list[int]
    """Where the rest of each record starts, and where the last ends; perhaps beyond what is
    decompressed."""
    shared: list[int]
    """How many bytes each record shares with the one before it."""

    def record(self, index: int) -> bytes:
        """One record, assembled from those before it that have parts of its beginning."""
        raw, bounds, shared = self
        record, wanted = raw[bounds[index] : bounds[index + 1]], shared[index]
        while wanted and index:
            index -= 1
            here = shared[index]
            if here < wanted:
                record = raw[bounds[index] : bounds[index] + wanted - here] + record
                wanted = here
        return record


class StoredReader:
    """Records by entry number."""

    def __init__(self, mapped: Mapped, count: int) -> None:
        self._count = count
        self._blocks = mapped["stored"]
        self._rows = Rows(mapped, "stored")
        self._firsts = mapped["stored.entries"]
        self._cached: OrderedDict[int, _Block] = OrderedDict()
        self._cached_bytes = 0
        self._lock = Lock()
        self._recent: Recent[int, bytes] = Recent(_RECENT)

    def __getitem__(self, number: int) -> bytes:
        record = self._recent.get(number)
        if record is None:
            firsts = self._firsts.all()
            block = int(firsts.searchsorted(number, side="right")) - 1
            index = number - int(firsts[block])
            record = self._block(block, index).record(index)
            if len(record) <= _LONGEST:
                self._recent.put(number, record, len(record) + _ENTRY)
        return record

    def blocks(self) -> Iterator[tuple[bytes, int]]:
        """Every block, compressed as in the file, with how many records it has."""
        for block in range(len(self._rows)):
            yield self._packed(block), self._size(block)

    def _size(self, block: int) -> int:
        firsts = self._firsts.all()
        last = block + 1 == len(firsts)
        return (self._count if last else int(firsts[block + 1])) - int(firsts[block])

    def _packed(self, block: int) -> bytes:
        return self._blocks.take(*self._rows.bounds(block)).tobytes()

    def _block(self, block: int, index: int) -> _Block:
        """A block, decompressed up to the record ``index`` or further."""
        with self._lock:
            cached = self._cached.get(block)
            if cached is not None:
                self._cached.move_to_end(block)
        if cached is None or len(cached.raw) < cached.bounds[index + 1]:
            packed = self._packed(block)
            cached = (
                _decompress_all(packed, cached)
                if cached
                else _decompress_to(packed, self._size(block), index)
            )
            with self._lock:
                self._store(block, cached)
        return cached

    def _store(self, block: int, made: _Block) -> None:
        before = self._cached.pop(block, None)
        self._cached[block] = made
        self._cached_bytes += len(made.raw) - (len(before.raw) if before else 0)
        while len(self._cached) > 1 and (
            len(self._cached) > _CACHED_BLOCKS or self._cached_bytes > _CACHED_BYTES
        ):
            self._cached_bytes -= len(self._cached.popitem(last=False)[1].raw)


def _decompress_to(packed: bytes, count: int, index: int) -> _Block:
    """A block of ``count`` records decompressed no further than the record ``index``: half of the
    work, on average, and most blocks are read for one record."""
    inflater = zlib.decompressobj()
    head = inflater.decompress(packed, 2 * _WIDTH * count)
    planes = np.frombuffer(head, np.uint8).reshape(_WIDTH, -1)
    numbers = planes.T.copy().view("<u4").ravel().tolist()
    bounds = list(accumulate(numbers[:count], initial=len(head)))
    more = bounds[index + 1] - len(head)
    rest = inflater.decompress(inflater.unconsumed_tail, more) if more > 0 else b""
    return _Block(head + rest, bounds, numbers[count:])


def _decompress_all(packed: bytes, partial: _Block) -> _Block:
    return partial._replace(raw=zlib.decompress(packed, bufsize=partial.bounds[-1]))


def _common(one: bytes, other: bytes) -> int:
    """How many bytes two records share at the beginning."""
    size = min(len(one), len(other))
    # As numbers they are compared in one step; the highest bit that differs says where.
    differ = int.from_bytes(one[:size], "big") ^ int.from_bytes(other[:size], "big")
    return size - (differ.bit_length() + 7) // 8

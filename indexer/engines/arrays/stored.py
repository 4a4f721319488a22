"""Stored fields: records in compressed blocks, any one of them reachable."""

from __future__ import annotations

import pickle
import zlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from itertools import accumulate
from threading import Lock
from typing import Any, Final, NamedTuple

import numpy as np

from indexer.engines import unpickle
from indexer.postings import varint
from indexer.postings.container import Container, Mapped, Spool
from indexer.postings.rows import Rows, RowsWriter

_BLOCK: Final = 32768
"""Bytes of records in a block: laws shrink to 0.19 of their size, in blocks of 8 KB to 0.25; a
block unpacks in 0.07 ms, and a page of results needs at most ten."""
_KEPT: Final = 256
"""Unpacked blocks remembered per segment."""
_WIDEST: Final = 5
"""Bytes of the largest size of a record."""
_TEXT: Final = b"T"
_PICKLE: Final = b"P"

Fields = Mapping[str, Any]


def dump(fields: Fields) -> bytes:
    """A record. Texts are kept as such; anything else, as Whoosh does, as a pickle."""
    if not fields:
        return b""
    if all(type(value) is str for value in fields.values()):
        parts = []
        for name, value in fields.items():
            data = value.encode("utf-8", "surrogatepass")
            parts.append(b"%s\0%d\0%s" % (name.encode(), len(data), data))
        return _TEXT + b"".join(parts)
    return _PICKLE + pickle.dumps(dict(fields), 2)


def load(record: bytes) -> dict[str, Any]:
    """The inverse of ``dump``; what a pickle names is refused (``IndexDamaged``)."""
    if not record:
        return {}
    if record[:1] == _PICKLE:
        return dict(unpickle.loads(record[1:]))
    fields, at = {}, 1
    while at < len(record):
        name_end = record.index(b"\0", at)
        size_end = record.index(b"\0", name_end + 1)
        start = size_end + 1
        end = start + int(record[name_end + 1 : size_end])
        fields[record[at:name_end].decode()] = record[start:end].decode("utf-8", "surrogatepass")
        at = end
    return fields


class StoredWriter:
    """Records in the order of entries, given one by one or in blocks that are already packed."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self._blocks, self._rows = Spool(np.uint8), RowsWriter()
        self._firsts = Spool("<u4")
        self._count = 0

    def add(self, record: bytes) -> None:
        self._waiting.append(record)
        self._waiting_bytes += len(record)
        if self._waiting_bytes >= _BLOCK:
            self.flush()

    def flush(self) -> None:
        """Close the current block."""
        if self._waiting:
            sizes = np.array([len(record) for record in self._waiting], np.int64)
            head = varint.encode(sizes, varint.widths(sizes)).tobytes()
            packed = zlib.compress(head + b"".join(self._waiting), 6)
            self.add_block(packed, len(self._waiting))
            self._waiting, self._waiting_bytes = [], 0

    def add_block(self, packed: bytes, count: int) -> None:
        """A block as ``StoredReader.blocks`` gives it; nothing may be waiting."""
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
    """A block, unpacked from its beginning on."""

    raw: bytes
    bounds: list[int]
    """Where each record starts, and where the last ends; perhaps beyond what is unpacked."""


class StoredReader:
    """Records by entry number."""

    def __init__(self, mapped: Mapped, count: int) -> None:
        self._count = count
        self._blocks = mapped["stored"]
        self._rows = Rows(mapped, "stored")
        self._firsts = mapped["stored.entries"]
        self._kept: OrderedDict[int, _Block] = OrderedDict()
        self._lock = Lock()

    def __getitem__(self, number: int) -> bytes:
        firsts = self._firsts.all()
        block = int(np.searchsorted(firsts, number, side="right")) - 1
        place = number - int(firsts[block])
        raw, bounds = self._block(block, place)
        return raw[bounds[place] : bounds[place + 1]]

    def blocks(self) -> Iterator[tuple[bytes, int]]:
        """Every block as it lies in the file, with how many records it has."""
        for block in range(len(self._rows)):
            yield self._packed(block), self._size(block)

    def _size(self, block: int) -> int:
        firsts = self._firsts.all()
        last = block + 1 == len(firsts)
        return (self._count if last else int(firsts[block + 1])) - int(firsts[block])

    def _packed(self, block: int) -> bytes:
        return self._blocks.take(*self._rows.bounds(block)).tobytes()

    def _block(self, block: int, place: int) -> _Block:
        """An unpacked block, as far as the record at ``place`` at least."""
        with self._lock:
            kept = self._kept.get(block)
            if kept is not None:
                self._kept.move_to_end(block)
        if kept is None or len(kept.raw) < kept.bounds[place + 1]:
            packed = self._packed(block)
            kept = _whole(packed, kept) if kept else _begun(packed, self._size(block), place)
            with self._lock:
                self._kept[block] = kept
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return kept


def _begun(packed: bytes, count: int, place: int) -> _Block:
    """A block of ``count`` records unpacked no further than the one at ``place``: half of the
    work, on average, and most blocks are wanted for one record."""
    inflater = zlib.decompressobj()
    head = inflater.decompress(packed, _WIDEST * count)
    bounds = _bounds(head, count)
    more = bounds[place + 1] - len(head)
    rest = inflater.decompress(inflater.unconsumed_tail, more) if more > 0 else b""
    return _Block(head + rest, bounds)


def _whole(packed: bytes, begun: _Block) -> _Block:
    return _Block(zlib.decompress(packed, bufsize=begun.bounds[-1]), begun.bounds)


def _bounds(head: bytes, count: int) -> list[int]:
    """Where each record starts in a block that begins with their sizes, and where the last ends."""
    sizes: list[int] = []
    size = bits = read = 0
    while len(sizes) < count:  # so few numbers are read sooner without numpy
        byte = head[read]
        read += 1
        size |= (byte & 127) << bits
        bits += 7
        if byte < 128:
            sizes.append(size)
            size = bits = 0
    return list(accumulate(sizes, initial=read))

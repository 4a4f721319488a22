"""Stored fields: records in compressed blocks, any one of them reachable.

A clause's record begins like the one before it, with the headings above them both, so a record is
kept without what it has in common with the beginning of the record before it in its block (front
coding; Witten, Moffat & Bell 1999, section 4.1). zlib would find the same, at three bytes and a
place in its window for each. A block is

    the size of what is kept of each record, then how many bytes each has in common with the one
    before it: four bytes each, all the lowest bytes first, all the highest, mostly 0, last
    what is kept of each record
"""

from __future__ import annotations

import pickle
import zlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from itertools import accumulate
from threading import Lock
from typing import Any, Final, NamedTuple

import numpy as np

from indexer.arrayfile.container import Container, Mapped, Spool
from indexer.arrayfile.rows import Rows, RowsWriter
from indexer.engines.folder import unpickle

_BLOCK: Final = 24576
"""Bytes of what is kept of records in a block: laws take 0.28 of their text, in blocks of 16 KB
0.30 and of 32 KB 0.27; a block holds some hundred clauses and unpacks in 0.03 ms."""
_KEPT: Final = 256
"""Unpacked blocks remembered per segment."""
_WIDTH: Final = 4
"""Bytes of a size."""
_TEXT: Final = b"T"
_PICKLE: Final = b"P"
_PROTOCOL: Final = 4
"""The first in which a date names no class but its own."""

Fields = Mapping[str, Any]


def dump(fields: Fields) -> bytes:
    """A record. Texts are kept as such, each but the last with its size; anything else, as Whoosh
    does, as a pickle."""
    if not fields:
        return b""
    if all(type(value) is str for value in fields.values()):
        parts, last = [], len(fields) - 1
        for place, (name, value) in enumerate(fields.items()):
            data = value.encode("utf-8", "surrogatepass")
            size = b"%d" % len(data) if place < last else b""
            parts.append(b"%s\0%s\0%s" % (name.encode(), size, data))
        return _TEXT + b"".join(parts)
    return _PICKLE + pickle.dumps(dict(fields), _PROTOCOL)


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
    """Records in the order of entries, given one by one or in blocks that are already packed."""

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
    """Where what is kept of each record starts, and where the last ends; perhaps beyond what is
    unpacked."""
    shared: list[int]
    """How many bytes each record has in common with the one before it."""

    def record(self, place: int) -> bytes:
        """One record, put together from the ones before it that have parts of its beginning."""
        raw, bounds, shared = self
        record, wanted = raw[bounds[place] : bounds[place + 1]], shared[place]
        while wanted and place:
            place -= 1
            here = shared[place]
            if here < wanted:
                record = raw[bounds[place] : bounds[place] + wanted - here] + record
                wanted = here
        return record


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
        return self._block(block, place).record(place)

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
    head = inflater.decompress(packed, 2 * _WIDTH * count)
    planes = np.frombuffer(head, np.uint8).reshape(_WIDTH, -1)
    numbers = planes.T.copy().view("<u4").ravel().tolist()
    bounds = list(accumulate(numbers[:count], initial=len(head)))
    more = bounds[place + 1] - len(head)
    rest = inflater.decompress(inflater.unconsumed_tail, more) if more > 0 else b""
    return _Block(head + rest, bounds, numbers[count:])


def _whole(packed: bytes, begun: _Block) -> _Block:
    return begun._replace(raw=zlib.decompress(packed, bufsize=begun.bounds[-1]))


def _common(one: bytes, other: bytes) -> int:
    """How many bytes two records begin with both."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low

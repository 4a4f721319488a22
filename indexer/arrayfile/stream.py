"""Rows of variable-length integers in one stream; long rows are compressed where that helps."""

from __future__ import annotations

import zlib
from typing import Final, NamedTuple

import numpy as np

from indexer.arrayfile import varint
from indexer.arrayfile.container import Container, Opened, Spool
from indexer.arrayfile.rows import Rows, RowsWriter
from indexer.core.dtypes import Bytes, Ints, Offsets

_LONG: Final = 256
"""Bytes from which compressing a row is tried."""
_NEVER: Final = 1 << 62
_WORTH: Final = 0.85
"""A row is stored compressed when it shrinks to this share: decompressing costs time."""


class EncodedRows(NamedTuple):
    """Rows of integers, as ``varint`` writes them, one row after the other."""

    stream: Bytes
    starts: Offsets
    """Where each row starts in the stream, with one more: where the last one ends."""


def encode_rows(values: Ints, starts: Offsets) -> EncodedRows:
    """The rows ``values[starts[i]:starts[i + 1]]``, encoded."""
    width = varint.widths(values)
    ends = np.zeros(len(values) + 1, np.int64)
    np.cumsum(width, out=ends[1:])
    return EncodedRows(varint.encode(values, width), ends[starts])


class StreamWriter:
    """Writes rows, in order, piece by piece."""

    def __init__(self, *, packing: bool = True) -> None:
        """``packing=False``: compress nothing, for a temporary file that is soon read back."""
        self._long = _LONG if packing else _NEVER
        self._stream = Spool(np.uint8)
        self._rows = RowsWriter()
        self._packed = Spool("<u4")
        self._count = 0

    def append(self, rows: EncodedRows) -> None:
        """More rows."""
        stream, bounds = rows
        sizes = np.diff(bounds)
        pieces: list[bytes | Bytes] = []
        packed = []
        done = int(bounds[0])
        for row in np.flatnonzero(sizes >= self._long).tolist():
            raw = stream[bounds[row] : bounds[row + 1]]
            short = self._packed_form(raw)
            if short is not None:
                pieces += [stream[done : bounds[row]], short]
                done = bounds[row + 1]
                sizes[row] = len(short)
                packed.append(self._count + row)
        pieces.append(stream[done : bounds[-1]])
        for piece in pieces:
            self._stream.append(np.frombuffer(piece, np.uint8))
        self._packed.append(np.array(packed, np.int64))
        self._rows.append(sizes)
        self._count += len(sizes)

    def _packed_form(self, raw: Bytes) -> bytes | None:
        """What is stored of a long row; None: the row as it is."""
        short = zlib.compress(raw.data, 1)
        return short if len(short) < _WORTH * len(raw) else None

    def close(self, container: Container, name: str) -> None:
        container.drain(name, self._stream)
        container.drain(f"{name}.packed", self._packed)
        self._rows.close(container, name)


class Stream:
    """Rows, read back."""

    def __init__(self, mapped: Opened, name: str) -> None:
        self._stream = mapped[name]
        self._packed = mapped[f"{name}.packed"]
        self._rows = Rows(mapped, name)

    def row(self, number: int) -> Ints:
        """The integers of one row."""
        return varint.decode(self.row_bytes(number))

    def row_bytes(self, number: int) -> Bytes:
        """The bytes of one row, as ``varint`` wrote them."""
        raw = self._stream.take(*self._rows.bounds(number))
        at = self._packed_at(number)
        return raw if at < 0 else self._unpacked(at, raw)

    def rows(self, first: int, end: int) -> EncodedRows:
        """The rows ``first`` to ``end`` (not included)."""
        offsets = self._rows.offsets(first, end)
        raw = self._stream.take(int(offsets[0]), int(offsets[-1]))
        offsets -= offsets[0]
        packed = self._packed.all()
        low, high = np.searchsorted(packed, (first, end))
        if low == high:
            return EncodedRows(raw, offsets)
        pieces, sizes, done = [], np.diff(offsets), 0
        for at, row in enumerate((packed[low:high].astype(np.int64) - first).tolist(), low):
            whole = self._unpacked(at, raw[offsets[row] : offsets[row + 1]])
            pieces += [raw[done : offsets[row]], whole]
            done = offsets[row + 1]
            sizes[row] = len(whole)
        pieces.append(raw[done:])
        return EncodedRows(np.concatenate(pieces), np.concatenate(([0], np.cumsum(sizes))))

    def _packed_at(self, number: int) -> int:
        """Where a row is among those that are packed; -1 where it is not."""
        packed = self._packed.all()
        at = int(packed.searchsorted(packed.dtype.type(number)))
        return at if at < len(packed) and packed[at] == number else -1

    def _unpacked(self, _at: int, raw: Bytes) -> Bytes:
        """The bytes of a row from its packed form; ``_at``: where it is among the packed ones."""
        return np.frombuffer(zlib.decompress(raw.data), np.uint8)

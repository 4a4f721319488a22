"""Rows of doc ids: as distances, and those of the most frequent terms as one bit an entry.

A stream of rows (``indexer.arrayfile.stream``) with two sections more, a value for each packed row:

========= ==================================================================================
section   holds
========= ==================================================================================
counts    how many doc ids the row has
bits      1 where it is bits: bit ``doc_id & 7`` of byte ``doc_id >> 3``, in whole words of
          64 bits; 0 where it is distances packed with zlib
========= ==================================================================================

Whoever asks for a row's bytes gets distances in either case. What is searched for most is in the
most frequent terms, and decoding these took half of the time of a term's first use.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, cast

import numpy as np

from indexer.arrayfile import varint
from indexer.arrayfile.container import Container, Opened, Spool
from indexer.arrayfile.stream import Stream, StreamWriter
from indexer.core.dtypes import Bits, Bytes, Ints

_LONG: Final = 256
"""Bytes of a row, on average, from which counting row by row is faster."""
_DEARER: Final = 2
"""Bits may take so many times the bytes that zlib would: runs of entries are far shorter so."""


class DocIdRowsWriter(StreamWriter):
    """Writes rows, in order, piece by piece."""

    def __init__(self, *, packing: bool = True) -> None:
        """``packing``: see ``StreamWriter``."""
        super().__init__(packing=packing)
        self._counts = Spool("<u4")
        self._bits = Spool(np.uint8)

    def _packed_form(self, raw: Bytes) -> bytes | None:
        form = super()._packed_form(raw)
        limit = min(len(raw), _DEARER * len(form) if form else len(raw))
        bits = _as_bits(raw, limit)
        if bits is not None:
            form = bits
        if form is not None:
            self._counts.append(np.array([np.count_nonzero(raw < 128)]))
            self._bits.append(np.array([bits is not None]))
        return form

    def close(self, container: Container, name: str) -> None:
        super().close(container, name)
        container.drain(f"{name}.counts", self._counts)
        container.drain(f"{name}.bits", self._bits)


class DocIdRows(Stream):
    """Rows, read back."""

    def __init__(self, mapped: Opened, name: str) -> None:
        super().__init__(mapped, name)
        self._counts = mapped[f"{name}.counts"]
        self._bits = mapped[f"{name}.bits"]

    def count(self, number: int) -> int:
        """How many doc ids a row has."""
        at = self._packed_at(number)
        if at >= 0:
            return int(self._counts.all()[at])
        return int(np.count_nonzero(self.row_bytes(number) < 128))

    def counts(self, first: int, end: int) -> Ints:
        """How many doc ids each of the rows ``first`` to ``end`` (not included) has."""
        if first >= end:
            return np.empty(0, np.int64)
        offsets = self._rows.offsets(first, end)
        lasts = self._stream.take(int(offsets[0]), int(offsets[-1])) < 128
        offsets -= offsets[0]
        if len(lasts) < _LONG * (end - first):
            found = np.add.reduceat(lasts, offsets[:-1], dtype=np.int64)
        else:
            rows = (np.count_nonzero(lasts[at:stop]) for at, stop in pairwise(offsets.tolist()))
            found = np.fromiter(rows, np.int64, end - first)
        packed = self._packed.all()
        low, high = packed.searchsorted(np.array((first, end), packed.dtype)).tolist()
        found[packed[low:high].astype(np.int64) - first] = self._counts.take(low, high)
        return found

    def doc_ids(self, number: int) -> Ints:
        """The doc ids of a row, rising."""
        words = self.words(number)
        return np.cumsum(self.row(number)) if words is None else _listed(words.view(np.uint8))

    def words(self, number: int) -> Bits | None:
        """The doc ids of a row as bits, up to the word of the last one; None where that is not how
        they are stored."""
        at = self._packed_at(number)
        if at < 0 or not self._bits.all()[at]:
            return None
        raw = self._stream.take(*self._rows.bounds(number))
        return np.frombuffer(raw.tobytes(), "<u8")  # a copy begins where words do

    def _unpacked(self, _at: int, raw: Bytes) -> Bytes:
        if not self._bits.all()[_at]:
            return super()._unpacked(_at, raw)
        distances = np.diff(_listed(raw), prepend=0)
        return varint.encode(distances, varint.widths(distances))


def _listed(octets: Bytes) -> Ints:
    present = np.unpackbits(octets, bitorder="little").view(np.bool_)
    return cast("Ints", present.nonzero()[0])


def _as_bits(raw: Bytes, limit: int) -> bytes | None:
    """A row of distances as bits; None where these would take more bytes than ``limit``."""
    if int((raw & 127).sum(dtype=np.int64)) >= 8 * limit:
        return None  # the last doc id is no less
    doc_ids = np.cumsum(varint.decode(raw))
    words = int(doc_ids[-1] >> 6) + 1
    if 8 * words > limit:
        return None
    present = np.zeros(64 * words, np.bool_)
    present[doc_ids] = True
    return np.packbits(present, bitorder="little").tobytes()

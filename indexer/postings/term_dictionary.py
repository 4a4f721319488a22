"""A field's terms in byte order, numbered from 0, in compressed blocks.

UTF-8 keeps code point order, so byte order is the order people expect of a sorted list of terms.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final, Protocol

import numpy as np

from indexer.arrayfile import varint
from indexer.arrayfile.container import Container, Opened, Spool
from indexer.arrayfile.rows import Rows, RowsWriter

_BLOCK: Final = 128
"""Terms a block: small enough to unpack in some 20 us, large enough to halve the vocabulary."""
_KEPT: Final = 512
"""Unpacked blocks remembered per field and segment."""
_FOUND: Final = 1 << 12
"""Terms whose numbers are remembered, likewise."""


class Ordered(Protocol):
    """Terms in byte order."""

    def __len__(self) -> int: ...

    def place(self, term: bytes, /) -> int:
        """How many terms are smaller."""


def prefixed(terms: Ordered, prefix: bytes) -> tuple[int, int]:
    """The half-open range of numbers of the terms with this prefix."""
    after = prefix.rstrip(b"\xff")
    if not after:
        return terms.place(prefix), len(terms)
    return terms.place(prefix), terms.place(after[:-1] + bytes([after[-1] + 1]))


class LexiconWriter:
    """Terms, in rising order."""

    def __init__(self, *, packing: bool = True) -> None:
        """``packing``: see ``StreamWriter``."""
        self._level = 6 if packing else 0
        self._waiting: list[bytes] = []
        self._firsts = Spool(np.uint8)
        self._first_rows = RowsWriter()
        self._blocks = Spool(np.uint8)
        self._block_rows = RowsWriter()
        self.count = 0

    def extend(self, terms: list[bytes]) -> None:
        self.count += len(terms)
        self._waiting.extend(terms)
        full = len(self._waiting) // _BLOCK * _BLOCK
        self._write(self._waiting[:full])
        del self._waiting[:full]

    def _write(self, terms: list[bytes]) -> None:
        packed = []
        for start in range(0, len(terms), _BLOCK):
            block = terms[start : start + _BLOCK]
            sizes = np.array([len(term) for term in block], np.int64)
            head = varint.encode(sizes, varint.widths(sizes)).tobytes()
            packed.append(zlib.compress(head + b"".join(block), self._level))
        firsts = terms[::_BLOCK]
        self._firsts.append(np.frombuffer(b"".join(firsts), np.uint8))
        self._first_rows.append(np.array([len(term) for term in firsts], np.int64))
        self._blocks.append(np.frombuffer(b"".join(packed), np.uint8))
        self._block_rows.append(np.array([len(block) for block in packed], np.int64))

    def close(self, container: Container, name: str) -> None:
        self._write(self._waiting)
        container.drain(f"{name}.firsts", self._firsts)
        self._first_rows.close(container, f"{name}.firsts")
        container.drain(f"{name}.blocks", self._blocks)
        self._block_rows.close(container, f"{name}.blocks")
        container.fact(f"{name}.count", self.count)


class Lexicon:
    """Terms, found by text or by number."""

    def __init__(self, mapped: Opened, name: str) -> None:
        self._firsts = mapped[f"{name}.firsts"]
        self._first_rows = Rows(mapped, f"{name}.firsts")
        self._blocks = mapped[f"{name}.blocks"]
        self._block_rows = Rows(mapped, f"{name}.blocks")
        self._count = int(mapped.facts[f"{name}.count"])
        self._kept: OrderedDict[int, list[bytes]] = OrderedDict()
        self._found: dict[bytes, int] = {}

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> bytes:
        block, place = divmod(number, _BLOCK)
        return self._block(block)[place]

    def find(self, term: bytes) -> int:
        """The term's number, or -1."""
        number = self._found.get(term)
        if number is None:
            place = self.place(term)
            number = place if place < self._count and self[place] == term else -1
            if len(self._found) >= _FOUND:
                self._found.clear()
            self._found[term] = number
        return number

    def place(self, term: bytes) -> int:
        """How many terms are smaller."""
        block = self._block_of(term)
        if block < 0:
            return 0
        terms = self._block(block)
        low, high = 0, len(terms)
        while low < high:
            middle = (low + high) // 2
            if terms[middle] < term:
                low = middle + 1
            else:
                high = middle
        return block * _BLOCK + low

    def prefixed(self, prefix: bytes) -> tuple[int, int]:
        """The half-open range of numbers of the terms with this prefix."""
        return prefixed(self, prefix)

    def range(self, first: int, end: int) -> Iterator[bytes]:
        """The terms numbered ``first`` to ``end`` (not included). Blocks that are read for this
        are not remembered: many are read, and few again."""
        for block in range(first // _BLOCK, -(-end // _BLOCK)):
            base = block * _BLOCK
            terms = self._kept.get(block) or self._read(block)
            yield from terms[max(0, first - base) : end - base]

    def _block_of(self, term: bytes) -> int:
        return bisect_right(self._openings, term) - 1

    @cached_property
    def _openings(self) -> list[bytes]:
        """Each block's first term."""
        bounds = self._first_rows.offsets(0, len(self._first_rows)).tolist()
        firsts = self._firsts.take(0, len(self._firsts)).tobytes()
        return [firsts[start:end] for start, end in pairwise(bounds)]

    def _block(self, block: int) -> list[bytes]:
        kept = self._kept.get(block)
        if kept is None:
            kept = self._kept[block] = self._read(block)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return kept

    def _read(self, block: int) -> list[bytes]:
        start, end = self._block_rows.bounds(block)
        raw = zlib.decompress(self._blocks.take(start, end).tobytes())
        return _unpack(raw, min(_BLOCK, self._count - block * _BLOCK))


def _unpack(raw: bytes, count: int) -> list[bytes]:
    sizes: Sequence[int] = raw[:count]  # one byte each, but for terms of 128 bytes or more
    head = count
    if not raw[:count].isascii():
        stream = np.frombuffer(raw, np.uint8)
        head = int(np.flatnonzero(stream < 128)[count - 1]) + 1
        sizes = varint.decode(stream[:head]).tolist()
    return [raw[start:end] for start, end in pairwise(accumulate(sizes, initial=head))]

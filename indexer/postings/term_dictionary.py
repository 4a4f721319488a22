"""A field's terms in byte order, in compressed blocks. A term's rank, from 0, is its ordinal.

Byte order of UTF-8 is code point order.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left, bisect_right
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
"""Terms a block: small enough to decompress in some 20 us, large enough to halve the size."""
_CACHED_BLOCKS: Final = 128
"""Most decompressed blocks cached per field and segment, some 7 KB each."""
_CACHED_ORDINALS: Final = 1 << 12
"""Most terms whose ordinals are cached, likewise."""


class SortedTerms(Protocol):
    """Terms in byte order."""

    def __len__(self) -> int: ...

    def lower_bound(self, term: bytes, /) -> int:
        """How many terms are smaller."""


def prefix_range(terms: SortedTerms, prefix: bytes) -> tuple[int, int]:
    """The half-open range of ordinals of the terms with this prefix."""
    after = prefix.rstrip(b"\xff")
    if not after:
        return terms.lower_bound(prefix), len(terms)
    return terms.lower_bound(prefix), terms.lower_bound(after[:-1] + bytes([after[-1] + 1]))


class TermDictionaryWriter:
    """Writes terms, in rising order."""

    def __init__(self, *, packing: bool = True) -> None:
        """``packing``: see ``StreamWriter``."""
        self._level = 6 if packing else 0
        self._pending: list[bytes] = []
        self._firsts = Spool(np.uint8)
        self._first_rows = RowsWriter()
        self._blocks = Spool(np.uint8)
        self._block_rows = RowsWriter()
        self.count = 0

    def extend(self, terms: list[bytes]) -> None:
        self.count += len(terms)
        self._pending.extend(terms)
        full = len(self._pending) // _BLOCK * _BLOCK
        self._write(self._pending[:full])
        del self._pending[:full]

    def _write(self, terms: list[bytes]) -> None:
        compressed = []
        for start in range(0, len(terms), _BLOCK):
            block = terms[start : start + _BLOCK]
            compressed.append(zlib.compress(_sizes(block) + b"".join(block), self._level))
        firsts = terms[::_BLOCK]
        self._firsts.append(np.frombuffer(b"".join(firsts), np.uint8))
        self._first_rows.append(np.array([len(term) for term in firsts], np.int64))
        self._blocks.append(np.frombuffer(b"".join(compressed), np.uint8))
        self._block_rows.append(np.array([len(block) for block in compressed], np.int64))

    def close(self, container: Container, name: str) -> None:
        self._write(self._pending)
        container.drain(f"{name}.firsts", self._firsts)
        self._first_rows.close(container, f"{name}.firsts")
        container.drain(f"{name}.blocks", self._blocks)
        self._block_rows.close(container, f"{name}.blocks")
        container.fact(f"{name}.count", self.count)


class TermDictionary:
    """Terms, found by text or by ordinal."""

    def __init__(self, mapped: Opened, name: str) -> None:
        self._firsts = mapped[f"{name}.firsts"]
        self._first_rows = Rows(mapped, f"{name}.firsts")
        self._blocks = mapped[f"{name}.blocks"]
        self._block_rows = Rows(mapped, f"{name}.blocks")
        self._count = int(mapped.facts[f"{name}.count"])
        self._cached: OrderedDict[int, list[bytes]] = OrderedDict()
        self._found: dict[bytes, int] = {}
        self._listed: tuple[int, list[bytes]] = (-1, [])
        """The block that ``range`` read last: the next range mostly begins in it."""

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, ordinal: int) -> bytes:
        block, index = divmod(ordinal, _BLOCK)
        return self._block(block)[index]

    def find(self, term: bytes) -> int:
        """The term's ordinal, or -1."""
        ordinal = self._found.get(term)
        if ordinal is None:
            bound = self.lower_bound(term)
            ordinal = bound if bound < self._count and self[bound] == term else -1
            if len(self._found) >= _CACHED_ORDINALS:
                self._found.clear()
            self._found[term] = ordinal
        return ordinal

    def lower_bound(self, term: bytes) -> int:
        """How many terms are smaller."""
        block = self._block_of(term)
        if block < 0:
            return 0
        return block * _BLOCK + bisect_left(self._block(block), term)

    def prefix_range(self, prefix: bytes) -> tuple[int, int]:
        """The half-open range of ordinals of the terms with this prefix."""
        return prefix_range(self, prefix)

    def range(self, first: int, end: int) -> Iterator[bytes]:
        """The terms with the ordinals ``first`` to ``end`` (not included). Of the blocks that are
        read for this only the last is cached: many are read, and few of them again."""
        for block in range(first // _BLOCK, -(-end // _BLOCK)):
            base = block * _BLOCK
            listed, terms = self._listed
            if listed != block:
                terms = self._cached.get(block) or self._read(block)
                self._listed = block, terms
            yield from terms[max(0, first - base) : end - base]

    def _block_of(self, term: bytes) -> int:
        return bisect_right(self._first_terms, term) - 1

    @cached_property
    def _first_terms(self) -> list[bytes]:
        """Each block's first term."""
        bounds = self._first_rows.offsets(0, len(self._first_rows)).tolist()
        firsts = self._firsts.take(0, len(self._firsts)).tobytes()
        return [firsts[start:end] for start, end in pairwise(bounds)]

    def _block(self, block: int) -> list[bytes]:
        terms = self._cached.get(block)
        if terms is None:
            terms = self._cached[block] = self._read(block)
            while len(self._cached) > _CACHED_BLOCKS:
                self._cached.popitem(last=False)
        return terms

    def _read(self, block: int) -> list[bytes]:
        start, end = self._block_rows.bounds(block)
        raw = zlib.decompress(self._blocks.take(start, end).tobytes())
        return _split(raw, min(_BLOCK, self._count - block * _BLOCK))


def _sizes(block: Sequence[bytes]) -> bytes:
    """The size of each term, encoded."""
    sizes = list(map(len, block))
    if max(sizes) < 128:
        return bytes(sizes)
    numbers = np.array(sizes, np.int64)
    return varint.encode(numbers, varint.widths(numbers)).tobytes()


def _split(raw: bytes, count: int) -> list[bytes]:
    sizes: Sequence[int] = raw[:count]  # one byte each, but for terms of 128 bytes or more
    head = count
    if not raw[:count].isascii():
        stream = np.frombuffer(raw, np.uint8)
        head = int(np.flatnonzero(stream < 128)[count - 1]) + 1
        sizes = varint.decode(stream[:head]).tolist()
    return [raw[start:end] for start, end in pairwise(accumulate(sizes, initial=head))]

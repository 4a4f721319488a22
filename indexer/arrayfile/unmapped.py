"""A container that is read piece by piece with plain reads, and not checked.

For files that this process has just written and soon removes: if mapped, their pages would count
as its memory, and to check a small piece would mean to read a whole page.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import IO, Any

import numpy as np

from indexer.arrayfile.container import PAGE, REBUILD, TAIL, Container
from indexer.core.dtypes import Array
from indexer.core.errors import IndexDamaged


class ReadSection:
    """One array."""

    def __init__(self, file: IO[bytes], dtype: str, start: int, count: int, where: str) -> None:
        self._file, self._start = file, start
        self._dtype, self._count = np.dtype(dtype), count
        self._where = where

    def __len__(self) -> int:
        return self._count

    def take(self, start: int, end: int) -> Array:
        """See ``container.Section``."""
        self._file.seek(self._start + start * self._dtype.itemsize)
        size = (end - start) * self._dtype.itemsize
        raw = self._file.read(size) if size > 0 else b""
        if len(raw) < size:
            raise IndexDamaged("%(where)s: tệp bị cắt ngắn.", REBUILD, where=self._where)
        return np.frombuffer(raw, self._dtype)

    def all(self) -> Array:
        """See ``container.Section``."""
        return self.take(0, self._count)

    def pages(self) -> Iterator[bytes]:
        """Its bytes, as ``Container.write`` takes them."""
        size = self._count * self._dtype.itemsize
        self._file.seek(self._start)
        for start in range(0, size, PAGE):
            yield self._file.read(min(PAGE, size - start))


class Read:
    """An open file. See ``container.Opened``."""

    def __init__(self, file: IO[bytes], where: str) -> None:
        self.where = where
        file.seek(-TAIL.size, os.SEEK_END)
        size, _, _ = TAIL.unpack(file.read(TAIL.size))
        file.seek(-TAIL.size - size, os.SEEK_END)
        content = json.loads(file.read(size))
        self.facts: dict[str, Any] = content["facts"]
        self._file = file
        self._directory = content["sections"]

    def __getitem__(self, name: str) -> ReadSection:
        # Made at each call: a spill has some two hundred, and many spills are open together.
        dtype, start, count, _ = self._directory[name]
        return ReadSection(self._file, dtype, start, count, f"{self.where}: {name}")

    def release(self) -> None:
        """Nothing to release: nothing is mapped."""

    def size(self, prefix: str) -> int:
        """Bytes of the sections whose names begin so."""
        return sum(
            count * np.dtype(dtype).itemsize
            for name, (dtype, _, count, _) in self._directory.items()
            if name.startswith(prefix)
        )

    def copy(self, container: Container, prefix: str) -> None:
        """Add the sections and facts whose names begin so to a file being written."""
        for name, (dtype, _, count, _) in self._directory.items():
            if name.startswith(prefix):
                container.write(name, dtype, count, self[name].pages())
        for name, value in self.facts.items():
            if name.startswith(prefix):
                container.fact(name, value)

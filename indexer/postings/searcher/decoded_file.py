"""Decoded postings in a temporary file that is mapped: the system's page cache holds them.

They count as a file's pages, which the system may drop where memory is short and read again, not
as memory of the process. The file has no name, and goes with the process.
"""

from __future__ import annotations

import mmap
import os
import tempfile
import weakref
from collections import deque
from threading import Lock
from typing import Final, cast

import numpy as np

from indexer.core.dtypes import Array

_PAGE: Final = 1 << 12
_SMALL: Final = 1 << 14
"""Bytes below which an array stays in memory."""


class DecodedFile:
    """Room for arrays, by pages."""

    def __init__(self, size: int) -> None:
        """``size``: bytes, as many as may be in use together. The file is as large as what was."""
        self._size = size // _PAGE * _PAGE
        self._lock = Lock()
        self._free: list[tuple[int, int]] = [(0, self._size)]
        """Start and size of each stretch that is not in use, rising."""
        self._freed: deque[tuple[int, int]] = deque()
        """The same, not yet joined: arrays may end at any time, in any thread."""
        self._map: mmap.mmap | None = None
        self._file = -1
        self._usable = hasattr(os, "pwrite") and self._size > 0

    def put(self, values: Array) -> Array:
        """The same values in the file; the array itself where it is small, there is no room, or the
        system has none on its disk. What was put is never written to again while it is in use."""
        if not self._usable or values.nbytes < _SMALL:
            return values
        with self._lock:
            try:
                return self._put(np.ascontiguousarray(values))
            except OSError:
                self._usable = False
                return values

    def _put(self, values: Array) -> Array:
        if self._map is None:
            self._open()
        size = -(-values.nbytes // _PAGE) * _PAGE
        start = self._take(size)
        if start < 0:
            return values
        data, done = values.data.cast("B"), 0
        try:
            # Written, not stored through the map: a full disk is an error here, and a signal there.
            while done < len(data):
                done += os.pwrite(self._file, data[done:], start + done)
        except OSError:
            self._freed.append((start, size))
            raise
        found: Array = np.frombuffer(cast("mmap.mmap", self._map), values.dtype, len(values), start)
        weakref.finalize(found, self._freed.append, (start, size))
        return found

    def _open(self) -> None:
        with tempfile.TemporaryFile(buffering=0) as file:
            os.ftruncate(file.fileno(), self._size)
            self._map = mmap.mmap(file.fileno(), self._size, access=mmap.ACCESS_READ)
            self._file = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._file)

    def _take(self, size: int) -> int:
        """Where so many bytes are free, or -1."""
        self._join()
        for at, (start, room) in enumerate(self._free):
            if room >= size:
                self._free[at : at + 1] = [(start + size, room - size)] if room > size else []
                return start
        return -1

    def _join(self) -> None:
        if not self._freed:
            return
        while self._freed:
            self._free.append(self._freed.popleft())
        joined: list[tuple[int, int]] = []
        for start, room in sorted(self._free):
            if joined and sum(joined[-1]) == start:
                joined[-1] = joined[-1][0], joined[-1][1] + room
            else:
                joined.append((start, room))
        self._free = joined

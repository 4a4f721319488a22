"""Named arrays in one file: written front to back, memory-mapped, checked as they are read.

Layout: ``MAGIC``, then each section's bytes (8-byte aligned) followed by the CRC-32 of each of
its pages, then a JSON directory, its length and CRC-32, and ``MAGIC`` again. A page is checked
the first time anything in it is read: opening costs nothing, and damage is always noticed.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import tempfile
import weakref
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from indexer.core.dtypes import Array
from indexer.core.errors import IndexDamaged, SystemRefused

MAGIC: Final = b"KHOANAR1"
PAGE: Final = 1 << 14
"""Bytes under one checksum: a lookup in a cold file checks a few of these, about 5 us each."""
REBUILD: Final = "Xóa thư mục chỉ mục rồi lập lại: khoan index THƯ_MỤC_VĂN_BẢN"
TAIL: Final = struct.Struct("<QI8s")
_DONT_NEED: Final[int | None] = getattr(mmap, "MADV_DONTNEED", None)
_SUM: Final = 4
"""Bytes of a page's checksum."""
_SPOOL: Final = 1 << 17
"""Bytes of one growing section in memory before they move to a temporary file."""


class Spool:
    """One section being written. Sections of a file grow side by side, so each has its own."""

    def __init__(self, dtype: npt.DTypeLike) -> None:
        self.dtype = np.dtype(dtype)
        self.count = 0
        self._chunks: list[bytes] = []
        self._bytes = 0
        self._file: IO[bytes] | None = None

    def append(self, values: Array) -> None:
        data = np.ascontiguousarray(values, self.dtype).tobytes()
        self.count += len(data) // self.dtype.itemsize
        self._chunks.append(data)
        self._bytes += len(data)
        if self._bytes > _SPOOL:
            with _temporary():
                if self._file is None:
                    self._file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the spool
                    weakref.finalize(self, self._file.close)
                self._file.writelines(self._chunks)
                self._file.flush()
            self._chunks, self._bytes = [], 0

    def drain(self) -> Iterator[bytes]:
        """The section's pages."""
        rest = b"".join(self._chunks)
        if self._file is not None:
            with _temporary():
                self._file.write(rest)
                self._file.seek(0)
            while page := self._file.read(PAGE):
                yield page
            self._file.close()
        else:
            for start in range(0, len(rest), PAGE):
                yield rest[start : start + PAGE]


@contextmanager
def _temporary() -> Iterator[None]:
    """An error of the folder for temporary files, which is not that of the index."""
    try:
        yield
    except OSError as error:
        raise SystemRefused(
            "Không ghi được tệp tạm trong %(folder)s: %(reason)s.",
            "Dọn thư mục ấy, hoặc đặt TMPDIR sang ổ đĩa khác. Chỉ mục vẫn như cũ.",
            folder=tempfile.tempdir or os.environ.get("TMPDIR", "TMPDIR"),
            reason=error.strerror or error,
        ) from error


class Container:
    """A file being written: sections by name, then ``close``."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._at = 0
        self._sections: dict[str, tuple[str, int, int, int]] = {}
        self._facts: dict[str, Any] = {}
        self._write(MAGIC)

    def _write(self, data: bytes | memoryview) -> None:
        self._file.write(data)
        self._at += len(data)

    def add(self, name: str, values: Array) -> None:
        """A section that is complete in memory."""
        spool = Spool(values.dtype)
        spool.append(values)
        self.drain(name, spool)

    def drain(self, name: str, spool: Spool) -> None:
        """A section that was written piece by piece to a spool."""
        self.write(name, spool.dtype.str, spool.count, spool.drain())

    def write(self, name: str, dtype: str, count: int, pages: Iterable[bytes]) -> None:
        """A section of so many values as its pages: all but the last have ``PAGE`` bytes."""
        self._write(b"\0" * (-self._at % 8))
        start = self._at
        sums = []
        for block in pages:
            sums.append(zlib.crc32(block))
            self._write(block)
        self._write(b"\0" * (-self._at % 8))
        sums_at = self._at
        self._write(np.array(sums, "<u4").tobytes())
        self._sections[name] = (dtype, start, count, sums_at)

    def fact(self, name: str, value: object) -> None:
        """A JSON value in the directory."""
        self._facts[name] = value

    def close(self) -> None:
        directory = json.dumps({"sections": self._sections, "facts": self._facts}).encode()
        self._write(directory)
        self._write(TAIL.pack(len(directory), zlib.crc32(directory), MAGIC))


class Section(Protocol):
    """One array of an open file."""

    def __len__(self) -> int: ...

    def take(self, start: int, end: int) -> Array:
        """The values from ``start`` to ``end`` (not included).

        Raises:
            IndexDamaged: the bytes are not those that were written.
        """

    def all(self) -> Array:
        """The whole array."""


class Opened(Protocol):
    """An open file: sections and facts by name."""

    facts: dict[str, Any]

    def __getitem__(self, name: str) -> Section: ...

    def release(self) -> None:
        """Release memory of what was read, where it can be read again. Arrays stay valid."""


class MappedSection:
    """One array of an open file. ``take`` checks what it has not checked before."""

    __slots__ = ("_checked", "_raw", "_sums", "_whole", "values", "where")

    def __init__(self, values: Array, raw: memoryview, sums: Array, where: str) -> None:
        self.values = values
        """The array itself, unchecked; read through ``take`` or ``all``."""
        self.where = where
        self._raw = raw
        self._sums = sums
        self._checked = bytearray(len(sums))
        self._whole = len(sums) == 0

    def __len__(self) -> int:
        return len(self.values)

    def take(self, start: int, end: int) -> Array:
        """See ``Section``."""
        if not self._whole:
            size = self.values.itemsize
            first, stop = start * size // PAGE, -(-end * size // PAGE)
            if self._checked.find(0, first, stop) >= 0:
                self._check(first, stop)
        return self.values[start:end]

    def all(self) -> Array:
        """The whole array, checked."""
        taken = self.take(0, len(self.values))
        self._whole = True
        return taken

    def _check(self, first: int, end: int) -> None:
        checked = self._checked
        for page in range(first, min(end, len(checked))):
            if not checked[page]:
                if zlib.crc32(self._raw[page * PAGE : (page + 1) * PAGE]) != self._sums[page]:
                    raise IndexDamaged(
                        "%(where)s: trang %(page)d không còn như lúc ghi.",
                        REBUILD,
                        where=self.where,
                        page=page,
                    )
                checked[page] = 1


class Mapped:
    """A file in memory, or mapped: section by name. Needs no closing: its memory map ends with it.

    A section is made when it is asked for: a file has hundreds, and a search needs some of them.
    """

    def __init__(self, buffer: Any, where: str) -> None:
        self.where = where
        self._buffer = buffer
        self._whole = memoryview(buffer)
        content, _ = _directory(self._whole, where)
        self._directory = content["sections"]
        self.facts = content["facts"]
        self.opened: dict[str, object] = {}
        """Objects that read the sections, made once, by name."""
        self._sections: dict[str, MappedSection] = {}

    def __getitem__(self, name: str) -> MappedSection:
        section = self._sections.get(name)
        if section is None:  # of two threads both get the one that was first
            section = self._sections.setdefault(name, self._section(name, *self._directory[name]))
        return section

    def __contains__(self, name: str) -> bool:
        return name in self._directory

    def __iter__(self) -> Iterator[str]:
        return iter(self._directory)

    def _section(
        self, name: str, dtype: str, start: int, count: int, sums_at: int
    ) -> MappedSection:
        buffer = self._buffer
        values = np.frombuffer(buffer, np.dtype(dtype), count, start) if count else _none(dtype)
        pages = -(-values.nbytes // PAGE)
        sums = np.frombuffer(buffer, "<u4", pages, sums_at) if pages else _none("<u4")
        raw = self._whole[start : start + values.nbytes]
        return MappedSection(values, raw, sums, f"{self.where}: {name}")

    def verify(self) -> None:
        """Check every byte.

        Raises:
            IndexDamaged: some section is not what was written.
        """
        for name in self:
            self[name].all()

    def release(self) -> None:
        """Unmap the pages that were read, where the system can: they count as this process's memory
        until then. A page that is read again is mapped again."""
        if _DONT_NEED is not None and isinstance(self._buffer, mmap.mmap):
            self._buffer.madvise(_DONT_NEED)


def root(file: Any, where: str) -> int:
    """CRC-32 of a file's directory and of all pages' checksums: it changes with any byte.

    Raises:
        IndexDamaged: see ``open_mapped``.
    """
    whole = memoryview(_buffer(file, where))
    content, found = _directory(whole, where)
    for dtype, _, count, sums_at in content["sections"].values():
        pages = -(-count * np.dtype(dtype).itemsize // PAGE)
        found = zlib.crc32(whole[sums_at : sums_at + _SUM * pages], found)
    return found


def open_mapped(file: Any, where: str) -> Mapped:
    """Map a file (anything with ``fileno``, else ``read``) that ``Container`` wrote.

    Raises:
        IndexDamaged: the file is cut short or its directory is not what was written.
    """
    return Mapped(_buffer(file, where), where)


def _buffer(file: Any, where: str) -> Any:
    with _damage(where):
        try:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (AttributeError, OSError):  # a file in memory has no descriptor
            return file.read()


def _directory(whole: memoryview, where: str) -> tuple[dict[str, Any], int]:
    """What a file says it has, and the checksum of that."""
    with _damage(where):
        size, checksum, magic = TAIL.unpack(whole[-TAIL.size :])
        directory = bytes(whole[-TAIL.size - size : -TAIL.size])
        if magic != MAGIC or zlib.crc32(directory) != checksum or bytes(whole[:8]) != MAGIC:
            raise ValueError("tệp bị cắt ngắn hoặc bị ghi đè")
        return json.loads(directory), checksum


@contextmanager
def _damage(where: str) -> Iterator[None]:
    try:
        yield
    except (ValueError, struct.error) as error:
        raise IndexDamaged(
            "Không đọc được %(where)s (%(error)s).", REBUILD, where=where, error=error
        ) from error


def _none(dtype: str) -> Array:
    return np.empty(0, np.dtype(dtype))

"""The storage that Whoosh reads and writes the files of an index with.

It adds what an index needs that must not be lost: bytes are synchronised to disk before the rename
that makes them part of the index, segments are never overwritten, and a file is compared with its
seal before any of it is used. Only a few named classes may be unpickled.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from shutil import rmtree
from typing import Any, Final
from uuid import uuid4

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC

from indexer.core.errors import (
    REBUILD,
    IndexDamaged,
    IndexIncompatible,
)
from indexer.core.said import Said
from indexer.core.system_paths import patiently
from indexer.engines.folder.run_file import run_name
from indexer.engines.folder.seal import (
    Seal,
    Sum,
    compare,
    dump_seal,
    read_seal,
    seal_name,
    sum_bytes,
    sum_file,
    verify,
)
from indexer.engines.folder.unpickle import Classes, dump, load, renamed

NAME: Final = "MAIN"
"""Whoosh's default name of an index."""
_TOC: Final = re.compile(rf"_{NAME}_([0-9]+)\.toc")
_SEGMENT: Final = re.compile(rf"({NAME}_[0-9a-z]+)\.[A-Za-z0-9_.]+")
_SEAL: Final = re.compile(r"seal-([0-9]+)\.json")
_RUN: Final = re.compile(r"run-([0-9]+)\.json(\.new)?")
_TEMPORARY: Final = re.compile(rf"_{NAME}_[0-9]+\.toc\.[0-9.]+")


class CheckedStorage(FileStorage):  # type: ignore[misc]  # whoosh has no types
    """See the module."""

    def __init__(
        self, folder: Path, format_: int, analysis: str, schema: Any, classes: Classes
    ) -> None:
        super().__init__(str(folder))
        self.path = folder
        self.format = format_
        self.analysis = analysis
        self.replacing = ""
        """The name of a layout: the old index is not read, and the commit replaces it by one of
        this layout. Empty: the old index is read."""
        self.fields = schema_fingerprint(schema)
        self._schema = schema
        self._classes = classes
        self._sums: dict[str, Sum] = {}
        self._verified: set[str] = set()
        self._unsealed: set[str] = set()

    def create_file(self, name: str, **options: Any) -> Any:
        """A segment file is made once; one with the same name is never overwritten."""
        if _SEGMENT.fullmatch(name):
            self._unsealed.add(name)
            options.setdefault("mode", "xb")
        made = super().create_file(name, **options)
        return _Stream(made.file, self._classes, name=name) if _TEMPORARY.fullmatch(name) else made

    def open_file(self, name: str, **options: Any) -> Any:
        """A file of the index, checked the first time it is opened.

        Raises:
            IndexDamaged: it is not what was written.
            IndexIncompatible: this generation was made by another format or analysis.
            FileNotFoundError: it is gone; a newer generation may have replaced it.
        """
        if found := _TOC.fullmatch(name):
            return _Stream(BytesIO(self._contents(name, int(found[1]))), self._classes, name=name)
        if name not in self._unsealed and name not in self._verified:
            if name not in self._sums:
                raise IndexDamaged(
                    "%(file)s không thuộc chỉ mục này.", REBUILD, file=self.path / name
                )
            verify(self.path / name, self._sums[name])
            self._verified.add(name)
        return _Stream((self.path / name).open("rb"), self._classes, name=name, **options)

    def list(self) -> Sequence[str]:
        """Names in the folder; none where it does not exist."""
        try:
            return os.listdir(self.path)  # noqa: PTH208 - several times a search, so no Paths
        except FileNotFoundError:
            return []

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Whoosh renames a table of contents when all else is written: that is the commit."""
        found = _TOC.fullmatch(newname)
        if found:
            self._seal(oldname, newname, int(found[1]))
        patiently(lambda: super(CheckedStorage, self).rename_file(oldname, newname, safe=safe))
        if found:
            _sync_folder(self.path)
            self.replacing = ""

    def generations(self) -> Sequence[int]:
        """The generations that have a table of contents, oldest first."""
        return sorted(int(m[1]) for name in self.list() if (m := _TOC.fullmatch(name)))

    def newest(self) -> tuple[int, ...]:
        """What changes whenever the newest generation is another: its number, and what the system
        knows of its table of contents, for another index may be put in the place of this one and
        numbers begin again. Empty where there is none."""
        generations = self.generations()
        if not generations:
            return ()
        try:
            now = (self.path / toc_name(generations[-1])).stat()
        except FileNotFoundError:  # replaced since the folder was listed
            return ()
        return generations[-1], now.st_dev, now.st_ino, now.st_mtime_ns, now.st_ctime_ns

    def seal(self, generation: int) -> Seal:
        """The seal of a generation that this program can read.

        Raises:
            FileNotFoundError, IndexDamaged, IndexIncompatible: see ``open_file``.
        """
        seal = read_seal(self.path, generation)
        mine = (self.format, self.analysis, self.fields)
        if (seal.format, seal.analysis, seal.schema) != mine:
            raise IndexIncompatible(
                describe(*mine), describe(seal.format, seal.analysis, seal.schema)
            )
        return seal

    def token(self, generation: int) -> str:
        """The name of a generation, see ``Seal``. What takes the place of a damaged index has no
        seal yet."""
        return uuid4().hex if self.replacing else self.seal(generation).token

    def sweep(self) -> None:
        """Remove what killed writers left and what older generations were made of.

        Only names that Whoosh or we give are touched, and only by whoever holds the lock.
        """
        self._unsealed.clear()
        newest = self._newest_files()
        if newest is None:
            return
        for name in self.list():
            ours = any(p.fullmatch(name) for p in (_TOC, _SEGMENT, _SEAL, _RUN))
            if _TEMPORARY.fullmatch(name) or (ours and name not in newest):
                with suppress(OSError):  # still open on Windows; the next writer tries again
                    self.delete_file(name)
        self._verified &= newest
        rmtree(self.path / f"{NAME}.tmp", ignore_errors=True)

    def _newest_files(self) -> set[str] | None:
        """The files of the newest generation; None where its seal cannot be read."""
        generations = self.generations()
        if self.replacing or not generations:
            return None
        try:
            newest = generations[-1]
            return {*read_seal(self.path, newest).files, seal_name(newest), run_name(newest)}
        except (OSError, IndexDamaged):
            return None

    def _contents(self, name: str, generation: int) -> bytes:
        if self.replacing:
            return self._empty(name, generation)
        data = (self.path / name).read_bytes()
        seal = self.seal(generation)
        compare(self.path / name, sum_bytes(data), seal.files.get(name, Sum(-1, 0)))
        self._sums = dict(seal.files)
        return data

    def _empty(self, name: str, generation: int) -> bytes:
        memory = RamStorage()
        TOC(self._schema, [], generation).write(memory, NAME)
        return bytes(memory.files[name])

    def _seal(self, temporary: str, name: str, generation: int) -> None:
        contents = (self.path / temporary).read_bytes()
        sums = {name: sum_bytes(contents)}
        segments = {segment.segment_id() for segment in read_segments(contents, self._classes)}
        for file in sorted(self.list()):
            found = _SEGMENT.fullmatch(file)
            if found and found[1] in segments:
                known = self._sums.get(file) if file not in self._unsealed else None
                if known is None:
                    _sync(self.path / file)
                    known = sum_file(self.path / file)
                sums[file] = known
        token = uuid4().hex
        sealed = Seal(generation, self.format, self.analysis, self.fields, sums, token)
        path = self.path / seal_name(generation)
        path.write_bytes(dump_seal(sealed))
        _sync(path)
        _sync(self.path / temporary)
        self._verified |= self._unsealed & sums.keys()
        self._unsealed.clear()
        self._sums = sums


def describe(format_: object, analysis: object = "?", fields: object = "?") -> str:
    """The description of an index in messages."""
    return Said(
        "định dạng %(format)s, phân tích %(analysis)s, trường %(fields)s",
        format=format_,
        analysis=analysis,
        fields=fields,
    )


def toc_name(generation: int) -> str:
    """The file that a generation's table of contents is in."""
    return f"_{NAME}_{generation}.toc"


def read_segments(contents: bytes, classes: Classes) -> list[Any]:
    """The segments that a table of contents lists (see ``whoosh.index.TOC.write``)."""
    stream = _Stream(BytesIO(contents), classes, name="toc")
    for _ in range(3):
        stream.read_varint()  # sizes of int, long and float
    stream.read_int()  # byte order
    stream.read_int()  # version
    for _ in range(3):
        stream.read_varint()  # release
    stream.skip_string()  # schema: ours is made by this program, never read
    stream.read_int()  # generation
    stream.read_int()  # unused
    segments = stream.read_pickle()
    return list(segments)


class _Stream(StructFile):  # type: ignore[misc]  # whoosh has no types
    def __init__(self, file: Any, classes: Classes, **options: Any) -> None:
        super().__init__(file, **options)
        self._classes = classes

    def read_pickle(self) -> Any:
        """A pickled value made of plain values and the classes that a layout needs."""
        return load(self.file, self._classes)

    def write_string(self, s: bytes) -> None:
        """The schema, pickled, which is never read again."""
        super().write_string(renamed(s))

    def write_pickle(self, obj: object, protocol: int = -1) -> None:  # noqa: ARG002  # Whoosh's
        """The segments."""
        dump(obj, self.file)


def _sync(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _sync_folder(path: Path) -> None:
    if os.name == "nt":
        return  # a folder cannot be opened there, and its entries are written through
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def schema_fingerprint(made: Any) -> str:
    """Names the fields of a schema and how each is stored: an index with others is incompatible."""
    fields = [
        " ".join(
            (name, *(type(part).__name__ for part in (field, field.format, field.column_type)))
        )
        for name, field in sorted(made.items())
    ]
    return sha256("\n".join(fields).encode()).hexdigest()[:8]

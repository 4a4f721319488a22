"""Checks every byte of an index, and copies a generation while writers go on."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from shutil import rmtree
from typing import IO, Any, Final

from indexer.core.errors import IndexDamaged, IndexIncompatible, IndexUnwritable
from indexer.core.system_paths import WINDOWS, is_reserved, patiently
from indexer.engines.folder.access import read_newest, writing_errors
from indexer.engines.folder.manifest import FORMAT, MANIFEST, read_manifest
from indexer.engines.folder.run_file import read_run, write_run
from indexer.engines.folder.seal import Seal, Sum, compare, seal_name, verify
from indexer.engines.folder.storage import CheckedStorage, describe, toc_name
from indexer.engines.folder.unpickle import NONE

try:
    import fcntl as _fcntl
except ImportError:  # Windows
    _fcntl = None  # type: ignore[assignment]
_locks: Any = _fcntl

_BLOCK: Final = 1 << 20
_PARTIAL: Final = ".partial"
"""How the name of a folder ends that is not yet whole."""


def newest(folder: Path, fingerprint: str, schema: Any) -> tuple[CheckedStorage, Seal]:
    """The newest generation of an index, as its seal says it is.

    Args:
        schema: Whoosh's schema of the index.

    Raises:
        IndexMissing, IndexIncompatible, IndexDamaged, IndexUnreadable: see ``WhooshEngine.open``.
    """
    found = read_manifest(folder).get("format")
    if found != FORMAT:
        raise IndexIncompatible(describe(FORMAT, fingerprint), describe(found))
    storage = CheckedStorage(folder, FORMAT, fingerprint, schema, NONE)

    def read() -> Seal:
        generations = storage.generations()
        if not generations:
            raise FileNotFoundError(0, "", str(folder / toc_name(0)))
        return storage.seal(generations[-1])

    return storage, read_newest(storage, read)


def damaged_files(folder: Path, seal: Seal) -> list[IndexDamaged]:
    """Compare every byte of a generation with its seal; returns an error for each wrong file."""
    wrong = (_damage(folder / name, wanted) for name, wanted in seal.files.items())
    return [error for error in wrong if error is not None]


def _damage(path: Path, wanted: Sum) -> IndexDamaged | None:
    try:
        verify(path, wanted, whole=True)
    except IndexDamaged as error:
        return error
    except OSError as error:
        reason = error.strerror or str(error)
        return IndexDamaged("%(file)s: %(reason)s.", file=path, reason=reason)
    return None


def snapshot(folder: Path, target: Path, fingerprint: str, schema: Any) -> Seal:
    """Copy the newest generation to a folder that does not exist yet, whatever a writer does
    meanwhile. Every byte is compared with the seal on its way; the copy appears whole or not.

    Raises:
        IndexUnwritable: ``target`` exists, or cannot be written.
        IndexMissing, IndexIncompatible, IndexDamaged, IndexUnreadable: see ``newest``.
    """
    if target.exists():
        raise IndexUnwritable("%(folder)s đã có.", "Chọn tên một thư mục chưa có.", folder=target)
    if WINDOWS and is_reserved(target.name):
        raise IndexUnwritable(
            "Windows không cho đặt tên %(name)s.", "Chọn tên khác.", name=target.name
        )
    storage, _ = newest(folder, fingerprint, schema)
    partial = target.with_name(f"{target.name}.{os.getpid()}{_PARTIAL}")
    with ExitStack() as stack:
        seal, files = read_newest(storage, lambda: _opened(storage, stack))
        run = read_run(folder, seal.generation)
        with writing_errors(target):
            _sweep(target)
            try:
                partial.mkdir(parents=True)
                stack.callback(_hold(partial))
                for name, (stream, wanted) in files.items():
                    _copy(stream, partial / name, wanted)
                if run is not None:
                    write_run(partial, seal.generation, run)
                patiently(lambda: partial.replace(target))
            finally:
                rmtree(partial, ignore_errors=True)
    return seal


def _hold(partial: Path) -> Callable[[], None]:
    """Lock a folder that is being filled; what lets go of it again."""
    if _locks is None:
        return lambda: None
    handle = os.open(partial, os.O_RDONLY)
    _locks.flock(handle, _locks.LOCK_EX)
    return lambda: os.close(handle)


def _sweep(target: Path) -> None:
    """Remove what was left by copies to the same place that were killed: nobody holds it. (Where
    the system does not lock folders, it stays.)"""
    name = re.compile(rf"{re.escape(target.name)}\.\d+{re.escape(_PARTIAL)}")
    if _locks is None or not target.parent.is_dir():
        return
    for folder in target.parent.iterdir():
        if name.fullmatch(folder.name):
            with suppress(OSError):
                handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
                try:
                    _locks.flock(handle, _locks.LOCK_EX | _locks.LOCK_NB)
                    rmtree(folder, ignore_errors=True)
                finally:
                    os.close(handle)


_Files = dict[str, tuple[IO[bytes], Sum | None]]


def _opened(storage: CheckedStorage, stack: ExitStack) -> tuple[Seal, _Files]:
    """Every file of the newest generation, open: so they can be read although a writer removes
    them. In the order to write them: what makes a folder an index comes last."""
    generation = storage.generations()[-1]
    seal = storage.seal(generation)
    toc = toc_name(generation)
    names = [*(name for name in seal.files if name != toc), seal_name(generation), toc, MANIFEST]
    streams: dict[str, Any] = {
        name: stack.enter_context((storage.path / name).open("rb")) for name in names
    }
    return seal, {name: (stream, seal.files.get(name)) for name, stream in streams.items()}


def _copy(source: IO[bytes], target: Path, wanted: Sum | None) -> None:
    size = crc = 0
    with target.open("xb") as copy:
        while block := source.read(_BLOCK):
            copy.write(block)
            size += len(block)
            crc = zlib.crc32(block, crc)
        copy.flush()
        os.fsync(copy.fileno())
    if wanted is not None:
        compare(target, wanted._replace(size=size, crc32=crc), wanted)

"""Reading a folder beside its writers, and errors of the operating system as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Final, TypeVar

from whoosh.index import EmptyIndexError

from indexer.core.errors import REBUILD, IndexDamaged, IndexUnreadable, IndexUnwritable
from indexer.core.said import Said
from indexer.engines.folder.lock import LOCK
from indexer.engines.folder.manifest import MANIFEST
from indexer.engines.folder.storage import NAME, CheckedStorage

_ATTEMPTS: Final = 4
_PAUSE: Final = 0.02
"""Seconds. A listing of a folder is no snapshot: it can miss a file that is being renamed."""
_T = TypeVar("_T")


def read_newest(storage: CheckedStorage, action: Callable[[], _T]) -> _T:
    """Run an action that reads the newest generation, again if a writer has replaced it meanwhile.

    Raises:
        IndexDamaged: a file is missing, and no newer generation explains it.
        IndexUnreadable: see ``reading_errors``.
    """
    missing: list[object] = []
    with reading_errors(storage.path):
        while True:
            before = storage.generations()[-1:]
            try:
                return action()
            except FileNotFoundError as error:
                missing.append(error.filename or error)
            except EmptyIndexError:
                missing.append(storage.path / f"_{NAME}_*.toc")
            if storage.generations()[-1:] != before:
                missing.clear()
            elif len(missing) == _ATTEMPTS:
                raise IndexDamaged("Thiếu tệp %(file)s.", REBUILD, file=missing[-1])
            else:
                sleep(_PAUSE)


@contextmanager
def reading_errors(folder: Path) -> Iterator[None]:
    """Turn an error of the operating system while reading into one for people.

    Raises:
        IndexUnreadable: the operating system refused something.
    """
    try:
        yield
    except OSError as error:
        raise IndexUnreadable(
            "Không đọc được chỉ mục trong %(folder)s: %(reason)s.",
            "Kiểm tra quyền đọc và ổ đĩa, rồi thử lại.",
            folder=folder,
            reason=error.strerror or error,
        ) from error


@contextmanager
def writing_errors(folder: Path) -> Iterator[None]:
    """Turn an error of the operating system while writing into one for people.

    Raises:
        IndexUnwritable: the operating system refused something.
    """
    try:
        yield
    except OSError as error:
        raise IndexUnwritable(
            "Không ghi được chỉ mục trong %(folder)s: %(reason)s.",
            _advice(folder, error),
            folder=folder,
            reason=error.strerror or error,
        ) from error


def _advice(folder: Path, error: OSError) -> str:
    """What to do about an error while writing. Nothing is promised of an index that is gone."""
    there = (folder / MANIFEST).exists()
    if not isinstance(error, (FileNotFoundError, FileExistsError)):
        if there:
            return Said("Chỉ mục vẫn trả lời như cũ. Thêm chỗ trống hoặc quyền ghi, rồi thử lại.")
        return Said("Thêm chỗ trống hoặc quyền ghi, rồi thử lại.")
    if not there:
        return Said("Thư mục chỉ mục đã bị xóa hoặc chuyển đi. Lập lại bằng khoan index.")
    return Said(
        "Chỉ mục vẫn trả lời như cũ. Tệp của nó bị xóa trong khi ghi; đừng xóa tệp khóa %(lock)s, "
        "rồi thử lại.",
        lock=LOCK,
    )

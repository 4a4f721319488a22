"""A table that an administrator puts beside an index, read again whenever its file changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Final, Generic, NamedTuple, TypeVar

from indexer.core.errors import KhoanError

CHECK_SECONDS: Final = 1.0
"""How long a table is used before its file is looked at again."""
_T = TypeVar("_T")


class TableFile(Generic[_T]):
    """The table of the first of some files that exists. Safe to share between threads.

    A file that became malformed changes nothing: the table as it was last read stays in use, and
    the log says why.

    Args:
        places: where the file may lie, the most wanted first.
        read: makes the table of a file; raises ``KhoanError`` where the file cannot be used.
        nothing: the table where there is no file; None: there must be one.
    """

    def __init__(
        self,
        places: Sequence[Path],
        read: Callable[[Path], _T],
        nothing: Callable[[], _T] | None,
    ) -> None:
        self._places = places
        self._make = read
        self._nothing = nothing
        self._lock = Lock()
        self._table: _T | None = None
        self._state: _State | None = None
        self._next = 0.0

    def __call__(self) -> _T:
        """The table as it is now.

        Raises:
            KhoanError: at the first call, where the file cannot be used.
        """
        table = self._table
        if table is not None and monotonic() < self._next:
            return table
        with self._lock:
            if self._table is None:
                self._state = self._look()
                self._table = self._read()
            elif monotonic() >= self._next:
                self._update()
            self._next = monotonic() + CHECK_SECONDS
            return self._table

    def _update(self) -> None:
        state = self._look()
        if state == self._state:
            return
        self._state = state
        try:
            self._table = self._read()
        except KhoanError as error:
            import logging  # seldom needed, and 1.6 ms of each start

            log = logging.getLogger(__name__)
            log.warning("%s stays as it was: %s", self._places[0].name, error)

    def _read(self) -> _T:
        if self._state is None and self._nothing:
            return self._nothing()
        return self._make(self._state.path if self._state else self._places[0])

    def _look(self) -> _State | None:
        for path in self._places:
            try:
                found = path.stat()
            except OSError:
                continue
            return _State(path, found.st_mtime_ns, found.st_size, found.st_ino)
        return None


class _State(NamedTuple):
    """Differs whenever the file was written again."""

    path: Path
    changed: int
    size: int
    inode: int

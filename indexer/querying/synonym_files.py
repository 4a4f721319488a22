"""Where an administrator's table of synonyms lies, and reading it again when it changes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Final, NamedTuple

from indexer.core.errors import BadSynonyms
from indexer.querying.synonyms import Synonyms, shipped, with_file

NAME: Final = "synonyms.tsv"
CHECK_SECONDS: Final = 1.0
"""How long a table is used before its file is looked at again."""
_LOG: Final = logging.getLogger(__name__)

Current = Callable[[], Synonyms]
"""The table as it is now."""


class SynonymFile:
    """The table of the first of some files that exists, on top of what comes with the program.
    Safe to share between threads.

    A file that became malformed changes nothing: the table as it was last read stays in use, and
    the log says why.

    Args:
        places: where the file may lie, the most wanted first.
        needed: whether one of them must exist.

    Raises:
        BadSynonyms: when first called, where the file cannot be used.
    """

    def __init__(self, places: Sequence[Path], *, needed: bool) -> None:
        self._places = places
        self._needed = needed
        self._lock = Lock()
        self._table: Synonyms | None = None
        self._state: _State | None = None
        self._next = 0.0

    def __call__(self) -> Synonyms:
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
        except BadSynonyms as error:
            _LOG.warning("synonyms stay as they were: %s", error)

    def _read(self) -> Synonyms:
        if self._state is None and not self._needed:
            return shipped()
        return with_file(self._state.path if self._state else self._places[0])

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


def current(folder: Path | None, given: Path | str | None = None) -> Current:
    """What to look up for an index: the given file, else the one in the folder of the index or
    next to that folder, else what comes with the program.

    Args:
        folder: None: the index is in none.

    Raises:
        BadSynonyms: the given file cannot be used. One beside the index is read on first use.
    """
    if given:
        table = SynonymFile((Path(given),), needed=True)
        table()
        return table
    if folder is None:
        return shipped
    return SynonymFile((folder / NAME, folder.absolute().parent / NAME), needed=False)

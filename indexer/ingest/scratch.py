"""Folders for temporary files, one for each process that reads files, so that nothing of it is left
behind whoever is killed.

A folder is locked by the process that made it, not by the one that uses it. The lock is the
operating system's and ends with its holder: a folder that can be locked belongs to nobody.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from indexer.readers.raw import PROCESS

try:
    import fcntl as _fcntl
except ImportError:  # Windows
    _fcntl = None  # type: ignore[assignment]
_locks: Any = _fcntl

NAME: Final = "khoan-scratch-"
"""How the name of such a folder begins."""


class Scratch:
    """One folder, locked as long as this object is open."""

    def __init__(self) -> None:
        """Make the folder.

        Raises:
            OSError: the system refuses.
        """
        self._handle = -1
        while True:
            self.folder = Path(tempfile.mkdtemp(prefix=NAME))
            if _locks is None:
                return
            # Until it is locked, somebody who sweeps may take it for a forgotten one.
            with suppress(FileNotFoundError):
                self._handle = os.open(self.folder, os.O_RDONLY)
                with suppress(OSError):  # a file system without locks: nobody sweeps there
                    _locks.flock(self._handle, _locks.LOCK_EX)
                if self.folder.exists():
                    return
                os.close(self._handle)

    def close(self) -> None:
        """Remove it; see ``clear``."""
        clear(self.folder)
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def clear(folder: Path) -> None:
    """Remove a folder, and end what a reader has started there and not ended."""
    for note in folder.glob(f"*/{PROCESS}"):
        with suppress(OSError, ValueError):
            os.killpg(int(note.read_text(encoding="ascii")), signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove the folders of processes that were killed. What they had started is not looked for:
    its ids may be those of others by now."""
    if _locks is None:
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{NAME}*"):
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                if os.fstat(handle).st_uid == os.geteuid():
                    _locks.flock(handle, _locks.LOCK_EX | _locks.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(handle)

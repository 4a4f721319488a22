"""Reading files where they can do no harm: in a process of its own, with limits.

Documents come from anywhere. What a file does to the process that reads it is reported, and the
rest is indexed. Short plain texts need no library and are read right here, so a folder of them
starts no process at all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from indexer.core.document import Clause, Document
from indexer.core.errors import UnreadableFile
from indexer.ingest.files import File
from indexer.ingest.pool import HARM, Answer, AtWork, Limits, Workers
from indexer.ingest.read import read
from indexer.readers.content import kind_of
from indexer.readers.raw import Refused

READING: Final = Limits(seconds=150.0, memory=2 << 30)
"""For one file; the slowest reader, of .pdf, gives up by itself after 120 seconds."""
_HERE: Final = frozenset({".txt"})
_SMALL: Final = 1 << 18
"""Bytes up to which a file of those suffixes is read in this process: a second or two, whatever
it says."""

Reading = Callable[[], tuple[Document, tuple[Clause, ...]]]
"""Waits for a file that is being read. Raises UnreadableFile."""


class Isolation(AtWork):
    """Reads one file at a time, ahead of whoever asks. Use it as a context manager."""

    def __init__(self, seconds: float = READING.seconds, memory: int = READING.memory) -> None:
        self._limits = Limits(seconds, memory)
        self.workers = Workers(1, self._limits)

    def start(self, file: File) -> Reading:
        """Begin to read a file."""
        if harmless(file):
            return lambda: read(file)
        answer = self.workers.start("read", str(file.path), file.source)
        return lambda: self._told(file, answer())

    def _told(self, file: File, answer: Answer) -> tuple[Document, tuple[Clause, ...]]:
        kind, *values = answer
        if kind != "read":
            raise unread(file, self._limits, answer)
        document, clauses = values
        return document, clauses


def unread(file: File, limits: Limits, answer: Answer) -> UnreadableFile:
    """Why a file could not be read, from what its reader said, or became."""
    kind, *values = answer
    if kind not in HARM:
        return UnreadableFile(file.source, *values)
    return UnreadableFile(
        file.source,
        {
            "memory": f"đọc nó cần hơn {limits.memory >> 20} MB bộ nhớ",
            "late": f"đọc nó lâu quá {limits.seconds:g} giây",
            "gone": "trình đọc đã đổ vỡ vì tệp này",
        }[kind],
    )


def harmless(file: File) -> bool:
    """Whether a file may be read in this process."""
    if file.path.suffix.lower() not in _HERE:
        return False
    try:
        return file.path.stat().st_size <= _SMALL and kind_of(file.path) is None
    except (OSError, Refused):
        return True  # reading it says why

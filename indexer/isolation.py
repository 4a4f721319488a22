"""Reading files where they can do no harm: in a process of its own, with limits.

Documents come from anywhere. A file that makes a library loop, swell or crash costs one process,
which is ended and started anew; it is reported, and the rest is indexed. Short plain texts need
no library and are read right here, so a folder of them starts no process at all.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Timer
from types import TracebackType
from typing import Any, Final

from indexer.document import Clause, Document
from indexer.errors import UnreadableFile
from indexer.files import File
from indexer.isolated import receive, send
from indexer.reading import read

SECONDS: Final = 150.0
"""For one file; the slowest reader, of .pdf, gives up by itself after 120."""
MEMORY: Final = 2 << 30
"""Bytes of address space for one file and the program that reads it."""
_HERE: Final = frozenset({".txt"})
_SMALL: Final = 1 << 20
"""Bytes up to which a file of those suffixes is read in this process."""
_START: Final = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from indexer.isolated import main; main(int(sys.argv[2]), int(sys.argv[3]))"
)

Reading = Callable[[], tuple[Document, tuple[Clause, ...]]]
"""Waits for a file that is being read. Raises UnreadableFile."""


class Isolation:
    """Reads one file at a time, ahead of whoever asks. Use it as a context manager."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._waiting = ThreadPoolExecutor(1)

    def start(self, file: File) -> Reading:
        """Begin to read a file. The one before must have been waited for."""
        if not _risky(file):
            return lambda: read(file)
        answer = self._waiting.submit(self._ask, self._running(), file)
        return lambda: self._told(file, answer.result())

    def __enter__(self) -> Isolation:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()
        self._waiting.shutdown()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            limits = [str(self._memory), str(int(self._seconds) + 30)]
            # -I: nothing in the working folder or the environment is imported by accident.
            self._process = subprocess.Popen(  # noqa: S603  # our own program
                [sys.executable, "-I", "-c", _START, json.dumps(sys.path), *limits],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _ask(self, process: subprocess.Popen[bytes], file: File) -> tuple[Any, ...]:
        """The answer of ``isolated.main``, or ``late`` or ``gone``."""
        jobs, answers = process.stdin, process.stdout
        if jobs is None or answers is None:
            return ("gone",)
        timer = Timer(self._seconds, process.kill)
        timer.daemon = True
        timer.start()
        try:
            send(jobs, (str(file.path), file.source))
            answer: tuple[Any, ...] = receive(answers)
        except (EOFError, OSError, ValueError):
            return ("gone",) if timer.is_alive() else ("late",)
        finally:
            timer.cancel()
            timer.join()
        return answer

    def _told(self, file: File, answer: tuple[Any, ...]) -> tuple[Document, tuple[Clause, ...]]:
        kind, *values = answer
        if kind == "read":
            document, clauses = values
            return document, clauses
        if kind == "refused":
            raise UnreadableFile(file.source, *values)
        self._end()
        raise UnreadableFile(
            file.source,
            {
                "memory": f"đọc nó cần hơn {self._memory >> 20} MB bộ nhớ",
                "late": f"đọc nó lâu quá {self._seconds:g} giây",
                "gone": "trình đọc đã đổ vỡ vì tệp này",
            }[kind],
        )

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def _risky(file: File) -> bool:
    try:
        return file.path.suffix.lower() not in _HERE or file.path.stat().st_size > _SMALL
    except OSError:
        return False  # reading it says why

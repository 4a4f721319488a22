"""A process that reads files and analyses documents: one job in, one answer out, until EOF.

What a file does to it, by running wild or eating memory, happens here and not where the index is;
``workers`` is the other side.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from indexer.document import Clause, Document

HEADER: Final = struct.Struct(">Q")
"""Before each message: its length in bytes."""


def send(stream: IO[bytes], message: object) -> None:
    """Write one message."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(HEADER.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one message.

    Raises:
        EOFError: the other side has gone.
    """
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        raise EOFError
    data = stream.read(HEADER.unpack(header)[0])
    return pickle.loads(data)


def main(memory: int, seconds: int) -> None:
    """Answer jobs from stdin on stdout, until whoever gives them is gone.

    Args:
        memory: bytes this process may have.
        seconds: for one job. Whoever asked gives up sooner; this is for when that one is gone.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints is no answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    limit_memory(memory)
    while True:
        try:
            job = receive(sys.stdin.buffer)
        except EOFError:
            return
        if hasattr(signal, "alarm"):
            signal.alarm(seconds)
        try:
            answer = answered(*job)
        except MemoryError:
            answer = ("memory",)
        send(answers, answer)
        if hasattr(signal, "alarm"):
            signal.alarm(0)  # waiting for the next job takes as long as it takes


def answered(kind: str, *values: Any) -> tuple[object, ...]:
    """Do one job.

    ``read`` has a path and a source, and gives ``read`` with a document and its pieces, or
    ``refused`` with a reason and an advice. ``analyse`` has a document and its pieces, and gives
    ``analysed`` with its entries, packed, or ``failed`` with what went wrong.
    """
    return _read(*values) if kind == "read" else _analyse(*values)


def _read(path: str, source: str) -> tuple[object, ...]:
    from indexer.errors import UnreadableFile
    from indexer.files import File
    from indexer.reading import read

    try:
        return ("read", *read(File(Path(path), source)))
    except UnreadableFile as error:
        return ("refused", error.reason, error.advice)


def _analyse(document: Document, clauses: tuple[Clause, ...]) -> tuple[object, ...]:
    from indexer.entries import entries
    from indexer.packed import pack

    try:
        return ("analysed", pack(entries(document, clauses)))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # said, and the next document is analysed
        return ("failed", f"{type(error).__name__}: {error}")


def limit_memory(size: int) -> None:
    """Let this process have no more than ``size`` bytes, where the system can do that."""
    try:
        import resource
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    allowed = size if most == resource.RLIM_INFINITY else min(size, most)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

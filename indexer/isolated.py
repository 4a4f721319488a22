"""The process in which files are read (see ``isolation``): one job in, one answer out, until EOF.

What a file does to it, by running wild or eating memory, happens here and not where the index is.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
from pathlib import Path
from typing import IO, Any, Final

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
    """Answer jobs from stdin on stdout. A job is (path, source); an answer is (kind, *values):
    ``read`` with a document and its pieces, ``refused`` with a reason and an advice, ``memory``.

    Args:
        memory: bytes this process may have.
        seconds: for one job. Whoever asked gives up sooner; this is for when that one is gone.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints is no answer
    limit_memory(memory)

    from indexer.errors import UnreadableFile
    from indexer.files import File
    from indexer.reading import read

    while True:
        try:
            path, source = receive(sys.stdin.buffer)
        except EOFError:
            return
        if hasattr(signal, "alarm"):
            signal.alarm(seconds)
        answer: tuple[object, ...]
        try:
            answer = ("read", *read(File(Path(path), source)))
        except UnreadableFile as error:
            answer = ("refused", error.reason, error.advice)
        except MemoryError:
            answer = ("memory",)
        send(answers, answer)
        if hasattr(signal, "alarm"):
            signal.alarm(0)  # waiting for the next job takes as long as it takes


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

"""``khoan COMMAND`` in a process of its own, started often.

Importing takes a command of twelve documents most of its time, and nothing can be lost meanwhile.
So all commands but one in some are forked from a process that has imported ``khoan`` already; what
they then do, and start, is the same.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final, NoReturn, Protocol

_COLD: Final = 10
"""One command in so many is started as from a shell."""
_MODULES: Final = (
    "khoan.cli",
    "indexer.index",
    "indexer.watch",
    "indexer.ingest.build",
    "indexer.ingest.exchange",
    "indexer.ingest.prepare",
    "indexer.engines.folder.backup",
)
"""What is imported once."""
_LOOKS: Final = 0.005
"""Seconds between two looks whether a process has ended."""


class Command(Protocol):
    """A command that runs."""

    pid: int
    """Its process."""

    def poll(self) -> int | None:
        """Its status, negative for a signal; None while it runs."""

    def kill(self) -> None:
        """SIGKILL."""

    def terminate(self) -> None:
        """SIGTERM."""


class Starter:
    """Starts commands; see ``starter``."""

    def __init__(self, server: subprocess.Popen[str]) -> None:
        self._server = server
        self._started = 0

    def start(self, arguments: Sequence[str], said: Path, more: Mapping[str, str]) -> Command:
        """Start ``khoan ARGUMENTS``: stderr goes to a file, ``more`` to the environment."""
        self._started += 1
        if self._started % _COLD:
            pid = int(self.ask({"arguments": list(arguments), "said": str(said), "more": {**more}}))
            return _Forked(self, pid)
        with said.open("wb") as stream:
            return subprocess.Popen(
                [sys.executable, "-m", "khoan", *arguments],
                stdout=subprocess.DEVNULL,
                stderr=stream,
                env={**os.environ, **more},
            )

    def ask(self, question: dict[str, Any]) -> Any:
        """What the process answers that has imported everything."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        print(json.dumps(question), file=self._server.stdin, flush=True)
        return json.loads(self._server.stdout.readline())


@contextmanager
def starter() -> Iterator[Starter]:
    """Starts commands until the block is left."""
    command = [sys.executable, "-c", "from benchmarks.soak.commands import serve; serve()"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        yield Starter(server)


def wait(command: Command, seconds: float) -> int:
    """The status of a command that ends in time.

    Raises:
        TimeoutError: it does not.
    """
    end = monotonic() + seconds
    while (status := command.poll()) is None:
        if monotonic() > end:
            raise TimeoutError(f"process {command.pid} runs after {seconds} s")
        sleep(_LOOKS)
    return status


class _Forked:
    """A command whose parent is the process that has imported everything."""

    def __init__(self, started_by: Starter, pid: int) -> None:
        self.pid = pid
        self._started_by = started_by
        self._status: int | None = None

    def poll(self) -> int | None:
        """See ``Command``."""
        if self._status is None:
            self._status = self._started_by.ask({"poll": self.pid})
        return self._status

    def kill(self) -> None:
        """See ``Command``."""
        self._signal(signal.SIGKILL)

    def terminate(self) -> None:
        """See ``Command``."""
        self._signal(signal.SIGTERM)

    def _signal(self, number: int) -> None:
        if self.poll() is None:  # until somebody asks again, the id is this command's
            os.kill(self.pid, number)


def serve() -> None:
    """Import everything, then start commands and say how they ended, until stdin ends."""
    for name in _MODULES:
        importlib.import_module(name)
    answers = os.dup(1)
    for line in iter(sys.stdin.readline, ""):
        asked = json.loads(line)
        answer: int | None
        if "poll" in asked:
            pid, status = os.waitpid(asked["poll"], os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if pid else None
        else:
            answer = os.fork()
            if answer == 0:
                os.close(answers)
                _run(asked["arguments"], asked["said"], asked["more"])
        os.write(answers, f"{json.dumps(answer)}\n".encode())


def _run(arguments: list[str], said: str, more: dict[str, str]) -> NoReturn:
    """What a forked process does: as one of a shell's."""
    from khoan.cli import main

    os.environ.update(more)
    tempfile.tempdir = None
    for place, path in ((0, os.devnull), (1, os.devnull), (2, said)):
        opened = os.open(path, os.O_RDWR | os.O_CREAT | (os.O_TRUNC if place == 2 else 0))
        os.dup2(opened, place)
        os.close(opened)
    main(arguments)

"""Several processes that answer on the same sockets, and the one that looks after them.

Each is what ``khoan serve`` with one process is (``khoan.serving``), with every bound on what a
client may hold; why not gunicorn: ``docs/decisions/0006-workers.md``. The index is opened in each;
its files are mapped, so memory holds them once.

A worker that dies is replaced. On SIGHUP all are, one by one, each once its successor serves. A
worker whose supervisor is gone, even killed, sees the pipe between them closed, and ends.
"""

from __future__ import annotations

import gc
import os
import selectors
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from socket import socket, socketpair
from typing import Any, Final

from khoan.language import tr
from khoan.worker import READY, RETIRE, work

MOST: Final = 4
"""Workers where nobody says how many."""
_AGAIN: Final = (0.0, 0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds before a worker is replaced, by how many in a row lived for a short time only."""
_SHORT: Final = 5.0
"""Seconds of a short life."""
_END: Final = 6.0
"""Seconds in which workers end before they are killed; more than ``worker._HASTE``."""

Make = Callable[[int], Any]
"""Opens the index and gives the server of the worker with this number, in its process."""


def cores() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_share() -> bool:
    """Whether processes can be forked here that inherit sockets. macOS could, but its libraries do
    not bear it."""
    return hasattr(os, "fork") and sys.platform != "darwin"


@dataclass(eq=False, slots=True)
class Worker:
    """A process, from the outside."""

    process: int
    part: int
    """Its number; two that live at the same time have different ones."""
    pipe: socket
    started: float
    leaving: bool = False
    """It was told to end, and is not to be replaced."""


@dataclass(eq=False)
class Supervisor:
    """Starts workers and replaces them. There are twice as many numbers as workers, for those that
    serve while their predecessors end."""

    make: Make
    wanted: int
    workers: list[Worker] = field(default_factory=list)
    outdated: list[Worker] = field(default_factory=list)
    """To be told to end, each once another one serves in its place."""
    reload: bool = False
    """Whether all are to be replaced, once those that leave are gone."""
    failed: int = 0
    """Workers in a row that lived for a short time only."""
    again: float = 0.0
    """When the next one may be started."""

    def run(self, begun: Callable[[], object] = lambda: None) -> int:
        """Serve until a signal says to end: which one.

        Args:
            begun: called once signals are listened to.
        """
        gc.freeze()  # what was made up to here stays in pages that all share
        with ExitStack() as stack:
            self.events = stack.enter_context(selectors.DefaultSelector())
            self.signals = stack.enter_context(_signals())
            self.events.register(self.signals, selectors.EVENT_READ)
            begun()
            terminal = os.isatty(0)
            stack.callback(self._end)
            while True:
                self._fill()
                for key, _ in self.events.select(1.0):
                    if key.data is not None:
                        self._heard(key.data)
                        continue
                    for number in self.signals.recv(64):
                        closed = number == signal.SIGHUP and terminal and not os.isatty(0)
                        if closed or number in (signal.SIGINT, signal.SIGTERM):
                            return int(number)
                        self.reload |= number == signal.SIGHUP

    def _fill(self) -> None:
        """Start what is missing; replace what is outdated, one at a time."""
        leaving = any(one.leaving for one in self.workers)
        if self.reload and not leaving and not self.outdated:
            self.reload, self.outdated = False, list(self.workers)
        serving = [one for one in self.workers if not one.leaving]
        wanted = self.wanted + (1 if self.outdated else 0)
        while len(serving) < wanted and time.monotonic() >= self.again:
            serving.append(self._start())

    def _start(self) -> Worker:
        taken = {one.part for one in self.workers}
        part = next(number for number in range(2 * self.wanted) if number not in taken)
        ours, theirs = socketpair()
        sys.stdout.flush()
        sys.stderr.flush()
        process = os.fork()
        if process == 0:
            self._become(part, ours, theirs)
        theirs.close()
        worker = Worker(process, part, ours, time.monotonic())
        self.workers.append(worker)
        self.events.register(ours, selectors.EVENT_READ, worker)
        return worker

    def _become(self, part: int, ours: socket, theirs: socket) -> None:
        """What a forked process does; it never returns."""
        status = 1
        try:
            for number in (signal.SIGINT, signal.SIGHUP):  # a terminal sends them to all
                signal.signal(number, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.set_wakeup_fd(-1)
            for one in (ours, *(worker.pipe for worker in self.workers)):
                one.close()  # or another worker would not see that the supervisor is gone
            self.events.close()
            self.signals.close()
            work(self.make(part), theirs)
            status = 0
        except BaseException:  # noqa: BLE001  # nothing may return into the supervisor's code
            with suppress(Exception):
                traceback.print_exc()
        finally:
            with suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(status)

    def _heard(self, worker: Worker) -> None:
        """A worker says that it serves, or has ended."""
        try:
            word = worker.pipe.recv(1)
        except OSError:
            word = b""
        if word != READY:
            self._ended(worker)
            return
        if self.outdated:
            old = self.outdated.pop(0)
            old.leaving = True
            with suppress(OSError):
                old.pipe.send(RETIRE)

    def _ended(self, worker: Worker) -> None:
        status = self._forget(worker)
        if worker in self.outdated:
            self.outdated.remove(worker)
        if worker.leaving:
            return
        now = time.monotonic()
        self.failed = self.failed + 1 if now - worker.started < _SHORT else 0
        self.again = now + _AGAIN[min(self.failed, len(_AGAIN) - 1)]
        number = abs(status)
        how = (
            tr("tín hiệu %(number)d", number=number)
            if status < 0
            else tr("mã %(number)d", number=number)
        )
        text = tr(
            "Tiến trình %(number)s đã dừng (%(how)s); mở lại.", number=worker.process, how=how
        )
        print(text, file=sys.stderr, flush=True)

    def _forget(self, worker: Worker) -> int:
        """Take it off the list; how it ended."""
        self.events.unregister(worker.pipe)
        worker.pipe.close()
        self.workers.remove(worker)
        return os.waitstatus_to_exitcode(os.waitpid(worker.process, 0)[1])

    def _end(self) -> None:
        """End all workers, and wait for them."""
        for worker in self.workers:
            self.events.unregister(worker.pipe)
            worker.pipe.close()  # which tells them
        left = {worker.process for worker in self.workers}
        until = time.monotonic() + _END
        while left and time.monotonic() < until:
            left = {process for process in left if os.waitpid(process, os.WNOHANG)[0] == 0}
            time.sleep(0.01)
        for process in left:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


class _signals:  # noqa: N801  # a context manager
    """A socket from which the numbers of signals can be read as they come."""

    def __enter__(self) -> socket:
        self.read, self.write = socketpair()
        for one in (self.read, self.write):
            one.setblocking(False)
        self.before = signal.set_wakeup_fd(self.write.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: None)
        return self.read

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(self.before)
        for one in (self.read, self.write):
            one.close()

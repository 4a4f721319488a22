"""Processes of our own that do one job at a time, within limits; ``worker`` is what they run.

A job that makes a library loop, take too much memory or crash costs one process, which is ended
and started again; the caller gets an answer that names the harm, and the next job is done.
"""

from __future__ import annotations

import json
import mmap
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import LifoQueue
from threading import Lock, Timer
from typing import Any, Final, NamedTuple, TypeVar

from indexer.core.engine import Sharing, Writer
from indexer.core.errors import SystemRefused
from indexer.ingest.scratch import Scratch, sweep
from indexer.ingest.worker import NEXT, PAGE, receive, send

_GRACE: Final = 30
"""Seconds beyond a limit after which a process ends itself, for when its owner is gone."""
_START: Final = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    f"from {receive.__module__} import main; main(*json.loads(sys.argv[2]))"
)

Self = TypeVar("Self", bound="PoolUser")

PageBegins = Callable[[tuple[object, ...], int, int], None]
"""Called with a job, the pages done and the pages in all, when a page begins that takes seconds;
from the thread that waits for the job."""
Answer = tuple[Any, ...]
"""What ``worker.main`` answers, or ``late`` or ``gone``: the process took too long, or has died."""
HARM: Final = frozenset({"memory", "late", "gone"})
"""Answers that cost the process. The number of the step in which it happened follows."""


class Limits(NamedTuple):
    """Of one step of a job."""

    seconds: float
    memory: int
    """Bytes of address space, the program that does it included."""

    @property
    def megabytes(self) -> int:
        """What it has of ``memory``: the system may give less."""
        try:
            import resource
        except ImportError:  # Windows
            return self.memory >> 20
        most, _ = resource.getrlimit(resource.RLIMIT_AS)
        return min(self.memory, self.memory if most == resource.RLIM_INFINITY else most) >> 20


class WorkerPool:
    """Up to so many processes, each started when it is first needed."""

    def __init__(
        self,
        count: int,
        *limits: Limits,
        environment: Mapping[str, str] | None = None,
        page_begins: PageBegins = lambda *_: None,
    ) -> None:
        """``limits``: of each step of a job. ``environment``: of the processes, besides ours."""
        sweep()  # also where no process is needed: the run before may have been killed at its end
        self._threads = ThreadPoolExecutor(count)
        self._all = [_WorkerProcess(limits, environment or {}, page_begins) for _ in range(count)]
        # Last in, first out: the one used last is most likely running.
        self._free: LifoQueue[_WorkerProcess] = LifoQueue()
        for worker in reversed(self._all):
            self._free.put(worker)

    def start(self, *job: object) -> Callable[[], Answer]:
        """Begin a job, after those that were started before. The result waits for the answer."""
        return self._threads.submit(self._ask, job).result

    def processes(self) -> list[int]:
        """The ids of the processes that run now."""
        return [worker.process.pid for worker in self._all if worker.process is not None]

    def close(self) -> None:
        """End them, whatever they are doing."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._all:
            worker.close()
        self._threads.shutdown()

    def _ask(self, job: tuple[object, ...]) -> Answer:
        worker = self._free.get()
        try:
            return worker.ask(job)
        finally:
            self._free.put(worker)


class PoolUser:
    """Owns a pool, and closes it at the end of a ``with`` block."""

    pool: WorkerPool

    def share_with(self, writer: Writer) -> None:
        """Have the processes do a part of a writer's work, where it can be shared."""
        if isinstance(writer, Sharing):
            writer.share(self._elsewhere)

    def _elsewhere(self, function: Callable[..., None], *values: object) -> Callable[[], bool]:
        answer = self.pool.start("call", function, *values)

        def done() -> bool:
            try:
                return bool(answer()[0] == "called")
            except SystemRefused:  # no process
                return False

        return done

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.pool.close()
        except BaseException:  # told to end just now: no process and no folder is left behind
            self.pool.close()
            raise


class _WorkerProcess:
    def __init__(
        self, limits: Sequence[Limits], environment: Mapping[str, str], page_begins: PageBegins
    ) -> None:
        self._limits = limits
        self._environment = environment
        self._page_begins = page_begins
        self._lock = Lock()
        self._closed = False
        self.process: subprocess.Popen[bytes] | None = None
        self._scratch: Scratch | None = None
        """Where the process puts temporary files, so that nothing of it is left behind."""

    def ask(self, job: tuple[object, ...]) -> Answer:
        """Send a job and wait for its answer."""
        try:
            process = self._running()
        except OSError as error:
            raise SystemRefused(
                "Không chạy được tiến trình đọc văn bản: %(reason)s.",
                "Nới giới hạn của hệ thống (ulimit), hoặc dọn thư mục tạm (TMPDIR).",
                reason=error.strerror or error,
            ) from error
        if process is None:
            return ("gone", 0)
        answer: Answer = ()
        for step, limits in enumerate(self._limits):
            answer = _next_answer(process, limits.seconds, None if step else job)
            while answer[0] == PAGE:
                self._page_begins(job, *answer[1:])
                answer = _next_answer(process, limits.seconds, None)
            if answer[0] in HARM:
                self._end()
                return (answer[0], step)
            if answer != NEXT:
                break
        if _too_large(process.pid, self._limits[0].memory):
            self._end()
        return answer

    def close(self) -> None:
        with self._lock:
            self._closed = True
        self._end()

    def _running(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self.process is None and not self._closed:
                self._scratch = Scratch()
                limits = [(limit.memory, int(limit.seconds) + _GRACE) for limit in self._limits]
                # -I: nothing in the working folder or the environment is imported by accident.
                self.process = subprocess.Popen(  # noqa: S603  # our own program
                    [sys.executable, "-I", "-c", _START, *map(json.dumps, (sys.path, limits))],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    # numpy's threads, one a core, would use up the address space that is allowed.
                    env={
                        **os.environ,
                        **self._environment,
                        "OPENBLAS_NUM_THREADS": "1",
                        "TMPDIR": str(self._scratch.folder),
                    },
                )
            return self.process

    def _end(self) -> None:
        with self._lock:
            process = self.process
            if process is not None:
                process.kill()
                process.wait()
            if self._scratch is not None:
                self._scratch.close()
            # Forgotten last: who is interrupted before that does all of it again.
            self.process = self._scratch = None
        for stream in (process.stdin, process.stdout) if process else ():
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def _next_answer(process: subprocess.Popen[bytes], seconds: float, job: object) -> Answer:
    """The next answer of a process, after sending it the job if there is one."""
    if process.stdin is None or process.stdout is None:
        return ("gone",)
    timer = Timer(seconds, process.kill)
    timer.daemon = True
    timer.start()
    try:
        if job is not None:
            send(process.stdin, job)
        answer: Answer = receive(process.stdout)
    except (EOFError, OSError, ValueError):
        return ("gone",) if timer.is_alive() else ("late",)
    finally:
        timer.cancel()
        timer.join()
    return answer


def _too_large(process: int, memory: int) -> bool:
    """Whether a job has left the process so large that the next might lack memory."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return False  # not this system, or the process has ended by itself
    return pages * mmap.PAGESIZE > memory // 2

"""A process that reads and analyses files: one job in, one answer out, until EOF.

Harm that a file does, such as a crash or too much memory, happens here and not in the process that
has the index; ``pool`` is the other side.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import struct
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final

from indexer.core.ocr_mode import listen
from indexer.core.system_paths import system_path
from indexer.ingest.scratch import NAME, clear

HEADER: Final = struct.Struct(">Q")
"""Before each message: its length in bytes."""
NEXT: Final = ("next",)
"""Sent before the answer: one step of the job is done, and the next begins."""
PAGE: Final = "page"
"""First of a message that is sent before the answer: a reader begins a page that takes seconds,
with the pages done and the pages in all. The time allowed begins again."""
_GARBAGE: Final = (50_000, 20, 50)
"""See ``gc.set_threshold``. A document makes hundreds of thousands of objects and hardly any cycle:
collecting as often as Python does by default takes an eighth of the time."""


def send(stream: IO[bytes], message: object) -> None:
    """Write one message."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(HEADER.pack(len(data)))
    stream.write(data)
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


def main(*limits: tuple[int, int]) -> None:
    """Answer jobs from stdin on stdout, until stdin ends.

    Args:
        limits: for each step of a job: bytes this process may have, and seconds that the step
            may take. The pool ends the process sooner; this is for when the pool is gone.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process with the pool
    gc.set_threshold(*_GARBAGE)
    _end_with_the_pool()

    def next_step() -> None:
        send(answers, NEXT)
        _limit(*limits[1])

    def page_begins(done: int, total: int) -> None:
        send(answers, (PAGE, done, total))
        _limit(*limits[0])

    listen(page_begins)
    try:
        while True:
            job = receive(sys.stdin.buffer)
            _limit(*limits[0])
            send(answers, _answer(next_step, job))
            if hasattr(signal, "alarm"):
                signal.alarm(0)  # waiting for the next job has no limit
    except (EOFError, BrokenPipeError):
        _tidy()


def _end_with_the_pool() -> None:
    """End this process, and what it has started, as soon as the one with the pool is gone: what
    it works on is for nobody then."""
    if not hasattr(select, "poll"):
        return  # Windows: it ends when it has finished its job

    def wait() -> None:
        pool = select.poll()
        pool.register(0, 0)  # only the other end's going
        pool.poll()
        _tidy()
        os._exit(1)

    usual = threading.stack_size(1 << 18)  # of the address space that is limited
    threading.Thread(target=wait, daemon=True).start()
    threading.stack_size(usual)


def _tidy() -> None:
    """Remove the folder for temporary files that the pool made, for the pool may be gone."""
    scratch = Path(os.environ.get("TMPDIR", ""))
    if scratch.name.startswith(NAME):
        clear(scratch)


def _answer(next_step: Callable[[], None], job: tuple[Any, ...]) -> tuple[object, ...]:
    try:
        return do_job(next_step, *job)
    except MemoryError:
        return ("memory",)


def do_job(next_step: Callable[[], None], kind: str, *values: Any) -> tuple[object, ...]:
    """Do one job.

    ``read`` has a path and a source; the answer is ``read`` with a document and its pieces, or
    ``refused`` with a reason and an advice, or ``missing`` likewise: what reads it is not
    installed. ``prepare`` has the file's digest as well and a second
    step, analysis; the answer is ``prepared`` with the document and its prepared entries, or
    ``refused``, or ``failed`` with what went wrong in analysis, or ``container``: it is one,
    whatever it is called. ``import`` has a line of an export and answers as ``prepare`` does.
    ``unpack`` has what ``indexer.ingest.unpack`` needs; the answer is ``unpacked`` with the
    members, ``document`` (it is no container), ``missing`` or ``refused`` with a reason and an
    advice, or ``failed``. ``picture`` has a path, a digest and the number of a page; the answer is
    ``picture`` with bytes, or ``refused``. ``call`` has a function of ours and its arguments; the
    answer is ``called``, or ``failed``.
    """
    if kind == "call":
        return _call(*values)
    if kind == "read":
        return _read(*values)
    if kind == "unpack":
        return _unpack(*values)
    if kind == "picture":
        return _picture(*values)
    return (_prepare if kind == "prepare" else _import)(next_step, *values)


def _call(function: Callable[..., None], *values: Any) -> tuple[object, ...]:
    try:
        function(*values)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # who asked does it himself, and sees what is wrong
        return ("failed", f"{type(error).__name__}: {error}")
    return ("called",)


def _read(path: str, source: str) -> tuple[Any, ...]:
    from indexer.ingest.files import File
    from indexer.ingest.read import read

    return _tried(lambda: read(File(Path(path), source)))


def _picture(path: str, digest: str, number: int) -> tuple[object, ...]:
    from indexer.readers.page_picture import page_picture
    from indexer.readers.raw import Refused

    try:
        return ("picture", page_picture(system_path(Path(path)), digest, number))
    except Refused as error:
        return ("refused", error.reason)
    except Exception as error:  # noqa: BLE001  # the libraries that draw promise nothing
        return ("refused", f"{type(error).__name__}: {error}")


def _tried(read: Callable[[], tuple[Any, ...]]) -> tuple[Any, ...]:
    from indexer.core.errors import UnreadableFile
    from indexer.readers.raw import NotInstalled

    try:
        return ("read", *read())
    except UnreadableFile as error:
        missing = isinstance(error.__cause__, NotInstalled)
        return ("missing" if missing else "refused", error.reason, error.advice)


def _prepare(
    next_step: Callable[[], None],
    path: str,
    source: str,
    link: bool,
    digest: str,
    stored: tuple[str, str],
) -> tuple[object, ...]:
    from indexer.ingest.files import File
    from indexer.ingest.read import read_unchanged

    file = File(Path(path), source, link, *stored)
    answer = _tried(lambda: read_unchanged(file, digest))
    if answer[0] != "read":
        return ("container",) if _is_container(file.on_disk) else answer
    next_step()
    return _analysed(*answer[1:])


def _is_container(path: Path) -> bool:
    """Whether a file that could not be read is an archive under another name."""
    from indexer.readers.containers import MAIL, container_of
    from indexer.readers.raw import Refused

    try:
        found = container_of(path)
    except (OSError, Refused):
        return False
    return found is not None and found not in MAIL and path.suffix.lower() != found


def _unpack(
    path: str, source: str, link: bool, digest: str, known: frozenset[str], into: str,
    count: int, size: int, whole: str,
) -> tuple[object, ...]:  # fmt: skip
    from indexer.core.errors import UnreadableFile
    from indexer.ingest.files import File
    from indexer.ingest.read import digest_of
    from indexer.ingest.unpack import unpack
    from indexer.readers.containers import container_of
    from indexer.readers.raw import NotInstalled, Refused

    file = File(Path(path), source, link)
    try:
        if container_of(file.on_disk) is None:
            return ("document",)
        found = unpack(file.on_disk, digest, known, Path(into), count, size)
        changed = bool(whole) and digest_of(file) != whole
    except NotInstalled as refused:
        return ("missing", refused.reason, refused.advice)
    except (Refused, UnreadableFile) as refused:
        return ("refused", refused.reason, refused.advice)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # the libraries that open containers promise nothing
        said = f"{type(error).__name__}: {error}"
        return ("failed", said)
    return ("refused", "đang được ghi trong khi đọc", "") if changed else ("unpacked", found)


def _import(next_step: Callable[[], None], line: bytes) -> tuple[object, ...]:
    from indexer.ingest.imported import Unacceptable, loaded, record_of

    try:
        document, clauses = loaded(record_of(line))
    except Unacceptable as error:
        return ("refused", str(error))
    next_step()
    return _analysed(document, clauses)


def _analysed(document: Any, clauses: Any) -> tuple[object, ...]:
    from indexer.core.prepared import prepared
    from indexer.ingest.analyze import entries

    try:
        return ("prepared", document, prepared(document, entries(document, clauses)))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # reported, and the next document is analysed
        return ("failed", f"{type(error).__name__}: {error}")


def _limit(memory: int, seconds: int) -> None:
    limit_memory(memory)
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


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

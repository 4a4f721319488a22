"""One writer at a time, with a note of who it is.

The lock itself is Whoosh's: an operating system lock on a file, which ends with the process that
holds it, however that ends. Beside it is a note of who holds it, for messages only.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Final

from whoosh.util.filelock import FileLock, try_for

from indexer.core.errors import IndexLocked
from indexer.core.said import Said

LOCK: Final = "MAIN_WRITELOCK"
"""The name Whoosh gives it, so that Whoosh's own tools respect it too."""
HOLDER: Final = "writer.json"
_DELAY: Final = 0.05
"""Seconds between two attempts."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is writing."""

    pid: int
    host: str
    since: str
    """ISO 8601 with offset."""

    def said(self) -> Said:
        """As people read it."""
        return Said(
            "tiến trình %(pid)d trên máy %(host)s, từ %(since)s",
            pid=self.pid,
            host=self.host,
            since=self.since,
        )


def holder(folder: Path) -> Holder | None:
    """Who wrote the note last; None where there is none or it cannot be read."""
    try:
        known = json.loads((folder / HOLDER).read_text(encoding="utf-8"))
        return Holder(int(known["pid"]), str(known["host"]), str(known["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def write_lock(folder: Path, wait: float) -> Iterator[None]:
    """Hold the index for writing.

    Args:
        wait: seconds to wait for another writer.

    Raises:
        IndexLocked: the other writer took longer; names it.
        OSError: the lock cannot be made (a read-only folder, say).
    """
    lock = _acquire(folder, wait)
    note = folder / HOLDER
    try:
        me = Holder(os.getpid(), _host(), _now())
        with suppress(OSError):  # a full disk must not prevent locking
            note.write_text(json.dumps(asdict(me)) + "\n", encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            note.unlink(missing_ok=True)
        lock.release()


def _acquire(folder: Path, wait: float) -> Any:
    lock = FileLock(str(folder / LOCK))
    if not try_for(lock.acquire, timeout=wait, delay=_DELAY):
        who = holder(folder)
        raise IndexLocked(
            "Một chương trình khác đang ghi vào %(folder)s: %(who)s.",
            _advice(who),
            folder=folder,
            who=who.said() if who else Said("không rõ chương trình nào"),
        )
    return lock


def _advice(who: Holder | None) -> str:
    if who and who.host == _host() and not _alive(who.pid):
        return Said("Tiến trình ấy đã kết thúc nhưng một tiến trình con còn giữ khóa: hãy dừng nó.")
    return Said("Chờ nó xong rồi thử lại.")


def _alive(pid: int) -> bool:
    if os.name == "nt":
        return True  # os.kill would end it there
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _now() -> str:
    return datetime.now(timezone.utc).astimezone().isoformat(timespec="seconds")


def _host() -> str:
    import socket  # 2 ms; who only reads takes no lock

    return socket.gethostname()

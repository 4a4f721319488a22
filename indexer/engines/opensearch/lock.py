"""One writer at a time, on whatever machine: a record that its holder renews.

A holder that does not renew it for ``EXPIRY`` seconds is taken for dead. Nobody's clock is compared
with anybody else's: whoever waits watches the record, and sees that it does not change.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from time import monotonic, sleep
from typing import Any, Final
from uuid import uuid4

from indexer.core.errors import IndexLocked, KhoanError
from indexer.engines.opensearch.client import Answer, Client
from indexer.engines.opensearch.errors import LostLock, refused

BEAT: Final = 2.0
"""Seconds between two signs of life."""
EXPIRY: Final = 15.0
"""Seconds without one after which a writer is taken for dead."""
WAIT: Final = 10.0
"""Seconds that a second writer waits for one that is alive."""
_LOOK: Final = 0.25
_RECORD: Final = "writer"
Version = tuple[int, int]
"""``_seq_no`` and ``_primary_term``: change with every write."""
_MAPPINGS: Final = {"dynamic": False}
_SETTINGS: Final = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}


@dataclass
class Lock:
    """Held until the block of ``held`` is left."""

    client: Client
    path: str
    epoch: int
    """Rises with every writer."""
    token: str
    about: str
    """Who holds it, for messages."""
    seen: Version = (0, 0)
    """Of the record, as its holder wrote it last."""
    lost: bool = False
    """Whether another writer has taken over."""

    def take(self, version: Version | None) -> bool:
        """Take the lock; gives whether nobody else was faster.

        Args:
            version: of the record that says that it can be taken; None: there is no record.
        """
        condition = {"op_type": "create"} if version is None else _if(version)
        answer = self.client.send("PUT", self.path, self._record(), **condition)
        if answer.status == 409:  # another was faster, or it was us and the answer was lost
            return self._mine()
        if answer.status >= 300:
            raise refused(str(self.client.address), answer.status, answer.error)
        self.seen = _version(answer)
        return True

    def beat(self) -> None:
        """Say that the holder is alive. Whether anybody has taken over shows here."""
        with suppress(KhoanError):  # a server that does not answer now may do so next time
            answer = self.client.send("PUT", self.path, self._record(), **_if(self.seen))
            if answer.status == 409:
                self.lost = not self._mine()
            elif answer.status < 300:
                self.seen = _version(answer)

    def release(self) -> None:
        """Let the next one in."""
        if not self.lost:
            with suppress(KhoanError):
                free = {"epoch": self.epoch, "free": True}
                self.client.send("PUT", self.path, free, **_if(self.seen))

    def check(self) -> None:
        """Raise ``LostLock`` where another writer has taken over."""
        if self.lost:
            raise LostLock(str(self.client.address))

    def _mine(self) -> bool:
        found = self.client.send("GET", self.path)
        mine = bool(found.data.get("_source", {}).get("token") == self.token)
        if mine:
            self.seen = _version(found)
        return mine

    def _record(self) -> dict[str, Any]:
        return {"epoch": self.epoch, "token": self.token, "holder": self.about, "beat": uuid4().hex}


@contextmanager
def held(client: Client, name: str, least: int) -> Iterator[Lock]:
    """Hold an index for writing.

    Args:
        least: the epoch is at least this.

    Raises:
        IndexLocked: the other writer took longer; names it.
        KhoanError: no server answers, or does not let us.
    """
    lock = _acquired(client, name, least)
    stop = threading.Event()
    beating = threading.Thread(target=_beat, args=(lock, stop), name="khoan-lock", daemon=True)
    beating.start()
    try:
        yield lock
    finally:
        stop.set()
        beating.join()
        lock.release()


def _beat(lock: Lock, stop: threading.Event) -> None:
    while not stop.wait(BEAT) and not lock.lost:
        lock.beat()


def _acquired(client: Client, name: str, least: int) -> Lock:
    path = f"/{name}.lock/_doc/{_RECORD}"
    token, about = uuid4().hex, _me()
    began = changed = monotonic()
    seen: Version | None = None
    while True:
        found = client.send("GET", path)
        if found.status not in {200, 404}:
            raise refused(str(client.address), found.status, found.error)
        if found.status == 404 and "_index" not in found.data:
            _make(client, name)
            continue
        source = found.data.get("_source", {})
        version = _version(found) if source else None
        now = monotonic()
        if version != seen:
            seen, changed = version, now
        if version is None or source.get("free") or now - changed > EXPIRY:
            epoch = max(int(source.get("epoch", 0)) + 1, least)
            lock = Lock(client, path, epoch, token, about)
            if lock.take(version):
                return lock
        elif now - began > WAIT and now - changed < 2 * BEAT:
            raise IndexLocked(
                "Chỉ mục %(address)s đang được ghi bởi %(holder)s.",
                "Đợi tiến trình đó xong rồi chạy lại.",
                address=client.address,
                holder=source.get("holder", ""),
            )
        sleep(_LOOK)


def _make(client: Client, name: str) -> None:
    body = {"settings": _SETTINGS, "mappings": _MAPPINGS}
    answer = client.send("PUT", f"/{name}.lock", body)
    if answer.status >= 300 and "resource_already_exists" not in str(answer.error):
        raise refused(str(client.address), answer.status, answer.error)


def _if(version: Version) -> dict[str, Any]:
    return {"if_seq_no": version[0], "if_primary_term": version[1]}


def _version(answer: Answer) -> Version:
    return answer.data["_seq_no"], answer.data["_primary_term"]


def _me() -> str:
    since = datetime.now(timezone.utc).astimezone().isoformat(timespec="seconds")
    return f"tiến trình {os.getpid()} trên máy {socket.gethostname()}, từ {since}"

"""Records on their way to the servers, some megabytes a request, while the next are made."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

from indexer.engines.opensearch.client import Client
from indexer.engines.opensearch.entries import Line
from indexer.engines.opensearch.errors import LostLock, kinds_of, passing, refused

BYTES: Final = 4 << 20
"""Of a request, about."""
_AHEAD: Final = 2
"""Requests that are on their way at once."""
_TRIES: Final = 6


class Bulk:
    """Sends records through a writer's alias. Records have ids of their own, so that a request
    whose answer was lost is sent again."""

    def __init__(self, client: Client, alias: str) -> None:
        self._client = client
        self._path = f"/{alias}/_bulk"
        self._lines: list[Line] = []
        self._size = 0
        self._sender = ThreadPoolExecutor(_AHEAD, thread_name_prefix="khoan-bulk")
        self._sent: deque[Future[None]] = deque()

    def add(self, lines: Iterable[Line]) -> None:
        """Records to be sent.

        Raises:
            KhoanError: earlier ones were refused.
        """
        for line in lines:
            self._lines.append(line)
            self._size += line.size
            if self._size >= BYTES:
                self._start()

    def finish(self) -> None:
        """Send the rest, and wait until everything has arrived.

        Raises:
            KhoanError: something was refused.
        """
        self._start()
        while self._sent:
            self._sent.popleft().result()

    def close(self) -> None:
        """Send nothing more."""
        self._sender.shutdown(wait=True, cancel_futures=True)

    def _start(self) -> None:
        if self._lines:
            self._sent.append(self._sender.submit(self._send, self._lines))
            self._lines, self._size = [], 0
        while len(self._sent) > _AHEAD or (self._sent and self._sent[0].done()):
            self._sent.popleft().result()

    def _send(self, lines: list[Line]) -> None:
        for turn in range(_TRIES):
            body = b"".join(b"%b\n%b\n" % line for line in lines)
            answer: Any = self._client.call(
                "POST", self._path, body, require_alias=True,
                filter_path="errors,items.*.error,items.*.status",
            )  # fmt: skip
            if not answer.get("errors"):
                return
            again = []
            for line, item in zip(lines, answer["items"], strict=True):
                about = item["index"]
                if "error" not in about:
                    continue
                kinds = kinds_of(about["error"])
                if "index_not_found_exception" in kinds:
                    raise LostLock(str(self._client.address))
                if turn == _TRIES - 1 or not passing(about["status"], about["error"]):
                    raise refused(str(self._client.address), about["status"], about["error"])
                again.append(line)
            lines = again

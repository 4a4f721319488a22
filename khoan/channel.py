"""One connection of the server: what waitress lacks, and is added here.

- It closes what is idle, but a byte now and then counts as activity: here a request has a time in
  which to arrive whole, and an answer one in which to be taken.
- At its limit it accepts nobody: here the connection that was quiet the longest, of the address
  with the most of them, makes room.
- A thread waits for a client that reads slowly: here it never does. What is not yet read goes to
  temporary files; when all of them grow too large, the clients that stopped first are dropped.
- It sends the head of an answer by itself. Each sending lets the other threads run, and a thread
  may wait some milliseconds until it is its turn again: here the head goes with what follows it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from math import inf
from time import monotonic
from typing import Any, Final

from waitress.buffers import ReadOnlyFileBasedBuffer
from waitress.channel import ClientDisconnected, HTTPChannel
from waitress.task import ErrorTask, WSGITask


@dataclass(frozen=True, slots=True)
class Bounds:
    """What connections may hold, each and together."""

    connections: int = 1_000
    """Open ones; a process that may open fewer files takes fewer."""
    request_seconds: float = 10
    """From the first byte of a request, or from connecting, to the last."""
    idle_seconds: float = 60
    """Between an answer and the next request."""
    answer_seconds: float = 600
    """In which what was sent of an answer must have been read by the client."""
    stall_seconds: float = 15
    """In which a client that is behind must have read ``stall_bytes`` more."""
    stall_bytes: int = 16 * 2**10
    answer_bytes: int = 80 * 2**20
    """Of answers of one connection that were not yet read; more than ``Settings.max_response``."""
    buffered_bytes: int = 256 * 2**20
    """The same, of all connections."""
    header_bytes: int = 32 * 2**10
    """Of a request: its address and its headers."""
    body_bytes: int = 2**10
    """No address takes a body; so much may come and is thrown away, for the sake of the answer."""

    def shared(self, processes: int) -> Bounds:
        """For each of so many processes, that together hold no more than these."""
        return replace(
            self,
            connections=max(8, self.connections // processes),
            buffered_bytes=self.buffered_bytes // processes,
        )


_CHECKED_EVERY: Final = 256 * 2**10
"""Bytes of an answer after which the sum of all is looked at."""
_LOOKED_EVERY: Final = 0.2
"""Seconds between two looks at whether a connection is late: the loop asks all of them whenever
anything happens on one, several times a request."""
_JOINED: Final = 64 * 2**10
"""Bytes of a part up to which it is copied to go along with the head."""


class _AtOnce:
    """A task of waitress that writes the head of an answer and what follows it together."""

    channel: Channel
    wrote_header: bool

    def write(self, data: bytes) -> None:
        """Write a part; the first one with the head."""
        if self.wrote_header or len(data) > _JOINED:
            super().write(data)  # type: ignore[misc]  # of waitress's class
            return
        parts = self.channel.gathered = []
        try:
            super().write(data)  # type: ignore[misc]
        finally:
            self.channel.gathered = None
        self.channel.write_soon(b"".join(parts))


class _Answer(_AtOnce, WSGITask):  # type: ignore[misc]
    """An answer of the app."""


class _Refusal(_AtOnce, ErrorTask):  # type: ignore[misc]
    """An answer to what is no request."""


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """One connection. The main loop asks ``readable`` of each whenever anything happens on any of
    them, and at least once a second."""

    task_class = _Answer
    error_task_class = _Refusal

    def __init__(self, *arguments: Any, bounds: Bounds, most: int, **named: Any) -> None:
        self._bounds = bounds
        self._phase = ""
        self._since = 0.0
        """When the phase began."""
        self._asked = False
        """Whether it has sent a whole request."""
        self._sent = 0
        self._mark = (0.0, 0)
        """When it was last looked at how much was sent, and how much it was."""
        self._next_look = 0.0
        """When it is looked at again whether it is late."""
        self.gathered: list[bytes] | None = None
        """What is written now, where it is to be sent together."""
        self._unchecked = 0
        self.reading = self.at_once = False
        """Whether the loop is reading from it, and whether it is to answer what it has read."""
        super().__init__(*arguments, **named)
        if len(self.server.active_channels) > most:
            make_room(self)

    def readable(self) -> bool:
        """Whether there is something to be read; a connection whose time is up is closed here.

        (waitress itself closes when the socket can be written to, and that of a client that does
        not read never can.)
        """
        now = monotonic()
        if self.will_close or (now >= self._next_look and self._is_late(now)):
            self.handle_close()
        return self.connected and bool(super().readable())

    def handle_read(self) -> None:
        """Read what there is, and answer it here if it is to be answered at once."""
        self.reading, self.at_once = True, False
        super().handle_read()
        self.reading = False
        if self.at_once:
            self.service()

    def writable(self) -> bool:
        """Whether there is something to be written."""
        return self.connected and bool(super().writable())

    def asked(self) -> None:
        """A whole request has come, so what it was waited for is over."""
        self._phase, self._asked = "", True

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Write what the socket takes; how many bytes that was."""
        sent = int(super().send(data, do_close))
        self._sent += sent
        if sent and sent >= self.total_outbufs_len:
            self._phase = ""  # the client has caught up
        return sent

    def write_soon(self, data: Any) -> int:
        """Take a part of an answer from a worker thread, without ever waiting for the client.

        Raises:
            ClientDisconnected: it is gone, or too far behind.
        """
        if self.gathered is not None:
            self.gathered.append(data)
            return len(data)
        if not isinstance(data, ReadOnlyFileBasedBuffer):
            if self.total_outbufs_len > self._bounds.answer_bytes:
                self.will_close = True
                raise ClientDisconnected
            self._unchecked += len(data)
            if self._unchecked > _CHECKED_EVERY:
                self._unchecked = 0
                shed(list(self.server.active_channels.values()), self._bounds.buffered_bytes)
        return int(super().write_soon(data))

    def buffered(self) -> int:
        """Bytes of answers that were made and not yet sent; files that are sent are no copies."""
        buffers = list(self.outbufs)
        return sum(len(one) for one in buffers if not isinstance(one, ReadOnlyFileBasedBuffer))

    def is_quiet(self) -> bool:
        """Whether nothing is being done for it."""
        return not (self.requests or self.total_outbufs_len or self.will_close)

    def is_done(self) -> bool:
        """Whether its client was answered, and has not begun to ask again."""
        return self.is_quiet() and self._asked and self.request is None

    def finish(self) -> None:
        """Let the answer that is being made say that it is the last of this connection."""
        for request in list(self.requests):
            request.headers["CONNECTION"] = "close"

    def _flush_outbufs_below_high_watermark(self) -> None:
        """waitress waits here for the client; see ``write_soon``."""

    def _is_late(self, now: float) -> bool:
        self._next_look = now + 0.2
        phase = self._phase_now()
        if phase != self._phase:
            self._phase, self._since, self._mark = phase, now, (now, self._sent)
            return False
        bounds = self._bounds
        limits = {
            "asking": bounds.request_seconds,
            "idle": bounds.idle_seconds,
            "sending": bounds.answer_seconds,
        }
        return now - self._since > limits.get(phase, inf) or (
            phase == "sending" and self._has_stalled(now)
        )

    def _phase_now(self) -> str:
        if self.total_outbufs_len:
            return "sending"
        if self.requests:
            return "working"
        return "idle" if self._asked and self.request is None else "asking"

    def _has_stalled(self, now: float) -> bool:
        then, sent = self._mark
        if now - then <= self._bounds.stall_seconds:
            return False
        self._mark = (now, self._sent)
        return self._sent - sent < self._bounds.stall_bytes


def make_room(newcomer: Channel) -> None:
    """Close the connection that was quiet the longest, of the address with the most of them; the
    new one where all are being served."""
    channels = list(newcomer.server.active_channels.values())
    of_address = Counter(one.addr[0] for one in channels)
    quiet = [one for one in channels if one is not newcomer and one.is_quiet()]
    victim = max(
        quiet, key=lambda one: (of_address[one.addr[0]], -one.last_activity), default=newcomer
    )
    victim.will_close = True


def shed(channels: list[Channel], most: int) -> None:
    """Close those that stopped reading first, until the others have no more than ``most`` bytes to
    be sent."""
    waiting = [(one, one.buffered()) for one in channels if not one.will_close]
    total = sum(size for _, size in waiting)
    for one, size in sorted(waiting, key=lambda pair: float(pair[0].last_activity)):
        if total <= most:
            return
        if size:
            one.will_close = True
            total -= size

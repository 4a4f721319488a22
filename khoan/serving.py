"""The HTTP server of ``khoan serve``: waitress, with bounds on what one connection may hold.

waitress hands whole requests to a few threads, so a client that sends slowly costs no thread. What
it lacks, and what is added here:

- It closes what is idle, but a byte now and then counts as activity: here a request has a time in
  which to arrive whole, and an answer one in which to be taken.
- At its limit it accepts nobody: here the connection that was quiet the longest, of the address
  with the most of them, makes room.
- A thread waits for a client that reads slowly: here it never does. What is not yet read goes to
  temporary files; when all of them grow too large, the clients that stopped first are dropped.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import inf
from socket import (
    AF_INET6,
    AI_PASSIVE,
    IPPROTO_IPV6,
    IPV6_V6ONLY,
    SO_REUSEADDR,
    SOCK_STREAM,
    SOL_SOCKET,
    getaddrinfo,
    socket,
)
from time import monotonic, sleep
from typing import Any, Final

from waitress.buffers import ReadOnlyFileBasedBuffer
from waitress.channel import ClientDisconnected, HTTPChannel
from waitress.server import BaseWSGIServer, create_server

AtOnce = Callable[[str, str, str, str], bool]
"""Asked with the method, the path, the query and the host name of a request."""


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


def listen(
    app: Callable[..., Any],
    host: str,
    port: int,
    threads: int,
    bounds: Bounds | None = None,
    sockets: Sequence[socket] = (),
    at_once: AtOnce | None = None,
) -> Any:
    """A waitress server that listens; its ``run`` serves until it is interrupted.

    Args:
        app: a WSGI app.
        host: name or address. A name may have several addresses; each is listened on.
        port: 0 for any that is free.
        threads: requests that are answered at a time.
        bounds: other than the default ones.
        sockets: that listen already; ``host`` and ``port`` are then of no use.
        at_once: whether a request is answered in the loop, where that takes no time, instead of
            waiting for a thread.

    Raises:
        OSError, ValueError: it is not possible to listen there.
    """
    bounds = bounds or Bounds()
    connections = min(bounds.connections, max(8, (_open_files() - 64) // 2))  # a file for each, too
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a busy moment is no news either
    found: dict[int, Any] = {}
    where: dict[str, Any] = {"sockets": list(sockets)} if sockets else {"host": host, "port": port}
    server = create_server(
        app,
        map=found,
        **where,
        threads=threads,
        ident=None,
        asyncore_use_poll=True,  # select ends at file 1,024
        backlog=connections,
        connection_limit=2 * connections + 16,  # ours comes first
        channel_timeout=int(max(bounds.idle_seconds, bounds.answer_seconds)) + 60,  # so do these
        max_request_header_size=bounds.header_bytes,
        max_request_body_size=bounds.body_bytes,
        outbuf_overflow=64 * 2**10,
        channel_request_lookahead=1,  # so that a client that leaves is noticed
        clear_untrusted_proxy_headers=False,  # ``proxied`` decides
        log_socket_errors=False,  # a client that leaves is no news
    )
    for listener in list(found.values()):
        if isinstance(listener, BaseWSGIServer):
            listener.channel_class = partial(Channel, bounds=bounds, most=connections)
            listener.add_task = partial(_take, listener.task_dispatcher.add_task, at_once)
            if sockets:  # that other processes listen at, too
                listener.handle_accept = partial(_accept, listener, listener.handle_accept)
    return server


_STEP: Final = 0.000_05
"""Seconds that a process lets the others go first, for each connection that it has ..."""
_MOST_STEPS: Final = 4
"""... of so many at most."""


def _accept(listener: Any, accept: Callable[[], None]) -> None:
    """Accept a connection, unless a process that has fewer does so first: all wake up when one
    comes, and those that stay open would otherwise all be one's."""
    connections = len(listener.active_channels)
    if connections:
        sleep(min(connections, _MOST_STEPS) * _STEP)
    accept()


def _take(queue: Callable[[Channel], None], at_once: AtOnce | None, channel: Channel) -> None:
    """Decide who answers the next request of a channel: the loop, or a thread."""
    request = channel.requests[0]
    asked = request.command, request.path, request.query, request.headers.get("HOST", "")
    if at_once and channel.reading and not request.error and at_once(*asked):
        channel.at_once = True
    else:
        queue(channel)


def bind(host: str, port: int) -> list[socket]:
    """Sockets that listen at each address of a name, all on one port.

    Raises:
        OSError: it is not possible to listen there.
    """
    found = getaddrinfo(None if host == "*" else host, port, type=SOCK_STREAM, flags=AI_PASSIVE)
    made: list[socket] = []
    for family, *_, address in dict.fromkeys(found):
        one = socket(family, SOCK_STREAM)
        try:
            one.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
            if family == AF_INET6:
                one.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 1)
            one.bind((address[0], made[0].getsockname()[1] if made else port, *address[2:]))
            one.listen(Bounds().connections)
        except OSError:
            for other in (one, *made):
                other.close()
            raise
        made.append(one)
    return made


def proxied(app: Callable[..., Any], proxies: int) -> Callable[..., Any]:
    """The app behind so many proxies of ours: the client's address is the one that the outermost of
    them saw. What the client itself put into ``X-Forwarded-For`` comes before that and is never
    used; with no proxies, nothing of the header is."""
    from werkzeug.middleware.proxy_fix import ProxyFix

    if not proxies:
        return app
    return ProxyFix(app, x_for=proxies, x_proto=1, x_host=0)


def is_loopback(host: str) -> bool:
    """Whether only this machine can connect to it."""
    return host == "localhost" or host == "::1" or host.startswith("127.")


def _open_files() -> int:
    try:
        import resource
    except ImportError:  # Windows
        return 512
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return 1 << 20 if soft == resource.RLIM_INFINITY else soft


_CHECKED_EVERY: Final = 256 * 2**10
"""Bytes of an answer after which the sum of all is looked at."""


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """One connection. The main loop asks ``readable`` of each at least once a second."""

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
        if self.will_close or self._is_late(monotonic()):
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
            self._asked = True
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

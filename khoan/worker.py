"""One process of several that answer on the same sockets: it serves until it is told to end, and
then finishes what it has begun."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from socket import socket
from typing import Any, Final

from waitress import wasyncore
from waitress.server import BaseWSGIServer, MultiSocketServer

from khoan.channel import Channel

READY: Final = b"+"
"""What a worker tells its supervisor once it serves."""
RETIRE: Final = b"-"
"""What a supervisor tells a worker that is to end without haste. It ends in haste when the
supervisor closes its side, or dies."""
_HASTE: Final = 4.0
"""Seconds in which a worker that ends in haste may finish requests."""
_ASKING: Final = 0.2
"""Seconds in which what a client has just sent may still arrive."""
_LEISURE: Final = 130.0
"""Without haste: longer than the longest answer (``Settings.stream_seconds``)."""


class Orders(wasyncore.dispatcher):  # type: ignore[misc]  # waitress has no types
    """The worker's side of the pipe to its supervisor, in waitress's loop."""

    def __init__(self, pipe: socket, everything: dict[int, Any]) -> None:
        self.seconds: float | None = None
        """In which to end; None: not yet."""
        super().__init__(pipe, map=everything)

    def readable(self) -> bool:
        """Always: nothing else tells that the supervisor died."""
        return True

    def writable(self) -> bool:
        """Nothing is to be written."""
        return False

    def handle_read(self) -> None:
        """An order, or the end of the supervisor."""
        try:
            order = self.socket.recv(1)
        except OSError:
            order = b""
        self.seconds = _LEISURE if order == RETIRE else _HASTE
        if order != RETIRE:
            self.del_channel()  # or the loop would not wait any more

    def handle_close(self) -> None:
        """As ``handle_read``."""
        self.handle_read()


def work(server: Any, pipe: socket) -> None:
    """Serve until the supervisor says otherwise, or SIGTERM does.

    Args:
        server: of ``serving.listen``.
        pipe: to the supervisor.
    """
    several = isinstance(server, MultiSocketServer)
    everything: dict[int, Any] = server.map if several else server._map  # noqa: SLF001  # waitress's
    orders = Orders(pipe, everything)
    listeners = [one for one in everything.values() if isinstance(one, BaseWSGIServer)]

    def stop(*_: object) -> None:
        orders.seconds = _HASTE
        listeners[0].pull_trigger()  # wakes up the loop

    signal.signal(signal.SIGTERM, stop)
    pipe.send(READY)
    while orders.seconds is None:
        _step(everything)
    for one in listeners:
        wasyncore.dispatcher.close(one)  # its own ``close`` takes away what wakes up the loop
    _finish(everything, listeners, orders)
    for one in _channels(listeners):
        one.handle_close()
    server.task_dispatcher.shutdown(timeout=0.5)


def _finish(
    everything: dict[int, Any], listeners: Iterable[BaseWSGIServer], orders: Orders
) -> None:
    """Answer what was requested, as long as there is time."""
    began = time.monotonic()
    while time.monotonic() - began < (orders.seconds or 0):
        hasty = orders.seconds == _HASTE and time.monotonic() - began > _ASKING
        for one in _channels(listeners):
            one.finish()
            if one.is_done() or (hasty and one.is_quiet()):
                one.handle_close()
        if not _channels(listeners):
            return
        _step(everything, 0.05)


def _channels(listeners: Iterable[BaseWSGIServer]) -> list[Channel]:
    return [channel for one in listeners for channel in list(one.active_channels.values())]


def _step(everything: dict[int, Any], seconds: float = 1.0) -> None:
    with suppress(InterruptedError):
        wasyncore.loop(timeout=seconds, use_poll=True, map=everything, count=1)

"""The HTTP server of ``khoan serve``: waitress, with bounds on what one connection may hold
(``khoan.channel``). It hands whole requests to a few threads, so a client that sends slowly costs
no thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
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
from time import sleep
from typing import Any, Final

from waitress.server import BaseWSGIServer, create_server

from khoan.channel import Bounds, Channel

AtOnce = Callable[[str, str, str, str], bool]
"""Asked with the method, the path, the query and the host name of a request."""


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
    channel.asked()
    request = channel.requests[0]
    quick = (
        at_once is not None
        and channel.reading
        and not request.error  # one that is no HTTP has no command, either
        and at_once(request.command, request.path, request.query, request.headers.get("HOST", ""))
    )
    if quick:
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

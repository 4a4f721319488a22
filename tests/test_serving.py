"""What one connection may hold of ``khoan serve``: a thread, a place, memory, time."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import pytest
from flask import Flask

from khoan.channel import Bounds
from khoan.serving import AtOnce, is_loopback, listen, proxied
from search_ui.limits import client

QUICK = Bounds(request_seconds=1.5, idle_seconds=1.5, answer_seconds=60, stall_seconds=1.5)
GET = b"GET %s HTTP/1.1\r\nHost: a\r\n\r\n"
LONG = 24 * 2**20
"""Bytes of a long answer: more than the kernel takes for a client that does not read."""
gone = threading.Event()


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answers at once, at length, or when the client is gone."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    if environ["PATH_INFO"] == "/long":
        return (bytes(64 * 2**10) for _ in range(LONG // (64 * 2**10)))
    if environ["PATH_INFO"] == "/gone":
        end = time.monotonic() + 30
        while not environ["waitress.client_disconnected"]() and time.monotonic() < end:
            time.sleep(0.01)
        if time.monotonic() < end:
            gone.set()
    return [b"well"]


@contextmanager
def serving(
    bounds: Bounds = QUICK,
    threads: int = 1,
    app: Callable[..., Any] = app,
    at_once: AtOnce | None = None,
) -> Iterator[int]:
    server = listen(app, "127.0.0.1", 0, threads, bounds, at_once=at_once)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    try:
        yield int(server.effective_port)
    finally:
        server.trigger.pull_trigger(lambda: close(server))
        running.join(10)
        server.task_dispatcher.shutdown()


def close(server: Any) -> None:
    for channel in list(server.active_channels.values()):
        channel.handle_close()
    server.asyncore.close_all(server._map)


@contextmanager
def connected(port: int, sent: bytes = b"") -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as opened:
        opened.sendall(sent)
        yield opened


def rest(opened: socket.socket) -> bytes:
    """What comes until the server closes."""
    found = []
    with suppress(ConnectionResetError):
        while part := opened.recv(2**16):
            found.append(part)
    return b"".join(found)


def first(opened: socket.socket) -> bytes:
    """The first line of the answer."""
    return opened.recv(2**16).partition(b"\r\n")[0]


def test_half_a_request_is_closed_in_time() -> None:
    with serving() as port, connected(port, b"GET / HTTP/1.1\r\nHo") as opened:
        assert rest(opened) == b""


def test_a_request_that_comes_byte_by_byte_is_closed_in_time() -> None:
    end = time.monotonic() + 20
    with serving() as port, connected(port, b"GET / HTTP/1.1\r\nHost: ") as opened:
        with suppress(OSError):  # a broken pipe or a reset
            while time.monotonic() < end:
                opened.sendall(b"a")
                time.sleep(0.05)
        assert time.monotonic() < end


def test_an_idle_connection_is_closed_after_its_answer() -> None:
    with serving() as port, connected(port, GET % b"/") as opened:
        assert rest(opened).endswith(b"\r\n\r\nwell")


def test_a_connection_may_be_used_again() -> None:
    with serving() as port, connected(port, GET % b"/" * 3) as opened:
        assert rest(opened).count(b"HTTP/1.1 200 OK") == 3


def test_half_open_connections_make_room_for_a_request() -> None:
    with serving(Bounds(connections=20)) as port, ExitStack() as held:
        for _ in range(60):
            held.enter_context(connected(port, b"GET / HT"))
        with connected(port, GET % b"/") as opened:
            assert first(opened) == b"HTTP/1.1 200 OK"


def test_clients_that_do_not_read_hold_no_thread() -> None:
    with serving(Bounds()) as port, ExitStack() as held:
        for _ in range(3):
            held.enter_context(connected(port, GET % b"/long"))
        with connected(port, GET % b"/") as opened:
            assert first(opened) == b"HTTP/1.1 200 OK"


def test_a_client_that_does_not_read_is_dropped() -> None:
    with serving() as port, connected(port, GET % b"/long") as opened:
        time.sleep(5)
        assert len(rest(opened)) < LONG


def test_a_client_that_reads_slowly_gets_everything() -> None:
    with serving() as port, connected(port, GET % b"/long") as opened:
        received = 0
        while part := opened.recv(2**20):
            received += len(part)
            time.sleep(0.05)
        assert received > LONG


def test_what_nobody_reads_is_bounded_in_all() -> None:
    bounds = Bounds(buffered_bytes=2**20)
    with serving(bounds) as port, connected(port, GET % b"/long") as unread:
        with connected(port, GET % b"/") as opened:
            first(opened)
        assert len(rest(unread)) < LONG


def test_the_work_for_a_client_that_left_can_end() -> None:
    gone.clear()
    with serving() as port:
        with connected(port, GET % b"/gone"):
            time.sleep(0.3)
        assert gone.wait(10)


@pytest.mark.parametrize(
    ("sent", "line"),
    [
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000000\r\n\r\n", b"413"),
        (
            b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n"
            + bytes(1024)
            + b"\r\n",
            b"413",
        ),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 2**15 + b"\r\n\r\n", b"431"),
        (b"GET /" + b"x" * 2**15 + b" HTTP/1.1\r\nHost: a\r\n\r\n", b"431"),
        (b"GET /" + b"x" * 2**14 + b" HTTP/1.1\r\nHost: a\r\n\r\n", b"200"),
    ],
    ids=["long-body", "chunked-body", "long-header", "long-address", "address-of-16-kb"],
)
def test_requests_are_bounded(sent: bytes, line: bytes) -> None:
    with serving() as port, connected(port, sent) as opened:
        assert first(opened).split()[1] == line


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 192.0.2.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
    ],
    ids=["none", "one", "one-and-a-lie", "two-and-a-lie", "too-few", "ipv6"],
)
def test_a_client_is_who_the_outermost_proxy_saw(
    proxies: int, forwarded: str, address: str
) -> None:
    made = Flask("asked")
    made.add_url_rule("/", view_func=client)
    made.wsgi_app = proxied(made.wsgi_app, proxies)  # type: ignore[method-assign]
    answer = made.test_client().get("/", headers={"X-Forwarded-For": forwarded})
    assert answer.text == address


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),  # noqa: S104  # not listened on
        ("::", False),
        ("192.168.1.4", False),
    ],
)
def test_loopback_is_this_machine_alone(host: str, expected: bool) -> None:
    assert is_loopback(host) == expected

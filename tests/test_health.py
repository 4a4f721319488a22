"""``/healthz`` of a server is answered without waiting for a thread, and tells the truth."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from test_serving import connected, first, serving

from benchmarks.soak.concurrency import begin
from indexer.index import Index, open_index
from khoan import health as module
from khoan.health import Health
from search_ui import create_app


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Index]:
    index, _ = begin(tmp_path)
    with open_index(index) as found:
        yield found


def knowing(opened: Index, trusted: tuple[str, ...] = ()) -> Health:
    health = Health(opened, trusted)
    health.look()
    return health


def slow(wait: threading.Event) -> Callable[..., Iterable[bytes]]:
    def app(_: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        wait.wait(30)
        start_response("200 OK", [])
        return [b""]

    return app


def test_it_is_answered_while_all_threads_are_busy(opened: Index) -> None:
    health, wait = knowing(opened), threading.Event()
    with (
        serving(app=health.before(slow(wait)), at_once=health.at_once) as port,
        connected(port, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        connected(port, b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n") as asking,
    ):
        asking.settimeout(10)
        answer = first(asking)
        wait.set()
    assert answer == b"HTTP/1.1 200 OK"


def test_the_next_request_of_the_connection_is_answered_too(opened: Index) -> None:
    health, wait = knowing(opened), threading.Event()
    wait.set()
    with (
        serving(app=health.before(slow(wait)), at_once=health.at_once) as port,
        connected(port, 2 * b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n") as asking,
    ):
        asking.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        asking.settimeout(10)
        found = b""
        while part := asking.recv(2**16):
            found += part
    assert found.count(b"HTTP/1.1 200 OK") == 3


def test_it_is_the_answer_of_the_site(opened: Index) -> None:
    site = create_app(opened)
    plain = site.test_client().get("/healthz")
    site.wsgi_app = knowing(opened).before(site.wsgi_app)  # type: ignore[method-assign]
    quick = site.test_client().get("/healthz")
    assert (quick.data, set(quick.headers)) == (plain.data, set(plain.headers))


OTHERS = [
    ("another page", ("GET", "/", "", "a"), False),
    ("something sent", ("POST", "/healthz", "", "a"), False),
    ("with a query", ("GET", "/healthz", "lang=en", "a"), False),
    ("a host that is not trusted", ("GET", "/healthz", "", "b"), False),
    ("a host that is", ("GET", "/healthz", "", "a:80"), True),
]


@pytest.mark.parametrize(("asked", "ours"), [o[1:] for o in OTHERS], ids=[o[0] for o in OTHERS])
def test_nothing_else_is_answered_so(
    opened: Index, asked: tuple[str, str, str, str], ours: bool
) -> None:
    assert knowing(opened, ("a",)).at_once(*asked) == ours


def test_it_is_not_well_when_the_index_is_gone(opened: Index, tmp_path: Path) -> None:
    site, health = create_app(opened), knowing(opened)
    site.wsgi_app = health.before(site.wsgi_app)  # type: ignore[method-assign]
    rmtree(tmp_path / "index")
    health.look()
    assert site.test_client().get("/healthz").status_code == 503


def test_what_was_found_long_ago_is_not_believed(
    opened: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    health = knowing(opened)
    monkeypatch.setattr(module, "_RECENT", 0.0)
    assert not health.at_once("GET", "/healthz", "", "a")

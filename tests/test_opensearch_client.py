"""Requests to servers that refuse, hang or are not there: a small server of our own plays them."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import perf_counter, sleep
from typing import Any

import pytest

from indexer.core.deadline import within
from indexer.core.errors import (
    IndexDamaged,
    IndexMissing,
    IndexUnreadable,
    IndexUnsupported,
    IndexUnwritable,
    KhoanError,
    QueryError,
)
from indexer.engines.opensearch import client as clients
from indexer.engines.opensearch import errors
from indexer.engines.opensearch.address import parse
from indexer.engines.opensearch.client import Client
from indexer.engines.opensearch.opening import open_engine

Reply = tuple[int, Any]


@contextmanager
def server(reply: Callable[[str], Reply]) -> Iterator[str]:
    """``host:port`` of a server whose answer to a path is a status and JSON."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, data = reply(self.path)
            body = json.dumps(data).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815  # names of the base class

        def log_message(self, *_: object) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    thread = threading.Thread(target=running.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"127.0.0.1:{running.server_address[1]}"
    finally:
        running.shutdown()
        thread.join()
        running.server_close()


def client_of(*hosts: str) -> Client:
    return Client(parse(f"//{','.join(hosts)}/khoan", tls=False))


@contextmanager
def closing(client: Client) -> Iterator[Client]:
    try:
        yield client
    finally:
        client.close()


@pytest.fixture
def nobody() -> str:
    """An address where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture
def hung() -> Iterator[str]:
    """A server that takes connections and never answers, as one that is stopped."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(20)
        yield f"127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "_PAUSE", 0.001)


def error(kind: str, reason: str = "", **more: object) -> dict[str, object]:
    return {"error": {"type": kind, "reason": reason, **more}}


DISK = "index [khoan] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark"
REFUSED: list[tuple[str, int, dict[str, object], type[KhoanError], type[KhoanError], str]] = [
    ("who are you", 401, error("security_exception"), errors.Unauthorised, IndexUnreadable,
     "không cho phép"),
    ("not you", 403, error("security_exception"), errors.Unauthorised, IndexUnreadable,
     "KHOAN_OPENSEARCH_PASSWORD"),
    ("full disk", 429, error("cluster_block_exception", DISK), errors.ReadOnly, IndexUnwritable,
     "hết đĩa"),
    ("too busy", 429, error("rejected_execution_exception"), errors.Busy, IndexUnreadable,
     "quá tải"),
    ("no memory", 429, error("circuit_breaking_exception"), errors.Busy, IndexUnreadable,
     "quá tải"),
    ("shards missing", 503, error("search_phase_execution_exception"), errors.Incomplete,
     IndexUnreadable, "thiếu phân mảnh"),
    ("no such index", 404, error("index_not_found_exception"), IndexMissing, IndexMissing,
     "khoan index"),
    ("our mistake", 400, error("parsing_exception", "unknown query [x]"), IndexDamaged,
     IndexDamaged, "unknown query"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "data", "kind", "base", "said"),
    [row[1:] for row in REFUSED],
    ids=[row[0] for row in REFUSED],
)
def test_each_refusal_has_a_sentence_of_its_own(
    status: int,
    data: dict[str, object],
    kind: type[KhoanError],
    base: type[KhoanError],
    said: str,
) -> None:
    with (
        server(lambda _: (status, data)) as host,
        closing(client_of(host)) as client,
        pytest.raises(base) as raised,
    ):
        client.call("GET", "/x")
    assert type(raised.value) is kind
    assert said in str(raised.value)


def test_where_nobody_listens_is_said(nobody: str) -> None:
    with closing(client_of(nobody)) as client, pytest.raises(errors.Unreachable, match=nobody):
        client.call("GET", "/x")


def test_another_server_is_asked_where_one_is_not_there(nobody: str) -> None:
    with server(lambda _: (200, {"ok": 1})) as host, closing(client_of(nobody, host)) as client:
        assert [client.call("GET", "/x") for _ in range(4)] == [{"ok": 1}] * 4
        assert client.requests <= 6  # the dead one is left out for a while


def test_a_server_that_hangs_costs_no_search_more_than_its_limit(hung: str) -> None:
    with closing(client_of(hung)) as client:
        began = perf_counter()
        with within(0.3), pytest.raises(QueryError, match="quá nhiều thời gian"):
            client.call("GET", "/x")
        assert perf_counter() - began < 1


def test_a_search_goes_on_at_another_server_where_one_hangs(hung: str) -> None:
    with server(lambda _: (200, {"ok": 1})) as host, closing(client_of(hung, host)) as client:
        for _ in range(4):
            with within(2.0):
                assert client.call("GET", "/x") == {"ok": 1}
        assert client.requests == 5  # once known to hang, it is left out


def test_what_passes_is_tried_again() -> None:
    answers = iter([(503, error("no_shard_available_action_exception")), (200, {"ok": 1})])
    with server(lambda _: next(answers)) as host, closing(client_of(host)) as client:
        assert client.call("GET", "/x") == {"ok": 1}


def test_what_must_not_be_repeated_is_not() -> None:
    asked: list[str] = []

    def reply(path: str) -> Reply:
        asked.append(path)
        return 503, error("process_cluster_event_timeout_exception")

    with server(reply) as host, closing(client_of(host)) as client:
        assert client.send("POST", "/_aliases", {"actions": []}, repeatable=False).status == 503
    assert asked == ["/_aliases"]


def test_a_request_may_take_what_is_left_of_a_search() -> None:
    def reply(_: str) -> Reply:
        sleep(0.5)
        return 200, {}

    with server(reply) as host, closing(client_of(host)) as client:
        with within(0.2), pytest.raises(QueryError):
            client.call("GET", "/x")
        assert client.call("GET", "/x") == {}


def node(
    number: str = "2.19.1", distribution: str | None = "opensearch", most: str | None = "16384"
) -> Callable[[str], Reply]:
    """A server as far as one is looked at before an index is."""
    setting = {"indices.query.bool.max_clause_count": most} if most else {}

    def reply(path: str) -> Reply:
        if path == "/":
            return 200, {"version": {"number": number, "distribution": distribution}}
        if path.startswith("/_nodes"):
            return 200, {"nodes": {"a": {"settings": setting}}}
        return 200, {}

    return reply


@pytest.mark.parametrize(
    ("reply", "kind", "said"),
    [
        (node(), IndexMissing, "Không có chỉ mục"),
        (node(most=None), IndexUnsupported, "indices.query.bool.max_clause_count: 16384"),
        (node(number="1.3.20"), IndexUnsupported, "1.3.20"),
        (node(number="8.15.0", distribution=None), IndexUnsupported, "Elasticsearch"),
    ],
    ids=["no index", "too few clauses", "too old", "another program"],
)
def test_a_server_that_cannot_have_an_index_is_named_with_what_to_do(
    reply: Callable[[str], Reply], kind: type[KhoanError], said: str
) -> None:
    with server(reply) as host, pytest.raises(kind) as raised:
        open_engine(parse(f"//{host}/khoan", tls=False), "test")
    assert said in str(raised.value)


@pytest.mark.parametrize(
    "rest",
    ["h1", "//h1", "//h1/", "//h1/Khoan", "//h1/a.b", "//h1:x/a", "///a", "//h1/a/b", "//h1/a?b=1"],
)
def test_an_address_of_another_form_is_refused(rest: str) -> None:
    with pytest.raises(IndexUnsupported, match="opensearch://h1:9200"):
        parse(rest, tls=False)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(IndexUnsupported) as raised:
        parse("//anh:bimat@h1:9200/khoan", tls=False)
    assert "bimat" not in str(raised.value)


def test_an_address_is_read_and_written_alike() -> None:
    address = parse("//h1,h2:9201/khoan", tls=True)
    assert str(address) == "opensearchs://h1:9200,h2:9201/khoan"

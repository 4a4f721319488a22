"""No request costs the site more than its settings allow, whatever route it takes."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from site_fixture import long_index, sample_index

from indexer.core.deadline import spend
from indexer.core.engine import EngineRequest
from indexer.core.errors import QueryError
from search_ui import Settings, create_app, guard
from search_ui.guard import Guard, TooLarge
from search_ui.lanes import Busy, Lane
from search_ui.settings import turns
from search_ui.site import Site

INDEX = sample_index()
APP = create_app(INDEX)
LONG = long_index(60)
NEAR = "/?q=" + "+OR+".join(["thi+NEAR/1000+đua"] * 20)


def client(**settings: Any) -> FlaskClient:
    return create_app(LONG, Settings(**settings)).test_client()


def routes(app: Flask) -> list[tuple[str, Any]]:
    return [(rule.rule, app.view_functions[rule.endpoint]) for rule in app.url_map.iter_rules()]


@pytest.mark.parametrize(("rule", "view"), routes(APP), ids=[rule for rule, _ in routes(APP)])
def test_every_route_is_guarded(rule: str, view: Any) -> None:
    assert view.guarded is True, rule


def test_a_route_that_is_added_later_is_guarded() -> None:
    here = Site(INDEX, Settings())
    here.add_url_rule("/new", view_func=lambda: "new")
    app = Flask("other")
    app.register_blueprint(here)
    assert app.view_functions["khoan.<lambda>"].guarded is True  # type: ignore[attr-defined]  # what is tested


NUMBERS = ["-1", "20000000", "9" * 20, "9" * 400, "²", "\0"]
PARAMETERS = [
    "q", "limit", "offset", "sort", "from", "to", "year", "type", "issuer", "document", "cursor",
    "group", "explain", "highlight", "at", "cho", "toan", "lang", "v",
]  # fmt: skip
QUERIES = [
    "ngay:{}",
    "nam:{}",
    "dieu:{}",
    "so:{}",
    "a NEAR/{} b",
    "khoản {} điều {}",
    "{}/2020",
    "ngay:{}..{}",
]
PLACES = [
    "/", "/duyet", "/tin.atom", "/goi-y", "/opensearch.xml", "/healthz", "/metrics", "/api",
    "/tro-giup", "/van-ban/{}", "/van-ban/x/{}", "/van-ban/{}/toan-van", "/gan-giong/x/{}",
    "/xuat/{}.docx", "/ket-qua.csv",
    "/quan-he/{}", "/hop-nhat/{}", "/robots.txt", "/sitemap.xml",
    "/vien-dan/{}", "/tai-ve/{}", "/trang/{}/1.jpg", "/assets/{}", "/api/v1/search",
    "/api/v1/export", "/api/v1/suggest", "/api/v1/documents/{}", "/api/v1/clauses/{}",
    "/api/v1/similar/{}", "/api/v1/citations/{}", "/api/v1/effects/{}", "/api/v1/status/{}",
    "/api/v1/consolidated/{}", "/kho", "/api/v1/run",
    "/api/v1/browse", "/api/v1/stats", "/api/v1/openapi.json", "/thay-doi/{}.atom",
]  # fmt: skip


def test_the_places_are_all_routes() -> None:
    known = {place.replace("{}", "x") for place in PLACES}
    adapter = APP.url_map.bind("localhost")
    endpoints = {adapter.match(place)[0] for place in known}
    every = {rule.endpoint for rule in APP.url_map.iter_rules()}
    assert every - endpoints == {"khoan.missing"}


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("place", PLACES)
def test_no_number_is_too_much(place: str, number: str) -> None:
    browser = APP.test_client()
    ids = ["12-ct-ubnd.2021-08-19", number] if "{}" in place else [""]
    for id_ in ids:
        for name in PARAMETERS:
            found = browser.get(place.format(id_), query_string={"q": "thi", name: number})
            assert found.status_code < 500, (id_, name)
            found.close()


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("query", QUERIES)
def test_no_number_in_a_query_is_too_much(query: str, number: str) -> None:
    browser = APP.test_client()
    for place in (
        "/",
        "/api/v1/search",
        "/api/v1/export",
        "/tin.atom",
        "/van-ban/12-ct-ubnd.2021-08-19",
    ):
        found = browser.get(place, query_string={"q": query.replace("{}", number)})
        assert found.status_code < 500, place
        found.close()


@pytest.mark.parametrize(
    "place",
    [
        NEAR,
        "/tin.atom" + NEAR[1:],
        "/api/v1/search" + NEAR[1:],
        "/api/v1/export" + NEAR[1:],
        NEAR + "&group=document",
    ],
)
def test_a_query_of_too_much_work_is_refused(place: str) -> None:
    assert client().get(place).status_code == 200
    refused = client(max_work=5_000).get(place)
    assert refused.status_code == 400
    assert "quá nặng" in refused.get_data(as_text=True)


@pytest.mark.parametrize(
    "place", ["/?q=thi", "/tin.atom?q=thi", "/api/v1/search?q=thi", "/?q=thi&group=document"]
)
def test_a_request_has_one_deadline(place: str) -> None:
    refused = client(seconds=0).get(place)
    assert refused.status_code == 400
    assert "quá nhiều thời gian" in refused.get_data(as_text=True)


@pytest.mark.parametrize("place", ["/?q=thi", "/api/v1/search?q=thi"])
def test_showing_hits_is_work_too(place: str) -> None:
    asking = client(max_work=30_000)
    statuses = [asking.get(f"{place}&limit={limit}").status_code for limit in (1, 60)]
    assert statuses == [200, 400]


def parts_of(units: int) -> Iterator[str]:
    """Five parts of a long answer, each so much work."""
    for _ in range(5):
        spend(units)
        yield "a" * guard.BLOCK


def test_a_long_answer_has_the_work_of_a_request_for_each_part() -> None:
    site = Site(LONG, Settings(max_work=100))
    with Flask("other").test_request_context():
        streamed = Guard(site)
        streamed.index.statistics()
        assert len(list(streamed.stream(parts_of(60)))) == 5
        with pytest.raises(QueryError):
            list(streamed.stream(parts_of(160)))


def test_limits_of_work_grow_with_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MEASURED", 1)
    assert client(max_work=5_000).get(NEAR).status_code == 200


def test_an_export_ends_at_its_deadline() -> None:
    with pytest.raises(QueryError, match="quá nhiều thời gian"):
        client(stream_seconds=0).get("/api/v1/export?q=thi")


def test_an_export_is_no_larger_than_an_answer_may_be() -> None:
    with pytest.raises(TooLarge):
        client(max_response=500).get("/api/v1/export?q=thi")


def test_a_page_is_no_larger_than_an_answer_may_be() -> None:
    assert client(max_response=500).get("/?q=thi").status_code == 413


def test_an_export_ends_when_nobody_reads_it() -> None:
    app = create_app(LONG)
    gone: list[bool] = []
    found = app.test_client().get(
        "/api/v1/export?q=thi",
        environ_overrides={"waitress.client_disconnected": lambda: bool(gone)},
    )
    lines = iter(found.response)
    next(lines)
    gone.append(True)
    assert list(lines) == []


def test_a_search_ends_when_nobody_waits_for_it() -> None:
    found = client().get(
        "/?q=thi", environ_overrides={"waitress.client_disconnected": lambda: True}
    )
    assert found.status_code == 499


def test_an_export_is_of_one_state_of_the_index() -> None:
    index = long_index(100)
    lines = iter(create_app(index).test_client().get("/api/v1/export?q=thi").response)
    got = next(lines)
    with index.engine.writer() as writer:
        writer.delete("dai.2020-01-01")
    assert (got + b"".join(lines)).count(b"\n") == 100


def test_grouped_pages_ask_once(monkeypatch: pytest.MonkeyPatch) -> None:
    index = long_index(150)
    browser: list[EngineRequest] = []
    with index.engine.snapshot() as reader:
        search = reader.search
        noted = lambda request: browser.append(request) or search(request)  # type: ignore[func-returns-value]  # noqa: E731
        monkeypatch.setattr(reader, "search", noted)
        create_app(index).test_client().get("/?q=thi&group=document&limit=100")
    assert [request.limit for request in browser if request.limit] == [1_000]


@pytest.fixture
def lane() -> Lane:
    return Lane(slots=1, waiting=1, seconds=0.05)


def test_large_requests_wait_for_one_another(lane: Lane) -> None:
    lane.enter()
    entered = Event()
    waiting = Lane(1, 1, 5)
    waiting.enter()
    thread = Thread(target=lambda: (waiting.enter(), entered.set()))
    thread.start()
    assert not entered.wait(0.05)
    waiting.leave()
    assert entered.wait(5)
    thread.join()


def test_who_waits_too_long_comes_back_later(lane: Lane) -> None:
    lane.enter()
    with pytest.raises(Busy):
        lane.enter()
    lane.leave()
    lane.enter()


def test_no_more_wait_than_may() -> None:
    lane = Lane(slots=1, waiting=0, seconds=60)
    lane.enter()
    with pytest.raises(Busy):
        lane.enter()


def test_too_many_large_requests_are_told_when_to_come_back() -> None:
    app = create_app(LONG, Settings(large_work=1, large_waiting=0))
    here = app.blueprints["khoan"]
    assert isinstance(here, Site)
    browser = app.test_client()
    here.lane.enter()
    busy = browser.get("/api/v1/search?q=thi")
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "2")
    assert browser.get("/healthz").status_code == 200
    here.lane.leave()
    assert browser.get("/api/v1/search?q=thi").status_code == 200
    assert browser.get("/api/v1/search?q=thi").status_code == 200  # the slot was given back


def test_exports_take_turns_among_themselves() -> None:
    app = create_app(LONG, Settings(export_waiting=0))
    here = app.blueprints["khoan"]
    assert isinstance(here, Site)
    here.lane.enter()
    browser = app.test_client()
    first = browser.get("/api/v1/export?q=thi", buffered=False)
    assert first.status_code == 200
    assert browser.get("/api/v1/export?q=thi").status_code == 503
    assert browser.get("/api/v1/search?q=thi").status_code == 200
    first.close()
    assert browser.get("/api/v1/export?q=thi").status_code == 200


@pytest.mark.parametrize("threads", [2, 3, 4, 5, 6, 8, 16, 64])
def test_large_requests_leave_a_thread_for_small_ones(threads: int) -> None:
    assert sum(turns(threads).values()) < threads


def test_exports_may_share_the_turns_of_large_requests() -> None:
    here = Site(LONG, Settings(**turns(2)))
    assert here.exports is here.lane


def test_a_guard_is_closed_when_a_stream_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[Guard] = []
    close = Guard.close
    monkeypatch.setattr(Guard, "close", lambda guard: (closed.append(guard), close(guard)))
    client().get("/api/v1/export?q=thi").close()
    assert closed


HOSTS = [
    ("example.vn", 200),
    ("sub.luat.vn", 200),
    ("evil.example", 400),
]


@pytest.mark.parametrize(("host", "status"), HOSTS)
def test_the_site_may_be_asked_for_under_trusted_names_only(host: str, status: int) -> None:
    browser = client(trusted_hosts=("example.vn", ".luat.vn"))
    assert browser.get("/opensearch.xml", headers={"Host": host}).status_code == status


@pytest.mark.parametrize("place", ["/opensearch.xml", "/tin.atom?q=thi"])
def test_a_name_that_nobody_trusts_is_not_for_shared_caches(place: str) -> None:
    own = client().get(place, headers={"Host": "evil.example"})
    assert own.cache_control.public is not True
    assert "Host" in own.vary
    trusted = client(trusted_hosts=("localhost",)).get(place)
    assert trusted.cache_control.public is True


@pytest.mark.parametrize(
    "place", ["/goi-y?q=thi&lang=en", "/api/v1/stats?lang=en", "/tin.atom?q=thi&lang=en"]
)
def test_no_shared_cache_keeps_a_cookie(place: str) -> None:
    found = client(trusted_hosts=("localhost",)).get(place)
    assert "Set-Cookie" in found.headers
    assert "public" not in found.headers["Cache-Control"]

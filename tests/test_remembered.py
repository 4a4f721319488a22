"""Answers that are given again, names of answers (ETag), and answers compressed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from site_fixture import sample_index

from indexer.engines.folder.storage import CheckedStorage
from indexer.index import Index, create_index
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse
from indexer.querying.request import SearchRequest
from search_ui import Settings, blueprint, create_app
from search_ui.api.answers import dumps
from search_ui.remembered import Answer, Answers, release
from search_ui.site import Site

SEARCH = "/api/v1/search?q=thi+dua"
DOCUMENT = "12-ct-ubnd.2021-08-19"
REMEMBERED = [
    SEARCH,
    "/api/v1/suggest?q=thi",
    f"/api/v1/documents/{DOCUMENT}",
    f"/api/v1/clauses/{DOCUMENT}%23khoan-1",
    f"/api/v1/similar/{DOCUMENT}%23khoan-1",
    f"/api/v1/citations/{DOCUMENT}",
    "/api/v1/browse",
    "/api/v1/stats",
    "/",
    "/?q=thi+dua",
    f"/van-ban/{DOCUMENT}?q=thi",
    f"/vien-dan/{DOCUMENT}",
    "/duyet",
    "/tro-giup",
    "/api",
]
GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def index() -> Index:
    return sample_index()


@pytest.fixture
def app(index: Index) -> Flask:
    return create_app(index)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def stored(app: Flask) -> Answers:
    here = app.blueprints["khoan"]
    assert isinstance(here, Site)
    return here.answers


def forbid(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, nothing can be searched for."""

    def search(*_: object) -> None:
        raise AssertionError("searched")

    monkeypatch.setattr("indexer.index_reader.search", search)


def change(index: Index) -> None:
    document, clauses = parse("1. Thi đua và khen thưởng.\n", "moi.txt")
    with index.engine.writer() as writer:
        writer.put(document, entries(document, clauses))


@pytest.mark.parametrize("path", REMEMBERED)
def test_the_same_request_has_the_same_answer(client: FlaskClient, path: str) -> None:
    first, second = client.get(path), client.get(path)
    assert (first.status_code, first.data, [*first.headers]) == (
        200,
        second.data,
        [*second.headers],
    )


@pytest.mark.parametrize("path", REMEMBERED)
def test_who_has_the_answer_gets_none(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    kept = ("ETag", "Cache-Control", "Vary")
    assert (again.status_code, again.data) == (304, b"")
    assert [again.headers[name] for name in kept] == [first.headers[name] for name in kept]


@pytest.mark.parametrize("path", [SEARCH, "/?q=thi", "/duyet", "/api/v1/stats", "/tin.atom?q=thi"])
def test_a_request_looks_for_a_new_generation_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    (tmp_path / "a.txt").write_text("1. Thi đua yêu nước.\n", encoding="utf-8")
    with create_index(tmp_path / "index") as made:
        made.add([tmp_path / "a.txt"])
        browser = create_app(made).test_client()
        browser.get(path)
        looked: list[bool] = []
        newest = CheckedStorage.newest
        monkeypatch.setattr(
            CheckedStorage, "newest", lambda storage: looked.append(True) or newest(storage)
        )
        browser.get(path)
    assert len(looked) == 1


@pytest.mark.parametrize("path", [SEARCH, "/?q=thi+dua"])
def test_an_answer_that_is_known_is_not_searched_for(
    index: Index, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    tag = client.get(path).headers["ETag"]
    forbid(index, monkeypatch)
    statuses = [client.get(path, headers=h).status_code for h in ({}, {"If-None-Match": tag})]
    assert statuses == [200, 304]


def test_a_tag_needs_no_stored_answer(
    index: Index, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = client.get(SEARCH).headers["ETag"]
    forbid(index, monkeypatch)
    other = create_app(index).test_client()
    assert other.get(SEARCH, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("path", [SEARCH, "/?q=thi+dua", "/duyet"])
def test_after_a_commit_an_answer_is_made_anew(
    index: Index, client: FlaskClient, path: str
) -> None:
    first = client.get(path)
    change(index)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data != first.data) == (200, True)


DIFFERENT: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("query", {"path": "/?q=thi"}, {"path": "/?q=dua"}),
    ("path", {"path": "/?q="}, {"path": "/duyet?q="}),
    ("language", {"path": "/"}, {"path": "/", "headers": {"Cookie": "khoan_lang=en"}}),
    ("host", {"path": "/"}, {"path": "/", "headers": {"Host": "luat.example.vn"}}),
    ("scheme", {"path": "/"}, {"path": "/", "base_url": "https://localhost"}),
    ("prefix", {"path": "/"}, {"path": "/", "base_url": "http://localhost/luat"}),
]


@pytest.mark.parametrize(
    ("one", "other"), [d[1:] for d in DIFFERENT], ids=[d[0] for d in DIFFERENT]
)
def test_what_an_answer_depends_on_names_it(
    app: Flask, one: dict[str, Any], other: dict[str, Any]
) -> None:
    browser = app.test_client(use_cookies=False)
    assert browser.get(**one).headers["ETag"] != browser.get(**other).headers["ETag"]


def test_a_document_s_page_is_another_once_its_file_is_gone(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/van-ban/{DOCUMENT}"
    tags = []
    for there in (True, False):
        monkeypatch.setattr("search_ui.reading.page.downloadable", lambda _, there=there: there)
        tags.append(client.get(path).headers["ETag"])
    assert tags[0] != tags[1]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/v1/search?limit=0", 400), ("/?limit=0", 400), ("/api/v1/clauses/x", 404), ("/x", 404)],
)
def test_what_went_wrong_is_not_remembered(app: Flask, path: str, status: int) -> None:
    answer = app.test_client().get(path)
    assert (answer.status_code, stored(app).bytes, "ETag" in answer.headers) == (status, 0, False)


def test_an_answer_that_is_too_large_is_not_remembered(index: Index) -> None:
    app = create_app(index, Settings(max_response=500))
    browser = app.test_client()
    assert [browser.get(SEARCH).status_code for _ in range(2)] == [413, 413]
    assert stored(app).bytes == 0


def test_an_answer_that_was_refused_for_its_work_is_refused_again(index: Index) -> None:
    browser = create_app(index, Settings(seconds=0)).test_client()
    assert [browser.get(SEARCH).status_code for _ in range(2)] == [400, 400]


def test_a_rate_limit_counts_remembered_answers(index: Index) -> None:
    browser = create_app(index, Settings(rate_limit="2/hour")).test_client()
    assert [browser.get(SEARCH).status_code for _ in range(3)] == [200, 200, 429]


def test_a_host_that_is_not_trusted_gets_nothing_remembered(index: Index) -> None:
    browser = create_app(index, Settings(trusted_hosts=("example.vn",))).test_client()
    hosts = ("example.vn", "evil.example")
    assert [browser.get(SEARCH, headers={"Host": h}).status_code for h in hosts] == [200, 400]


def test_remembered_answers_can_be_switched_off(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(index, Settings(cache_bytes=0))
    app.test_client().get(SEARCH)
    assert stored(app).bytes == 0


def test_pages_of_an_app_that_embeds_the_site_are_made_each_time(index: Index) -> None:
    app, here = Flask("other"), blueprint(index)
    app.register_blueprint(here)
    app.test_client().get("/?q=thi")
    assert here.answers.bytes == 0
    app.test_client().get(SEARCH)
    assert here.answers.bytes > 0


def test_a_cookie_is_not_remembered(client: FlaskClient) -> None:
    client.get("/?q=thi&lang=en")
    other = client.application.test_client()
    assert "Set-Cookie" in other.get("/?q=thi&lang=en").headers
    assert "Set-Cookie" not in client.get("/?q=thi").headers


def test_the_tag_names_the_settings() -> None:
    assert release(Settings()) != release(Settings(limit=20))


def answer(size: int) -> Answer:
    return Answer(bytes(size - 1_000), (), packed=True)


def test_the_oldest_answers_make_room() -> None:
    answers = Answers(30_000)
    for name in "abcdefghijkl":
        answers.put(name, answer(3_000))
    assert ([answers.get(name) is None for name in "abc"], answers.bytes) == (
        [True, True, False],
        30_000,
    )


def test_what_is_used_stays() -> None:
    answers = Answers(9_000 * 8)
    for name in "abcdefgh":
        answers.put(name, answer(9_000))
    answers.get("a")
    answers.put("i", answer(9_000))
    assert (answers.get("a") is None, answers.get("b") is None) == (False, True)


def test_a_large_answer_drives_out_nothing() -> None:
    answers = Answers(80_000)
    answers.put("a", answer(9_000))
    answers.put("b", answer(12_000))
    assert (answers.get("b"), answers.bytes) == (None, 9_000)


def test_an_answer_that_grows_counts_once() -> None:
    answers = Answers(80_000)
    answers.put("a", answer(3_000))
    answers.put("a", answer(3_500))
    assert answers.bytes == 3_500


PACKED = [SEARCH, "/?q=thi+dua", "/tro-giup", "/tin.atom?q=thi", "/api/v1/openapi.json"]


@pytest.mark.parametrize("path", PACKED)
def test_an_answer_is_compressed_for_who_takes_it(app: Flask, path: str) -> None:
    plain = app.test_client().get(path)
    for _ in range(2):
        found = app.test_client().get(path, headers=GZIP)
        assert found.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(found.data) == plain.data
        assert int(found.headers["Content-Length"]) == len(found.data)


@pytest.mark.parametrize("path", PACKED)
@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br"])
def test_who_does_not_take_it_gets_it_plain(app: Flask, path: str, accepted: str) -> None:
    app.test_client().get(path, headers=GZIP)
    found = app.test_client().get(path, headers={"Accept-Encoding": accepted})
    assert ("Content-Encoding" in found.headers, "Accept-Encoding" in found.headers["Vary"]) == (
        False,
        True,
    )


def test_a_style_sheet_is_compressed(client: FlaskClient) -> None:
    with (
        client.get("/assets/khoan.css") as plain,
        client.get("/assets/khoan.css", headers=GZIP) as found,
    ):
        assert gzip.decompress(found.data) == plain.data


def test_a_part_of_a_style_sheet_is_sent_as_it_is(client: FlaskClient) -> None:
    with client.get("/assets/khoan.css", headers={**GZIP, "Range": "bytes=0-1999"}) as found:
        assert (found.status_code, "Content-Encoding" in found.headers) == (206, False)


def test_an_export_is_compressed_as_it_goes(client: FlaskClient) -> None:
    with client.get("/api/v1/export?q=thi") as plain:
        lines = plain.data
    with client.get("/api/v1/export?q=thi", headers=GZIP) as found:
        assert gzip.decompress(found.data) == lines


def test_short_answers_are_sent_as_they_are(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/api/v1/stats", headers=GZIP).headers


@pytest.mark.parametrize("fast", [True, False])
def test_half_of_a_surrogate_pair_is_escaped(monkeypatch: pytest.MonkeyPatch, fast: bool) -> None:
    if not fast:
        monkeypatch.setattr("search_ui.api.answers._fast", None)
    assert json.loads(dumps({"text": "a\ud800"})) == {"text": "a\ud800"}


def test_without_orjson_the_bytes_are_the_same(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = client.get(SEARCH).get_json()
    fast = dumps(body)
    monkeypatch.setattr("search_ui.api.answers._fast", None)
    assert dumps(body) == fast


def test_a_search_over_http_says_what_the_command_says(index: Index, client: FlaskClient) -> None:
    results = index.answer(SearchRequest("thi dua"))
    assert client.get(SEARCH).get_json()["total"] == results.total

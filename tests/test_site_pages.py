"""The pages, through Flask's test client."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from danger import danger
from flask import Flask, url_for
from flask.testing import FlaskClient
from site_fixture import HOSTILE, sample_index

from indexer.querying.language import language
from search_ui import Settings, blueprint, create_app
from search_ui.pages import search_url
from search_ui.state import State


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(sample_index()).test_client()


def links(page: str, pattern: str = "") -> list[str]:
    """The addresses of a page's links that match."""
    found = [unescape(link) for link in re.findall(r'href="([^"]*)"', page)]
    return [link for link in found if re.search(pattern, link)]


def total(page: str) -> int:
    """The number that a page of results begins with."""
    found = re.search(r'class="total">(\d+)', page)
    return int(found.group(1)) if found else 0


def test_home_says_how_much_can_be_searched(client: FlaskClient) -> None:
    assert "3 văn bản" in client.get("/").text


def test_an_unaccented_query_marks_accented_text(client: FlaskClient) -> None:
    assert "<mark>thi đua</mark>" in client.get("/?q=thi+dua").text


def test_a_hit_links_to_the_anchor_of_its_clause(client: FlaskClient) -> None:
    page = client.get("/?q=dang+ky+thi+dua").text
    assert links(page, "^/van-ban")[0] == (
        "/van-ban/30-qd-ubnd.2023-02-01/dieu-2.khoan-2.diem-a?q=dang+ky+thi+dua&kq=1"
        "#dieu-2.khoan-2.diem-a"
    )


def test_the_document_has_the_anchor_that_hits_link_to(client: FlaskClient) -> None:
    assert 'id="dieu-2.khoan-2.diem-a"' in client.get("/van-ban/30-qd-ubnd.2023-02-01").text


def test_the_document_marks_the_words_that_were_searched(client: FlaskClient) -> None:
    page = client.get("/van-ban/30-qd-ubnd.2023-02-01?q=dang+ky").text
    assert "a) <mark>Đăng ký</mark> thi đua" in page


def test_a_query_that_cannot_be_read_still_shows_the_document(client: FlaskClient) -> None:
    answer = client.get("/van-ban/30-qd-ubnd.2023-02-01", query_string={"q": '"' * 9})
    assert (answer.status_code, "Đăng ký" in answer.text) == (200, True)


@pytest.mark.parametrize("name", ["type", "issuer", "year"])
@pytest.mark.parametrize("start", ["/?q=thi+dua", "/?type=Quyết+định&q=thi", "/?year=2021"])
def test_every_count_is_what_applying_it_gives(client: FlaskClient, start: str, name: str) -> None:
    page = client.get(start).text
    rows = re.findall(
        r'<li><a href="([^"]+)"[^>]*><span class="value">[^<]*</span> <span class="count">(\d+)',
        page,
    )
    rows += re.findall(r'<a href="([^"]+)" rel="nofollow">\d{4}</a></th><td>(\d+)', page)
    rows = [(unescape(link), int(count)) for link, count in rows if f"{name}=" in link]
    assert [(link, total(client.get(link).text)) for link, _ in rows] == rows


def test_chips_are_removed_one_by_one(client: FlaskClient) -> None:
    page = client.get("/?q=thi&type=Quyết+định&year=2023&from=2020-01-01").text
    chips = re.findall(r'<li><a href="([^"]+)"><span class="unseen">Bỏ </span>[^<]*: <b>', page)
    assert [sorted(re.findall(r"[?&;](type|year|from)=", chip)) for chip in chips] == [
        ["from", "year"],
        ["from", "type"],
        ["type", "year"],
    ]


def test_hits_are_gathered_by_document_on_demand(client: FlaskClient) -> None:
    page = client.get("/?q=thi+dua&group=document").text
    assert (page.count('class="hit"'), "đoạn khác trong văn bản này" in page) == (3, True)


def test_a_group_leads_to_exactly_its_other_hits(client: FlaskClient) -> None:
    page = client.get("/?q=thi+dua&group=document").text
    found = re.findall(r'class="others"><a href="([^"]+)">(\d+)', page)
    assert [total(client.get(unescape(link)).text) - 1 for link, _ in found] == [
        int(count) for _, count in found
    ]


COPIED = "1. Đẩy mạnh công tác tuyên truyền, phổ biến pháp luật về bảo vệ rừng cho người dân ở {}."


@pytest.fixture(scope="module")
def copies() -> FlaskClient:
    """A site of three documents, two of which say nearly the same."""
    places = ("vùng sâu, vùng xa", "vùng sâu, vùng cao")
    texts = [(f"CHỈ THỊ\n{COPIED.format(place)}", f"{n}.txt") for n, place in enumerate(places)]
    other = ("CHỈ THỊ\n1. Công khai diện tích rừng của từng xã trước ngày 31 tháng 3.", "2.txt")
    return create_app(sample_index(*texts, other)).test_client()


def test_hits_that_say_nearly_the_same_are_folded_with_a_count(copies: FlaskClient) -> None:
    page = copies.get("/?q=rung").text
    assert (total(page), page.count('class="hit"'), "1 đoạn khác gần giống" in page) == (
        3,
        2,
        True,
    )


def test_what_is_folded_is_still_linked_to(copies: FlaskClient) -> None:
    page = copies.get("/?q=rung").text
    clauses = set(links(page, "^/van-ban.*#"))
    assert len(clauses) == 3


def test_a_document_that_is_named_is_linked_on_top(client: FlaskClient) -> None:
    page = client.get("/?q=30/QĐ-UBND").text
    assert links(page, "^/van-ban")[0] == "/van-ban/30-qd-ubnd.2023-02-01"


def test_a_clause_that_is_named_is_linked_on_top(client: FlaskClient) -> None:
    page = client.get("/?q=khoản+2+Điều+2+30/QĐ-UBND").text
    assert (
        links(page, "^/van-ban")[0]
        == "/van-ban/30-qd-ubnd.2023-02-01/dieu-2.khoan-2#dieu-2.khoan-2"
    )


def test_a_hit_says_why_it_was_found_where_asked(client: FlaskClient) -> None:
    assert "đúng dấu: <b>" in client.get("/?q=thi+đua&explain=on").text


def test_newest_first(client: FlaskClient) -> None:
    page = client.get("/?q=thi+dua&sort=date").text
    dates = re.findall(r'<time datetime="([^"]+)"', page)
    assert dates == sorted(dates, reverse=True)


def test_a_range_of_dates_keeps_what_is_dated_within_it(client: FlaskClient) -> None:
    page = client.get("/?q=thi+dua&from=2021-01-01&to=2021-12-31").text
    assert set(re.findall(r'<time datetime="([^"]+)"', page)) == {"2021-08-19"}


def test_nothing_found_offers_only_what_finds_something(client: FlaskClient) -> None:
    page = client.get("/", query_string={"q": '"đua thi"', "type": "Quyết định"}).text
    offered = re.findall(r'<li><a href="([^"]+)">[^<]+</a> <span class="count">\((\d+)\)', page)
    assert offered
    assert [total(client.get(unescape(link)).text) for link, _ in offered] == [
        int(count) for _, count in offered
    ]


def test_a_phrase_that_nothing_holds_shows_what_comes_close_apart(client: FlaskClient) -> None:
    page = client.get("/", query_string={"q": '"thì đua yêu nước"'}).text
    before, _, apart = page.partition('<section class="instead"')
    assert ("Không tìm thấy" in before, "<article" in before) == (True, False)
    assert apart.count("<article") == 1


def test_what_was_not_understood_is_said_above_the_results(client: FlaskClient) -> None:
    page = client.get("/", query_string={"q": "thi đua AND"}).text
    assert "Thiếu từ ở bên phải «AND»" in page.partition("<article")[0]


def test_the_help_page_lists_every_field_and_operator(client: FlaskClient) -> None:
    page = unescape(client.get("/tro-giup").text)
    assert [sign for row in language() for sign in row.written.split() if sign not in page] == []


def test_a_citation_of_a_held_document_links_to_the_cited_clause(client: FlaskClient) -> None:
    page = client.get("/van-ban/12-ct-ubnd.2021-08-19").text
    assert "/van-ban/30-qd-ubnd.2023-02-01/dieu-2.khoan-2#dieu-2.khoan-2" in links(page)


def test_a_cited_clause_says_how_often(client: FlaskClient) -> None:
    page = client.get("/van-ban/30-qd-ubnd.2023-02-01").text
    assert "1 đoạn viện dẫn Khoản 2 Điều 2" in page


def test_who_cites_a_clause_is_one_link_away(client: FlaskClient) -> None:
    page = client.get("/van-ban/30-qd-ubnd.2023-02-01").text
    (link,) = links(page, "cho=dieu-2.khoan-2")
    assert links(client.get(link).text, "#khoan-3") == [
        "/van-ban/12-ct-ubnd.2021-08-19/khoan-3#khoan-3"
    ]


def test_a_document_that_is_cited_but_not_held_has_a_page(client: FlaskClient) -> None:
    page = client.get("/van-ban/34-ct-tw.2014-04-07").text
    assert "<h1>Chỉ thị 34-CT/TW ngày 7/4/2014</h1>" in page
    assert set(links(page, "^/van-ban.*#")) == {
        "/van-ban/12-ct-ubnd.2021-08-19/khoan-1#khoan-1",
        "/van-ban/30-qd-ubnd.2023-02-01/dieu-3#dieu-3",
    }


def test_the_page_of_citing_clauses_marks_the_citation(client: FlaskClient) -> None:
    page = client.get("/van-ban/34-ct-tw.2014-04-07").text
    assert "<mark>Chỉ thị số 34-CT/TW ngày 07/4/2014</mark>" in page


@pytest.mark.parametrize("path", ["/van-ban/none", "/vien-dan/none", "/tai-ve/none", "/none"])
def test_what_is_not_there_is_404(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, "Không tìm thấy" in answer.text) == (404, True)


def test_browse_lists_every_document_newest_first(client: FlaskClient) -> None:
    dates = re.findall(r'<time datetime="([^"]+)"', client.get("/duyet").text)
    assert dates == ["2023-02-01", "2022-01-01", "2021-08-19"]


def test_every_count_of_browse_is_what_applying_it_gives(client: FlaskClient) -> None:
    page = client.get("/duyet").text
    rows = re.findall(r'<li><a href="([^"]+)"><span class="value">.*?class="count">(\d+)', page)
    assert rows
    assert [total(client.get(unescape(link)).text) for link, _ in rows] == [
        int(count) for _, count in rows
    ]


def test_paging_visits_every_hit_once(client: FlaskClient) -> None:
    seen: list[str] = []
    following = ["/?q=thi+dua&limit=2"]
    while following and len(seen) < 100:
        page = client.get(following[0]).text
        seen += re.findall(r'<h2><a href="([^"]+)"', page)
        following = [unescape(u) for u in re.findall(r'rel="next" href="([^"]+)"', page)]
    assert len(seen) == len(set(seen)) == total(client.get("/?q=thi+dua").text)


@pytest.mark.parametrize("path", ["/?q=thi", "/duyet", "/tro-giup", "/api", "/van-ban/none"])
def test_english_is_one_switch_away(client: FlaskClient, path: str) -> None:
    page = client.get(path + ("&" if "?" in path else "?") + "lang=en").text
    assert ('<html lang="en">' in page, ">Browse<" in page, ">Duyệt<" in page) == (
        True,
        True,
        False,
    )


def test_the_language_is_remembered() -> None:
    client = create_app(sample_index()).test_client()
    client.get("/?lang=en")
    assert '<html lang="en">' in client.get("/duyet").text


def test_an_unchanged_page_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get("/tro-giup").headers["ETag"]
    assert client.get("/tro-giup", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    "path", ["/", "/?q=thi", "/api/v1/search?q=a", "/none", "/assets/khoan.js", "/?limit=0"]
)
def test_every_answer_forbids_inline_script_and_frames(client: FlaskClient, path: str) -> None:
    headers = client.get(path, buffered=True).headers
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>"',
        "'onmouseover='alert(1)",
        "javascript:alert(1)",
        "\u202e<svg/onload=alert(1)>",
        "</title><iframe src=//x>",
        HOSTILE,
    ],
)
@pytest.mark.parametrize("name", ["q", "type", "from", "limit", "document", "offset"])
def test_what_is_typed_never_becomes_markup(client: FlaskClient, name: str, typed: str) -> None:
    page = client.get("/", query_string={"q": "thi", name: typed}).text
    assert danger(page) == []


@pytest.mark.parametrize(
    "path",
    [
        "/?q=thi+dua",
        "/?q=thi+dua&group=document",
        "/?document=ac-y.2022-01-01",
        "/van-ban/ac-y.2022-01-01?q=script",
        "/duyet",
        "/vien-dan/ac-y.2022-01-01",
    ],
)
def test_what_a_document_holds_never_becomes_markup(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert ("alert(" in page, danger(page)) == (True, [])


def test_a_template_expression_that_is_typed_is_not_evaluated(client: FlaskClient) -> None:
    assert "{{ 7 * 7 }}" in client.get("/", query_string={"q": "{{ 7 * 7 }}"}).text


def test_no_answer_names_a_path_of_the_machine(tmp_path: Path) -> None:
    source = tmp_path / "12.txt"
    source.write_text("Số: 12/CT-UBND\nCHỈ THỊ\n1. Thi đua yêu nước.", encoding="utf-8")
    index = sample_index()
    index.add([source])
    client = create_app(index).test_client()
    (document,) = [d.id for d in index.documents() if d.source == "12.txt"]
    pages = [
        client.get(path).text
        for path in (
            f"/van-ban/{document}",
            f"/api/v1/documents/{document}",
            "/?q=thi",
            "/api/v1/search?q=thi",
            "/duyet",
            "/api/v1/browse",
        )
    ]
    assert not [page for page in pages if str(tmp_path) in page]


def test_the_file_that_was_indexed_can_be_downloaded_until_it_changes(tmp_path: Path) -> None:
    source = tmp_path / "12.txt"
    source.write_text("1. Thi đua yêu nước.", encoding="utf-8")
    index = sample_index()
    index.add([source])
    client = create_app(index).test_client()
    (document,) = [d.id for d in index.documents() if d.source == "12.txt"]
    before = client.get(f"/tai-ve/{document}", buffered=True)
    source.write_text("1. Bí mật.", encoding="utf-8")
    after = client.get(f"/tai-ve/{document}")
    assert (before.data.decode(), after.status_code) == ("1. Thi đua yêu nước.", 404)


def become_a_pipe(source: Path) -> None:
    source.unlink()
    os.mkfifo(source)


def become_a_folder(source: Path) -> None:
    source.unlink()
    source.mkdir()


def become_a_link_to_another(source: Path) -> None:
    source.unlink()
    source.symlink_to(__file__)


def become_a_device(source: Path) -> None:
    source.unlink()
    source.symlink_to("/dev/zero")


@pytest.mark.skipif(os.name == "nt", reason="no pipes with names")
@pytest.mark.parametrize(
    "change",
    [become_a_pipe, become_a_folder, become_a_link_to_another, become_a_device],
    ids=lambda change: change.__name__,
)
def test_what_took_the_place_of_a_file_is_neither_waited_for_nor_given_out(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    source = tmp_path / "12.txt"
    source.write_text("1. Thi đua yêu nước.", encoding="utf-8")
    index = sample_index()
    index.add([source])
    client = create_app(index).test_client()
    (document,) = [d.id for d in index.documents() if d.source == "12.txt"]
    change(source)
    statuses = [client.get(f"/{place}/{document}").status_code for place in ("van-ban", "tai-ve")]
    assert statuses == [200, 404]


@pytest.mark.skipif(os.name == "nt", reason="no file may be called so there")
def test_a_line_break_in_the_name_of_a_file_stays_out_of_headers(tmp_path: Path) -> None:
    source = tmp_path / "a\r\nSet-Cookie: b.txt"
    source.write_text("Số: 77/KH-UBND\n\n1. Thi đua yêu nước.", encoding="utf-8")
    index = sample_index()
    index.add([source])
    name = next(one.id for one in index.documents() if one.source == source.name)
    with create_app(index).test_client().get(f"/tai-ve/{name}") as answer:
        assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)


def test_a_part_of_a_file_can_be_downloaded(tmp_path: Path) -> None:
    source = tmp_path / "12.txt"
    source.write_text("1. Thi dua yeu nuoc.", encoding="utf-8")
    index = sample_index()
    index.add([source])
    client = create_app(index).test_client()
    (document,) = [d.id for d in index.documents() if d.source == "12.txt"]
    part = client.get(f"/tai-ve/{document}", headers={"Range": "bytes=3-9"}, buffered=True)
    assert (part.status_code, part.data) == (206, b"Thi dua")


def test_downloads_can_be_turned_off(tmp_path: Path) -> None:
    source = tmp_path / "12.txt"
    source.write_text("1. Thi đua yêu nước.", encoding="utf-8")
    index = sample_index()
    index.add([source])
    client = create_app(index, Settings(downloads=False)).test_client()
    (document,) = [d.id for d in index.documents() if d.source == "12.txt"]
    assert client.get(f"/tai-ve/{document}").status_code == 404


def test_two_sites_live_in_one_app_under_prefixes() -> None:
    app = Flask("host")
    index = sample_index()
    app.register_blueprint(blueprint(index, name="one"), url_prefix="/mot")
    app.register_blueprint(blueprint(index, Settings(title="Hai"), name="two"), url_prefix="/hai")
    page = app.test_client().get("/hai/?q=chong+dich").text
    local = [link for link in links(page) if not link.startswith("#")]
    assert (">Hai</a>" in page, [x for x in local if not x.startswith("/hai/")]) == (True, [])


def test_the_host_s_templates_come_first(tmp_path: Path) -> None:
    folder = tmp_path / "templates/khoan"
    folder.mkdir(parents=True)
    (folder / "home.html").write_text("nhà của tôi", encoding="utf-8")
    app = Flask("host", root_path=str(tmp_path))
    app.register_blueprint(blueprint(sample_index()), url_prefix="/luat")
    assert app.test_client().get("/luat/").text == "nhà của tôi"


def test_a_client_that_asks_too_often_is_told_so() -> None:
    client = create_app(sample_index(), Settings(rate_limit="3 per minute")).test_client()
    answers = [client.get("/api/v1/stats") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].mimetype == "application/problem+json"


def test_there_is_no_rate_limit_unless_it_is_set(client: FlaskClient) -> None:
    assert {client.get("/healthz").status_code for _ in range(80)} == {200}


INTERNAL = """ỦY BAN NHÂN DÂN
TỈNH SƠN HÀ
Số: 31/QĐ-UBND
Sơn Hà, ngày 02 tháng 02 năm 2023
QUYẾT ĐỊNH
Ban hành Quy định thử
Điều 1. Phạm vi
Việc thực hiện theo Điều 2 Quyết định này.
Điều 2. Hiệu lực
Có hiệu lực từ ngày ký.
"""


def test_a_place_in_the_document_itself_is_linked_within_the_page() -> None:
    client = create_app(sample_index((INTERNAL, "31.txt"))).test_client()
    page = client.get("/van-ban/31-qd-ubnd.2023-02-02").get_data(as_text=True)
    assert '<a class="cite" href="#dieu-2">Điều 2 Quyết định này</a>' in page


@pytest.mark.parametrize("prefix", ["", "/luat"])
@pytest.mark.parametrize(
    "state",
    [
        State(),
        State("thi đua & khen thưởng"),
        State("a", (("type", "Chỉ thị"), ("type", "Luật"), ("year", "2021"))),
        State('"a/b" (c) 100%+~', first="2020-01-01", last="2021-12-31"),
        State("a#b", sort="date", offset=20, limit=50, group=True),
    ],
    ids=["none", "words", "filters", "signs", "all"],
)
def test_the_link_to_a_search_is_what_flask_would_make(state: State, prefix: str) -> None:
    here, app = blueprint(sample_index()), Flask("other")
    app.register_blueprint(here, url_prefix=prefix or None)
    with app.test_request_context(f"{prefix}/"):
        given: dict[str, Any] = state.arguments(here.settings.limit)
        assert search_url(state) == url_for(".search_page", **given)

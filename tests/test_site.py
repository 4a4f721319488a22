"""The page and the API, through Flask's test client."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from site_fixture import FakeIndex

from search_ui import blueprint, create_app


@pytest.fixture
def client() -> FlaskClient:
    return create_app(FakeIndex()).test_client()


def test_home_says_how_much_can_be_searched(client: FlaskClient) -> None:
    assert "2 văn bản" in client.get("/").text


def test_an_unaccented_query_marks_accented_text(client: FlaskClient) -> None:
    assert "<mark>Thi đua</mark>" in client.get("/?q=thi+dua").text


def test_a_hit_links_to_the_anchor_of_its_clause(client: FlaskClient) -> None:
    links = re.findall(r'href="(/van-ban/[^"]+)"', client.get("/?q=dang+ky+thi+dua").text)
    assert links[0] == "/van-ban/30-qd-ubnd.2023-02-01?q=dang+ky+thi+dua#dieu-2.khoan-2.diem-dd"


def test_the_document_has_the_anchor_that_hits_link_to(client: FlaskClient) -> None:
    assert 'id="dieu-2.khoan-2.diem-dd"' in client.get("/van-ban/30-qd-ubnd.2023-02-01").text


def test_a_document_that_is_not_there_is_404(client: FlaskClient) -> None:
    answer = client.get("/van-ban/none")
    assert (answer.status_code, "Không tìm thấy" in answer.text) == (404, True)


def test_nothing_found_offers_what_would_help(client: FlaskClient) -> None:
    assert "Bỏ dấu ngoặc kép" in client.get("/", query_string={"q": '"không có đâu"'}).text


def test_a_bad_query_is_400_and_shows_where(client: FlaskClient) -> None:
    answer = client.get("/", query_string={"q": 'thi "dua'})
    assert (
        answer.status_code,
        '<code>thi <mark>"</mark>'.replace('"', "&#34;") in answer.text,
    ) == (
        400,
        True,
    )


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("offset", "-1"),
        ("offset", "10001"),
        ("offset", "1e3"),
        ("offset", "٣"),
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "9" * 400),
        ("sort", "price"),
        ("from", "2021-13-01"),
        ("from", "yesterday"),
        ("q", "a" * 1001),
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/v1/search"])
def test_what_is_out_of_limits_is_400(
    client: FlaskClient, path: str, parameter: str, value: str
) -> None:
    assert client.get(path, query_string={"q": "thi dua", parameter: value}).status_code == 400


def test_dates_in_the_wrong_order_are_400(client: FlaskClient) -> None:
    dates = {"q": "thi dua", "from": "2022-01-01", "to": "2021-01-01"}
    assert client.get("/", query_string=dates).status_code == 400


def test_the_api_answers_in_the_shared_form(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=chong+dich&limit=5").json
    assert answer is not None
    hit = answer["hits"][0]
    assert (answer["total"], hit["label"], hit["text"][slice(*hit["marks"][0])]) == (
        1,
        "khoản 2",
        "Chống",
    )


def test_the_api_filters_by_the_page_s_parameters(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search", query_string={"q": "thi dua", "type": "chi thi"}).json
    assert answer is not None
    assert {hit["document"]["type"] for hit in answer["hits"]} == {"Chỉ thị"}


def test_an_api_error_is_a_problem_document_with_the_position(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search", query_string={"q": 'thi "dua'})
    assert answer.json is not None
    assert (answer.status_code, answer.mimetype, answer.json["position"]) == (
        400,
        "application/problem+json",
        4,
    )


def test_an_unknown_api_path_is_a_problem_document(client: FlaskClient) -> None:
    assert client.get("/api/v1/nothing").mimetype == "application/problem+json"


def test_paging_visits_every_hit_once(client: FlaskClient) -> None:
    links, url = [], "/?q=thi+dua&limit=1"
    for _ in range(10):
        page = client.get(url).text
        links += re.findall(r'<h2><a href="([^"]+)"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        if following is None:
            break
        url = following.group(1).replace("&amp;", "&")
    assert (len(links), len(set(links))) == (3, 3)


@pytest.mark.parametrize("path", ["/", "/?q=thi+dua", "/api/v1/search?q=a", "/nothing"])
def test_every_answer_forbids_inline_script(client: FlaskClient, path: str) -> None:
    policy = client.get(path).headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-inline" not in policy


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>"',
    "'onmouseover='alert(1)",
    "javascript:alert(1)",
    "\u202e<svg/onload=alert(1)>",
    "</title><iframe src=//x>",
]


class Danger(HTMLParser):
    """Collects what would run or load something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"img", "iframe", "object", "embed", "b"}:
            self.found.append(tag)
        for name, value in attrs:
            runs = name.startswith("on") or (value or "").startswith("javascript")
            typed_in_box = (tag, name) == ("input", "value")
            if name == "style" or (runs and not typed_in_box):
                self.found.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_typed_never_becomes_markup(client: FlaskClient, text: str) -> None:
    assert Danger(client.get("/", query_string={"q": text}).text).found == []


def test_a_template_expression_that_is_typed_is_not_evaluated(client: FlaskClient) -> None:
    page = client.get("/", query_string={"q": "{{ 7 * 7 }}"}).text
    assert "{{ 7 * 7 }}" in page


@pytest.mark.parametrize("path", ["/?q=to+chuc", "/van-ban/30-qd-ubnd.2023-02-01"])
def test_what_a_document_holds_never_becomes_markup(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert (Danger(page).found, "&lt;b&gt;" in page) == ([], True)


def test_two_sites_live_in_one_app_under_prefixes() -> None:
    app = Flask("host")
    app.register_blueprint(blueprint(FakeIndex(), name="one"), url_prefix="/mot")
    app.register_blueprint(blueprint(FakeIndex(), name="two"), url_prefix="/hai")
    links = re.findall(r'<h2><a href="([^"]+)"', app.test_client().get("/hai/?q=chong+dich").text)
    assert links[0].startswith("/hai/van-ban/12-ct-ubnd.2021-08-19")

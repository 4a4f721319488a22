"""The page and the API about accents and keystrokes."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from site_fixture import sample_index

from search_ui import create_app


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    more = (("Con chó của nhà.", "cho1.txt"), ("Chợ phiên vùng cao.", "cho2.txt"))
    return create_app(sample_index(*more)).test_client()


def links(page: str, pattern: str) -> list[str]:
    """The addresses of a page's links that match."""
    found = [unescape(link) for link in re.findall(r'href="([^"]*)"', page)]
    return [link for link in found if re.search(pattern, link)]


def test_hits_with_other_accents_are_set_apart(client: FlaskClient) -> None:
    page = client.get("/?q=chó").text
    assert page.index("Con <mark>chó") < page.index("Có từ viết với dấu khác.")


def test_the_page_leads_to_these_accents_alone(client: FlaskClient) -> None:
    link = links(client.get("/?q=chó").text, "accents=typed")[0]
    assert "Con <mark>chó" in client.get(link).text


def test_with_these_accents_alone_there_is_nothing_else(client: FlaskClient) -> None:
    assert "phiên" not in client.get("/?q=chó&accents=typed").text


def test_the_way_back_is_a_link(client: FlaskClient) -> None:
    page = client.get("/?q=chó&accents=typed").text
    assert "Tìm cả với dấu khác" in page


def test_keystrokes_are_read_and_the_typed_ones_are_a_link(client: FlaskClient) -> None:
    page = client.get("/?q=thi+ddua").text
    assert "«thi đua»" in page
    assert links(page, "literal=on")


def test_the_api_says_which_hits_have_other_accents(client: FlaskClient) -> None:
    hits = client.get("/api/v1/search?q=chó").get_json()["hits"]
    assert [hit.get("other_accents", False) for hit in hits][:2] == [False, True]


def test_the_api_takes_accents(client: FlaskClient) -> None:
    assert client.get("/api/v1/search?q=chó&accents=typed").get_json()["total"] == 1


def test_another_value_is_refused(client: FlaskClient) -> None:
    assert client.get("/api/v1/search?q=chó&accents=some").status_code == 400

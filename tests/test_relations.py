"""A document among the others, and what search engines are told."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from site_fixture import sample_index

from search_ui import Settings, crawling, create_app
from search_ui.reading.relations_picture import SHOWN, Related, picture

DECISION = "30-qd-ubnd.2023-02-01"


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(sample_index()).test_client()


def rows(page: str) -> list[tuple[str, str]]:
    """(name, count) of every row of the tables."""
    found = re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>.*?</th><td>(\d+)</td>', page)
    return [(name, count) for name, count in found]


def test_the_tables_say_who_cites_and_who_is_cited(client: FlaskClient) -> None:
    assert rows(client.get(f"/quan-he/{DECISION}").text) == [
        ("Chỉ thị 12/CT-UBND", "1"),
        ("Chỉ thị 34-CT/TW ngày 7/4/2014", "1"),
    ]


def test_the_picture_says_the_same(client: FlaskClient) -> None:
    page = client.get(f"/quan-he/{DECISION}").text
    assert re.findall(r"<title>(Chỉ thị[^<]+)</title>", page) == [
        "Chỉ thị 12/CT-UBND (1)",
        "Chỉ thị 34-CT/TW ngày 7/4/2014 (1)",
    ]


def test_a_document_without_relations_says_so(client: FlaskClient) -> None:
    assert "chưa được văn bản nào viện dẫn" in client.get("/quan-he/ac-y.2022-01-01").text


def test_a_picture_shows_no_more_than_fits() -> None:
    many = [Related(f"Luật {n}", "/", "Luật", 1, True) for n in range(SHOWN + 5)]
    made = picture(many, [])
    assert (len(made.left), made.more_left, made.more_right) == (SHOWN, 5, 0)
    assert all(box.y >= 0 and box.y + made.row <= made.height for box in made.left)


def test_documents_are_listed_for_search_engines(client: FlaskClient) -> None:
    found = re.findall("<loc>([^<]+)</loc>", client.get("/sitemap.xml").text)
    assert f"http://localhost/van-ban/{DECISION}" in found


def test_many_documents_are_listed_in_parts(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crawling, "MOST", 2)
    whole = re.findall("<loc>([^<]+)</loc>", client.get("/sitemap.xml").text)
    parts = [client.get(address.replace("&amp;", "&")).text for address in whole]
    assert sum(part.count("<url>") for part in parts) == 3


@pytest.mark.parametrize("part", ["0", "99", "x"])
def test_a_part_that_is_not_there_is_404_or_the_first(client: FlaskClient, part: str) -> None:
    assert client.get(f"/sitemap.xml?phan={part}").status_code in {200, 404}


def test_questions_are_not_for_search_engines(client: FlaskClient) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert ("Disallow: /?" in lines, "Sitemap: http://localhost/sitemap.xml" in lines) == (
        True, True,
    )  # fmt: skip


def test_a_site_that_is_not_listed_says_so() -> None:
    client = create_app(sample_index(), Settings(listed=False)).test_client()
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert client.get("/sitemap.xml").status_code == 404

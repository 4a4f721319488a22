"""The page of results: where a hit stands, what follows it, and what can be taken along."""

from __future__ import annotations

import csv
import io
import re

import pytest
from flask.testing import FlaskClient
from site_fixture import sample_index
from test_reading import APP, LAW_ADDRESS

from search_ui import create_app


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return APP.test_client()


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", html)).strip()


def hits(page: str) -> list[str]:
    return re.findall(r'<article class="hit">(.*?)</article>', page, re.DOTALL)


def test_one_line_says_where_a_hit_stands(client: FlaskClient) -> None:
    first = hits(client.get('/?q="cổ đông thứ 30"').text)[0]
    heading = re.search(r"<h2>(.*?)</h2>", first, re.DOTALL)
    assert heading
    assert plain(heading[1]) == "Khoản 2 Điều 30 · Luật Nước sạch 2030"


def test_one_line_says_what_is_around_it(client: FlaskClient) -> None:
    first = hits(client.get('/?q="cổ đông thứ 30"').text)[0]
    around = re.search(r'<p class="doc">(.*?)</p>', first, re.DOTALL)
    assert around
    assert plain(around[1]) == "99/2030/QH15 · Quốc hội · Nội dung thứ 3 · Trách nhiệm thứ 30"


def test_hits_of_one_document_stand_together(client: FlaskClient) -> None:
    page = client.get("/?q=cổ+đông").text
    ranks = [int(rank) for rank in re.findall(r'id="kq-(\d+)"', page)]
    assert (ranks, page.count('<ol class="nested"'), page.count("<summary>7 đoạn nữa")) == (
        list(range(1, 11)), 2, 1,
    )  # fmt: skip


def test_a_long_clause_can_be_read_where_it_stands(client: FlaskClient) -> None:
    first = hits(client.get("/?q=nước+sạch+nông+thôn").text)[0]
    whole = re.search(r'<details class="whole">.*?<div[^>]*>(.*?)</div>', first, re.DOTALL)
    assert whole
    assert plain(whole[1]).count("nước sạch nông thôn") == 6


def test_a_table_has_a_row_for_each_hit(client: FlaskClient) -> None:
    answer = client.get('/ket-qua.csv?q="cổ đông thứ"&limit=3')
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert (len(rows), rows[1][2], rows[1][6].startswith(f"http://localhost{LAW_ADDRESS}/")) == (
        121, "99/2030/QH15", True,
    )  # fmt: skip


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    client = create_app(sample_index((f"{text} công thức", "a.txt"))).test_client()
    rows = list(csv.reader(io.StringIO(client.get("/ket-qua.csv?q=công+thức").text)))
    assert [row[5][:1] for row in rows[1:] if "công thức" in row[5]] == ["'"]


def test_a_text_has_a_heading_for_each_hit(client: FlaskClient) -> None:
    from docx import Document

    answer = client.get('/ket-qua.docx?q="cổ đông thứ 30"')
    lines = [paragraph.text for paragraph in Document(io.BytesIO(answer.data)).paragraphs]
    assert lines[1:3] == [
        "Khoản 2 Điều 30, Luật Nước sạch 2030", "2. Cổ đông thứ 30 theo khoản 1 Điều này.",
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["/ket-qua.csv", "/ket-qua.xlsx?q=thi", "/ket-qua.docx"])
def test_there_is_no_file_of_nothing(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


DAYS = [
    ("as people type it", "14/9/2021", 200),
    ("with dots", "14.09.2021", 200),
    ("for programs", "2021-09-14", 200),
    ("no such day", "31/2/2021", 400),
    ("the month first", "9/14/2021", 400),
    ("half of one", "9/2021", 400),
]


@pytest.mark.parametrize(("typed", "status"), [d[1:] for d in DAYS], ids=[d[0] for d in DAYS])
def test_a_day_can_be_typed(client: FlaskClient, typed: str, status: int) -> None:
    answer = client.get("/", query_string={"q": "thi", "from": typed})
    assert (answer.status_code, 'value="14/09/2021"' in answer.text) == (status, status == 200)


def test_accents_as_typed_are_one_link_away(client: FlaskClient) -> None:
    assert "accents=typed" in client.get("/?q=cổ+đông").text
    assert "accents=typed" not in client.get("/?q=co+dong").text

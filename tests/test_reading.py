"""A long document, a sheet at a time."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from danger import danger
from flask.testing import FlaskClient
from site_fixture import sample_index

from analyzers.token import Span
from search_ui import Settings, create_app
from search_ui.reading.contents import contents
from search_ui.reading.outline import Outline, made
from search_ui.reading.sheets import SHEET, WHOLE, sheets

ARTICLES = 120
BODY = "Cơ quan, tổ chức có trách nhiệm thực hiện quy định về nước sạch nông thôn. " * 6


def long_law(articles: int = ARTICLES) -> str:
    """A made-up law of ten chapters."""
    lines = [
        "QUỐC HỘI", "", "Luật số: 99/2030/QH15", "", "LUẬT", "NƯỚC SẠCH", "",
    ]  # fmt: skip
    for number in range(1, articles + 1):
        if number % 12 == 1:
            chapter = number // 12 + 1
            lines += [f"Chương {_roman(chapter)}", f"NỘI DUNG THỨ {chapter}", ""]
        lines += [f"Điều {number}. Trách nhiệm thứ {number}", ""]
        lines += [f"1. {BODY}", "", f"2. Cổ đông thứ {number} theo khoản 1 Điều này.", ""]
        if number % 5 == 0:
            lines += ["3. Người có đồng hồ nước theo Điều 1 Luật này.", ""]
    return "\n".join(lines)


def _roman(number: int) -> str:
    return ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"][number - 1]


INDEX = sample_index((long_law(), "luat-nuoc.txt"))
(LAW_ADDRESS,) = [f"/van-ban/{d.id}" for d in INDEX.documents() if d.source == "luat-nuoc.txt"]
APP = create_app(INDEX)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return APP.test_client()


@pytest.fixture(scope="module")
def address() -> str:
    return LAW_ADDRESS


@pytest.fixture(scope="module")
def outline(address: str) -> Outline:
    return made(INDEX.clauses(address.removeprefix("/van-ban/")))


def anchors(page: str) -> list[str]:
    return re.findall(r'<section class="clause[^"]*" id="([^"]+)"', page)


def test_sheets_cover_a_document_in_order(outline: Outline) -> None:
    assert [number for rows in outline.sheets for number in rows] == list(range(len(outline.rows)))


def test_a_sheet_is_about_as_long_as_it_should_be(outline: Outline) -> None:
    lengths = [
        outline.rows[rows.stop - 1].span.end - outline.rows[rows.start].span.start
        for rows in outline.sheets
    ]
    assert (max(lengths) < 2 * SHEET, min(lengths[:-1]) > SHEET // 2) == (True, True)


def test_no_sheet_ends_between_a_chapter_and_its_first_article(outline: Outline) -> None:
    last = [outline.rows[rows.stop - 1].path[-1].level for rows in outline.sheets]
    assert "chuong" not in last


SHEETS: list[tuple[str, list[Span], list[bool], list[range]]] = [
    ("nothing", [], [], []),
    ("short", [Span(0, WHOLE // 2), Span(WHOLE // 2, WHOLE)], [True, True], [range(2)]),
    ("long", [Span(0, WHOLE), Span(WHOLE, 2 * WHOLE)], [True, True], [range(1), range(1, 2)]),
    ("one long thing", [Span(n * SHEET, n * SHEET + SHEET) for n in range(4)],
     [True, False, False, False], [range(2), range(2, 4)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spans", "begins", "expected"), [s[1:] for s in SHEETS], ids=[s[0] for s in SHEETS]
)
def test_sheets(spans: list[Span], begins: list[bool], expected: list[range]) -> None:
    assert list(sheets(spans, begins)) == expected


def test_the_first_page_of_a_long_document_is_its_first_sheet(
    client: FlaskClient, address: str, outline: Outline
) -> None:
    assert anchors(client.get(address).text) == [
        outline.rows[number].anchor for number in outline.sheets[0]
    ]


def test_a_place_has_an_address_that_shows_it(client: FlaskClient, address: str) -> None:
    assert "dieu-77.khoan-1" in anchors(client.get(f"{address}/dieu-77.khoan-1").text)


def test_all_sheets_together_are_the_document(
    client: FlaskClient, address: str, outline: Outline
) -> None:
    seen: list[str] = []
    page = client.get(address).text
    while True:
        seen += anchors(page)
        following = re.search(r'<a href="([^"#]+)#[^"]*" data-sheet="below"', page)
        if following is None:
            break
        page = client.get(following[1]).text
    assert seen == [row.anchor for row in outline.rows]


def test_the_whole_is_one_page_on_request(
    client: FlaskClient, address: str, outline: Outline
) -> None:
    assert len(anchors(client.get(f"{address}/toan-van").text)) == len(outline.rows)


def test_a_page_of_a_long_document_is_small(client: FlaskClient, address: str) -> None:
    import zlib

    assert len(zlib.compress(client.get(f"{address}/dieu-60").data)) < 100_000


UNKNOWN = [
    ("below what there is", "dieu-77.khoan-9", "/dieu-77#dieu-77"),
    ("nothing like it", "dieu-999", ""),
]


@pytest.mark.parametrize(
    ("anchor", "nearest"), [u[1:] for u in UNKNOWN], ids=[u[0] for u in UNKNOWN]
)
def test_a_place_that_is_not_there_leads_to_the_nearest(
    client: FlaskClient, address: str, anchor: str, nearest: str
) -> None:
    answer = client.get(f"{address}/{anchor}")
    assert (answer.status_code, answer.headers["Location"]) == (302, address + nearest)


def test_a_place_in_a_document_that_is_not_there_is_404(client: FlaskClient) -> None:
    assert client.get("/van-ban/none/dieu-1").status_code == 404


def test_contents_are_chapters_with_their_articles(outline: Outline) -> None:
    nodes = contents(outline, 0)
    assert [(node.text.split(".")[0], len(node.below)) for node in nodes[:2]] == [
        ("Chương I", 12), ("Chương II", 12),
    ]  # fmt: skip


def test_contents_are_open_where_one_reads(outline: Outline) -> None:
    nodes = contents(outline, outline.at["dieu-30.khoan-1"])
    assert [node.anchor for node in nodes if node.opened] == ["chuong-iii"]


def test_very_many_articles_without_chapters_are_folded_by_twenties() -> None:
    text = "\n\n".join(f"Điều {n}. Việc thứ {n}\n\nLàm việc." for n in range(1, 61))
    index = sample_index((text, "dai.txt"))
    (id_,) = [d.id for d in index.documents() if d.source == "dai.txt"]
    nodes = contents(made(index.clauses(id_)), 0)
    assert [node.text for node in nodes] == [
        "Điều 1 đến Điều 20", "Điều 21 đến Điều 40", "Điều 41 đến Điều 60",
    ]  # fmt: skip


def test_the_line_above_says_chapter_and_article(client: FlaskClient, address: str) -> None:
    page = client.get(f"{address}/dieu-30.khoan-2").text
    where = re.search(r"<span data-where>(.*?)</span></p>", page, re.DOTALL)
    assert where
    assert re.sub(r"\s+", " ", re.sub("<[^>]+>", "", where[1])).strip() == (
        "Luật Nước sạch 2030 › Chương III › Điều 30. Trách nhiệm thứ 30"
    )


def test_a_search_inside_counts_what_answers(client: FlaskClient, address: str) -> None:
    page = client.get(f'{address}?q="cổ đông"').text
    assert f"{ARTICLES} đoạn khớp" in page


def test_marks_inside_are_what_was_meant(client: FlaskClient, address: str) -> None:
    page = client.get(f"{address}/toan-van?q=cổ+đông").text
    marked = re.findall(r"<mark>([^<]+)</mark>", page)
    assert marked.count("Cổ đông") / len(marked) > 0.95


def test_a_result_knows_its_neighbours_and_the_way_back(client: FlaskClient, address: str) -> None:
    found = client.get("/?q=cổ+đông&limit=5&offset=5").text
    links = [unescape(link) for link in re.findall(rf'href="({address}/[^"]+kq=[^"]+)"', found)]
    page = client.get(links[1].partition("#")[0]).text
    back = re.search(r'class="back" href="([^"]+)"', page)
    assert back
    assert unescape(back[1]) == "/?q=c%E1%BB%95+%C4%91%C3%B4ng&offset=5&limit=5#kq-7"
    assert [
        re.search(rf'rel="{rel}" href="([^"?]+)', page)[1]  # type: ignore[index]
        for rel in ("prev", "next")
    ] == [links[0].partition("?")[0], links[2].partition("?")[0]]


def unescape(text: str) -> str:
    return text.replace("&amp;", "&")


RANKS = ["0", "-1", "x", "99999999999", "٣"]


@pytest.mark.parametrize("rank", RANKS)
def test_a_rank_that_is_none_is_ignored(client: FlaskClient, address: str, rank: str) -> None:
    answer = client.get(address, query_string={"q": "nước", "kq": rank})
    assert (answer.status_code, 'class="back"' in answer.text) == (200, False)


def about(page: str) -> dict[str, Any]:
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert data
    found: dict[str, Any] = json.loads(data[1])
    return found


def test_a_clause_says_of_which_law_it_is_part(client: FlaskClient, address: str) -> None:
    found = about(client.get(f"{address}/dieu-30?q=nước").text)
    assert (found["@type"], found["name"], found["isPartOf"]["legislationIdentifier"]) == (
        "Legislation", "Điều 30 Luật Nước sạch 2030", "99/2030/QH15",
    )  # fmt: skip


def test_the_address_of_a_page_leaves_the_search_out(client: FlaskClient, address: str) -> None:
    page = client.get(f"{address}/dieu-30?q=nước").text
    assert f'<link rel="canonical" href="http://localhost{address}/dieu-30">' in page


def test_linked_data_ends_no_script() -> None:
    text = "Số: 1/QĐ-UBND\n\nQUYẾT ĐỊNH\n\nVề </script><script>alert(1)</script>\n\nĐiều 1. Việc"
    index = sample_index((text, "ac.txt"))
    (id_,) = [d.id for d in index.documents() if d.source == "ac.txt"]
    page = create_app(index).test_client().get(f"/van-ban/{id_}").text
    assert danger(page) == []


def test_a_clause_as_text_says_what_it_is(client: FlaskClient, address: str) -> None:
    answer = client.get(f"{address.replace('/van-ban', '/xuat')}.txt?cho=dieu-5")
    lines = answer.text.split("\n\n")
    assert lines[0] == "Điều 5 Luật 99/2030/QH15"
    assert lines[1:2] + lines[-1:] == [
        "Điều 5. Trách nhiệm thứ 5",
        "3. Người có đồng hồ nước theo Điều 1 Luật này.\n",
    ]


def test_a_clause_as_a_word_file_holds_its_text(client: FlaskClient, address: str) -> None:
    from docx import Document

    answer = client.get(f"{address.replace('/van-ban', '/xuat')}.docx?cho=dieu-5")
    lines = [paragraph.text for paragraph in Document(io.BytesIO(answer.data)).paragraphs]
    assert lines[:2] + lines[-1:] == [
        "Điều 5 Luật 99/2030/QH15",
        "Điều 5. Trách nhiệm thứ 5",
        "3. Người có đồng hồ nước theo Điều 1 Luật này.",
    ]


@pytest.mark.parametrize("path", [".odt", ".txt?cho=dieu-999", ".docx?cho=x"])
def test_what_cannot_be_written_is_404(client: FlaskClient, address: str, path: str) -> None:
    assert client.get(f"{address.replace('/van-ban', '/xuat')}{path}").status_code == 404


def test_similar_clauses_are_one_link_away(client: FlaskClient, address: str) -> None:
    page = client.get(f"{address}/dieu-5.khoan-1").text
    (link,) = re.findall(r'href="(/gan-giong/[^"]+khoan-1)"', page.split('class="tools"')[1])
    assert "dieu-6.khoan-1" in client.get(link).text


def test_a_document_is_marked_as_far_as_the_settings_say(address: str) -> None:
    app = create_app(INDEX, Settings(max_marked=1_000))
    page = app.test_client().get(f"{address}?q=nước").text
    marked = [section for section in page.split("<section ")[1:] if "<mark>" in section]
    assert 0 < len(marked) < 8

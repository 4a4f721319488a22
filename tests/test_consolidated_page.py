"""The page of a text as it stands at a day."""

from __future__ import annotations

import re

import pytest
from amended_texts import DECREE, amending
from flask.testing import FlaskClient
from site_fixture import sample_index

from search_ui import create_app

INDEX = sample_index(
    (DECREE, "cho-phien.txt"),
    (
        amending(
            "Sửa đổi khoản 1 Điều 2 như sau:\n“1. Minh bạch.”",
            "Thay thế cụm từ “giữ sổ” bằng cụm từ “lưu <sổ>” tại khoản 3 Điều 2.",
            "Bãi bỏ Điều 3, trừ trường hợp chợ họp ban đêm.",
            "Sửa đổi khoản 9 Điều 2 như sau:\n“9. Không có.”",
            "Bãi bỏ Điều 1.",
        ),
        "sua-doi.txt",
    ),
)
ADDRESS = "/hop-nhat/10-2020-nd-cp.2020-01-10"
APP = create_app(INDEX)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return APP.test_client()


def section(page: str, anchor: str) -> str:
    """The part of a page with this id."""
    found = re.search(rf'<section[^>]*id="{anchor}">.*?</section>', page, re.DOTALL)
    assert found, anchor
    return found[0]


def page_at(client: FlaskClient, day: str) -> str:
    return client.get(ADDRESS, query_string={"at": day}).text


@pytest.mark.parametrize(
    ("day", "expected"),
    [("30/6/2022", "1. Công khai."), ("1/7/2022", "1. Minh bạch.")],
    ids=["the day before", "from its day on"],
)
def test_a_clause_says_what_is_in_force_at_the_day(
    client: FlaskClient, day: str, expected: str
) -> None:
    assert f"<p>{expected}</p>" in section(page_at(client, day), "dieu-2.khoan-1")


def test_a_changed_clause_names_and_links_the_clause_that_changes_it(client: FlaskClient) -> None:
    assert "20-2022-nd-cp.2022-05-05/dieu-1.khoan-1" in section(
        page_at(client, "2023-01-01"), "dieu-2.khoan-1"
    )


def test_words_put_in_are_marked_and_escaped(client: FlaskClient) -> None:
    changed = section(page_at(client, "2023-01-01"), "dieu-2.khoan-3")
    assert re.search(r"<ins><span[^>]*>[^<]*</span>lưu &lt;sổ&gt;<span", changed)


def test_a_change_with_exceptions_is_noted_and_says_so(client: FlaskClient) -> None:
    noted = section(page_at(client, "2023-01-01"), "dieu-3")
    assert ("(có ngoại lệ)" in noted, "<del>" in noted) == (True, False)


def test_what_is_no_longer_in_force_is_folded(client: FlaskClient) -> None:
    assert "<details><summary>Điều 1" in section(page_at(client, "2023-01-01"), "dieu-1")


def test_what_cannot_be_applied_is_noted_at_its_place(client: FlaskClient) -> None:
    noted = section(page_at(client, "2023-01-01"), "dieu-2")
    assert "văn bản không có, hoặc không còn, chỗ này" in noted


def test_the_page_says_that_it_is_no_official_text(client: FlaskClient) -> None:
    assert "không phải văn bản hợp nhất chính thức" in page_at(client, "2023-01-01")


def test_a_place_is_found_on_its_sheet(client: FlaskClient) -> None:
    assert 'id="dieu-4"' in client.get(ADDRESS, query_string={"cho": "dieu-4.khoan-9"}).text


def test_the_original_links_to_the_consolidated_text(client: FlaskClient) -> None:
    assert ADDRESS in client.get(ADDRESS.replace("hop-nhat", "van-ban")).text


def test_a_text_that_nothing_changes_has_no_such_link(client: FlaskClient) -> None:
    assert "/hop-nhat/" not in client.get("/van-ban/20-2022-nd-cp.2022-05-05").text


def test_an_unknown_document_is_not_found(client: FlaskClient) -> None:
    assert client.get("/hop-nhat/khong-co").status_code == 404


def test_a_day_that_is_none_is_refused(client: FlaskClient) -> None:
    assert client.get(ADDRESS, query_string={"at": "ba mươi"}).status_code == 400


def test_the_api_says_of_every_passage_whose_words_it_is_made_of(client: FlaskClient) -> None:
    answer = client.get(
        "/api/v1/consolidated/10-2020-nd-cp.2020-01-10", query_string={"at": "2023-01-01"}
    ).get_json()
    (changed,) = [one for one in answer["passages"] if one["anchor"] == "dieu-2.khoan-1"]
    assert (changed["text"], changed["slices"][0]["document"], changed["state"]) == (
        "1. Minh bạch.",
        "20-2022-nd-cp.2022-05-05",
        "amended",
    )


def test_the_api_knows_what_it_does_not_hold(client: FlaskClient) -> None:
    assert client.get("/api/v1/consolidated/khong-co").status_code == 404

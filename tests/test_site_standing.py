"""How documents and clauses stand, on the pages and over HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from made_laws import CHANGING, FILES, LETTER, NEW, OLD, put

from indexer.engines.memory import MemoryEngine
from indexer.index import Index
from search_ui import create_app
from search_ui.reading.compared import compared


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    with Index(MemoryEngine()) as opened:
        put(opened.engine, {**FILES, "thu.txt": LETTER})
        yield opened


@pytest.fixture(scope="module")
def client(index: Index) -> FlaskClient:
    return create_app(index).test_client()


def text(client: FlaskClient, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.text))


PAGES = {
    "a hit of a law that has ended": ("/?q=phà", "Hết hiệu lực từ 1/1/2021"),
    "the evidence of its mark": (
        "/?q=phà", "Hết hiệu lực từ 1/1/2021: theo khoản 2 Điều 2 Luật Bến phà"),
    "a hit of a law in force": ("/?q=bến+phà", "Còn hiệu lực từ 1/1/2021"),
    "a hit of what says nothing": ("/?q=thử+phà", "Chưa rõ hiệu lực: văn bản không nói ngày"),
    "a hit at another day": (
        "/?q=phà+vaongay:2012-01-01", "Còn hiệu lực từ 1/1/2011 (tính vào ngày 1/1/2012)"),
    "by a parameter": ("/?q=phà&at=2012-01-01", "(tính vào ngày 1/1/2012)"),
    "a facet": ("/?q=phà", "Hiệu lực Còn hiệu lực"),
    "a chip": ("/?q=phà&status=het", "Bỏ Hiệu lực: Hết hiệu lực"),
    "the chip of a day": ("/?q=phà&at=2012-01-01", "Bỏ Hiệu lực vào ngày: 1/1/2012"),
    "a list of documents": ("/duyet", "Hết hiệu lực từ 1/1/2021"),
    "a list of documents in a state": ("/duyet?status=het", "1 văn bản"),
    "a document": (f"/van-ban/{OLD}", "Hết hiệu lực từ 1/1/2021: theo khoản 2 Điều 2"),
    "what it speaks of": (f"/van-ban/{OLD}", "Theo các văn bản có trong kho này"),
    "an amended clause": (
        f"/van-ban/{OLD}",
        "Khoản này được sửa đổi, bổ sung bởi khoản 1 Điều 1 Luật 22/2015/QH13"),
    "from when": (f"/van-ban/{OLD}", "Luật 22/2015/QH13 từ ngày 1/7/2016"),
    "a repealed article": (f"/van-ban/{OLD}", "Điều này bị bãi bỏ bởi khoản 2 Điều 1"),
    "its scheme": (f"/quan-he/{OLD}", "Văn bản khác tác động đến văn bản này"),
    "the scheme of what changes it": (f"/quan-he/{CHANGING}", "sửa đổi, bổ sung"),
    "its line of time": (f"/quan-he/{OLD}", "17/6/2010 ban hành"),
    "the end on its line of time": (f"/quan-he/{OLD}", "1/1/2021 hết hiệu lực theo Luật Bến phà"),
}  # fmt: skip


@pytest.mark.parametrize(("path", "said"), PAGES.values(), ids=PAGES)
def test_a_page_says(client: FlaskClient, path: str, said: str) -> None:
    assert said in text(client, path)


def test_the_two_texts_of_an_amended_clause(client: FlaskClient) -> None:
    page = client.get(f"/van-ban/{OLD}/dieu-2.khoan-2").text
    two = page[page.index('<div class="two">') : page.index("</details>", page.index('"two"'))]
    shown = re.sub(r"<span class=\"unseen\">.*?</span>", "", two)
    assert "<del>năm</del> nghìn đồng" in shown
    assert "<ins>mười</ins> nghìn đồng" in shown
    assert "[bỏ: " in two
    assert "[thêm: " in two


def test_the_clause_that_is_asked_for_shows_them_at_once(client: FlaskClient) -> None:
    assert "<details open>" in client.get(f"/van-ban/{OLD}/dieu-2.khoan-2").text
    assert "<details open>" not in client.get(f"/van-ban/{OLD}").text


def test_evidence_leads_to_the_clause(client: FlaskClient) -> None:
    assert f'href="/van-ban/{NEW}/dieu-2.khoan-2#dieu-2.khoan-2"' in client.get("/?q=phà").text


def test_the_counts_of_the_facet(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=phà&type=Luật").get_json()
    counts = {row["value"]: row["count"] for row in answer["facets"]["status"]}
    assert set(counts) == {"con", "het"}
    for value, count in counts.items():
        found = client.get(f"/api/v1/search?q=phà&type=Luật&status={value}").get_json()
        assert found["total"] == count


def test_a_hit_over_http_says_how_its_document_stands(client: FlaskClient) -> None:
    hits = client.get("/api/v1/search?q=phà&status=het&at=2021-06-01").get_json()["hits"]
    assert hits[0]["standing"] == {
        "state": "no_longer",
        "at": "2021-06-01",
        "since": "2021-01-01",
        "why": "",
        "evidence": [f"{NEW}#dieu-2.khoan-2"],
        "by_people": [],
    }


def test_status_over_http(client: FlaskClient) -> None:
    found = client.get("/api/v1/status/11-2010-qh12?at=2012-01-01").get_json()
    (work,) = found["works"]
    assert (work["documents"], work["standing"]["state"]) == ([OLD], "in_force")


def test_effects_over_http(client: FlaskClient) -> None:
    found = client.get(f"/api/v1/effects/{OLD}").get_json()
    undergone = {(row["kind"], row["clause"], row["start"]) for row in found["undergoes"]}
    assert undergone == {
        ("amends", f"{CHANGING}#dieu-1.khoan-1", "2016-07-01"),
        ("repeals", f"{CHANGING}#dieu-1.khoan-2", "2016-07-01"),
        ("expires", f"{NEW}#dieu-2.khoan-2", "2021-01-01"),
    }
    assert [row["kind"] for row in found["states"]] == ["takes_effect"]


@pytest.mark.parametrize("path", ["effects/none", "status/none", "status/none?at=2020-01-01"])
def test_what_nothing_names_is_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(f"/api/v1/{path}").status_code == 404


def test_the_feed_of_a_document_s_changes(client: FlaskClient) -> None:
    titles = re.findall("<title>(.*?)</title>", client.get(f"/thay-doi/{OLD}.atom").text)[1:]
    assert titles[0].startswith("1/1/2021: hết hiệu lực theo Luật Bến phà")
    assert len(titles) >= 4


def test_no_feed_of_what_is_not_there(client: FlaskClient) -> None:
    assert client.get("/thay-doi/none.atom").status_code == 404


def test_answers_are_given_again_on_the_same_day_only(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = client.get("/?q=phà").headers["ETag"]
    assert client.get("/?q=phà", headers={"If-None-Match": tag}).status_code == 304
    monkeypatch.setattr("search_ui.remembered.today", lambda: "2030-01-01")
    assert client.get("/?q=phà", headers={"If-None-Match": tag}).status_code == 200


COMPARED = {
    "one word": ("a b c", "a x c", "<p>a [del b] c</p>", "<p>a [ins x] c</p>"),
    "the same": ("a b", "a b", "<p>a b</p>", "<p>a b</p>"),
    "nothing alike": ("a b c", "x y z", "<p>a b c</p>", "<p>x y z</p>"),
    "tags": ("<b> c d e", "<i> c d e", "<p>[del &lt;b&gt;] c d e</p>",
             "<p>[ins &lt;i&gt;] c d e</p>"),
    "two lines": ("a b c\nd", "a b c\ne", "<p>a b c</p><p>[del d]</p>",
                  "<p>a b c</p><p>[ins e]</p>"),
    "a line that is gone": ("a b\nc\nd e", "a b\nd e", "<p>a b</p><p>[del c]</p><p>d e</p>",
                            "<p>a b</p><p>d e</p>"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "gone", "come"), COMPARED.values(), ids=COMPARED)
def test_two_texts_compared(client: FlaskClient, old: str, new: str, gone: str, come: str) -> None:
    with client.application.test_request_context():
        found = compared(old, new)
    seen = [
        re.sub(
            r"<(del|ins)>(.*?)</\1>",
            r"[\1 \2]",
            re.sub(r'<span class="unseen">.*?</span>', "", str(one)),
        )
        for one in found
    ]
    assert seen == [gone, come]

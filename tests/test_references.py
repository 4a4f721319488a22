"""Laws by everyday names, several places at once, and a place without a document."""

from __future__ import annotations

import pytest

from indexer.engines.memory import MemoryEngine
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse
from indexer.querying.request import SearchRequest
from indexer.querying.results import Results
from indexer.querying.search import search


def law(number: str, day: str, title: str, body: str) -> str:
    return f"QUỐC HỘI\nLuật số: {number}\nHà Nội, {day}\n\n{title}\n\n{body}"


LAND = """Chương 1
QUY ĐỊNH CHUNG

Điều 1. Phạm vi
1. Luật này quy định về đất.
2. Đất là của toàn dân.

Điều 2. Người sử dụng
Người sử dụng là tổ chức, cá nhân.

Chương 2
THU HỒI

Điều 3. Thu hồi
1. Nhà nước thu hồi đất.
"""
TEXTS = {
    "đất cũ": law("13/2033/QH15", "ngày 26 tháng 11 năm 2033", "LUẬT\nĐất đai", LAND),
    "đất mới": law("31/2044/QH15", "ngày 18 tháng 1 năm 2044", "LUẬT\nĐất đai", LAND),
    "gia đình": law(
        "52/2034/QH13",
        "ngày 19 tháng 6 năm 2034",
        "LUẬT\nHôn nhân và gia đình",
        "Điều 1. Phạm vi\n1. Luật này quy định về hôn nhân.\n\n"
        "Điều 8. Điều kiện kết hôn\n1. Nam, nữ kết hôn theo các điều kiện sau đây:\n"
        "a) Đủ tuổi;\nb) Tự nguyện.\n",
    ),
    "lao động": law(
        "45/2039/QH14",
        "ngày 20 tháng 11 năm 2039",
        "BỘ LUẬT\nLao động",
        "Điều 117. Kỷ luật lao động\nKỷ luật lao động là quy định về thời gian.\n\n"
        "Điều 118. Nội quy\nNội quy do người sử dụng lao động ban hành.\n",
    ),
    "hình sự": law(
        "100/2035/QH13",
        "ngày 27 tháng 11 năm 2035",
        "BỘ LUẬT\nHình sự",
        "Điều 173. Tội trộm cắp\n1. Người nào trộm cắp thì bị phạt.\n\n"
        "Điều 174. Tội lừa đảo\n1. Người nào lừa đảo thì bị phạt.\n\n"
        "Điều 175. Tội lạm dụng\n1. Người nào lạm dụng thì bị phạt.\n",
    ),
    "hàng hải": law(
        "95/2035/QH13", "ngày 25 tháng 11 năm 2035", "BỘ LUẬT\nHàng hải Việt Nam",
        "Điều 1. Phạm vi\nBộ luật này quy định về hàng hải.\n",
    ),
    "nghị định": "Điều 9. Áp dụng\nThực hiện theo khoản 1 Điều 8, khoản 2 Điều 1 và Điều 174; "
    "xử lý kỷ luật lao động và tội phạm năm 2035 theo pháp luật hình sự.\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> MemoryEngine:
    made = MemoryEngine()
    with made.writer() as writer:
        for name, text in TEXTS.items():
            document, clauses = parse(text, f"{name}.txt")
            writer.put(document, entries(document, clauses))
    return made


def ask(engine: MemoryEngine, query: str) -> Results:
    return search(engine, SearchRequest(query))


def best(results: Results) -> tuple[str, str]:
    hit = results.hits[0]
    return hit.document.source.removesuffix(".txt"), hit.clause.id.partition("#")[2]


FIRST: list[tuple[str, str, str]] = [
    ("điều 8 luật hôn nhân gia đình", "gia đình", "dieu-8"),
    ("dieu 8 luat hon nhan gia dinh", "gia đình", "dieu-8"),
    ("điều 8 luật HNGĐ", "gia đình", "dieu-8"),
    ("điều 8 của luật về hôn nhân và gia đình", "gia đình", "dieu-8"),
    ("k1 đ8 luật hôn nhân gia đình", "gia đình", "dieu-8.khoan-1"),
    ("Đ.8 K.1 luật hôn nhân và gia đình", "gia đình", "dieu-8.khoan-1"),
    ("điều 8.1.b luật hôn nhân và gia đình", "gia đình", "dieu-8.khoan-1.diem-b"),
    ("luật hôn nhân gia đình điều 8 khoản 1 điểm a", "gia đình", "dieu-8.khoan-1.diem-a"),
    ("điều 8 luật hôn nhân gia đình khoản 1", "gia đình", "dieu-8.khoan-1"),
    ("d 174 blhs", "hình sự", "dieu-174"),
    ("điều 174 luật hình sự", "hình sự", "dieu-174"),
    ("tội 174", "hình sự", "dieu-174"),
    ("khoản 1 tội 174", "hình sự", "dieu-174.khoan-1"),
    ("điều 1 luật hàng hải", "hàng hải", "dieu-1"),
    ("điều 117 BLLĐ", "lao động", "dieu-117"),
    ("điều 117 luật lao động", "lao động", "dieu-117"),
    ("chương II luật đất đai", "đất mới", "chuong-2"),
    ("chương 2 luật đất đai năm 2033", "đất cũ", "chuong-2"),
    ("điều 1 luật đất đai", "đất mới", "dieu-1"),
    ("điều 1 luật đất đai 2033", "đất cũ", "dieu-1"),
    ("điều 1 luật đất đai 2044", "đất mới", "dieu-1"),
]


@pytest.mark.parametrize(("query", "source", "anchor"), FIRST, ids=[c[0] for c in FIRST])
def test_first(engine: MemoryEngine, query: str, source: str, anchor: str) -> None:
    assert best(ask(engine, query)) == (source, anchor)


SEVERAL: list[tuple[str, list[str]]] = [
    ("điều 173-175 BLHS", ["dieu-173", "dieu-174", "dieu-175"]),
    ("điều 174 và 175 bộ luật hình sự", ["dieu-174", "dieu-175"]),
    ("điều 175, điều 173 luật hình sự", ["dieu-175", "dieu-173"]),
    ("điểm a, b khoản 1 điều 8 luật hôn nhân gia đình", [
        "dieu-8.khoan-1.diem-a", "dieu-8.khoan-1.diem-b"]),
]  # fmt: skip


@pytest.mark.parametrize(("query", "anchors"), SEVERAL, ids=[c[0] for c in SEVERAL])
def test_several_places_come_in_the_order_typed(
    engine: MemoryEngine, query: str, anchors: list[str]
) -> None:
    found = [hit.clause.id.partition("#")[2] for hit in ask(engine, query).hits]
    assert found[: len(anchors)] == anchors


NAMED: list[tuple[str, list[str]]] = [
    ("luật đất đai", ["31/2044/QH15", "13/2033/QH15"]),
    ("luật đất đai 2033", ["13/2033/QH15"]),
    ("luật đất đai năm 2044", ["31/2044/QH15"]),
    ("luật hôn nhân gia đình", ["52/2034/QH13"]),
    ("luật HN&GĐ", ["52/2034/QH13"]),
    ("luật lao động", ["45/2039/QH14"]),
]


@pytest.mark.parametrize(("query", "numbers"), NAMED, ids=[c[0] for c in NAMED])
def test_the_documents_of_a_name(engine: MemoryEngine, query: str, numbers: list[str]) -> None:
    assert [document.number for document in ask(engine, query).named] == numbers


@pytest.mark.parametrize(
    "query",
    ["kỷ luật lao động", "xử lý kỷ luật lao động", "pháp luật hình sự", "tội phạm 2035", "luật",
     "d 5 người", "k 2 tầng", "điều kiện kết hôn", "phạm tội 174 lần", "danh mục 2", "đất đai"],
)  # fmt: skip
def test_ordinary_words_name_nothing(engine: MemoryEngine, query: str) -> None:
    results = ask(engine, query)
    assert (results.named, results.place) == ((), ())


def test_a_year_that_is_not_there_is_said(engine: MemoryEngine) -> None:
    results = ask(engine, "điều 1 luật đất đai 2050")
    assert best(results) == ("đất mới", "dieu-1")
    assert "2044, 2033" in results.notices[0].text


@pytest.mark.parametrize(
    ("query", "anchor"),
    [("khoản 1 điều 8", "dieu-8.khoan-1"), ("dieu 8", "dieu-8"), ("điều 174", "dieu-174")],
)
def test_a_place_without_a_document_comes_before_what_cites_it(
    engine: MemoryEngine, query: str, anchor: str
) -> None:
    found = [hit.clause.id.partition("#")[2] for hit in ask(engine, query).hits]
    assert found[0] == anchor
    assert "dieu-9" in found


def test_a_place_and_a_subject(engine: MemoryEngine) -> None:
    assert best(ask(engine, "điều 8 kết hôn")) == ("gia đình", "dieu-8")

"""Searching, from what is typed to what is marked, over a few small documents."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from test_parser import PLAIN

from indexer.engines.memory import MemoryEngine
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse
from indexer.querying.request import SearchRequest
from indexer.querying.results import Results
from indexer.querying.search import search

LAW = """QUỐC HỘI
Luật số: 91/2015/QH13
Hà Nội, ngày 24 tháng 11 năm 2015

BỘ LUẬT DÂN SỰ

Điều 1. Phạm vi điều chỉnh
Bộ luật này quy định địa vị pháp lý của cá nhân, pháp nhân.

Điều 5. Áp dụng tập quán
1. Tập quán là quy tắc xử sự có nội dung rõ ràng.
2. Trường hợp các bên không có thoả thuận thì có thể áp dụng tập quán:
a) Tập quán của dân tộc;
d) Tập quán của làng;
đ) Tập quán của vùng miền.

Điều 12. Tự bảo vệ quyền dân sự
Việc tự bảo vệ phải phù hợp với đường lối chung.
"""
PLAN = """ỦY BAN NHÂN DÂN TỈNH LĨNH ĐÔNG
Số: 12/KH-UBND
Lĩnh Đông, ngày 07 tháng 4 năm 2024

KẾ HOẠCH
Tổ chức phong trào thi đua năm 2024

1. Quán triệt Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị về thi đua, khen thưởng.
2. UBND các xã nuôi con giống dương vật thân mềm theo hướng an toàn; đương nhiên có kiểm tra.
3. Phát triển đô thị loại IV gắn với đường giao thông nông thôn.
4. Thông báo cho người dân biết thời hạn nộp thuế đất.
"""
OTHER = PLAN.replace("12/KH-UBND", "09/CT-UBND").replace("KẾ HOẠCH", "CHỈ THỊ")
AGAIN = OTHER.replace("07 tháng 4 năm 2024", "08 tháng 5 năm 2025")


@pytest.fixture(scope="module")
def engine() -> MemoryEngine:
    engine = MemoryEngine()
    with engine.writer() as writer:
        for name, text in {"luat": LAW, "ke-hoach": PLAN, "ct": OTHER, "ct2": AGAIN}.items():
            document, clauses = parse(text, f"{name}.txt")
            writer.put(document, entries(document, clauses))
    return engine


def anchors(results: Results) -> list[str]:
    return [hit.clause.id.partition("#")[2] for hit in results.hits]


def numbers(results: Results) -> list[str | None]:
    return list(dict.fromkeys(hit.document.number for hit in results.hits))


FIRST: list[tuple[str, str, str]] = [
    ("an article of a law by its number", "khoản 2 Điều 5 91/2015/QH13", "dieu-5.khoan-2"),
    ("innermost first or last", "điều 5 khoản 2 luật 91/2015/QH13", "dieu-5.khoan-2"),
    ("an article of a law by its name", "điều 12 bộ luật dân sự", "dieu-12"),
    ("the same without accents", "dieu 12 bo luat dan su", "dieu-12"),
    ("the same abbreviated", "điều 12 BLDS", "dieu-12"),
    ("điểm d", "điểm d khoản 2 điều 5 bộ luật dân sự", "dieu-5.khoan-2.diem-d"),
    ("điểm đ is another", "điểm đ khoản 2 điều 5 bộ luật dân sự", "dieu-5.khoan-2.diem-dd"),
    ("no such khoản: its article", "khoản 9 điều 5 bộ luật dân sự", "dieu-5"),
    ("a cited document that is not held", "chỉ thị 34-CT/TW", "khoan-1"),
    ("the same by its type", "chi thi 34", "khoan-1"),
    ("the same with other separators", "34/CT–TW", "khoan-1"),
    ("a date in other words", "ngày 7 tháng 4 năm 2014", "khoan-1"),
    ("an abbreviation", "Ủy ban nhân dân các xã", "khoan-2"),
    ("a numeral", "đô thị loại 4", "khoan-3"),
    ("spread over an article", "tập quán rõ ràng thoả thuận vùng miền", "dieu-5"),
    ("other tone placement", "thỏa thuận", "dieu-5.khoan-2"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "anchor"), [c[1:] for c in FIRST], ids=[c[0] for c in FIRST])
def test_first(engine: MemoryEngine, query: str, anchor: str) -> None:
    assert anchors(search(engine, SearchRequest(query)))[0] == anchor


@pytest.mark.parametrize("query", ["09/CT-UBND", "chi thi 9"])
def test_an_ambiguous_number_lists_its_candidates_first_the_newest_before_older_ones(
    engine: MemoryEngine, query: str
) -> None:
    hits = search(engine, SearchRequest(query)).hits[:2]
    assert [hit.document.date for hit in hits] == ["2025-05-08", "2024-04-07"]


def test_so_keeps_the_documents_of_a_number(engine: MemoryEngine) -> None:
    hits = search(engine, SearchRequest("so:9/CT-UBND", limit=50)).hits
    assert {hit.document.date for hit in hits} == {"2024-04-07", "2025-05-08"}


def test_typed_accents_lift(engine: MemoryEngine) -> None:
    assert anchors(search(engine, SearchRequest("đường")))[0] in {"khoan-3", "dieu-12"}


def test_other_accents_still_match(engine: MemoryEngine) -> None:
    assert "khoan-2" in anchors(search(engine, SearchRequest("đường")))


def test_quotation_marks_require_the_accents(engine: MemoryEngine) -> None:
    assert "khoan-2" not in anchors(search(engine, SearchRequest('"đường"')))


def test_quotation_marks_without_accents_require_the_row(engine: MemoryEngine) -> None:
    assert anchors(search(engine, SearchRequest('"duong giao thong"')))[0] == "khoan-3"
    assert search(engine, SearchRequest('"giao thong duong"')).total == 0


def test_all_words_are_required_first(engine: MemoryEngine) -> None:
    results = search(engine, SearchRequest("nộp thuế đất"))
    assert not results.relaxed
    assert set(anchors(results)) == {"khoan-4"}


def test_then_most_of_them(engine: MemoryEngine) -> None:
    results = search(engine, SearchRequest("nộp thuế đất xyzzy quặng"))
    assert results.relaxed
    assert anchors(results)[0] == "khoan-4"


def test_a_question_finds_its_article(engine: MemoryEngine) -> None:
    question = "Khi các bên không có thoả thuận gì thì có được áp dụng tập quán hay không?"
    assert anchors(search(engine, SearchRequest(question)))[0] in {"dieu-5", "dieu-5.khoan-2"}


SYNTAX: list[tuple[str, set[str]]] = [
    ("thuế -đất", set()),
    ("thuế OR pháp", {"khoan-4", "dieu-1"}),
    ("dieu:5 vùng", {"dieu-5", "dieu-5.khoan-2.diem-dd"}),
    ("thuế NEAR/3 nộp", {"khoan-4"}),
    ("thuế NEAR/2 thông", set()),
    ("pháp nhâ*", {"dieu-1"}),
    ("loai:\"bộ luật\" tập AND quán AND làng", {"dieu-5", "dieu-5.khoan-2.diem-d"}),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), SYNTAX, ids=[query for query, _ in SYNTAX])
def test_query_language(engine: MemoryEngine, query: str, expected: set[str]) -> None:
    assert set(anchors(search(engine, SearchRequest(query, limit=50)))) == expected


def test_fields_are_filters(engine: MemoryEngine) -> None:
    assert numbers(search(engine, SearchRequest('đô thị loại:"kế hoạch"'))) == ["12/KH-UBND"]
    assert numbers(search(engine, SearchRequest("đô thị ngay:5/2025"))) == ["09/CT-UBND"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("ubnd các xã", {"UBND các xã"}), ("34 ct tw", {"Chỉ thị số 34-CT/TW"}),
     ('"loại IV"', {"loại IV"}), ("đường giao thông", {"đường giao thông"}), ("nuô*", {"nuôi"}),
     ("ngày 7/4/2014", {"ngày 07/4/2014"}), ("loại 4 đô thị", {"đô thị loại IV"})],
)  # fmt: skip
def test_marks(engine: MemoryEngine, query: str, expected: set[str]) -> None:
    hit = search(engine, SearchRequest(query)).hits[0]
    assert {hit.clause.text[start:end] for start, end in hit.marks} == expected


@settings(max_examples=60, deadline=None)
@given(PLAIN)
def test_plain_text_never_raises(engine: MemoryEngine, text: str) -> None:
    search(engine, SearchRequest(text))

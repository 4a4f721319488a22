"""Suggestions: keystrokes, typing errors, accents, completions; from the index's own words."""

from __future__ import annotations

import pytest

from indexer.engines.memory import MemoryEngine
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse
from indexer.querying.request import SearchRequest
from indexer.querying.search import search
from indexer.suggesting.spelling import suggest
from indexer.suggesting.suggest import suggestions
from indexer.suggesting.term_counts import counts_of, folded_key, openings

TEXT = """ỦY BAN NHÂN DÂN TỈNH LĨNH ĐÔNG
Số: 12/KH-UBND
Lĩnh Đông, ngày 07 tháng 4 năm 2024

KẾ HOẠCH
Tổ chức phong trào thi đua yêu nước năm 2024

1. Phát động phong trào thi đua yêu nước, khen thưởng tập thể; thì cấp trên xem xét.
2. Ủy ban nhân dân tỉnh chỉ đạo phong trào thi đua yêu nước trong nhân dân tỉnh nhà.
3. Bồi thường thiệt hại khi thu hồi đất; hợp đồng lao động của người lao động.
4. Kỷ luật lao động, kỹ năng nghề nghiệp, quyền sử dụng đất.
"""


@pytest.fixture(scope="module")
def engine() -> MemoryEngine:
    engine = MemoryEngine()
    with engine.writer() as writer:
        document, clauses = parse(TEXT, "ke-hoach.txt")
        writer.put(document, entries(document, clauses))
    return engine


MEANT: list[tuple[str, str, str | None]] = [
    ("accents restored", "thi dua yeu nuoc", "thi đua yêu nước"),
    ("capitals kept", "Thi dua", "Thi đua"),
    ("two capital letters", "UY BAN nhan dan", "ỦY BAN nhân dân"),
    ("y kept", "ky nang nghe nghiep", "kỹ năng nghề nghiệp"),
    ("an abbreviation tells its neighbour", "ubnd tinh", "ubnd tỉnh"),
    ("accents typed: nothing to say", "thi đua yêu nước", None),
    ("telex", "thi ddua yeeu nuwowcs", "thi đua yêu nước"),
    ("vni", "thi d9ua ye6u nu7o7c1", "thi đua yêu nước"),
    ("telex with capitals", "Quyeefn suwr dujng ddaats", "Quyền sử dụng đất"),
    ("swapped letters", "boi thuogn thiet hai", "bồi thường thiệt hại"),
    ("a letter too many", "hợp đồng laoo động", "hợp đồng lao động"),
    ("a blank missing", "boithuong thiệt hại", "bồi thường thiệt hại"),
    ("a document's number is left alone", "34-CT/TW", None),
    ("an abbreviation is left alone", "UBND", None),
    ("no such word", "xyzzy", None),
    ("nothing", "", None),
]


@pytest.mark.parametrize(("query", "expected"), [c[1:] for c in MEANT], ids=[c[0] for c in MEANT])
def test_suggest(engine: MemoryEngine, query: str, expected: str | None) -> None:
    assert suggest(query, counts_of(engine)) == expected


def test_a_search_offers_the_suggestion(engine: MemoryEngine) -> None:
    assert search(engine, SearchRequest("thi dua yeu nuoc")).suggestion == "thi đua yêu nước"


def test_a_search_with_operators_offers_none(engine: MemoryEngine) -> None:
    assert search(engine, SearchRequest("thi OR dua")).suggestion is None


COMPLETED: list[tuple[str, str]] = [
    ("thi đ", "thi đua"),
    ("phong trao thi d", "phong trào thi đua"),
    ("bồi thư", "bồi thường"),
    ("boi th", "bồi thường"),
    ("hop dong l", "hợp đồng lao động"),
    ("tap", "tập thể"),
]


@pytest.mark.parametrize(("prefix", "expected"), COMPLETED, ids=[prefix for prefix, _ in COMPLETED])
def test_completed(engine: MemoryEngine, prefix: str, expected: str) -> None:
    assert any(text.lower().startswith(expected) for text in suggestions(engine, prefix))


def test_titles_are_completed(engine: MemoryEngine) -> None:
    title = "Tổ chức phong trào thi đua yêu nước năm 2024"
    assert title in suggestions(engine, "nam 2024 phong tr")


@pytest.mark.parametrize("prefix", ["", "   ", "?!"])
def test_nothing_typed_completes_to_nothing(engine: MemoryEngine, prefix: str) -> None:
    assert suggestions(engine, prefix) == []


def test_no_more_than_asked_for(engine: MemoryEngine) -> None:
    assert len(suggestions(engine, "t", limit=2)) == 2


def test_openings() -> None:
    assert openings("dua") == ["du", "dư", "đu", "đư"]


@pytest.mark.parametrize(("key", "folded"), [("đương2", "duong"), ("a", "a"), ("34", "34")])
def test_folded_key(key: str, folded: str) -> None:
    assert folded_key(key) == folded

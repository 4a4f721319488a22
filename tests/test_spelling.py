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


@pytest.mark.parametrize(
    ("folded", "expected"),
    [
        ("dua", ["du", "dư", "đu", "đư"]),
        ("nd", ["nd", "nđ"]),
        ("bgddt", ["bgddt", "bgdđt", "bgđdt", "bgđđt"]),
        ("dddddd", ["dddddd"]),
    ],
    ids=["syllable", "abbreviation", "longer abbreviation", "row of d"],
)
def test_openings(folded: str, expected: list[str]) -> None:
    assert openings(folded) == expected


@pytest.mark.parametrize(("key", "folded"), [("đương2", "duong"), ("a", "a"), ("34", "34")])
def test_folded_key(key: str, folded: str) -> None:
    assert folded_key(key) == folded


LAW = """LUẬT
Số: 12/2024/QH15

Điều 1. Xử lý vi phạm
Xử lý vi phạm hành chính; xử lý kỷ luật lao động; cơ quan xử lý vi phạm theo quyền sở hữu.
Điều 2. Hợp đồng lao động
Hợp đồng lao động; trách nhiệm hình sự của người nộp thuế; giáo dục; khiếu nại; tài sản.
Điều 3. Bảo hiểm
Bảo hiểm xã hội; sự việc, lý do; sử dụng; thủ tục hành chính và kết hôn; Tòa án cấp trên.
Điều 4. Tiền lương
Lương làm thêm giờ; khối lượng làm việc; ban đêm; ăn uống; trộm cắp; sơ đồ; sổ sách; cờ đỏ.
"""


@pytest.fixture(scope="module")
def law() -> MemoryEngine:
    engine = MemoryEngine()
    with engine.writer() as writer:
        document, clauses = parse(LAW, "luat.txt")
        writer.put(document, entries(document, clauses))
    return engine


SLIPS: list[tuple[str, str | None]] = [
    ("sử lý vi phạm", "xử lý vi phạm"),
    ("su ly vi pham", "xử lý vi phạm"),
    ("Sử lý", "Xử lý"),
    ("kỹ luật lao động", "kỷ luật lao động"),
    ("chách nhiệm hình sự", "trách nhiệm hình sự"),
    ("lộp thuế", "nộp thuế"),
    ("khiếu lại", "khiếu nại"),
    ("dáo dục", "giáo dục"),
    ("tài xản", "tài sản"),
    ("quyền xở hữu", "quyền sở hữu"),
    ("hợp dong lao động", "hợp đồng lao động"),
    ("xử lý vi phạm", None),
    ("ăn cắp", None),
    ("sổ đỏ", None),
]

GLUED: list[tuple[str, str | None]] = [
    ("hopdonglaodong", "hợp đồng lao động"),
    ("hợpđồnglaođộng", "hợp đồng lao động"),
    ("hợp đồng laodong", "hợp đồng lao động"),
    ("laodong hopdong", "lao động hợp đồng"),
    ("baohiemxahoi", "bảo hiểm xã hội"),
    ("trachnhiemhinhsu nguoi nop thue", "trách nhiệm hình sự người nộp thuế"),
    ("thutuchanhchinhketho", None),
    ("xyzzyxyzzy", None),
    ("website", None),
]


@pytest.mark.parametrize(("query", "expected"), [*SLIPS, *GLUED])
def test_suggested_by_the_pairs_of_the_collection(
    law: MemoryEngine, query: str, expected: str | None
) -> None:
    assert suggest(query, counts_of(law)) == expected


def test_no_reading_is_offered_where_another_is_as_likely(law: MemoryEngine) -> None:
    assert suggest("luong lam dem", counts_of(law)) is None


def test_nothing_is_corrected_by_half(law: MemoryEngine) -> None:
    assert suggest("hopdonglaodong xyzzyo", counts_of(law)) is None


@pytest.mark.parametrize("word", ["a" * 5000, "hopdong" * 500])
def test_long_runs_are_left_alone(law: MemoryEngine, word: str) -> None:
    assert suggest(word, counts_of(law)) is None

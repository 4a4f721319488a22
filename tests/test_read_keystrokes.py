"""Queries typed in Telex or VNI with the input method off are searched for as they were meant."""

from __future__ import annotations

import pytest

from indexer.engines.memory import MemoryEngine
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse
from indexer.querying.keystrokes import decode
from indexer.querying.request import SearchRequest
from indexer.querying.search import search
from indexer.suggesting.term_counts import counts_of

TEXT = """BỘ LUẬT
Số: 12/2024/QH15

Điều 1. Phong trào thi đua yêu nước
Phong trào thi đua yêu nước do Ủy ban nhân dân phát động; tập thể thì sẽ được khen thưởng.
Điều 2. Đất đai
Người nước ngoài có quyền sử dụng đất, thuế suất, một lít dầu, quý một, vía hè, mới, tết, tên.
Điều 3. Bản đồ
Bảo hiểm y tế, miễn thuế cho người dân, công khai internet.
"""


@pytest.fixture(scope="module")
def engine() -> MemoryEngine:
    engine = MemoryEngine()
    with engine.writer() as writer:
        document, clauses = parse(TEXT, "luat.txt")
        writer.put(document, entries(document, clauses))
    return engine


MEANT: list[tuple[str, str, str | None]] = [
    ("telex", "thi ddua yeeu nuwowcs", "thi đua yêu nước"),
    ("vni", "thi d9ua ye6u nu7o7c1", "thi đua yêu nước"),
    ("marks at the end", "thi duad yeue nuocws", "thi đua yêu nước"),
    ("capitals", "THI DDUA YEEU NUWOWCS", "THI ĐUA YÊU NƯỚC"),
    ("first letters", "Quyeenf suwr dungj ddaats", "Quyền sử dụng đất"),
    ("one word", "nuwowcs", "nước"),
    ("tones only, beside their neighbours", "baor hieemr y tees", "bảo hiểm y tế"),
    ("some typed with the input method on", "phong trào thi ddua", "phong trào thi đua"),
    ("with a number", "ddieefu 2 ddaats ddai", "điều 2 đất đai"),
    ("with an operator", "ddua AND nuwowcs", "đua AND nước"),
    ("in quotes", '"thi ddua"', '"thi đua"'),
    ("with a field", "loai:luaajt thi ddua", "loai:luaajt thi đua"),
    ("words that the index does not know go along", "thi ddua yeeu thichs", "thi đua yêu thích"),
    ("a foreign word among keystrokes stays", "internet nuwowcs ngoaif", "internet nước ngoài"),
    ("accents", "thi đua yêu nước", None),
    ("no accents", "thi dua yeu nuoc", None),
    ("no such word", "xyzzy", None),
    ("nothing", "", None),
]

LEFT_ALONE = (
    "covid", "www", "vat", "pass", "NQ", "internet", "UBND", "HĐND", "visa", "tax", "gas", "list",
    "sex", "test", "moon", "teen", "QH15", "h2o", "a4", "k2 d5", "quy1", "mau so1", "tt39",
    "covid19", "data", "part", "website", "SXKD", "BHXH", "thi đua visa", "thue vat", "phu luc a1",
    "forms", "www.abc.vn", "12/2024/QH15", "pdf", "facebook", "email", "wifi", "photo copy",
    "sms banking",
)  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), [c[1:] for c in MEANT], ids=[c[0] for c in MEANT])
def test_decoded(engine: MemoryEngine, typed: str, meant: str | None) -> None:
    assert decode(typed, counts_of(engine)) == meant


@pytest.mark.parametrize("query", LEFT_ALONE)
def test_left_alone(engine: MemoryEngine, query: str) -> None:
    assert decode(query, counts_of(engine)) is None


def test_what_was_meant_is_found(engine: MemoryEngine) -> None:
    found = search(engine, SearchRequest("thi ddua yeeu nuwowcs"))
    assert [hit.clause.id for hit in found.hits] == [
        hit.clause.id for hit in search(engine, SearchRequest("thi đua yêu nước")).hits
    ]


def test_it_is_marked(engine: MemoryEngine) -> None:
    hit = search(engine, SearchRequest("thi ddua")).hits[0]
    assert {hit.clause.text[a:b].lower() for a, b in hit.marks} == {"thi đua"}


def test_it_is_said_with_the_way_back(engine: MemoryEngine) -> None:
    (notice,) = search(engine, SearchRequest("thi ddua")).notices
    assert (notice.kind, notice.query, notice.literal) == ("keystrokes", "thi ddua", True)


def test_it_is_said_what_was_searched_for(engine: MemoryEngine) -> None:
    (notice,) = search(engine, SearchRequest("thi ddua")).notices
    assert "«thi đua»" in notice.text


def test_literally_nothing_is_decoded(engine: MemoryEngine) -> None:
    found = search(engine, SearchRequest("thi ddua yeeu nuwowcs", literal=True))
    assert (found.notices, found.suggestion) == ((), "thi đua yêu nước")


def test_the_query_is_shown_as_it_was_typed(engine: MemoryEngine) -> None:
    assert search(engine, SearchRequest("thi ddua")).query == "thi ddua"


def test_what_was_decoded_needs_no_suggestion(engine: MemoryEngine) -> None:
    assert search(engine, SearchRequest("thi ddua yeeu nuwowcs")).suggestion is None

"""Numbers in a query, and the clauses that they find."""

from __future__ import annotations

from functools import cache

import pytest

from indexer.core.engine import Engine
from indexer.engines.memory import MemoryEngine
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse
from indexer.querying.request import SearchRequest
from indexer.querying.search import search

TEXTS = {
    "a": "Phạt tiền 30.000.000 đồng.",
    "b": "Phạt tiền từ 30 triệu đồng.",
    "c": "Phạt tiền 30.000.000.000 đồng và 30 nghìn đồng.",
    "d": "Lãi suất là 2,4% mỗi năm.",
    "e": "Theo khoản 2 và khoản 4, nộp 1/2 số ấy.",
    "f": "1. Một là cam.\n2. Hai là quýt.\n",
    "g": "Đường dài 10 km, rộng 20 m².",
    "h": "Còn 10 người ở cách nhà 3 km.",
    "n": "Giảm 10% giá vé.",
    "i": "Gọi số 0236.3889.666 khi có Covid-19.",
    "k": "Có 19 người ở đó.",
    "l": "Xe 43A-123.45 và xe 43B 12345.",
    "m": "Hệ số là 1,2 hay ½.",
}


@cache
def engine() -> Engine:
    made = MemoryEngine()
    with made.writer() as writer:
        for name, text in TEXTS.items():
            document, clauses = parse(text, f"{name}.txt")
            writer.put(document, entries(document, clauses))
    return made


FOUND: list[tuple[str, str]] = [
    ("30 triệu đồng", "ab"),
    ("30.000.000 đồng", "ab"),
    ("30000000đ", "ab"),
    ("30tr", "ab"),
    ("30 tỷ", "c"),
    ("30 trieu", "ab"),
    ("31 triệu đồng", ""),
    ("2,4%", "d"),
    ("2,4", "d"),
    ("10%", "n"),
    ("giảm 10 %", "n"),
    ("1,2", "m"),
    ("1/2", "em"),
    ("½", "em"),
    ("10km", "gh"),
    ("20m2", "g"),
    ("02363889666", "i"),
    ("0236 3889 666", "i"),
    ("covid19", "i"),
    ("covid20", ""),
    ("43A12345", "l"),
    ("43a 123.45", "l"),
    ("43B12345", "l"),
]


@pytest.mark.parametrize(("query", "expected"), FOUND, ids=[query for query, _ in FOUND])
def test_a_number_finds(query: str, expected: str) -> None:
    results = search(engine(), SearchRequest(query, limit=50))
    assert "".join(sorted({hit.document.source[0] for hit in results.hits})) == expected


def test_a_number_with_its_unit_comes_before_both_apart() -> None:
    results = search(engine(), SearchRequest("10km"))
    assert [hit.document.source for hit in results.hits] == ["g.txt", "h.txt"]


MARKED: list[tuple[str, str]] = [
    ("30tr", "30.000.000"),
    ("30.000.000", "30 triệu"),
    ("2,4%", "2,4"),
    ("1/2", "½"),
    ("02363889666", "0236.3889.666"),
    ("10km", "10 km"),
    ("covid19", "Covid"),
]


@pytest.mark.parametrize(("query", "said"), MARKED, ids=[query for query, _ in MARKED])
def test_a_number_is_marked_as_the_text_writes_it(query: str, said: str) -> None:
    results = search(engine(), SearchRequest(query))
    marked = {hit.clause.text[a:b] for hit in results.hits for a, b in hit.marks}
    assert said in marked

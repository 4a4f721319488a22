"""Names are found in all the ways they are written."""

from __future__ import annotations

import pytest

from indexer.engines.memory import MemoryEngine
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse
from indexer.querying.request import SearchRequest
from indexer.querying.results import Results
from indexer.querying.search import search


def found(text: str, query: str) -> Results:
    engine = MemoryEngine()
    with engine.writer() as writer:
        for source, content in (("1.txt", text), ("2.txt", "Xã khác, việc khác.")):
            document, clauses = parse(content, source)
            writer.put(document, entries(document, clauses))
    return search(engine, SearchRequest(query, literal=True))


def letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


WAYS = (
    ("Pleiku", "Plei Ku"),
    ("H'Mông", "Hmông", "H Mông", "H’Mông"),
    ("K'Dang", "KDang", "K’Dang", "K Dang"),
    ("Ea Ly", "Ealy", "EaLy"),
    ("Đắk Lắk", "Đắc Lắc", "Đăk Lăk", "Dak Lak"),
    ("Krông Pa", "Krôngpa", "Krong Pa"),
    ("M'Nông", "Mnông"),
)
CASES = [(one, two) for ways in WAYS for one in ways for two in ways]


@pytest.mark.parametrize(("written", "query"), CASES)
def test_a_name_is_found_however_it_is_written(written: str, query: str) -> None:
    results = found(f"Thành phố {written} thuộc tỉnh.", query)
    assert [hit.document.source for hit in results.hits] == ["1.txt"]


@pytest.mark.parametrize(("written", "query"), CASES)
def test_it_is_marked(written: str, query: str) -> None:
    hit = found(f"Thành phố {written} thuộc tỉnh.", query).hits[0]
    marked = "".join(hit.clause.text[a:b] for a, b in hit.marks)
    assert letters(marked) == letters(written)


def test_with_other_words() -> None:
    results = found("Đồng bào dân tộc H'Mông ở vùng cao biên giới.", "người hmong vùng cao")
    assert [hit.document.source for hit in results.hits] == ["1.txt"]


@pytest.mark.parametrize("query", ["thanhpho thuoctinh", "pho thuoc", "UBND xã"])
def test_other_words_are_read_as_before(query: str) -> None:
    assert found("Thành phố Pleiku thuộc tỉnh.", query).total <= 2

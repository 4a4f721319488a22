"""The reasons of a hit."""

import pytest
from test_search import AGAIN, LAW, OTHER, PLAN

from indexer.engines.memory import MemoryEngine
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse
from indexer.querying.request import SearchRequest
from indexer.querying.results import Result
from indexer.querying.search import search


@pytest.fixture(scope="module")
def engine() -> MemoryEngine:
    engine = MemoryEngine()
    with engine.writer() as writer:
        for name, text in {"luat": LAW, "ke-hoach": PLAN, "ct": OTHER, "ct2": AGAIN}.items():
            document, clauses = parse(text, f"{name}.txt")
            writer.put(document, entries(document, clauses))
    return engine


def first(engine: MemoryEngine, query: str) -> Result:
    return search(engine, SearchRequest(query, explain=True)).hits[0]


QUERIES = [
    "thi đua khen thưởng",
    "thi dua khen thuong",
    "ủy ban nhân dân các xã",
    "khoản 2 Điều 5 91/2015/QH13",
    '"đô thị" loại IV',
    "nộp thuế đất xyzzy quặng",
    "thuế OR (đường NOT đất)",
    "09/CT-UBND",
]


@pytest.mark.parametrize("query", QUERIES)
def test_reasons_add_up_to_the_score(engine: MemoryEngine, query: str) -> None:
    for hit in search(engine, SearchRequest(query, explain=True)).hits:
        assert sum(reason.score for reason in hit.reasons) == pytest.approx(hit.score)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("đường", "exact"),
        ("duong", "unaccented"),
        ("thi dua", "pair"),
        ("thi đua", "word"),
        ("thuế đất", "phrase"),
        ("ủy ban nhân dân", "abbreviation"),
        ("34-CT/TW", "reference"),
        ("kế hoạch thuế", "context"),
    ],
)
def test_kind(engine: MemoryEngine, query: str, kind: str) -> None:
    assert kind in {reason.kind for reason in first(engine, query).reasons}


def test_no_reasons_unless_asked_for(engine: MemoryEngine) -> None:
    assert search(engine, SearchRequest("thuế")).hits[0].reasons == ()

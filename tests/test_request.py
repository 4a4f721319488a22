"""A search is one value, from its door to the engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from indexer.core.engine import Engine, EngineRequest, Hits
from indexer.core.filter_fields import facet_fields
from indexer.engines.memory import MemoryEngine
from indexer.index import Index
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse
from indexer.querying.request import SearchRequest


class Recording(MemoryEngine):
    """Records its requests."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[EngineRequest] = []

    def search(self, request: EngineRequest) -> Hits:
        self.requests.append(request)
        return super().search(request)

    @contextmanager
    def snapshot(self) -> Iterator[Recording]:  # type: ignore[override]  # it reads as well
        yield self  # or what is asked of a snapshot would not be recorded


@pytest.fixture
def engine() -> Recording:
    return Recording()


def test_the_engine_is_asked_for_the_page_and_the_facets(engine: Recording) -> None:
    Index(engine).answer(SearchRequest("đất", sort="date", offset=3, limit=4, facets=("year",)))
    request = engine.requests[-1]
    assert (request.sort, request.offset, request.limit, request.facets) == (
        "date",
        3,
        4,
        ("year",),
    )


def test_keywords_make_the_same_request(engine: Recording) -> None:
    index = Index(engine)
    index.search("đất", limit=4, offset=3, sort="date", filters={"type": "Luật"}, explained=True)
    index.answer(SearchRequest("đất", {"type": "Luật"}, "date", 3, 4, explain=True))
    half = len(engine.requests) // 2
    assert engine.requests[:half] == engine.requests[half:]
    own = tuple(name for name in facet_fields() if name != "status")
    assert engine.requests[0].facets == (*own, "document")  # counts by status are made of these


def test_what_is_not_to_be_marked_is_the_same_passage() -> None:
    engine: Engine = MemoryEngine()
    with engine.writer() as writer:
        document, clauses = parse("1. " + "thi đua yêu nước " * 40, "a.txt")
        writer.put(document, entries(document, clauses))
    marked, plain = (
        Index(engine).answer(SearchRequest("yeu", mark=mark)).hits[0] for mark in (True, False)
    )
    assert marked.marks
    assert marked.snippet.marks
    assert (plain.marks, plain.snippet.marks) == ((), ())
    assert plain.snippet.text == marked.snippet.text

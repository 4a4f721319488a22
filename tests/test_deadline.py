"""No query goes on for ever."""

from __future__ import annotations

import pytest
from engine_samples import fill, make

from indexer.core import query as q
from indexer.core.deadline import check, within
from indexer.core.engine import Engine, EngineRequest
from indexer.core.errors import QueryError
from indexer.engines.memory import MemoryEngine
from indexer.querying.request import SearchRequest
from indexer.querying.search import search


@pytest.fixture
def engine() -> Engine:
    made = MemoryEngine()
    fill(made, make("a", ["thi dua yeu nuoc"]))
    return made


def test_nothing_is_bounded_outside() -> None:
    check()


def test_what_takes_longer_is_stopped() -> None:
    with within(0), pytest.raises(QueryError, match="quá nhiều thời gian"):
        check()


def test_an_inner_bound_does_not_lift_an_outer_one() -> None:
    with within(0), within(60), pytest.raises(QueryError):
        check()


def test_a_bound_ends_with_its_block() -> None:
    with within(0):
        pass
    check()


def test_an_engine_looks_at_the_time(engine: Engine) -> None:
    with within(0), pytest.raises(QueryError):
        engine.search(EngineRequest(q.Term("folded", "thi")))


def test_a_search_without_time_says_so(engine: Engine) -> None:
    with pytest.raises(QueryError, match="quá nhiều thời gian"):
        search(engine, SearchRequest("thi dua", seconds=0))

"""No query goes on for ever."""

from __future__ import annotations

from time import perf_counter, sleep

import pytest
from engine_samples import fill, make

from indexer.core import query as q
from indexer.core.deadline import Allowance, allowed, check, spend, within
from indexer.core.engine import Engine, EngineRequest
from indexer.core.errors import Abandoned, QueryError
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


def test_work_is_counted_before_it_is_done() -> None:
    with within(work=10), pytest.raises(QueryError, match="quá nặng"):
        spend(11)


def test_inner_work_is_outer_work(engine: Engine) -> None:
    with within(work=10) as outer, within(work=100), pytest.raises(QueryError):
        spend(11)
    assert outer.spent == 11


def test_waiting_for_other_large_requests_does_not_count() -> None:
    allowance = Allowance(perf_counter() + 0.05, large=10, when_large=lambda: sleep(0.1))
    with allowed(allowance), within(60):
        spend(11)
        check()
    assert allowance.waited >= 0.1


def test_a_request_becomes_large_once() -> None:
    waits: list[int] = []
    with allowed(Allowance(large=10, when_large=lambda: waits.append(1))):
        for _ in range(3):
            spend(11)
    assert waits == [1]


def test_nobody_works_for_a_client_that_is_gone() -> None:
    with allowed(Allowance(gone=lambda: True)), pytest.raises(Abandoned):
        check()

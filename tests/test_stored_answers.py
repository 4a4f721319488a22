"""Where answers that are given again are stored: of one process, or of all of a server."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.core.recent import Recent
from khoan.workers import can_share
from search_ui.remembered import Answer, Store
from search_ui.shared_answers import SharedAnswers, memory_for
from search_ui.sharing import between

MOST = 64 * 2**10
HEADERS = (("Content-Type", "application/json"), ("ETag", 'W/"á"'))


def shared(most: float = MOST) -> SharedAnswers:
    return SharedAnswers(memoryview(bytearray(memory_for(most))), most)


STORES: dict[str, Callable[[], Store]] = {"own": lambda: Recent(MOST), "shared": shared}


@pytest.fixture(params=list(STORES))
def store(request: Any) -> Store:
    return STORES[request.param]()


def answer(number: int, size: int = 100) -> Answer:
    return Answer(b"%d " % number + bytes(size), HEADERS, packed=bool(number % 2))


def put(store: Store, number: int, size: int = 100) -> None:
    made = answer(number, size)
    store.put(str(number), made, made.size())


def test_what_was_stored_is_found(store: Store) -> None:
    put(store, 1)
    assert store.get("1") == answer(1)


def test_what_was_not_stored_is_not_found(store: Store) -> None:
    put(store, 1)
    assert store.get("2") is None


def test_an_answer_without_headers_or_body(store: Store) -> None:
    store.put("a", Answer(b"", ()), 1_000)
    assert store.get("a") == Answer(b"", ())


def test_the_later_answer_counts(store: Store) -> None:
    put(store, 1)
    store.put("1", answer(2), 1_000)
    assert store.get("1") == answer(2)


def test_they_are_bounded(store: Store) -> None:
    for number in range(500):
        put(store, number, 1_000)
    assert store.bytes <= MOST


def test_the_latest_stay(store: Store) -> None:
    for number in range(500):
        put(store, number, 1_000)
    assert [store.get(str(number)) for number in range(490, 500)] == [
        answer(number, 1_000) for number in range(490, 500)
    ]


def test_the_oldest_make_room(store: Store) -> None:
    for number in range(500):
        put(store, number, 1_000)
    assert all(store.get(str(number)) is None for number in range(400))


def test_what_is_asked_for_stays(store: Store) -> None:
    put(store, 0)
    for number in range(1, 500):
        put(store, number, 1_000)
        assert store.get("0") == answer(0)


def test_what_is_too_large_for_the_ring_is_not_stored() -> None:
    store = shared()
    put(store, 1, MOST // 4)
    assert (store.get("1"), store.bytes) == (None, 0)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 7_000)), max_size=120))
def test_what_is_found_is_what_was_stored_last(stored: list[tuple[int, int]]) -> None:
    store, last = shared(), {}
    for number, size in stored:
        put(store, number, size)
        last[number] = answer(number, size)
    found = {number: store.get(str(number)) for number in last}
    assert all(one is None or one == last[number] for number, one in found.items())


@given(st.integers(0, memory_for(MOST) - 1), st.integers(1, 255))
def test_what_was_changed_is_no_answer(at: int, change: int) -> None:
    memory = bytearray(memory_for(MOST))
    store = SharedAnswers(memoryview(memory), MOST)
    for number in range(12):
        put(store, number, 5_000)
    memory[at] ^= change
    for number in range(12):
        assert store.get(str(number)) in {None, answer(number, 5_000)}


def test_threads_may_use_one(store: Store) -> None:
    wrong: list[int] = []
    end = time.monotonic() + 0.5

    def work(first: int) -> None:
        for number in count(first, 4):
            put(store, number % 97, 500 + 40 * (number % 97))
            found = store.get(str(number % 89))
            if found not in {None, answer(number % 89, 500 + 40 * (number % 89))}:
                wrong.append(number)
            if time.monotonic() > end:
                return

    threads = [threading.Thread(target=work, args=(first,)) for first in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@pytest.mark.skipif(not can_share(), reason="the system has no fork, or none that is safe")
def test_processes_share_them() -> None:
    store = between(2, MOST).answers
    assert store is not None
    child = os.fork()
    if not child:
        put(store, 1)
        os._exit(0)
    os.waitpid(child, 0)
    assert store.get("1") == answer(1)


@pytest.mark.skipif(not can_share(), reason="the system has no fork, or none that is safe")
def test_a_process_that_is_killed_leaves_them_whole() -> None:
    store = between(2, MOST).answers
    assert store is not None
    for _ in range(10):
        child = os.fork()
        if not child:
            for number in count():
                put(store, number % 97, 4_000)
        time.sleep(0.03)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        put(store, 1_000)  # nobody holds the lock
        assert store.get("1000") == answer(1_000)
        assert all(store.get(str(n)) in {None, answer(n, 4_000)} for n in range(97))


def test_none_are_shared_where_none_are_stored() -> None:
    assert between(2, 0).answers is None

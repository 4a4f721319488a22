"""Small requests of one process are worked on one after another."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Barrier, Event, Lock, Thread
from time import sleep
from types import SimpleNamespace

import pytest
from site_fixture import sample_index

from khoan import serving
from search_ui import Settings, create_app
from search_ui.lanes import Turn


@pytest.fixture
def turn() -> Turn:
    return Turn()


def test_the_next_waits_until_the_turn_is_given_back(turn: Turn) -> None:
    give = turn.take()
    order: list[str] = []

    def other() -> None:
        turn.take()()
        order.append("other")

    thread = Thread(target=other)
    thread.start()
    order.append("first")
    give()
    thread.join(5)
    assert order == ["first", "other"]


def test_nobody_waits_for_long(turn: Turn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Turn, "PATIENCE", 0.01)
    turn.take()
    turn.take()()  # goes on beside the first


def test_a_turn_that_was_given_back_is_not_given_twice(turn: Turn) -> None:
    give = turn.take()
    give()
    give()
    assert turn.take() is not None


def test_two_pages_are_not_made_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Turn, "PATIENCE", 10.0)
    lock, seen, most = Lock(), [0], [0]

    def watched() -> str:
        with lock:
            seen[0] += 1
            most[0] = max(most[0], seen[0])
        try:
            sleep(0.02)
            return "one"
        finally:
            with lock:
                seen[0] -= 1

    monkeypatch.setattr("search_ui.app.PAGES", (("/tro-giup", watched, None),))
    app = create_app(sample_index(), Settings(cache_bytes=0))
    started = Barrier(4)

    def ask() -> None:
        started.wait(10)
        app.test_client().get("/tro-giup")

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert most == [1]


def test_an_export_that_is_read_slowly_holds_no_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Turn, "PATIENCE", 10.0)
    app = create_app(sample_index(), Settings(cache_bytes=0))
    lines: Iterator[bytes] = iter(app.test_client().get("/api/v1/export?q=thi").response)
    next(lines)
    done = Event()

    def ask() -> None:
        app.test_client().get("/?q=thi")
        done.set()

    thread = Thread(target=ask)
    thread.start()
    assert done.wait(5)
    thread.join(5)


WAITS = [(0, []), (1, [1]), (3, [3]), (500, [4])]


@pytest.mark.parametrize(("connections", "steps"), WAITS)
def test_a_process_with_connections_lets_others_accept_first(
    connections: int, steps: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    accepted: list[bool] = []
    monkeypatch.setattr(serving, "sleep", waited.append)
    listener = SimpleNamespace(active_channels=dict.fromkeys(range(connections)))
    serving._accept(listener, lambda: accepted.append(True))
    assert ([round(time / serving._STEP) for time in waited], accepted) == (steps, [True])

"""Writers of an index on a real server: one at a time, a takeover, what is left behind."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from engine_samples import fill, make

from indexer.core.engine import EngineRequest, Statistics
from indexer.core.errors import IndexIncompatible, IndexLocked
from indexer.core.query import Term
from indexer.engines.opensearch import lock
from indexer.engines.opensearch.address import parse
from indexer.engines.opensearch.engine import OpenSearchEngine
from indexer.engines.opensearch.errors import LostLock
from indexer.engines.opensearch.lock import Lock
from indexer.engines.opensearch.opening import create_engine, open_engine


@pytest.fixture(scope="module")
def servers(request: pytest.FixtureRequest) -> str:
    running = os.environ.get("KHOAN_TEST_OPENSEARCH")
    return running or str(request.getfixturevalue("opensearch").hosts)


@pytest.fixture
def two(servers: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[OpenSearchEngine]]:
    """The same index, opened twice; it has the document ``a``."""
    monkeypatch.setattr(lock, "WAIT", 2.5)
    monkeypatch.setattr(lock, "BEAT", 1.0)
    monkeypatch.setattr(lock, "EXPIRY", 4.0)
    where = parse(f"//{servers}/writers-{os.getpid()}", tls=False)
    first = create_engine(where, "test", replace=False, shards=None, replicas=0)
    fill(first, make("a", ["mot hai"]))
    yield [first, open_engine(where, "test")]
    first.client.call("DELETE", f"/{where.name}*")
    first.close()


def ids(engine: OpenSearchEngine) -> list[str]:
    return [document.id for document in engine.documents()]


def found(engine: OpenSearchEngine, text: str) -> int:
    return engine.search(EngineRequest(Term("folded", text))).total


def test_a_second_writer_waits_and_then_says_who_is_writing(two: list[OpenSearchEngine]) -> None:
    first, second = two
    with first.writer() as writer:
        writer.put(*make("b", ["ba bon"]))
        with pytest.raises(IndexLocked, match=f"tiến trình {os.getpid()} trên máy"):
            fill(second, make("c", ["nam sau"]))
    assert ids(second) == ["a", "b"]


def test_who_was_taken_for_dead_can_write_nothing_more(
    two: list[OpenSearchEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two

    def stopped() -> None:
        with first.writer() as writer:
            writer.put(*make("b", ["ba bon"]))
            with monkeypatch.context() as still:
                still.setattr(Lock, "beat", lambda _: None)
                fill(second, make("c", ["nam sau"]))
            writer.put(*make("d", ["bay tam"]))

    with pytest.raises(LostLock, match="giành quyền ghi"):
        stopped()
    fill(second, make("e", ["chin muoi"]))
    assert (ids(first), found(first, "bon"), found(first, "tam")) == (["a", "c", "e"], 0, 0)


def test_a_commit_is_seen_by_who_has_the_index_open(two: list[OpenSearchEngine]) -> None:
    first, second = two
    assert found(second, "bon") == 0
    fill(first, make("b", ["ba bon"]))
    assert (found(second, "bon"), second.get("b#khoan-1") is not None) == (1, True)


def test_what_a_killed_writer_left_is_swept(two: list[OpenSearchEngine]) -> None:
    first, second = two
    index = first.client.call("GET", "/_alias/*.generation.*")
    with lock.held(first.client, first._name, 1) as held:
        pass
    names = [name for name in index if name.startswith(first._name)]
    number = held.epoch << 32
    left = {"sequence": number, "version": number, "record": "x", "live": "1", "folded": "bon"}
    first.client.call("PUT", f"/{names[0]}/_doc/{number}", left)
    assert (ids(second), found(second, "bon")) == (["a"], 0)
    fill(second, make("b", ["ba nam"]))
    assert (ids(second), found(second, "bon")) == (["a", "b"], 0)
    gone = first.client.send("GET", f"/{names[0]}/_doc/{number}")
    assert gone.status == 404


def test_an_index_of_another_version_is_replaced_whole_by_the_first_commit(
    two: list[OpenSearchEngine],
) -> None:
    old, _ = two
    where = old.client.address
    with pytest.raises(IndexIncompatible):
        open_engine(where, "another")
    create_engine(where, "another", replace=True, shards=None, replicas=0).close()  # left
    new = create_engine(where, "another", replace=True, shards=None, replicas=0)
    assert ids(old) == ["a"]
    fill(new, make("b", ["ba bon"]))
    assert (ids(new), new.statistics()) == (["b"], Statistics(1, 1))
    assert ids(open_engine(where, "another")) == ["b"]
    assert len(new.client.call("GET", f"/{where.name}-*/_alias")) == 2  # entries and vocabulary

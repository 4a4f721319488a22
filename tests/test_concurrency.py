"""Readers and servers beside a writer: never an error, never half of a commit, soon the new."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from benchmarks.soak.concurrency import ask_all, begin, readers, server, write, writing
from indexer.core.errors import IndexLocked
from indexer.engines.folder import lock
from indexer.engines.whoosh import engine as whoosh
from indexer.index import create_index, open_index


def test_readers_stay_correct_while_a_writer_commits(tmp_path: Path) -> None:
    outcome = readers(tmp_path, processes=2, seconds=0.5)
    assert (outcome.lost, outcome.times > 0) == ([], True)


def test_a_server_serves_the_new_generation_within_a_second(tmp_path: Path) -> None:
    outcome = server(tmp_path, commits=3)
    assert (outcome.lost, outcome.times > 0) == ([], True)


def test_threads_share_one_index_beside_a_writer(tmp_path: Path) -> None:
    index, files = begin(tmp_path)
    wrong: list[str] = []

    with open_index(index) as opened, writing(index, files):

        def ask() -> None:
            wrong.extend(why for _ in range(30) if (why := ask_all(opened)))

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_a_second_writer_waits_no_longer_than_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh, "LOCK_WAIT", 0.1)
    index, files = begin(tmp_path)
    write(files, 2)
    with (
        lock.write_lock(index, 0),
        create_index(index) as opened,
        pytest.raises(IndexLocked, match="tiến trình"),
    ):
        opened.add([files])

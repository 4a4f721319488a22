"""``khoan watch`` brings what changes into the index, and survives what is in its way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from benchmarks.soak import corpus
from indexer.core.errors import IndexLocked, IndexMissing, KhoanError
from indexer.engines.memory import MemoryEngine
from indexer.index import Index, open_index
from indexer.ingest.build import Report
from indexer.watch import watch


@pytest.fixture
def files(tmp_path: Path) -> Path:
    corpus.write(tmp_path / "files", range(1, 4))
    return tmp_path / "files"


@pytest.fixture
def index() -> Index:
    return Index(MemoryEngine())


def reports(index: Index, files: Path, *steps: Callable[[], set[Path]]) -> list[Report]:
    made: list[Report] = []

    def changes() -> Iterator[set[Path]]:
        for step in steps:
            yield step()

    watch(index, [files], changes(), done=made.append)
    return made


def change(path: Path, number: int = 9) -> Callable[[], set[Path]]:
    def step() -> set[Path]:
        path.parent.mkdir(exist_ok=True)
        path.write_text(corpus.text(number), encoding="utf-8")
        return {path}

    return step


def test_everything_is_indexed_at_first(index: Index, files: Path) -> None:
    assert [(r.indexed, r.clauses > 0) for r in reports(index, files)] == [(3, True)]


def test_a_changed_file_is_read_again(index: Index, files: Path) -> None:
    made = reports(index, files, set, change(files / "1.txt"))
    assert (made[1].indexed, made[1].unchanged) == (1, 0)


def test_a_new_file_is_indexed(index: Index, files: Path) -> None:
    reports(index, files, set, change(files / "9.txt"))
    assert index.statistics().documents == 4


def test_a_folder_that_arrives_whole_is_indexed(index: Index, files: Path) -> None:
    def arrive() -> set[Path]:
        corpus.write(files / "mới", range(10, 13))
        return {files / "mới"}

    reports(index, files, set, arrive)
    assert index.statistics().documents == 6


def test_a_deleted_file_is_forgotten(index: Index, files: Path) -> None:
    def delete() -> set[Path]:
        (files / "1.txt").unlink()
        return {files / "1.txt"}

    assert reports(index, files, set, delete)[1].pruned == 1


def test_what_changed_before_anybody_watched_is_not_missed(index: Index, files: Path) -> None:
    def unseen() -> set[Path]:
        change(files / "9.txt")()
        return set()

    assert reports(index, files, unseen)[1].indexed == 1


def test_time_passing_does_nothing(index: Index, files: Path) -> None:
    assert len(reports(index, files, set, set)) == 1


def test_what_could_not_be_written_is_tried_again(
    index: Index, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals: list[KhoanError] = []
    add, calls = index.add, []

    def locked_once(*arguments: object, **options: object) -> Report:
        calls.append(options)
        if len(calls) == 3:
            raise IndexLocked("khóa")
        return add(*arguments, **options)  # type: ignore[arg-type]  # passed on as they are

    monkeypatch.setattr(index, "add", locked_once)
    steps = iter([set, change(files / "1.txt"), set])
    watch(index, [files], (step() for step in steps), refused=refusals.append)
    assert (len(refusals), calls[3]["only"]) == (1, {files / "1.txt"})


@pytest.mark.skipif(os.name == "nt", reason="ends it with a signal")
def test_the_command_follows_a_folder(files: Path, tmp_path: Path) -> None:
    pytest.importorskip("watchfiles")
    index = tmp_path / "index"
    command = [sys.executable, "-m", "khoan", "watch", str(files), "--index", str(index)]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent
    ) as process:
        assert process.stderr is not None
        late = threading.Timer(60, process.kill)
        late.start()
        try:
            first = [process.stderr.readline() for _ in range(2)]
            change(files / "77.txt", 77)()
            second = process.stderr.readline()
        finally:
            time.sleep(0.05)
            process.send_signal(signal.SIGINT)
        status = process.wait()  # or until it is late
        late.cancel()
    assert status == 130
    assert ("3 tệp" in first[1], "1 tệp" in second) == (True, True)
    with open_index(index) as opened:
        assert opened.statistics().documents == 4


@pytest.mark.skipif(os.name == "nt", reason="ends it with a signal")
def test_a_folder_that_goes_away_and_comes_back_is_watched_again(
    files: Path, tmp_path: Path
) -> None:
    pytest.importorskip("watchfiles")
    index = tmp_path / "index"
    corpus.write(files, range(1, 21))
    command = [sys.executable, "-m", "khoan", "watch", str(files), "--index", str(index)]
    with subprocess.Popen(
        command, stderr=subprocess.DEVNULL, cwd=Path(__file__).parent.parent
    ) as process:
        try:
            seen = [documents(index, 20)]
            files.rename(tmp_path / "away")
            time.sleep(3)
            seen.append(documents(index, 20))
            corpus.write(tmp_path / "away", range(21, 23))
            (tmp_path / "away").rename(files)
            seen.append(documents(index, 22))
            change(files / "77.txt", 77)()
            seen.append(documents(index, 23))
        finally:
            process.send_signal(signal.SIGINT)
    assert seen == [20, 20, 22, 23]


def documents(index: Path, wanted: int) -> int:
    """How many documents there are, once there are as many as wanted or it took too long."""
    found = -1
    for _ in range(150):
        with suppress(IndexMissing), open_index(index) as opened:
            found = opened.statistics().documents
        if found == wanted:
            break
        time.sleep(0.2)
    return found

"""Nothing is lost, left or running on when a command is killed, or a process that it started.

The first is the short form of the trials ``kill-all`` and ``kill-libreoffice`` of ``make soak``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.soak.concurrency import begin
from benchmarks.soak.kills import WORKS, kills, until
from benchmarks.soak.processes import below, left_after
from indexer.index import copy_index
from indexer.ingest import scratch
from indexer.ingest.pool import Limits, WorkerPool
from indexer.ingest.prepare import IsolatedReader

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="looks for processes where Linux lists them"
)


@pytest.mark.skipif(os.name == "nt", reason="kills with signals")
def test_what_is_killed_beside_a_server_loses_nothing(tmp_path: Path) -> None:
    works = {name: WORKS[name] for name in ("index --jobs 2", "import", "watch", "snapshot")}
    outcome = kills(tmp_path / "scene", 1, works)
    assert (outcome.times, outcome.lost) == (4, [])


MAKER = """
import os
from indexer.ingest.scratch import Scratch
made = Scratch()
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go, with a folder whose maker was killed."""
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", MAKER], check=False, env=environment)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_of_temporary_files_is_swept_whose_maker_was_killed(forgotten: Path) -> None:
    mine = scratch.Scratch()
    there = list(forgotten.iterdir())
    scratch.sweep()
    assert (len(there), list(forgotten.iterdir())) == (2, [mine.folder])
    mine.close()


def test_a_run_that_starts_no_process_sweeps_too(forgotten: Path) -> None:
    there = list(forgotten.iterdir())
    WorkerPool(1, Limits(1, 1)).close()
    assert (len(there), list(forgotten.iterdir())) == (1, [])


def test_who_is_told_to_end_while_it_ends_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    close, interrupts = scratch.Scratch.close, [KeyboardInterrupt]

    def interrupted(self: scratch.Scratch) -> None:
        if interrupts:
            raise interrupts.pop()
        close(self)

    monkeypatch.setattr(scratch.Scratch, "close", interrupted)
    reader = IsolatedReader()
    with pytest.raises(KeyboardInterrupt), reader:
        reader.pool.start("read", "a.html", "a.html")()
    assert (list(tmp_path.iterdir()), reader.pool.processes()) == ([], [])


def test_many_folders_can_be_made_while_others_are_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def start(_: int) -> bool:
        scratch.sweep()
        made = scratch.Scratch()
        there = made.folder.exists()
        made.close()
        return there

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(start, range(400))) == {True}
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_was_killed_is_swept_by_the_next(tmp_path: Path) -> None:
    index, _ = begin(tmp_path)
    for name in ("copy.123.partial", "other.123.partial"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "half").write_text("?", encoding="utf-8")
    copy_index(index, tmp_path / "copy")
    assert [path.name for path in tmp_path.glob("*.partial")] == ["other.123.partial"]


POOL = """
import sys
from indexer.ingest import pool
head, _, tail = pool._START.partition("from indexer.ingest.worker")
pool._START = f"{head}exec({sys.argv[1]!r}); {_}{tail}"
workers = pool.WorkerPool(1, pool.Limits(60, 1 << 31))
workers.start("read", "a.html", "a.html")()
"""
READER = """
import os, subprocess, time
from pathlib import Path
from indexer.ingest import worker

def work(*_):
    folder = Path(os.environ["TMPDIR"], "a")
    folder.mkdir()
    child = subprocess.Popen(["sleep", "60"], start_new_session=True)
    (folder / "process").write_text(str(child.pid))
    (folder.parent / "begun").touch()
    time.sleep(60)

worker.do_job = work
"""


def test_a_process_ends_with_the_one_that_asked_it_whatever_it_does(tmp_path: Path) -> None:
    command = [sys.executable, "-c", POOL, READER]
    with subprocess.Popen(command, env={**os.environ, "TMPDIR": str(tmp_path)}) as asking:
        assert until(lambda: any(tmp_path.glob("*/begun")), 30)
        family = below(asking.pid)
        asking.kill()
    assert len(family) == 2
    assert (left_after(family, 20), list(tmp_path.iterdir())) == ([], [])

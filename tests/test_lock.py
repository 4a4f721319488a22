"""One writer at a time; an error names the other writer."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.core.errors import IndexLocked, IndexUnwritable
from indexer.engines.folder.lock import HOLDER, Holder, holder, write_lock
from indexer.engines.whoosh import engine as whoosh
from indexer.index import create_index

HOLDING = """
import sys, time
from pathlib import Path
from indexer.engines.folder.lock import write_lock
with write_lock(Path(sys.argv[1]), 0):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other(tmp_path: Path) -> subprocess.Popen[str]:  # type: ignore[misc]  # a generator
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_writer_gets_an_error_that_names_the_first(
    tmp_path: Path, other: subprocess.Popen[str]
) -> None:
    with pytest.raises(IndexLocked) as refused, write_lock(tmp_path, 0.1):
        pass
    message = str(refused.value)
    assert f"tiến trình {other.pid} trên máy {socket.gethostname()}, từ 2" in message


def test_the_lock_of_a_dead_writer_is_free(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    assert holder(tmp_path) is not None
    with write_lock(tmp_path, 5):
        now = holder(tmp_path)
    assert now is not None
    assert now.pid == os.getpid()


def test_the_note_goes_with_the_lock(tmp_path: Path) -> None:
    with write_lock(tmp_path, 0):
        assert (tmp_path / HOLDER).exists()
    assert not (tmp_path / HOLDER).exists()


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b'{"pid": "x"}', b"\xff"])
def test_a_note_that_cannot_be_read_is_no_note(tmp_path: Path, note: bytes) -> None:
    (tmp_path / HOLDER).write_bytes(note)
    assert holder(tmp_path) is None


def test_the_error_says_that_a_writer_has_ended(
    tmp_path: Path, other: subprocess.Popen[str]
) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    note = f'{{"pid": {gone.pid}, "host": "{socket.gethostname()}", "since": "2024-01-01"}}'
    (tmp_path / HOLDER).write_text(note, encoding="utf-8")
    with pytest.raises(IndexLocked, match="đã kết thúc"), write_lock(tmp_path, 0):
        pass


def test_a_holder_reads_as_a_sentence() -> None:
    assert Holder(7, "pc", "2024-01-01").said() == "tiến trình 7 trên máy pc, từ 2024-01-01"


def test_a_waiting_writer_gets_its_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whoosh, "LOCK_WAIT", 5.0)
    with create_index(tmp_path / "index") as one, create_index(tmp_path / "index") as two:
        with one.engine.writer() as writer:
            writer.delete("nobody")
        with two.engine.writer() as writer:
            writer.delete("nobody")


def test_a_folder_without_permission_is_named(others_folder: Path) -> None:
    others_folder.chmod(0o500)
    with pytest.raises(IndexUnwritable, match="ermission"):
        create_index(others_folder / "index")

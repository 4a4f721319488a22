"""What a file does to the process that reads it costs that process, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.core.engine import Elsewhere
from indexer.core.errors import UnreadableFile
from indexer.engines.memory import MemoryEngine
from indexer.ingest import pool as workers
from indexer.ingest.build import index_files
from indexer.ingest.files import File
from indexer.ingest.prepare import IsolatedReader

GOOD = "Số: 1/KH-UBND\n\nKẾ HOẠCH\n\n1. Thi đua yêu nước.\n"

BAD_READER = """
import os, signal, sys, time
from pathlib import Path
from indexer import readers
from indexer.ingest.worker import main

def read(path):
    what = path.read_text()
    if what == "sleep":
        time.sleep(60)
    if what == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if what == "eat":
        bytearray(1 << 32)
    if what == "print":
        os.write(1, b"noise")
        print("noise", flush=True)
    if what == "raise":
        raise ZeroDivisionError("oh")
    if what == "swell":
        global kept
        kept = bytearray(5 << 28)
    return readers.RawText(what, None)

readers.READERS[".html"] = read
"""


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process has a reader of .html that does what the file says."""
    start = workers._START
    head, _, tail = start.partition("from indexer.ingest.worker")
    monkeypatch.setattr(workers, "_START", f"{head}exec({BAD_READER!r}); {_}{tail}")


@pytest.fixture
def isolated(readers: None) -> Iterator[IsolatedReader]:
    with IsolatedReader(seconds=4, memory=1 << 31) as made:
        yield made


def file(folder: Path, what: str, name: str = "a.html") -> File:
    (folder / name).write_text(what, encoding="utf-8")
    return File(folder / name, name)


HARMS = [
    ("a crash", "crash", "đổ vỡ"),
    ("too much memory", "eat", "bộ nhớ"),
    ("an exception", "raise", "ZeroDivisionError"),
]


@pytest.mark.parametrize(("what", "says"), [h[1:] for h in HARMS], ids=[h[0] for h in HARMS])
def test_harm_is_named_and_the_next_file_is_read(
    isolated: IsolatedReader, tmp_path: Path, what: str, says: str
) -> None:
    with pytest.raises(UnreadableFile, match=says):
        isolated.start(file(tmp_path, what))()
    document, _ = isolated.start(file(tmp_path, GOOD))()
    assert document.text == GOOD


def test_a_file_that_takes_too_long_is_given_up(readers: None, tmp_path: Path) -> None:
    started = time.monotonic()
    with IsolatedReader(seconds=1) as isolated, pytest.raises(UnreadableFile, match="quá 1 giây"):
        isolated.start(file(tmp_path, "sleep"))()
    assert time.monotonic() - started < 10


@pytest.mark.skipif(not Path("/proc").exists(), reason="asks /proc")
def test_a_process_that_a_file_left_too_large_reads_no_other(readers: None, tmp_path: Path) -> None:
    # A minute: a busy machine takes seconds to hand out a gigabyte, and time is not the point.
    with IsolatedReader(seconds=60, memory=1 << 31) as isolated:
        isolated.start(file(tmp_path, "swell"))()
        assert isolated.pool.processes() == []


def test_what_a_library_prints_is_no_answer(isolated: IsolatedReader, tmp_path: Path) -> None:
    document, _ = isolated.start(file(tmp_path, "print"))()
    assert document.text == "print"


@pytest.mark.skipif(not Path("/proc").exists(), reason="asks /proc")
def test_the_process_ends_with_its_owner(tmp_path: Path) -> None:
    with IsolatedReader() as isolated:
        isolated.start(file(tmp_path, f"<p>{GOOD}</p>"))()
        (process,) = isolated.pool.processes()
    assert not Path("/proc", str(process)).exists()


@pytest.mark.skipif(not Path("/proc").exists(), reason="asks /proc")
def test_the_process_ends_when_its_owner_is_killed(tmp_path: Path) -> None:
    page = file(tmp_path, f"<p>{GOOD}</p>")
    code = (
        "import os, signal\nfrom pathlib import Path\nfrom indexer.ingest.files import File\n"
        "from indexer.ingest.prepare import IsolatedReader\nmade = IsolatedReader()\n"
        f"made.start(File(Path({str(page.path)!r}), 'a.html'))()\n"
        "print(*made.pool.processes(), flush=True)\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    orphan = Path("/proc", ran.stdout.decode().strip())
    for _ in range(100):
        if not orphan.exists() or "Z" in (orphan / "stat").read_text().split()[2]:
            return
        time.sleep(0.05)
    pytest.fail("it is still there")


def test_a_short_plain_text_starts_no_process(tmp_path: Path) -> None:
    with IsolatedReader() as isolated:
        isolated.start(file(tmp_path, GOOD, "a.txt"))()
        assert isolated.pool.processes() == []


def test_nothing_is_imported_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('mine')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with IsolatedReader() as isolated:
        document, _ = isolated.start(file(tmp_path, f"<p>{GOOD}</p>"))()
    assert document.text.startswith("Số: 1/KH-UBND")


class _Shared:
    """A writer that can share its work."""

    elsewhere: Elsewhere

    def share(self, elsewhere: Elsewhere) -> None:
        self.elsewhere = elsewhere


@pytest.mark.parametrize(
    ("there", "expected"), [(False, True), (True, False)], ids=["done", "an error"]
)
def test_a_process_says_whether_it_did_a_part_of_the_writers_work(
    tmp_path: Path, there: bool, expected: bool
) -> None:
    folder = tmp_path / "made"
    if there:
        folder.mkdir()
    writer = _Shared()
    with IsolatedReader() as isolated:
        isolated.share_with(writer)  # type: ignore[arg-type]  # it only shares
        done = writer.elsewhere(os.mkdir, str(folder))
        assert (done(), folder.exists()) == (expected, True)


def test_a_part_of_the_writers_work_that_costs_the_process_is_not_done() -> None:
    writer = _Shared()
    with IsolatedReader() as isolated:
        isolated.share_with(writer)  # type: ignore[arg-type]  # it only shares
        assert not writer.elsewhere(os._exit, 1)()


def test_a_text_that_is_too_long_is_named(tmp_path: Path) -> None:
    with (
        IsolatedReader() as isolated,
        pytest.raises(UnreadableFile, match="4,000,001 ký tự"),
    ):
        isolated.start(file(tmp_path, "a" * 4_000_001, "a.txt"))()


def test_one_bad_file_does_not_stop_the_others(readers: None, tmp_path: Path) -> None:
    file(tmp_path, "crash", "a.html")
    file(tmp_path, GOOD, "b.html")
    file(tmp_path, "eat", "c.html")
    file(tmp_path, GOOD, "d.txt")
    report = index_files(MemoryEngine(), [tmp_path])
    assert ([f.source for f in report.failures], report.indexed) == (["a.html", "c.html"], 2)


def test_what_is_known_of_a_file_that_went_bad_stays(readers: None, tmp_path: Path) -> None:
    engine = MemoryEngine()
    page = file(tmp_path, GOOD)
    index_files(engine, [tmp_path])
    page.path.write_text("crash", encoding="utf-8")
    index_files(engine, [tmp_path])
    assert [engine.document(d.id).text for d in engine.documents()] == [GOOD]  # type: ignore[union-attr]  # it is there


@pytest.mark.parametrize(("what", "says"), [h[1:] for h in HARMS], ids=[h[0] for h in HARMS])
def test_harm_in_reading_is_not_blamed_on_analysis(
    readers: None, tmp_path: Path, what: str, says: str
) -> None:
    file(tmp_path, what)
    (failure,) = index_files(MemoryEngine(), [tmp_path], processes=2).failures
    assert says in failure.reason
    assert "phân tích" not in failure.reason


@pytest.mark.skipif(os.name == "nt", reason="no such names")
def test_a_name_that_is_no_utf8_is_indexed(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text(GOOD, encoding="utf-8")
    engine = MemoryEngine()
    assert index_files(engine, [tmp_path]).indexed == 1
    assert [d.source for d in engine.documents()] == ["\ufffd.txt"]

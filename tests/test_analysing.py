"""Files analysed in other processes give the same index as files analysed here."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from indexer.core.batch import batch_of, entries_of
from indexer.core.engine import EngineRequest, Entry
from indexer.core.prepared import prepared, renamed
from indexer.core.query import Any, Phrase, Term
from indexer.engines.embedded import create_engine
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.ingest import build
from indexer.ingest import pool as workers
from indexer.ingest import prepare as module
from indexer.ingest.analyze import entries
from indexer.ingest.build import index_files
from indexer.ingest.files import File
from indexer.ingest.pool import WorkerPool
from indexer.ingest.read import read

TEXT = """Số: {number}/KH-UBND

An Bình, ngày 3 tháng 5 năm 2024

KẾ HOẠCH

Về việc thử {number}

1. Thi đua yêu nước theo Chỉ thị số 34-CT/TW, lần thứ {number}.

2. Nước sạch nông thôn.
"""
QUERIES = [
    Term("folded", "nuoc"),
    Term("context", "thi_dua"),
    Phrase("folded", ("thi", "dua"), (0, 1)),
    Any((Term("pair", "nuoc_sach"), Term("ref", "{34}"))),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("văn bản")
    for number in range(9):
        name = home / f"{number}.txt"
        name.write_text(TEXT.format(number=number % 7), encoding="utf-8")  # two ids come twice
    (home / "5a.pdf").write_bytes(b"not a PDF")
    return home


@pytest.fixture(scope="module")
def here(folder: Path) -> MemoryEngine:
    engine = MemoryEngine()
    index_files(engine, [folder])
    return engine


@pytest.fixture(scope="module")
def beside(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    engine = create_engine(tmp_path_factory.mktemp("index"), "test")
    report = index_files(engine, [folder], processes=2)
    assert (report.indexed, [f.source for f in report.failures]) == (9, ["5a.pdf"])
    return engine


def test_the_same_documents_in_the_same_order(here: MemoryEngine, beside: WhooshEngine) -> None:
    assert list(beside.documents()) == list(here.documents())


def test_the_same_pieces(here: MemoryEngine, beside: WhooshEngine) -> None:
    for document in here.documents():
        assert beside.clauses(document.id) == here.clauses(document.id)


@pytest.mark.parametrize("query", QUERIES, ids=repr)
def test_the_same_answers(here: MemoryEngine, beside: WhooshEngine, query: Any) -> None:
    ours, theirs = (engine.search(EngineRequest(query, limit=50)) for engine in (beside, here))
    assert [h.clause.id for h in ours.hits] == [h.clause.id for h in theirs.hits]


def test_a_second_run_finds_nothing_changed(folder: Path, beside: WhooshEngine) -> None:
    report = index_files(beside, [folder], processes=2)
    assert (report.indexed, report.unchanged) == (0, 9)


def test_packing_keeps_every_entry(folder: Path) -> None:
    document, clauses = read(File(folder / "1.txt", "1.txt"))
    given = list(entries(document, clauses))
    again = list(entries_of(batch_of(given), clauses))
    assert [(e.clause, dict(e.values)) for e in again] == [
        (e.clause, dict(e.values)) for e in given
    ]
    for ours, theirs in zip(again, given, strict=True):
        assert {name: list(t.texts) for name, t in ours.terms.items()} == {
            name: list(t.texts) for name, t in theirs.terms.items()
        }
        for name in ("folded", "exact"):
            if name in theirs.terms:
                assert list(ours.terms[name].positions) == list(theirs.terms[name].positions)


def test_another_id_is_as_if_it_had_been_there_from_the_beginning(folder: Path) -> None:
    document, clauses = read(File(folder / "1.txt", "1.txt"))
    other = replace(document, id="khác")
    expected = prepared(other, entries(other, renamed(clauses, "khác")))
    moved = prepared(document, entries(document, clauses)).renamed(document.id, other)
    assert list(map(content, moved)) == list(map(content, expected))
    assert (moved.document, moved.records, moved.ids) == (
        expected.document,
        expected.records,
        expected.ids,
    )


def content(entry: Entry) -> tuple[object, ...]:
    terms = {name: (list(own.texts), list(own.positions)) for name, own in entry.terms.items()}
    return entry.clause, terms, dict(entry.values), entry.above, entry.article


def test_no_process_is_started_for_a_few_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(WorkerPool, "start", refuse)
    file = File(folder / "1.txt", "1.txt")
    with module.Preparer(8) as preparer:
        for _ in range(4):
            assert preparer.start(file, "")(lambda d: d.id).document.source == "1.txt"


OWNER = """
import os, signal, sys
from pathlib import Path
from indexer.ingest.files import File
from indexer.ingest.prepare import Preparer
with Preparer(2) as preparer:
    for number in range(6):
        preparer.start(File(Path(sys.argv[1]), "1.txt"), "")(lambda document: document.id)
    print(*preparer.pool.processes(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc")
def test_helpers_end_when_their_owner_is_killed(folder: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", OWNER, str(folder / "1.txt")],
        stdout=subprocess.PIPE,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    left = [Path("/proc", pid) for pid in ran.stdout.decode().split()]
    assert left != []
    for _ in range(200):
        if not any(map(running, left)):
            return
        time.sleep(0.05)
    pytest.fail(f"{left} are still there")


def running(process: Path) -> bool:
    try:
        return process.joinpath("stat").read_text(encoding="ascii").split()[2] != "Z"
    except OSError:
        return False


BAD_ANALYSIS = """
import os, signal, time
from indexer.ingest import analyze as module
from indexer.ingest.worker import main

entries = module.entries

def bad(document, clauses):
    what = document.text.split()[0]
    if what == "sleep":
        time.sleep(60)
    if what == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if what == "eat":
        bytearray(1 << 32)
    if what == "raise":
        raise ZeroDivisionError("oh")
    return entries(document, clauses)

module.entries = bad
"""
HARMS = {
    "sleep": "phân tích nó lâu quá 3 giây",
    "crash": "trình phân tích đã đổ vỡ vì tệp này",
    "eat": "phân tích nó cần hơn 4096 MB bộ nhớ",
    "raise": "không phân tích được tệp này (ZeroDivisionError: oh)",
}


@pytest.mark.parametrize("processes", [1, 2])
def test_a_document_that_cannot_be_analysed_is_named_and_the_rest_is_indexed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    head, cut, tail = workers._START.partition("from indexer.ingest.worker")
    monkeypatch.setattr(workers, "_START", f"{head}exec({BAD_ANALYSIS!r}); {cut}{tail}")
    limits = module.ANALYSING._replace(seconds=3)
    monkeypatch.setattr(build, "Preparer", partial(module.Preparer, analysing=limits))
    for place, harm in enumerate(HARMS):  # long ones, which are analysed elsewhere in any case
        (tmp_path / f"{place}-a.txt").write_text(f"{harm} " * 70_000, encoding="utf-8")
        (tmp_path / f"{place}-b.txt").write_text(f"lành {place}", encoding="utf-8")
    engine = MemoryEngine()
    report = index_files(engine, [tmp_path], processes=processes)
    reasons = {f.source: f.reason for f in report.failures}
    assert (list(reasons.values()), report.indexed) == (list(HARMS.values()), len(HARMS))

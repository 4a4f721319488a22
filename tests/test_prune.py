"""``--prune`` forgets what is gone from the paths that were named, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.engines.memory import MemoryEngine
from indexer.ingest.build import Report, index_files

TEXT = "Số: {number}/KH-UBND\n\nKẾ HOẠCH\n\n1. Thi đua yêu nước.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return filled(tmp_path)


def filled(folder: Path) -> Path:
    for number, place in enumerate(("một/a.txt", "một/b.txt", "một/sâu/c.txt", "một-hai/d.txt"), 1):
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(number=number), encoding="utf-8")
    return folder


@pytest.fixture
def engine(folder: Path) -> MemoryEngine:
    made = MemoryEngine()
    index_files(made, [folder])
    return made


def sources(engine: MemoryEngine) -> list[str]:
    return sorted(document.source for document in engine.documents())


def test_documents_of_missing_files_stay_unless_pruned(engine: MemoryEngine, folder: Path) -> None:
    (folder / "một" / "a.txt").unlink()
    index_files(engine, [folder])
    assert "một/a.txt" in sources(engine)


def test_what_is_gone_is_forgotten_when_asked(engine: MemoryEngine, folder: Path) -> None:
    (folder / "một" / "a.txt").unlink()
    assert index_files(engine, [folder], prune=True) == Report(unchanged=3, pruned=1)
    assert sources(engine) == ["một-hai/d.txt", "một/b.txt", "một/sâu/c.txt"]


def test_only_what_lay_under_the_named_paths_is_forgotten(
    engine: MemoryEngine, folder: Path
) -> None:
    (folder / "một-hai" / "d.txt").unlink()
    (folder / "một" / "sâu" / "c.txt").unlink()
    assert index_files(engine, [folder / "một"], prune=True).pruned == 1
    assert "một-hai/d.txt" in sources(engine)


def test_a_file_that_is_named_is_forgotten_alone(engine: MemoryEngine, folder: Path) -> None:
    (folder / "một" / "a.txt").unlink()
    (folder / "một" / "b.txt").unlink()
    index_files(engine, [folder / "một" / "a.txt", folder / "một" / "sâu"], prune=True)
    assert "một/b.txt" in sources(engine)


def test_an_empty_folder_is_taken_for_a_missing_disk(engine: MemoryEngine, folder: Path) -> None:
    (folder / "một-hai" / "d.txt").unlink()
    report = index_files(engine, [folder / "một-hai"], prune=True)
    assert (report.pruned, len(report.failures), "một-hai/d.txt" in sources(engine)) == (0, 1, True)


def test_a_renamed_file_is_not_forgotten(engine: MemoryEngine, folder: Path) -> None:
    (folder / "một" / "a.txt").rename(folder / "một" / "z.txt")
    assert index_files(engine, [folder], prune=True).indexed == 1
    assert sources(engine) == ["một-hai/d.txt", "một/b.txt", "một/sâu/c.txt", "một/z.txt"]


def test_what_cannot_be_looked_at_is_not_gone(others_folder: Path) -> None:
    folder, engine = filled(others_folder), MemoryEngine()
    index_files(engine, [folder])
    (folder / "một" / "sâu").chmod(0)
    report = index_files(engine, [folder], prune=True)
    assert (report.unchanged, report.pruned, len(sources(engine))) == (3, 0, 4)
    assert [(f.source, f.reason) for f in report.failures] == [("một/sâu/", "Permission denied")]


def test_a_folder_that_is_named_and_cannot_be_looked_at(others_folder: Path) -> None:
    folder = filled(others_folder) / "một"
    folder.chmod(0)
    report = index_files(MemoryEngine(), [folder])
    assert [(f.source, f.reason) for f in report.failures] == [("một/", "Permission denied")]


def test_a_file_that_may_not_be_read_is_named(others_folder: Path) -> None:
    folder = filled(others_folder)
    (folder / "một" / "a.txt").chmod(0)
    report = index_files(MemoryEngine(), [folder])
    assert [(f.source, f.reason) for f in report.failures] == [("một/a.txt", "Permission denied")]
    assert report.indexed == 3


def test_only_the_files_asked_for_are_looked_at(engine: MemoryEngine, folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / "một" / name).write_text(TEXT.format(number=9) + name, encoding="utf-8")
    report = index_files(engine, [folder], only={folder / "một" / "a.txt"})
    assert (report.indexed, report.unchanged) == (1, 0)

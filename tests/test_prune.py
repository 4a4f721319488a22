"""``--prune`` forgets what is gone from the paths that were named, and nothing else."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.soak.folders import folders, mounts
from indexer.engines.memory import MemoryEngine
from indexer.index import open_index
from indexer.ingest.build import Report, index_files
from khoan.cli import main

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
    (folder / "một" / "b.txt").unlink()
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


def many(folder: Path, count: int = 20) -> tuple[Path, MemoryEngine]:
    """A folder ``usb`` with documents, half of them in a folder below it, and their index."""
    for number in range(count):
        path = folder / "usb" / ("chung" if number % 2 else "riêng") / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(number=number + 1), encoding="utf-8")
    engine = MemoryEngine()
    index_files(engine, [folder / "usb"])
    return folder / "usb", engine


def move_away(usb: Path) -> None:
    usb.rename(usb.with_name("away"))


def unmount(usb: Path) -> None:
    move_away(usb)
    usb.mkdir()


def unmount_below(usb: Path) -> None:
    (usb / "chung").rename(usb.parent / "away")
    (usb / "chung").mkdir()


def leave_hidden_files(usb: Path) -> None:
    unmount_below(usb)
    (usb / "chung" / ".keep").touch()


def delete_below(usb: Path) -> None:
    (usb / "chung").rename(usb.parent / "away")


def put_a_file_there(usb: Path) -> None:
    delete_below(usb)
    (usb / "chung").write_text("?", encoding="utf-8")


def break_a_link(usb: Path) -> None:
    move_away(usb)
    usb.symlink_to(usb.parent / "nowhere")


def put_other_files_there(usb: Path) -> None:
    unmount(usb)
    (usb / "khác.txt").write_text(TEXT.format(number=99), encoding="utf-8")


AWAY = [
    move_away, unmount, unmount_below, leave_hidden_files, put_a_file_there, break_a_link,
    put_other_files_there,
]  # fmt: skip


@pytest.mark.parametrize("step", AWAY, ids=lambda step: step.__name__)
def test_what_may_come_back_is_not_forgotten(tmp_path: Path, step: Callable[[Path], None]) -> None:
    usb, engine = many(tmp_path)
    step(usb)
    report = index_files(engine, [usb], prune=True)
    kept = {document.number for document in engine.documents()}
    assert (report.pruned, len(kept - {"99/KH-UBND"}), bool(report.failures)) == (0, 20, True)


@pytest.mark.parametrize("step", AWAY, ids=lambda step: step.__name__)
def test_what_was_asked_for_is_forgotten(tmp_path: Path, step: Callable[[Path], None]) -> None:
    usb, engine = many(tmp_path)
    step(usb)
    report = index_files(engine, [usb], prune="all")
    assert report.pruned == sum(path.suffix == ".txt" for path in (tmp_path / "away").rglob("*"))


@pytest.mark.parametrize(
    ("count", "lost", "forgotten"),
    [(12, 10, 10), (33, 11, 11), (32, 11, 0), (40, 20, 0)],
    ids=["ten", "a third", "more than a third", "half"],
)
def test_more_than_ten_and_more_than_a_third_are_asked_about(
    tmp_path: Path, count: int, lost: int, forgotten: int
) -> None:
    usb, engine = many(tmp_path, count)
    for number in range(lost):
        (usb / ("chung" if number % 2 else "riêng") / f"{number}.txt").unlink()
    assert index_files(engine, [usb], prune=True).pruned == forgotten


def test_a_folder_that_was_renamed_is_no_loss(tmp_path: Path) -> None:
    usb, engine = many(tmp_path, 40)
    (usb / "chung").rename(usb / "mới")
    report = index_files(engine, [usb], prune=True)
    assert (report.failures, engine.statistics().documents) == ((), 40)


def test_a_document_elsewhere_does_not_take_the_place_of_one_out_of_sight(tmp_path: Path) -> None:
    usb, engine = many(tmp_path)
    move_away(usb)
    (tmp_path / "khác").mkdir()
    (tmp_path / "khác" / "a.txt").write_text(TEXT.format(number=1) + "Khác.\n", encoding="utf-8")
    index_files(engine, [tmp_path / "khác"], prune=True)
    assert engine.statistics().documents == 21


def test_a_root_that_is_gone_is_forgotten_by_the_command(tmp_path: Path) -> None:
    usb, _ = many(tmp_path)
    index = tmp_path / "index"
    statuses = []
    for arguments in ([], ["--prune"], ["--prune=all"]):
        with pytest.raises(SystemExit) as left:
            main(["index", str(usb), "--index", str(index), *arguments])
        statuses.append(left.value.code)
        if not arguments:
            move_away(usb)
    with open_index(index) as opened:
        assert (statuses, opened.statistics().documents) == ([0, 2, 0], 0)


def test_a_storm_over_a_folder_forgets_nothing() -> None:
    with tempfile.TemporaryDirectory() as made:  # tmp_path is closed to others than root
        outcome = folders(Path(made), 20)
    assert (outcome.times, outcome.lost) == (20, [])


def test_disks_that_come_and_go_lose_nothing(tmp_path: Path) -> None:
    outcome = mounts(tmp_path / "storm", 10)
    if "skipped" in outcome.notes:
        pytest.skip(str(outcome.notes["skipped"]))
    assert (outcome.times, outcome.lost) == (10, [])


def test_what_moves_while_a_run_is_on_is_not_forgotten(engine: MemoryEngine, folder: Path) -> None:
    def move(done: int, total: int, source: str) -> None:
        if done == 2:
            (folder / "một").rename(folder / "hai")

    index_files(engine, [folder], prune=True, progress=move)
    assert len(sources(engine)) == 4

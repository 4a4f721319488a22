"""A copy that is taken while a writer runs is an index of one generation, whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.soak import corpus
from benchmarks.soak.concurrency import ask_all, begin, writing
from indexer.check import check
from indexer.core.errors import IndexDamaged, IndexMissing, IndexUnwritable
from indexer.index import copy_index, open_index
from khoan.cli import main


def test_a_snapshot_answers_as_the_index_does(tmp_path: Path) -> None:
    index, _ = begin(tmp_path)
    copy_index(index, tmp_path / "copy")
    with open_index(index) as one, open_index(tmp_path / "copy") as other:
        assert corpus.answers(one) == corpus.answers(other)


def test_snapshots_can_be_taken_while_a_writer_runs(tmp_path: Path) -> None:
    index, files = begin(tmp_path)
    wrong = []
    with writing(index, files):
        for number in range(6):
            copy = tmp_path / f"copy-{number}"
            copy_index(index, copy)
            with open_index(copy) as opened:
                wrong.append((ask_all(opened), check(copy).damage))
    assert set(wrong) == {(None, ())}


def test_a_snapshot_is_never_half_there(tmp_path: Path) -> None:
    index, _ = begin(tmp_path)
    broken = next(index.glob("MAIN_*.doc"))
    data = bytearray(broken.read_bytes())
    data[len(data) // 2] ^= 1
    broken.write_bytes(data)
    with pytest.raises(IndexDamaged, match=broken.name.replace(".", r"\.")):
        copy_index(index, tmp_path / "copy")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["files", "index"]


def test_a_folder_that_exists_is_not_overwritten(tmp_path: Path) -> None:
    index, files = begin(tmp_path)
    with pytest.raises(IndexUnwritable, match="đã có"):
        copy_index(index, files)


def test_a_folder_without_an_index_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        copy_index(tmp_path, tmp_path / "copy")


def test_the_command_copies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index, _ = begin(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(["snapshot", str(tmp_path / "copy"), "--index", str(index)])
    assert (left.value.code, check(tmp_path / "copy").damage) == (0, ())

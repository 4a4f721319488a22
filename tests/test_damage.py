"""A damaged index is refused in one sentence; it never answers wrongly and never shows a trace."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from analyzers.analysis import fingerprint
from benchmarks.soak import corpus
from benchmarks.soak.damage import HARMS, build, damage
from indexer.core.errors import IndexDamaged, IndexIncompatible
from indexer.core.schema import FIELDS, Field
from indexer.engines.arrays import stored_fields as stored
from indexer.engines.embedded import create_engine
from indexer.engines.folder.seal import dump_seal, read_seal, seal_name, sum_bytes
from indexer.index import create_index, open_index
from khoan.cli import main

FIVE = range(1, 6)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    corpus.write(tmp_path / "files", FIVE)
    with create_index(tmp_path / "index") as opened:
        opened.add([tmp_path / "files"])
    return tmp_path / "index"


def test_a_damaged_index_is_refused_or_answers_the_same(tmp_path: Path) -> None:
    outcome = damage(tmp_path, rounds=len(HARMS))
    assert (outcome.lost, outcome.times > 20) == ([], True)


def parts(index: Path) -> list[Path]:
    """Its files, without the record of the last run: no answer depends on that, and a damaged one
    is taken for none (``tests/test_run.py``)."""
    return [p for p in sorted(index.iterdir()) if not p.name.startswith(("MAIN_WRITELOCK", "run-"))]


@pytest.mark.parametrize("command", ["search", "show"])
def test_damage_exits_3_with_one_sentence(
    index: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in parts(index):
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(SystemExit) as left:
            main([command, "thi dua", "--index", str(index)])
        printed = capsys.readouterr()
        assert (left.value.code, printed.out, "Traceback" in printed.err) == (3, "", False), (
            path.name
        )
        path.write_bytes(whole)


def test_another_indexs_files_are_refused(index: Path, tmp_path: Path) -> None:
    corpus.write(tmp_path / "others", range(50, 55))
    with create_index(tmp_path / "other") as opened:
        opened.add([tmp_path / "others"])
    (index / "_MAIN_1.toc").write_bytes((tmp_path / "other" / "_MAIN_1.toc").read_bytes())
    with pytest.raises(IndexDamaged, match=r"_MAIN_1\.toc"):
        open_index(index)


def test_a_damaged_index_is_rebuilt_from_nothing(index: Path, tmp_path: Path) -> None:
    with open_index(index) as opened:
        right = corpus.answers(opened)
    (index / "seal-1.json").write_bytes(b"?")
    with create_index(index, replace=True) as opened:
        opened.add([tmp_path / "files"], rebuild=True)
        assert corpus.answers(opened) == right


def test_rebuilding_leaves_nothing_of_what_was_damaged(index: Path, tmp_path: Path) -> None:
    before = {path.name for path in parts(index)}
    (index / "seal-1.json").write_bytes(b"?")
    with create_index(index, replace=True) as opened:
        opened.add([tmp_path / "files"], rebuild=True)
    assert {path.name for path in parts(index)} & before == {"khoan.json"}


def test_an_index_of_another_format_stays_until_the_rebuild_is_done(
    index: Path, tmp_path: Path
) -> None:
    (index / "khoan.json").write_text('{"format": 99}', encoding="utf-8")
    before = {path: path.read_bytes() for path in parts(index)}
    with create_index(index, replace=True):
        pass
    assert {path: path.read_bytes() for path in parts(index)} == before


def test_an_index_without_its_manifest_is_not_emptied(index: Path) -> None:
    (index / "khoan.json").unlink()
    with create_index(index) as opened:
        assert opened.statistics().documents == len(FIVE)


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return print, ("run!",)


def test_a_table_of_contents_cannot_name_a_function(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toc = index / "_MAIN_1.toc"
    before = toc.read_bytes()
    forged = before[: before.rindex(pickle.dumps([], -1)[:2])] + pickle.dumps(Evil())
    seal = read_seal(index, 1)
    files = {**seal.files, toc.name: sum_bytes(forged)}
    (index / seal_name(1)).write_bytes(dump_seal(replace(seal, files=files)))
    toc.write_bytes(forged)
    with pytest.raises(IndexDamaged, match=r"builtins\.print"):
        open_index(index)
    assert capsys.readouterr().out == ""


def test_a_stored_record_cannot_name_a_function(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(IndexDamaged, match=r"builtins\.print"):
        stored.load(b"P" + pickle.dumps(Evil()))
    assert capsys.readouterr().out == ""


def test_an_index_of_whooshs_own_codec_is_not_opened(tmp_path: Path) -> None:
    create_engine(tmp_path, fingerprint(), layout="stock").close()
    with pytest.raises(IndexIncompatible):
        open_index(tmp_path)


def test_an_index_of_other_fields_is_not_opened(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FIELDS, "other", Field(True, "?"))
    with pytest.raises(IndexIncompatible):
        open_index(index)


def test_what_does_not_change_makes_no_generation(index: Path, tmp_path: Path) -> None:
    before = {path.name for path in parts(index)}
    with create_index(index) as opened:
        opened.add([tmp_path / "files"])
    assert {path.name for path in parts(index)} == before


def test_a_seal_names_every_file_of_its_generation(tmp_path: Path) -> None:
    index = build(tmp_path)
    seal = next(index.glob("seal-*.json"))
    named = json.loads(seal.read_text(encoding="utf-8").splitlines()[0])["files"]
    run = seal.name.replace("seal", "run")  # has a checksum of its own
    others = {"khoan.json", "MAIN_WRITELOCK", seal.name, run}
    assert {path.name for path in index.iterdir()} - others == set(named)

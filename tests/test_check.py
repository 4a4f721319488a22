"""``khoan check`` finds what is wrong with an index, and names it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.soak import corpus
from benchmarks.soak.damage import build
from indexer import check as module
from indexer.check import check
from indexer.core.engine import Statistics
from indexer.engines.memory import MemoryEngine
from indexer.index import Index, create_index
from khoan.cli import main


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("check"))


@pytest.fixture
def index(tmp_path: Path) -> Path:
    corpus.write(tmp_path / "files", range(1, 4))
    with create_index(tmp_path / "index") as opened:
        opened.add([tmp_path / "files"])
    return tmp_path / "index"


@pytest.mark.parametrize("deep", [False, True])
def test_a_whole_index_has_no_damage(whole: Path, deep: bool) -> None:
    checked = check(whole, deep=deep)
    assert (checked.damage, checked.documents, checked.terms > 50) == ((), 12, True)


def test_a_damaged_file_is_named(index: Path) -> None:
    for path in index.glob("MAIN_*.*"):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        checked = check(index)
        assert (path.name in str(checked.damage), "--rebuild" in checked.advice) == (True, True)
        data[len(data) // 2] ^= 1
        path.write_bytes(data)


def test_a_missing_file_is_named(index: Path) -> None:
    gone = next(index.glob("MAIN_*.arr"))
    gone.unlink()
    assert gone.name in check(index).damage[0]


class Liar(MemoryEngine):
    """An engine that holds documents and says something else of them."""

    lie = ""

    def document(self, document_id: str):  # type: ignore[no-untyped-def]
        found = super().document(document_id)
        if self.lie == "document missing":
            return None
        return found and replace(found, text="?" * (self.lie == "text") + found.text)

    def get(self, clause_id: str):  # type: ignore[no-untyped-def]
        return None if self.lie == "lost" else super().get(clause_id)

    def clauses(self, document_id: str):  # type: ignore[no-untyped-def]
        found = super().clauses(document_id)
        if self.lie == "other document":
            return tuple(replace(clause, document_id="x") for clause in found)
        return found * 2 if self.lie == "twice" else found

    def statistics(self) -> Statistics:
        found = super().statistics()
        more = self.lie == "documents", self.lie == "clauses"
        return Statistics(found.documents + more[0], found.clauses + more[1])

    def terms(self, field: str, prefix: str = ""):  # type: ignore[no-untyped-def]
        found = list(super().terms(field, prefix))
        if self.lie == "order":
            found.reverse()
        if self.lie == "frequency":
            found = [(text, 0) for text, _ in found]
        if self.lie == "extra term" and field == "folded":
            found.append(("zzz", 1))
        return iter(found)


LIES = [
    ("text", "không phải là chữ thứ"),
    ("document missing", "không có nội dung"),
    ("lost", "không tìm thấy được"),
    ("other document", "văn bản khác"),
    ("twice", "hai lần"),
    ("documents", "văn bản, thực có"),
    ("clauses", "đoạn, thực có"),
    ("order", "sai chỗ"),
    ("frequency", "được đếm 0 lần"),
    ("extra term", "«zzz»"),
]


@pytest.mark.parametrize(("lie", "says"), LIES, ids=[lie for lie, _ in LIES])
def test_cross_references_are_followed(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lie: str, says: str
) -> None:
    corpus.write(tmp_path, range(1, 3))
    engine = Liar()
    Index(engine).add([tmp_path])
    engine.lie = lie
    monkeypatch.setattr(module, "open_index", lambda _: Index(engine))
    assert says in str(check(whole, deep=True).damage)


def test_the_command_prints_json(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["check", "--index", str(whole), "--json"])
    report = json.loads(capsys.readouterr().out)
    assert (left.value.code, report["whole"], report["documents"]) == (0, True, 12)


def test_the_command_exits_3_for_damage(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = next(index.glob("MAIN_*.doc"))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(SystemExit) as left:
        main(["check", "--index", str(index)])
    assert (left.value.code, path.name in capsys.readouterr().err) == (3, True)

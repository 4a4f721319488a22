"""Files to index: what is read, what is left alone, what is named and skipped."""

from __future__ import annotations

import os
import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.core.document import Clause, Document
from indexer.engines.memory import MemoryEngine
from indexer.identity import document_id
from indexer.ingest import read as read_module
from indexer.ingest.build import Report, index_files
from indexer.ingest.catalog import Catalog
from indexer.ingest.files import File, digest, find
from indexer.ingest.parse import parse
from indexer.ingest.read import read as read_file

TEXT = """Số: {number}/KH-UBND

An Bình, ngày 3 tháng 5 năm 2024

KẾ HOẠCH

Về việc thử

1. Thi đua yêu nước.

2. Nước sạch nông thôn.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "văn bản"
    (home / "2024").mkdir(parents=True)
    (home / "một.txt").write_text(TEXT.format(number=1), encoding="utf-8")
    (home / "2024" / "hai.md").write_text(TEXT.format(number=2), encoding="utf-8")
    (home / "2024" / "ghi chú.xyz").write_text("?", encoding="utf-8")
    (home / ".ẩn.txt").write_text("?", encoding="utf-8")
    return home


@pytest.fixture
def engine() -> MemoryEngine:
    return MemoryEngine()


def sources(engine: MemoryEngine) -> list[str]:
    return sorted(document.source for document in engine.documents())


def test_a_folder_is_read_at_any_depth(engine: MemoryEngine, folder: Path) -> None:
    index_files(engine, [folder])
    assert sources(engine) == ["2024/hai.md", "một.txt"]


def test_a_file_is_named_by_its_own_name(engine: MemoryEngine, folder: Path) -> None:
    index_files(engine, [folder / "2024" / "hai.md"])
    assert sources(engine) == ["hai.md"]


def test_a_file_named_twice_is_found_once(folder: Path) -> None:
    found = [file.path for file in find([folder, folder / "một.txt"], {".txt"})]
    assert found == [folder / "một.txt"]


def test_what_has_not_changed_is_left_alone(engine: MemoryEngine, folder: Path) -> None:
    index_files(engine, [folder])
    report = index_files(engine, [folder])
    assert replace(report, left_out=()) == Report(unchanged=2)


def test_files_of_other_kinds_are_named(engine: MemoryEngine, folder: Path) -> None:
    (folder / "bảng.DWG").write_bytes(b"?")
    (folder / "không đuôi").write_bytes(b"?")
    left_out = index_files(engine, [folder]).left_out
    assert [(one.source, one.kind) for one in left_out] == [
        ("bảng.DWG", ".dwg"),
        ("không đuôi", ""),
        ("2024/ghi chú.xyz", ".xyz"),
    ]


def test_a_folder_behind_a_link_is_named(engine: MemoryEngine, folder: Path) -> None:
    (folder / "2024" / "ghi chú.xyz").unlink()
    (folder / "lối tắt").symlink_to(folder / "2024")
    report = index_files(engine, [folder])
    assert [(one.source, one.kind) for one in report.left_out] == [("lối tắt", "link")]
    assert report.indexed == 2


@pytest.mark.parametrize("name", ["~$một.docx", ".~lock.một.docx#", "~WRL0001.tmp"])
def test_what_word_keeps_of_an_open_file_is_passed_over(
    engine: MemoryEngine, folder: Path, name: str
) -> None:
    before = index_files(engine, [folder])
    (folder / name).write_bytes(b"?")
    report = index_files(engine, [folder])
    assert (report.failures, report.left_out) == ((), before.left_out)


def test_an_index_in_the_folder_is_passed_over(engine: MemoryEngine, folder: Path) -> None:
    before = index_files(engine, [folder])
    (folder / "chỉ mục").mkdir()
    for name in ("khoan.json", "1.terms"):
        (folder / "chỉ mục" / name).write_bytes(b"?")
    assert index_files(engine, [folder]).left_out == before.left_out


def test_what_has_changed_is_read_again(engine: MemoryEngine, folder: Path) -> None:
    index_files(engine, [folder])
    (folder / "một.txt").write_text(TEXT.format(number=1) + "\n3. Thêm.\n", encoding="utf-8")
    report = index_files(engine, [folder])
    assert (report.indexed, report.unchanged) == (1, 1)


def test_rebuilding_reads_everything(engine: MemoryEngine, folder: Path) -> None:
    index_files(engine, [folder])
    assert index_files(engine, [folder], rebuild=True).indexed == 2


def test_a_file_whose_number_changed_leaves_nothing_behind(
    engine: MemoryEngine, folder: Path
) -> None:
    index_files(engine, [folder])
    (folder / "một.txt").write_text(TEXT.format(number=9), encoding="utf-8")
    index_files(engine, [folder])
    assert sorted(d.number or "" for d in engine.documents()) == ["2/KH-UBND", "9/KH-UBND"]


def test_a_renamed_file_is_the_same_document(engine: MemoryEngine, folder: Path) -> None:
    index_files(engine, [folder])
    before = {document.id for document in engine.documents()}
    (folder / "một.txt").rename(folder / "ba.txt")
    index_files(engine, [folder])
    assert {document.id for document in engine.documents()} == before


def test_the_same_document_in_two_files_is_indexed_twice(
    engine: MemoryEngine, folder: Path
) -> None:
    (folder / "bản sao.txt").write_text(TEXT.format(number=2), encoding="utf-8")
    index_files(engine, [folder])
    ids = {document.id for document in engine.documents() if document.number == "2/KH-UBND"}
    assert len(ids) == 2


def test_ids_do_not_depend_on_how_often_one_indexes(engine: MemoryEngine, folder: Path) -> None:
    (folder / "bản sao.txt").write_text(TEXT.format(number=2), encoding="utf-8")
    index_files(engine, [folder])
    before = {document.id: document.source for document in engine.documents()}
    index_files(engine, [folder], rebuild=True)
    assert {document.id: document.source for document in engine.documents()} == before


def test_clause_ids_begin_with_their_documents(engine: MemoryEngine, folder: Path) -> None:
    (folder / "bản sao.txt").write_text(TEXT.format(number=2), encoding="utf-8")
    index_files(engine, [folder])
    pieces = [(d.id, c) for d in engine.documents() for c in engine.clauses(d.id)]
    assert all(c.document_id == id_ and c.id.startswith(f"{id_}#") for id_, c in pieces)


def test_a_bad_file_is_named_and_the_rest_is_indexed(engine: MemoryEngine, folder: Path) -> None:
    bad = folder / "hỏng.xyz"
    bad.write_bytes(b"\x00\x01")
    report = index_files(engine, [folder, bad])
    assert ([f.source for f in report.failures], report.indexed) == (["hỏng.xyz"], 2)


def test_a_file_that_became_unreadable_keeps_what_was_known(
    engine: MemoryEngine, folder: Path
) -> None:
    index_files(engine, [folder])
    (folder / "một.txt").unlink()
    (folder / "một.txt").symlink_to(folder / "không có")
    report = index_files(engine, [folder])
    assert (len(report.failures), sources(engine)) == (1, ["2024/hai.md", "một.txt"])


def test_progress_names_each_file(engine: MemoryEngine, folder: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    index_files(engine, [folder], progress=lambda *step: seen.append(step))
    assert seen == [(0, 2, "một.txt"), (1, 2, "2024/hai.md"), (2, 2, "")]


def test_what_a_run_keeps_of_a_document_does_not_grow_with_it() -> None:
    short, long = Catalog([]), Catalog([])
    short.add(parse("1. Thi đua.", "a.txt")[0])
    long.add(parse("1. Thi đua.\n\n" + "2. Nước sạch.\n\n" * 1000, "a.txt")[0])
    assert len(pickle.dumps(long)) == len(pickle.dumps(short))


@pytest.fixture
def secret(tmp_path: Path, folder: Path) -> Path:
    """A file outside the folder, to which a link in the folder leads."""
    path = tmp_path / "secret.txt"
    path.write_text(TEXT.format(number=9), encoding="utf-8")
    (folder / "2024" / "link.txt").symlink_to(path)
    return path


def test_a_link_out_of_the_folder_is_not_followed(
    engine: MemoryEngine, folder: Path, secret: Path
) -> None:
    left_out = index_files(engine, [folder]).left_out
    assert sources(engine) == ["2024/hai.md", "một.txt"]
    assert ("2024/link.txt", "link") in [(one.source, one.kind) for one in left_out]


def test_a_link_out_of_the_folder_is_followed_when_asked(
    engine: MemoryEngine, folder: Path, secret: Path
) -> None:
    index_files(engine, [folder], follow_links=True)
    assert sources(engine) == ["2024/hai.md", "2024/link.txt", "một.txt"]


def test_a_link_between_the_named_folders_is_followed(
    engine: MemoryEngine, folder: Path, secret: Path
) -> None:
    index_files(engine, [folder, secret])
    assert sources(engine) == ["2024/hai.md", "2024/link.txt", "một.txt", "secret.txt"]


def test_a_link_that_is_named_itself_is_followed(
    engine: MemoryEngine, folder: Path, secret: Path
) -> None:
    index_files(engine, [folder / "2024" / "link.txt"])
    assert sources(engine) == ["link.txt"]


def test_a_file_that_became_a_link_since_it_was_found_is_not_opened(
    folder: Path, secret: Path
) -> None:
    with pytest.raises(OSError, match=r"."):
        digest(folder / "2024" / "link.txt")


def test_documents_of_one_name_in_two_folders_are_all_indexed(
    engine: MemoryEngine, tmp_path: Path
) -> None:
    for folder in ("x", "y", "z"):
        for name in ("a.txt", "b.txt"):
            (tmp_path / folder).mkdir(exist_ok=True)
            text = TEXT.format(number=1) + folder + name
            (tmp_path / folder / name).write_text(text, encoding="utf-8")
    roots = [tmp_path / folder for folder in ("x", "y", "z")]
    for _ in range(2):
        index_files(engine, roots, rebuild=True)
        ids = [document.id for document in engine.documents()]
        assert (len(ids), len(set(ids))) == (6, 6)


def test_a_suffix_that_another_document_has_is_not_given_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_id, "_suffix", lambda _, turn: "abcdef" if turn < 3 else "fedcba")
    document, _ = parse(TEXT.format(number=1), "một.txt")
    catalog = Catalog([])
    given = []
    for name in ("a", "b", "c"):
        (tmp_path / name).touch()
        one = replace(document, origin=str(tmp_path / name), digest=name)
        one = replace(one, id=catalog.free_id(one))
        catalog.add(one)
        given.append(one.id.removeprefix(document.id))
    assert given == ["", "~abcdef", "~fedcba"]


class Changing:
    """Reads as ``read`` does; but while it reads, the file is given the next of some texts."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts

    def __call__(self, file: File) -> tuple[Document, tuple[Clause, ...]]:
        made = read_file(file)
        if self.texts:
            file.path.write_text(self.texts.pop(0), encoding="utf-8")
        return made


@pytest.mark.parametrize(
    ("then", "indexed"),
    [([2], 2), ([2, 3], 3), ([2, 1], 1), ([2, 3, 4], None)],
    ids=["once", "twice", "and back", "all the time"],
)
def test_a_file_that_changes_while_it_is_read_is_read_again(
    engine: MemoryEngine,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    then: list[int],
    indexed: int | None,
) -> None:
    changing = Changing([TEXT.format(number=number) for number in then])
    monkeypatch.setattr(read_module, "read", changing)
    path = folder / "một.txt"
    index_files(engine, [path])
    found = [(d.number, d.digest) for d in engine.documents()]
    wanted = [(f"{indexed}/KH-UBND", digest(path))] if indexed else []
    assert found == wanted


def test_a_pipe_among_the_files_is_named_and_not_waited_for(
    engine: MemoryEngine, folder: Path
) -> None:
    os.mkfifo(folder / "ống.txt")
    report = index_files(engine, [folder])
    assert [failure.source for failure in report.failures] == ["ống.txt"]

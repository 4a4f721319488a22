"""What a run of indexing did: stored with the index, and shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from indexer.core.run import (
    MOST_BYTES,
    MOST_FILES,
    FileOutcome,
    Run,
    Tally,
    dump_run,
    load_run,
    tallies,
)
from indexer.core.said import Said
from indexer.engines.folder.run_file import run_name
from indexer.index import Index, copy_index, create_index, open_index
from indexer.ingest.report import Outcomes
from search_ui import Settings, create_app

TEXT = """ỦY BAN NHÂN DÂN TỈNH SƠN HÀ
Số: {number}/KH-UBND
KẾ HOẠCH
1. Nước sạch nông thôn.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files that are read, that fail and that nothing reads, one of them below."""
    root = tmp_path / "van-ban"
    (root / "2024").mkdir(parents=True)
    (root / "một.txt").write_text(TEXT.format(number=1), encoding="utf-8")
    (root / "2024" / "hai.txt").write_text(TEXT.format(number=2), encoding="utf-8")
    (root / "2024" / "hỏng.docx").write_bytes(b"PK\x03\x04 no more than this")
    (root / "chương trình.exe").write_bytes(b"MZ")
    return root


@contextmanager
def made(folder: Path, index: Path) -> Iterator[Index]:
    """An index of a folder, open."""
    with create_index(index) as opened:
        opened.add([folder])
        yield opened


def test_every_file_is_in_the_report_once(folder: Path, tmp_path: Path) -> None:
    with create_index(tmp_path / "index") as index:
        report = index.add([folder])
    assert sorted((one.source, one.state) for one in report.files) == [
        ("2024/hai.txt", "indexed"),
        ("2024/hỏng.docx", "failed"),
        ("chương trình.exe", "left_out"),
        ("một.txt", "indexed"),
    ]


def test_what_fails_or_is_left_out_has_a_reason(folder: Path, tmp_path: Path) -> None:
    with create_index(tmp_path / "index") as index:
        report = index.add([folder])
    assert all(one.reason for one in report.files if one.state in {"failed", "left_out"})


def test_the_last_run_is_stored_with_the_index(folder: Path, tmp_path: Path) -> None:
    with made(folder, tmp_path / "index"):
        pass
    with open_index(tmp_path / "index") as index:
        run = index.last_run()
    assert run is not None
    assert run.total == Tally("", indexed=2, left_out=1, failed=1)
    assert [(one.source, one.state) for one in run.files] == [
        ("2024/hỏng.docx", "failed"),
        ("chương trình.exe", "left_out"),
    ]


def test_a_run_that_changes_nothing_is_stored_without_a_new_generation(
    folder: Path, tmp_path: Path
) -> None:
    with made(folder, tmp_path / "index") as index:
        before = index.statistics().token
        index.add([folder])
        run = index.last_run()
    assert run is not None
    assert (run.total.unchanged, index.statistics().token) == (2, before)


def test_a_run_that_breaks_off_is_not_stored(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with made(folder, tmp_path / "index") as index:
        before = index.last_run()
        (folder / "ba.txt").write_text(TEXT.format(number=3), encoding="utf-8")

        def broken(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("indexer.ingest.build.Outcomes.stored", broken)
        with pytest.raises(KeyboardInterrupt):
            index.add([folder])
        assert index.last_run() == before


def test_texts_added_later_leave_it(folder: Path, tmp_path: Path) -> None:
    with made(folder, tmp_path / "index") as index:
        before = index.last_run()
        index.add_text("1. Thi đua.", "db/1")
        assert index.last_run() == before


def test_a_copy_of_the_index_has_it(folder: Path, tmp_path: Path) -> None:
    with made(folder, tmp_path / "index") as index:
        before = index.last_run()
    copy_index(tmp_path / "index", tmp_path / "copy")
    with open_index(tmp_path / "copy") as copy:
        assert copy.last_run() == before


def test_of_generations_that_are_gone_nothing_is_left(folder: Path, tmp_path: Path) -> None:
    with made(folder, tmp_path / "index") as index:
        index.add_text("1. Thi đua.", "db/1")
    with open_index(tmp_path / "index") as index:
        generation = index.statistics().generation
    found = [path.name for path in (tmp_path / "index").glob("run-*")]
    assert found == [run_name(generation)]


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"\xff" * 50], ids=["empty", "other", "noise"])
def test_a_damaged_one_is_none(folder: Path, tmp_path: Path, damage: bytes) -> None:
    with made(folder, tmp_path / "index"):
        pass
    (path,) = (tmp_path / "index").glob("run-*")
    path.write_bytes(damage)
    with open_index(tmp_path / "index") as index:
        assert (index.last_run(), index.statistics().documents) == (None, 2)


def test_files_that_were_not_looked_at_stay_in_it(folder: Path, tmp_path: Path) -> None:
    with made(folder, tmp_path / "index") as index:
        (folder / "một.txt").write_text(TEXT.format(number=9), encoding="utf-8")
        index.add([folder], only={folder / "một.txt"})
        run = index.last_run()
    assert run is not None
    assert run.total == Tally("", indexed=1, unchanged=1, left_out=1, failed=1)
    assert run.files[0].source == "2024/hỏng.docx"


@pytest.mark.parametrize(
    "line",
    [None, "", "{", "[]", "{}", '{"started": 1}', '{"total": null}', "0"],
)
def test_what_is_no_run_is_none(line: str | None) -> None:
    assert load_run(line) is None


def run_of(*files: FileOutcome) -> Run:
    return Run("2026-11-26T20:00:00+00:00", 2.5, *tallies(files)[:1], files=files)


def test_a_stored_run_is_what_it_was() -> None:
    reason = Said("đọc nó lâu quá %(most)g giây", most=150.0)
    run = run_of(FileOutcome("a/b.pdf", ".pdf", "failed", reason, "Chờ."))
    loaded = load_run(dump_run(run))
    assert loaded == run
    said = loaded.files[0].reason if loaded else ""
    assert isinstance(said, Said)
    assert (said.template, said.values) == (reason.template, reason.values)


def test_a_stored_run_has_a_limit() -> None:
    many = [FileOutcome("x" * 900 + str(n), ".pdf", "failed", "y" * 5000) for n in range(3000)]
    line = dump_run(run_of(*many))
    loaded = load_run(line)
    assert len(line) < 2 * MOST_BYTES
    assert loaded is not None
    assert len(loaded.files) <= MOST_FILES
    assert len(loaded.files) + loaded.more == loaded.total.failed == 3000


def test_a_name_that_is_no_utf8_is_stored() -> None:
    assert load_run(dump_run(run_of(FileOutcome("a\udcff.pdf", ".pdf", "failed", "?"))))


@pytest.mark.parametrize(
    "reason",
    [
        "[Errno 2] No such file: '/srv/van ban/mật/a.pdf'",
        Said("không đọc được tệp này (%(error)s)", error="OSError: /home/ai/b/c.pdf"),
        f"{Path.home()}/tài liệu mật/x.doc",
    ],
)
def test_no_path_of_the_machine_is_stored(reason: str) -> None:
    outcomes = Outcomes()
    outcomes.failed("a.pdf", ".pdf", reason)
    line = json.dumps(json.loads(outcomes.stored()), ensure_ascii=False)
    assert not any(part in line for part in ("/srv", "/home/ai", str(Path.home())))


def test_a_date_in_a_reason_is_no_path() -> None:
    outcomes = Outcomes()
    outcomes.failed("a.pdf", ".pdf", "số 12/2024/NĐ-CP ngày 01/02/2024")
    assert "12/2024/N" in outcomes.stored()


Shown = Callable[[str], str]


@pytest.fixture
def shown(folder: Path, tmp_path: Path) -> Iterator[Shown]:
    """From an address to what the site answers."""
    with made(folder, tmp_path / "index") as index:
        client = create_app(index).test_client()
        yield lambda address: client.get(address).text


@pytest.mark.parametrize(
    "expected",
    ["Thấy 4 tệp", "hỏng.docx", "2024", "chương trình.exe", "chưa có trình đọc", "Theo loại tệp"],
)
def test_the_page_tells_what_happened(shown: Shown, expected: str) -> None:
    assert expected in shown("/kho")


@pytest.mark.parametrize("expected", ["4 files found", "there is no reader", "By kind of file"])
def test_the_page_speaks_english(shown: Shown, expected: str) -> None:
    assert expected in shown("/kho?lang=en")


@pytest.mark.parametrize("address", ["/kho", "/api/v1/run"])
def test_the_page_shows_no_path(shown: Shown, address: str, tmp_path: Path) -> None:
    assert str(tmp_path) not in shown(address)


def test_pages_lead_to_it(shown: Shown) -> None:
    assert 'href="/kho"' in shown("/")


def test_the_api_says_the_same(shown: Shown) -> None:
    run = json.loads(shown("/api/v1/run"))["run"]
    assert {name: run[name] for name in ("found", "indexed", "left_out", "failed")} == {
        "found": 4, "indexed": 2, "left_out": 1, "failed": 1,
    }  # fmt: skip
    assert [one["source"] for one in run["files"]] == ["2024/hỏng.docx", "chương trình.exe"]


def test_the_page_is_new_after_each_run(folder: Path, tmp_path: Path) -> None:
    with made(folder, tmp_path / "index") as index:
        client = create_app(index).test_client()
        before = client.get("/kho").text
        index.add([folder])
        assert ("2 không đổi" in before, "2 không đổi" in client.get("/kho").text) == (False, True)


@pytest.mark.parametrize("address", ["/kho", "/api/v1/run"])
def test_it_can_be_turned_off(folder: Path, tmp_path: Path, address: str) -> None:
    with made(folder, tmp_path / "index") as index:
        client = create_app(index, Settings(reports=False)).test_client()
        assert "hỏng.docx" not in client.get(address).text
        assert 'href="/kho"' not in client.get("/").text


def test_names_of_files_are_escaped(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "<img src=x onerror=alert(1)>.exe").write_bytes(b"?")
    with made(tmp_path / "files", tmp_path / "index") as index:
        page = create_app(index).test_client().get("/kho").text
    assert "<img" not in page
    assert "&lt;img" in page

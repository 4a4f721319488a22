"""Whatever is fed to it, each file is indexed or named with a reason, and the rest goes on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.soak.bad_files import bad_files, hostile, mutants, special, word
from benchmarks.soak.queries import queries
from indexer.core.errors import UnreadableFile
from indexer.engines.memory import MemoryEngine
from indexer.ingest import read as reading
from indexer.ingest.build import index_files
from indexer.ingest.files import File
from indexer.readers import READERS
from indexer.suggesting.term_counts import openings

pytestmark = pytest.mark.skipif(os.name == "nt", reason="makes FIFOs and odd names")


def test_one_bad_file_never_stops_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    short = {name: data for name, data in hostile(1).items() if len(data) < 400_000}
    monkeypatch.setattr("benchmarks.soak.bad_files.hostile", lambda _: short)
    outcome = bad_files(tmp_path, count=24)
    assert (outcome.lost, outcome.times > 50) == ([], True)


def test_no_query_breaks_it(tmp_path: Path) -> None:
    outcome = queries(tmp_path, count=150)
    assert (outcome.lost, outcome.times) == ([], 150)


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    expected = special(tmp_path / "files")
    report = index_files(MemoryEngine(), [tmp_path / "files"])
    assert (report.indexed, len(report.failures) + len(report.left_out)) == (0, expected)


def test_mutants_cover_every_format_there_is_a_sample_of() -> None:
    from random import Random

    made = {name.rpartition(".")[2] for name, _ in mutants(60, Random(1))}
    assert made >= {
        suffix.removeprefix(".") for suffix in (".txt", ".md", ".html", ".docx", ".pdf")
    }
    assert {f".{suffix}" for suffix in made} <= set(READERS)


def test_a_zip_bomb_is_refused_before_it_unpacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.readers.package.MAX_UNPACKED", 1 << 20)
    bomb = tmp_path / "bom.docx"
    bomb.write_bytes(word(b"0" * (8 << 20)))
    assert bomb.stat().st_size < 1 << 20
    with pytest.raises(UnreadableFile, match="MB"):
        reading.read(File(bomb, bomb.name))


def test_an_external_entity_is_not_read(tmp_path: Path) -> None:
    page = tmp_path / "a.docx"
    page.write_bytes(
        word(
            b"<w:p><w:r><w:t>&x;</w:t></w:r></w:p>",
            b"<!DOCTYPE w [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
        )
    )
    try:
        document, _ = reading.read(File(page, page.name))
    except UnreadableFile:
        return
    assert "root:" not in document.text


@pytest.mark.parametrize("word", ["d" * 80, "đ" * 200, "dz" * 90, "dddđa", "ngh" * 60])
def test_a_word_that_is_no_syllable_has_few_openings(word: str) -> None:
    assert len(openings(word)) <= 100


@pytest.mark.parametrize("suffix", sorted(READERS.keys() - {".7z", ".rar", ".zip"}))
def test_an_empty_file_is_refused(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a{suffix}").touch()
    with pytest.raises(UnreadableFile, match="tệp trống"):
        reading.read(File(tmp_path / f"a{suffix}", "a"))


BLANK = [
    ("a.txt", b" \n\t\n"),
    ("a.md", b"---\nso: 5\n---\n"),
    ("a.json", b"{}"),
    ("a.html", b"<p> </p>"),
]


@pytest.mark.parametrize(("name", "data"), BLANK, ids=[name for name, _ in BLANK])
def test_a_file_without_letters_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableFile, match=r"không có chữ nào|trang trống"):
        reading.read(File(tmp_path / name, name))

"""Readers that other packages bring."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.core.errors import UnreadableFile
from indexer.engines.memory import MemoryEngine
from indexer.ingest.build import index_files
from indexer.readers import READERS, read_text, readers
from indexer.readers.installed import installed_readers

MODULE = """
from khoan import RawText, Refused

def read(path):
    text = path.read_text(encoding="utf-8")
    if not text:
        raise Refused("trống", "Viết gì đó.")
    return RawText(text.upper(), None)
"""
POINTS = """[khoan.readers]
.xyz = its_reader:read
.gone = its_reader:nothing
.txt = its_reader:read
no suffix = its_reader:read
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    site = tmp_path / "site"
    (site / "its_reader-1.dist-info").mkdir(parents=True)
    (site / "its_reader-1.dist-info" / "entry_points.txt").write_text(POINTS, encoding="utf-8")
    (site / "its_reader-1.dist-info" / "METADATA").write_text("Name: its-reader\nVersion: 1\n")
    (site / "its_reader.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(site))
    installed_readers.cache_clear()
    yield
    installed_readers.cache_clear()


@pytest.fixture
def file(tmp_path: Path, package: None) -> Path:
    path = tmp_path / "a.xyz"
    path.write_text("thi đua", encoding="utf-8")
    return path


def test_a_file_of_its_kind_is_read(file: Path) -> None:
    assert read_text(file, "a.xyz").text == "THI ĐUA"


def test_what_it_refuses_is_reported_with_the_file(file: Path) -> None:
    file.write_text("")
    with pytest.raises(UnreadableFile, match=r"a\.xyz: trống"):
        read_text(file, "a.xyz")


def test_what_is_read_here_is_given_to_no_other(package: None) -> None:
    assert readers()[".txt"] is READERS[".txt"]


def test_a_reader_that_cannot_be_loaded_is_named(tmp_path: Path, package: None) -> None:
    path = tmp_path / "a.gone"
    path.write_text("?")
    with pytest.raises(UnreadableFile, match="its_reader:nothing"):
        read_text(path, "a.gone")


def test_a_name_that_is_no_suffix_is_ignored(package: None) -> None:
    assert set(installed_readers()) == {".xyz", ".gone", ".txt"}


def test_a_folder_is_searched_for_such_files(file: Path) -> None:
    report = index_files(MemoryEngine(), [file.parent])
    assert [left.source for left in report.left_out if left.source.endswith(".xyz")] == []

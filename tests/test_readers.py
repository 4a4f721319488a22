"""Files to text: what each reader keeps, drops and refuses."""

import os
import unicodedata
from pathlib import Path

import pytest

from indexer.core.errors import UnreadableFile
from indexer.readers import MAX_BYTES, READERS, markdown, read_text

LINE = "Chỉ thị số 34-CT/TW ngày 07/4/2014"

CASES: list[tuple[str, str, bytes, str]] = [
    ("txt as it is", "a.txt", f"{LINE}\n\n 1.Một \n".encode(), f"{LINE}\n\n 1.Một \n"),
    ("line ends", "a.txt", b"a\r\nb\rc\n", "a\nb\nc\n"),
    ("byte order mark", "a.TXT", LINE.encode("utf-8-sig"), LINE),
    (
        "NFD stays NFD",
        "a.txt",
        unicodedata.normalize("NFD", LINE).encode(),
        unicodedata.normalize("NFD", LINE),
    ),
    ("md marks", "a.md", "Số: **12**/KH-UBND".encode(), "Số: 12/KH-UBND\n"),
    ("md heading", "a.md", "## I. MỤC ĐÍCH\nMột".encode(), "I. MỤC ĐÍCH\n\nMột\n"),
    (
        "md list numbers as written",
        "a.md",
        b"3. Ba\n4. Bon\n\n   a) em\n\n7) Bay\n",
        "3. Ba\n\n4. Bon\n\na) em\n\n7) Bay\n",
    ),
    ("md bullets", "a.md", b"a\n\n- UBND;\n- VT.\n\nb", "a\n\n- UBND;\n- VT.\n\nb\n"),
    ("md loose list", "a.md", b"- a\n\n- b\n# c", "- a\n\n- b\n\nc\n"),
    ("md indented is not code", "a.md", "Một\n\n    Hai **ba**".encode(), "Một\n\nHai ba\n"),
    ("md fences lose nothing", "a.md", b"```a `b\n`````c d", "```a `b\n`````c d\n"),
    ("md table", "a.md", b"| A | B |\n|---|---|\n| 1 | 2 |\n", "A | B\n1 | 2\n"),
    ("md front matter", "a.md", b"---\nso: 5\n---\n\n# a", "a\n"),
    ("md rules around text", "a.md", "---\nMột.\n\n---\nb".encode(), "Một.\n\nb\n"),
    ("md line breaks", "a.md", b"a\nb<br>c", "a\nb\nc\n"),
]


@pytest.mark.parametrize(
    ("name", "data", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_text(tmp_path: Path, name: str, data: bytes, expected: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert read_text(tmp_path / name, name).text == expected


FRONT = """---
title: "Quyết định số 5/QĐ-BT"
trich_yeu: 'Về việc "thử"'
so_dieu: 14
# lời ghi
can_cu:
  - "Luật Thử"
  - Nghị định 1
ghi_chu: >-
  dài
---
Nội dung
"""
STATED = {
    "title": "Quyết định số 5/QĐ-BT",
    "trich_yeu": 'Về việc "thử"',
    "so_dieu": "14",
    "can_cu": "Luật Thử; Nghị định 1",
    "ghi_chu": "dài",
}


def test_front_matter_is_stated(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(FRONT, encoding="utf-8")
    assert read_text(tmp_path / "a.md", "a.md").stated == STATED


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_special_files_are_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"pipe{suffix}"
    os.mkfifo(path)
    with pytest.raises(UnreadableFile, match="không phải tệp thường"):
        read_text(path, path.name)


def test_unknown_suffix_names_the_known(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"sub/a\.xyz: không đọc được loại tệp \.xyz.*\.html"):
        read_text(tmp_path / "a.xyz", "sub/a.xyz")


def test_a_markdown_file_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "MAX_CHARACTERS", 3)
    (tmp_path / "a.md").write_text("abcd", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="triệu ký tự, quá mức"):
        read_text(tmp_path / "a.md", "a.md")


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.txt: No such file"):
        read_text(tmp_path / "a.txt", "a.txt")


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.touch()
    os.truncate(path, MAX_BYTES + 1)
    with pytest.raises(UnreadableFile, match="quá mức"):
        read_text(path, "a.txt")

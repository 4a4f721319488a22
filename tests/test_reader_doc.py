"""``.doc``: through LibreOffice, or as what the file really is."""

import shutil
import subprocess
import time
from pathlib import Path

import docx
import pytest

from indexer.core.errors import UnreadableFile
from indexer.readers import read_text, word_old

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH: a test puts its LibreOffice there, or none."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def put(office: Path, script: str) -> None:
    (office / "soffice").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (office / "soffice").chmod(0o755)


def old(folder: Path, data: bytes = OLE) -> Path:
    (folder / "a.doc").write_bytes(data)
    return folder / "a.doc"


def saved(folder: Path, text: str) -> Path:
    file = docx.Document()
    file.add_paragraph(text)
    file.save(str(folder / "made.docx"))
    return folder / "made.docx"


def test_without_libreoffice_it_says_what_to_do(tmp_path: Path, office: Path) -> None:
    assert not list(office.iterdir())
    with pytest.raises(UnreadableFile, match=r"cần LibreOffice.*lưu tệp thành \.docx"):
        read_text(old(tmp_path), "a.doc")


def test_what_libreoffice_makes_is_read(tmp_path: Path, office: Path) -> None:
    made = saved(tmp_path, "Chỉ thị")
    put(office, f'while [ "$1" != --outdir ]; do shift; done; /bin/cp {made} "$2/in.docx"')
    assert read_text(old(tmp_path), "a.doc").text == "Chỉ thị\n"


def test_what_libreoffice_cannot_read_is_refused(tmp_path: Path, office: Path) -> None:
    put(office, "exit 1")
    with pytest.raises(UnreadableFile, match="LibreOffice không đọc được"):
        read_text(old(tmp_path), "a.doc")


def test_a_libreoffice_that_hangs_is_ended(
    tmp_path: Path, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_old, "MAX_SECONDS", 2)
    put(office, f"/bin/sleep 60 & echo $! > {tmp_path}/child; wait")
    with pytest.raises(UnreadableFile, match="đọc quá"):
        read_text(old(tmp_path), "a.doc")
    child = int((tmp_path / "child").read_text())
    assert any(has_ended(child) for _ in range(100))


def has_ended(process: int) -> bool:
    """Whether a killed process is gone; waits a little, for the kill takes effect by and by."""
    status = Path(f"/proc/{process}/stat")
    ended = not status.exists() or status.read_text().split()[2] in "ZX"
    if not ended:
        time.sleep(0.1)
    return ended


def test_a_renamed_docx(tmp_path: Path, office: Path) -> None:
    assert read_text(old(tmp_path, saved(tmp_path, "a").read_bytes()), "a.doc").text == "a\n"


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"\r\n "])
def test_a_renamed_page(tmp_path: Path, office: Path, start: bytes) -> None:
    page = start + b"<html><p>Mot</p></html>"
    assert read_text(old(tmp_path, page), "a.doc").text == "Mot\n"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_real_conversion(tmp_path: Path) -> None:
    made = saved(tmp_path, "Điều 1. Phạm vi điều chỉnh")
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to",
         "doc:MS Word 97", "--outdir", str(tmp_path), str(made)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert read_text(tmp_path / "made.doc", "made.doc").text == "Điều 1. Phạm vi điều chỉnh\n"

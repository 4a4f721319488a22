"""``.doc``: through LibreOffice, or as what the file really is."""

import shutil
import subprocess
import time
from pathlib import Path

import docx
import pytest

from indexer.core.errors import UnreadableFile
from indexer.readers import libreoffice, read_text

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE = MAGIC + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(600)


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
    monkeypatch.setattr(libreoffice, "MAX_SECONDS", 2)
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


PAGE = "<html><body><p>Một</p></body></html>"
MAIL = (
    "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
    "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    "<html><p>M=E1=BB=99t</p>\n--x--"
)
LETTER = "Kính gửi: Ủy ban nhân dân các huyện, thành phố. Đề nghị báo cáo trước ngày 15.\n"


@pytest.mark.parametrize("suffix", [".doc", ".docx", ".pdf", ".rtf", ".html"])
@pytest.mark.parametrize(
    ("data", "expected"),
    [(PAGE.encode(), "Một\n"), (PAGE.encode("utf-16"), "Một\n"), (MAIL.encode(), "Một\n")],
    ids=["a page", "a page in UTF-16", "a page saved with its pictures"],
)
def test_a_page_under_any_name(
    tmp_path: Path, office: Path, suffix: str, data: bytes, expected: str
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    assert read_text(path, path.name).text == expected


@pytest.mark.parametrize("suffix", [".doc", ".docx", ".pdf", ".rtf"])
def test_plain_text_under_another_name(tmp_path: Path, office: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text(LETTER, encoding="utf-8")
    assert read_text(path, path.name).text == LETTER


@pytest.mark.parametrize("suffix", [".doc", ".html", ".txt"])
def test_a_docx_under_another_name(tmp_path: Path, office: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(saved(tmp_path, "Chỉ thị").read_bytes())
    assert read_text(path, path.name).text == "Chỉ thị\n"


@pytest.mark.parametrize(
    ("data", "suffix"), [(OLE, ".docx"), (b"{\\rtf1 Mot}", ".doc"), (b"{\\rtf1 Mot}", ".rtf")]
)
def test_an_old_file_under_another_name(
    tmp_path: Path, office: Path, data: bytes, suffix: str
) -> None:
    made = saved(tmp_path, "Chỉ thị")
    put(office, f'while [ "$1" != --outdir ]; do shift; done; /bin/cp {made} "$2/in.docx"')
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    assert read_text(path, path.name).text == "Chỉ thị\n"


FLAT = '<?xml version="1.0"?><pkg:package xmlns:pkg="urn:x"><w:t>Mot</w:t>'
SHEET = MAGIC + bytes(99) + "Workbook".encode("utf-16-le") + bytes(99)
LOCKED = MAGIC + bytes(99) + "EncryptedPackage".encode("utf-16-le") + bytes(99)
NOT_FOR_OFFICE = [
    ("XML of Word", FLAT.encode(), "tệp XML"),
    ("XML of Word in UTF-16", FLAT.encode("utf-16"), "tệp XML"),
    ("XML of Word without a mark", FLAT.encode("utf-16-le"), "tệp XML"),
    ("a spreadsheet", SHEET, r"tệp \.xls hỏng"),
    ("a file with a password", LOCKED, "mật khẩu"),
    ("damage", bytes(range(1, 32)) * 9, "không phải tệp Word"),
    ("nothing", b"", "không phải tệp Word"),
]


@pytest.mark.parametrize(
    ("data", "reason"), [c[1:] for c in NOT_FOR_OFFICE], ids=[c[0] for c in NOT_FOR_OFFICE]
)
def test_libreoffice_never_sees_another_format(
    tmp_path: Path, office: Path, data: bytes, reason: str
) -> None:
    put(office, f"echo > {tmp_path}/started")
    with pytest.raises(UnreadableFile, match=reason):
        read_text(old(tmp_path, data), "a.doc")
    assert not (tmp_path / "started").exists()


def test_libreoffice_is_told_to_fetch_nothing(tmp_path: Path, office: Path) -> None:
    made, seen = saved(tmp_path, "Chỉ thị"), tmp_path / "settings"
    put(
        office,
        f"""while [ "$1" != --outdir ]; do shift; done; /bin/cp {made} "$2/in.docx"
        /bin/cp "$2/profile/user/registrymodifications.xcu" {seen}""",
    )
    read_text(old(tmp_path), "a.doc")
    assert 'oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true' in seen.read_text()


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

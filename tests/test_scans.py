"""Scans: pages that are pictures, recognised by Tesseract."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdfium2
import pytest
from pdf_maker import pdf
from PIL import Image
from scan_maker import needs_tesseract, pictures_of, scan_of

from indexer.core import ocr_mode
from indexer.core.errors import UnreadableFile
from indexer.index import create_index
from indexer.ingest.files import File
from indexer.ingest.prepare import IsolatedReader, Preparer
from indexer.ingest.read import digest_of
from indexer.readers import read_text
from indexer.readers.ocr import cache, program, recognise

LINES = [
    "Sections of this text are numbered one after the other",
    "and every line of it is long enough to be read by a machine.",
    "1. The first point is about forests and rivers.",
    "2. The second point is about bridges and roads.",
]


def text_page(lines: list[str] = LINES) -> list[tuple[float, float, str]]:
    return [(80, 700 - 20 * number, line) for number, line in enumerate(lines)]


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan_of(pdf([text_page()])))
    return path


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where recognised pages are stored."""
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "cache"))
    return tmp_path / "cache" / "ocr"


def no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_: None)
    program.tesseract.cache_clear()


@pytest.fixture(autouse=True)
def program_as_installed() -> None:
    program.tesseract.cache_clear()


@needs_tesseract
def test_a_scan_is_read(scan: Path) -> None:
    assert "forests and rivers" in read_text(scan, "scan.pdf").text


@needs_tesseract
def test_a_scan_is_marked_with_its_confidence(scan: Path) -> None:
    quality = read_text(scan, "scan.pdf").quality
    assert quality is not None
    assert "nhận dạng" in quality
    assert "%" in quality


@needs_tesseract
@pytest.mark.parametrize("turn", [1, 2, 3], ids=["left", "head down", "right"])
def test_a_turned_page_is_turned_back(tmp_path: Path, turn: int) -> None:
    path = tmp_path / "turned.pdf"
    path.write_bytes(scan_of(pdf([text_page()]), turn))
    assert "bridges and roads" in read_text(path, "turned.pdf").text


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A page with text, and a scanned one."""
    parts = [pdf([text_page(["written " + x for x in LINES] * 6)]), scan_of(pdf([text_page()]))]
    whole = pypdfium2.PdfDocument.new()
    for part in parts:
        whole.import_pages(pypdfium2.PdfDocument(part))
    path = tmp_path / "mixed.pdf"
    whole.save(str(path))
    return path


@needs_tesseract
def test_scanned_pages_stand_between_those_with_text(mixed: Path) -> None:
    text = read_text(mixed, "mixed.pdf").text
    assert 0 < text.index("written 2.") < text.rindex("2. The second point")


@needs_tesseract
def test_never_refuses_a_scan(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ocr_mode.VARIABLE, "never")
    with pytest.raises(UnreadableFile, match="bản quét"):
        read_text(scan, "scan.pdf")


@needs_tesseract
def test_always_recognises_pages_that_have_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "text.pdf"
    path.write_bytes(pdf([text_page()]))
    monkeypatch.setenv(ocr_mode.VARIABLE, "always")
    raw = read_text(path, "text.pdf")
    assert raw.quality is not None
    assert "forests and rivers" in raw.text


def test_without_tesseract_the_command_is_said(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_program(monkeypatch)
    with pytest.raises(UnreadableFile, match="apt install tesseract-ocr tesseract-ocr-vie"):
        read_text(scan, "scan.pdf")


@needs_tesseract
def test_a_second_run_recognises_nothing(
    scan: Path, stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = read_text(scan, "scan.pdf").text
    assert len([*stored.glob("*/*")]) == 1
    monkeypatch.setattr(recognise, "read_page", None)
    assert read_text(scan, "other name.pdf").text == text


@needs_tesseract
def test_a_damaged_cache_is_recognised_again(scan: Path, stored: Path) -> None:
    text = read_text(scan, "scan.pdf").text
    for file in stored.glob("*/*"):
        file.write_bytes(b"\x1f\x8b damaged")
    assert read_text(scan, "scan.pdf").text == text


@needs_tesseract
def test_a_cache_that_cannot_be_written_is_done_without(
    scan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "file"))
    assert "forests" in read_text(scan, "scan.pdf").text


@needs_tesseract
def test_the_pages_used_longest_ago_leave_a_full_cache(
    scan: Path, stored: Path, tmp_path: Path
) -> None:
    read_text(scan, "scan.pdf")
    cache.trim(most=1)
    assert not [*stored.glob("*/*")]


@needs_tesseract
def test_in_a_process_of_its_own_each_page_is_told(tmp_path: Path) -> None:
    path = tmp_path / "two.pdf"
    path.write_bytes(scan_of(pdf([text_page(), text_page()])))
    pages: list[tuple[str, int, int]] = []
    with Preparer(1, page_begins=lambda *page: pages.append(page)) as preparer:
        file = File(path, "two.pdf")
        document, _ = preparer.start(file, digest_of(file))(lambda document: document.id)
    assert pages == [("two.pdf", 0, 2), ("two.pdf", 1, 2)]
    assert document.quality


@needs_tesseract
def test_the_mode_reaches_the_process(scan: Path) -> None:
    with (
        IsolatedReader(ocr="never") as reader,
        pytest.raises(UnreadableFile, match="bản quét"),
    ):
        reader.start(File(scan, "scan.pdf"))()


@needs_tesseract
def test_a_scan_is_indexed_and_found(scan: Path, tmp_path: Path) -> None:
    with create_index(tmp_path / "index") as index:
        report = index.add([scan], ocr="auto")
        assert report.indexed == 1
        assert [warning.source for warning in report.warnings] == ["scan.pdf"]
        assert index.search("forests rivers").hits


@needs_tesseract
def test_a_page_that_takes_too_long_is_given_up(
    scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "MAX_SECONDS", 0.01)
    with pytest.raises(UnreadableFile, match="Tesseract đọc một trang quá"):
        read_text(scan, "scan.pdf")


@needs_tesseract
@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif", ".bmp", ".webp"])
def test_a_picture_is_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"page{suffix}"
    Image.fromarray(pictures_of(pdf([text_page()]))[0]).save(path)
    assert "bridges and roads" in read_text(path, path.name).text


@needs_tesseract
def test_every_page_of_a_tiff_is_read(tmp_path: Path) -> None:
    pages = pictures_of(pdf([text_page(LINES[:2] * 3), text_page(LINES[2:] * 3)]))
    first, second = map(Image.fromarray, pages)
    first.save(tmp_path / "pages.tif", save_all=True, append_images=[second])
    text = read_text(tmp_path / "pages.tif", "pages.tif").text
    assert text.index("Sections") < text.index("bridges")


@needs_tesseract
def test_a_picture_of_another_size_is_drawn_as_a_sheet(tmp_path: Path) -> None:
    page = Image.fromarray(pictures_of(pdf([text_page()]), dots=110)[0])
    page.save(tmp_path / "small.png", dpi=(72, 72))
    assert "bridges and roads" in read_text(tmp_path / "small.png", "small.png").text


@needs_tesseract
def test_a_damaged_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    with pytest.raises(UnreadableFile, match="tệp ảnh hỏng"):
        read_text(path, "a.png")


@needs_tesseract
def test_a_picture_without_words_is_refused(tmp_path: Path) -> None:
    Image.new("L", (800, 600), 255).save(tmp_path / "a.png")
    with pytest.raises(UnreadableFile, match="không nhận dạng được chữ nào"):
        read_text(tmp_path / "a.png", "a.png")


@needs_tesseract
def test_a_picture_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.readers.pictures._MOST_DOTS", 1000)
    Image.new("L", (800, 600), 255).save(tmp_path / "a.png")
    with pytest.raises(UnreadableFile, match="ảnh quá lớn"):
        read_text(tmp_path / "a.png", "a.png")


def test_a_picture_without_tesseract_says_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_program(monkeypatch)
    Image.new("L", (800, 600), 255).save(tmp_path / "a.png")
    with pytest.raises(UnreadableFile, match="apt install tesseract-ocr"):
        read_text(tmp_path / "a.png", "a.png")


def test_without_tesseract_a_scan_is_left_out(
    scan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_program(monkeypatch)
    monkeypatch.setenv("PATH", "")  # of the process that reads it
    with create_index(tmp_path / "index") as index:
        report = index.add([scan])
    assert [(one.state, one.advice) for one in report.files] == [("left_out", program.INSTALL)]


@needs_tesseract
def test_a_file_of_which_pages_were_left_is_read_again_with_tesseract(
    mixed: Path, tmp_path: Path
) -> None:
    with create_index(tmp_path / "index") as index:
        assert index.add([mixed], ocr="never").indexed == 1
        assert index.add([mixed], ocr="never").unchanged == 1
        assert index.add([mixed]).indexed == 1
        assert index.add([mixed]).unchanged == 1

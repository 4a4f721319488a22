"""``.pdf``: the text layer, without running headers, footers and page numbers.

pdfium gives characters in the order they were written to the page, which keeps the two columns
of an official document's head apart. Lines are joined to paragraphs in ``pdf_layout``.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from indexer.readers.pdf_layout import Page, text_of_pages
from indexer.readers.pdf_tables import Cell, Line
from indexer.readers.raw import RawText, Refused

MAX_PAGES: Final = 3_000
MAX_SECONDS: Final = 120.0
"""Checked after each page."""

_ONE_AT_A_TIME: Final = threading.Lock()
"""pdfium is not safe to call from two threads."""

_BROKEN_AT_HYPHEN: Final = {0xFFFE, 0x02}
"""What pdfium puts for a hyphen at the end of a line, in place of the hyphen and the line break.
Vietnamese is never hyphenated: the hyphen belongs to the text."""
_LINE_ENDS: Final = {0x0A, 0x0D}
_GAP: Final = 1.5
"""Times the height of a line: a gap as wide stands between cells, not between words."""


def read_pdf(path: Path) -> RawText:
    """A blank line between paragraphs and between pages.

    Raises:
        Refused: not a PDF, damaged, locked by a password, without text, or too long.
    """
    with _ONE_AT_A_TIME:
        try:
            file = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise Refused("tệp đặt mật khẩu", "Lưu lại không mật khẩu.") from error
            raise Refused("tệp .pdf hỏng, hoặc không phải .pdf") from error
        try:
            if len(file) > MAX_PAGES:
                raise Refused(f"tệp {len(file)} trang, quá mức {MAX_PAGES} trang", "Tách tệp.")
            pages = list(_pages(file))
            if not any(page.lines for page in pages):
                raise _no_text(file)
            title = _title(file)
        except pypdfium2.PdfiumError as error:
            raise Refused("tệp .pdf hỏng") from error
        finally:
            file.close()
    empty = sum(not page.lines for page in pages)
    quality = (
        f"{empty} trong {len(pages)} trang không có chữ; có thể là bản quét." if empty else None
    )
    return RawText(text_of_pages(pages), quality, title)


def _no_text(file: pypdfium2.PdfDocument) -> Refused:
    pictures = (next(page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE]), None) for page in file)
    if any(picture is not None for picture in pictures):
        return Refused(
            "bản quét: chỉ có ảnh trang, không có chữ",
            "Nhận dạng chữ trước, chẳng hạn bằng ocrmypdf -l vie.",
        )
    return Refused("tệp .pdf không có chữ")


def _title(file: pypdfium2.PdfDocument) -> str | None:
    try:
        return str(file.get_metadata_value("Title")).strip() or None
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        return None  # damaged: the text may still be whole


def _pages(file: pypdfium2.PdfDocument) -> Iterator[Page]:
    until = time.monotonic() + MAX_SECONDS
    for number in range(len(file)):
        if time.monotonic() > until:
            raise Refused(
                f"sau {MAX_SECONDS:.0f} giây mới đọc đến trang {number} trong {len(file)}",
                "Tách tệp, hoặc in ra một PDF mới.",
            )
        page = file[number]
        try:
            text = page.get_textpage()
            width, height = page.get_size()
            try:
                yield Page(width, height, tuple(_lines(text)))
            finally:
                text.close()
        finally:
            page.close()


def _lines(text: pypdfium2.PdfTextPage) -> Iterator[Line]:
    """The lines of a page, each with its box, and with its cells where gaps are wide."""
    glyphs: list[_Glyph] = []
    corners = [ctypes.c_double() for _ in range(4)]
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        broken = code in _BROKEN_AT_HYPHEN
        if code not in _LINE_ENDS and not broken:
            glyph = _glyph(text, index, code, corners)
            if glyph.box and _begins_line(glyph.box, glyphs):
                if line := _line(text, glyphs):
                    yield line
                glyphs = []
            glyphs.append(glyph)
            continue
        if broken:
            glyphs.append(_Glyph("-", None))
        if line := _line(text, glyphs):
            yield line
        glyphs = []
    if line := _line(text, glyphs):
        yield line


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float


class _Glyph(NamedTuple):
    letter: str
    box: _Box | None
    """None for spaces."""
    place: int = 0
    """Of the letter on its page."""


def _begins_line(box: _Box, glyphs: Sequence[_Glyph]) -> bool:
    """pdfium has not seen that a line ends: this letter stands left of the one before it, or more
    than a line above or below."""
    before = next((glyph.box for glyph in reversed(glyphs) if glyph.box), None)
    if before is None:
        return False
    height = max(box.top - box.bottom, before.top - before.bottom, 4.0)
    return box.right < before.left - height or abs(box.bottom - before.bottom) > height * 1.5


def _glyph(
    text: pypdfium2.PdfTextPage, index: int, code: int, corners: list[ctypes.c_double]
) -> _Glyph:
    letter = "\ufffd" if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)
    if letter.isspace():
        return _Glyph(" ", None)
    pdfium.FPDFText_GetCharBox(text, index, *corners)
    left, right, bottom, top = corners
    return _Glyph(letter, _Box(left.value, bottom.value, right.value, top.value), index)


def _line(text: pypdfium2.PdfTextPage, glyphs: Sequence[_Glyph]) -> Line | None:
    seen = [glyph for glyph in glyphs if glyph.box]
    boxes = [glyph.box for glyph in seen if glyph.box]
    words = _words(glyphs)
    if not boxes or not words:
        return None
    top = max(box.top for box in boxes)
    cells = tuple(_cells(glyphs, (top - min(box.bottom for box in boxes)) * _GAP))
    return Line(
        words,
        min(box.left for box in boxes),
        _baseline(text, seen[0].place),
        max(box.right for box in boxes),
        top,
        cells if len(cells) > 1 else (),
    )


def _baseline(text: pypdfium2.PdfTextPage, index: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    return y.value


def _cells(glyphs: Sequence[_Glyph], gap: float) -> Iterator[Cell]:
    start, before = 0, None
    for index, glyph in enumerate(glyphs):
        if glyph.box is None:
            continue
        if before is not None and glyph.box.left - before.right > gap:
            yield _cell(glyphs[start:index])
            start = index
        before = glyph.box
    yield _cell(glyphs[start:])


def _cell(glyphs: Sequence[_Glyph]) -> Cell:
    boxes = [glyph.box for glyph in glyphs if glyph.box]
    return Cell(_words(glyphs), min(box.left for box in boxes), max(box.right for box in boxes))


def _words(glyphs: Sequence[_Glyph]) -> str:
    return " ".join("".join(glyph.letter for glyph in glyphs).split())

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


class _Word(NamedTuple):
    """Letters without a space, and the box around the first and the last of them."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    place: int
    """Of the first letter on its page."""


def _lines(text: pypdfium2.PdfTextPage) -> Iterator[Line]:
    """The lines of a page, with their cells where gaps are wide."""
    words: list[_Word] = []
    for word in _words(text):
        if words and (word is None or _begins_line(words[-1], word)):
            yield _line(text, words)
            words = []
        if word is not None:
            words.append(word)
    if words:
        yield _line(text, words)


def _words(text: pypdfium2.PdfTextPage) -> Iterator[_Word | None]:
    """The words of a page in the order they were written; None where pdfium sees a line end."""
    letters: list[str] = []
    start = 0
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        broken = code in _BROKEN_AT_HYPHEN
        letter = "-" if broken else _letter(code)
        if not letter.isspace():
            start = start if letters else index
            letters.append(letter)
            if not broken:
                continue
        if letters:
            yield _word(text, "".join(letters), start, index - 1)
            letters = []
        if broken or code in _LINE_ENDS:
            yield None
    if letters:
        yield _word(text, "".join(letters), start, text.count_chars() - 1)


def _letter(code: int) -> str:
    return "\ufffd" if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


def _word(text: pypdfium2.PdfTextPage, letters: str, start: int, end: int) -> _Word:
    left, bottom, right, top = _box(text, start)
    if end > start:
        other = _box(text, end)
        bottom, right, top = min(bottom, other[1]), max(right, other[2]), max(top, other[3])
    return _Word(letters, left, bottom, right, top, start)


def _box(text: pypdfium2.PdfTextPage, index: int) -> tuple[float, float, float, float]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _begins_line(before: _Word, word: _Word) -> bool:
    """pdfium has not seen that a line ends: the word stands left of the one before it, or more
    than a line above or below."""
    height = max(word.top - word.bottom, before.top - before.bottom, 4.0)
    return word.right < before.left - height or abs(word.bottom - before.bottom) > height * 1.5


def _line(text: pypdfium2.PdfTextPage, words: Sequence[_Word]) -> Line:
    top = max(word.top for word in words)
    gap = (top - min(word.bottom for word in words)) * _GAP
    cells = tuple(_cells(words, gap))
    return Line(
        " ".join(word.text for word in words),
        min(word.left for word in words),
        _baseline(text, words[0].place),
        max(word.right for word in words),
        top,
        cells if len(cells) > 1 else (),
    )


def _baseline(text: pypdfium2.PdfTextPage, index: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    return y.value


def _cells(words: Sequence[_Word], gap: float) -> Iterator[Cell]:
    start = 0
    for index in range(1, len(words) + 1):
        if index == len(words) or words[index].left - words[index - 1].right > gap:
            cell = words[start:index]
            yield Cell(" ".join(word.text for word in cell), cell[0].left, cell[-1].right)
            start = index

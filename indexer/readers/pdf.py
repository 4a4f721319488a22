"""``.pdf``: the text layer, without running headers, footers and page numbers.

pdfium gives characters in the order they were written to the page, which keeps the two columns
of an official document's head apart. Lines are joined to paragraphs in ``pdf_layout``.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from indexer.readers.pdf_layout import Line, Page, text_of_pages
from indexer.readers.raw import RawText, Refused

MAX_PAGES: Final = 3_000
MAX_SECONDS: Final = 120.0
"""Checked after each page."""

_ONE_AT_A_TIME: Final = threading.Lock()
"""pdfium is not safe to call from two threads."""

_BROKEN_AT_HYPHEN: Final = {0xFFFE, 0x02}
"""What pdfium puts for a hyphen at the end of a line, in place of the hyphen and the line break.
Vietnamese is never hyphenated: the hyphen belongs to the text."""


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
                raise Refused("locked by a password", "Save it without one.") from error
            raise Refused("a damaged .pdf file, or none at all") from error
        try:
            if len(file) > MAX_PAGES:
                raise Refused(f"{len(file)} pages, the limit is {MAX_PAGES}", "Split it.")
            pages = list(_pages(file))
            if not any(page.lines for page in pages):
                raise _no_text(file)
            title = _title(file)
        except pypdfium2.PdfiumError as error:
            raise Refused("a damaged .pdf file") from error
        finally:
            file.close()
    empty = sum(not page.lines for page in pages)
    quality = f"{empty} of {len(pages)} pages hold no text; they may be scans." if empty else None
    return RawText(text_of_pages(pages), quality, title)


def _no_text(file: pypdfium2.PdfDocument) -> Refused:
    pictures = (next(page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE]), None) for page in file)
    if any(picture is not None for picture in pictures):
        return Refused(
            "a scan: it has pictures of pages, and no text",
            "Recognise its text first, for example with ocrmypdf -l vie.",
        )
    return Refused("a .pdf file without text")


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
                f"still reading page {number} of {len(file)} after {MAX_SECONDS:.0f} seconds",
                "Split it, or print it to a new PDF.",
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
    letters: list[str] = []
    box: list[float] = []
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        broken = code in _BROKEN_AT_HYPHEN
        if code in {0x0A, 0x0D} or broken:
            line = _line([*letters, "-"] if broken else letters, box)
            if line is not None:
                yield line
            letters, box = [], []
            continue
        letters.append(_letter(code))
        if not letters[-1].isspace():
            left, bottom, right, top = _box(text, index)
            box = (
                [min(box[0], left), min(box[1], bottom), max(box[2], right), max(box[3], top)]
                if box
                else [left, bottom, right, top]
            )
    if (line := _line(letters, box)) is not None:
        yield line


def _letter(code: int) -> str:
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    return chr(code)


def _line(letters: list[str], box: list[float]) -> Line | None:
    words = " ".join("".join(letters).split())
    return Line(words, *box) if words and box else None


def _box(text: pypdfium2.PdfTextPage, index: int) -> tuple[float, float, float, float]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value

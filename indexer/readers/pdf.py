"""``.pdf``: the text layer, without running headers, footers, page numbers and watermarks.

pdfium gives characters in the order they were written to the page, which keeps the two columns
of an official document's head apart. Words are placed in ``pdf_words``, put into lines in
``pdf_lines``, and lines joined to paragraphs in ``pdf_layout``.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pypdfium2

from indexer.core.said import Said
from indexer.readers.ocr.pdf import recognised
from indexer.readers.pdf_fields import with_fields
from indexer.readers.pdf_layout import page_starts, text_with_notes
from indexer.readers.pdf_lines import Page, sheets
from indexer.readers.pdf_running import without_running
from indexer.readers.pdf_scans import Looked, look, quality_of_scan
from indexer.readers.pdf_words import words_of
from indexer.readers.raw import RawText, Refused

MAX_PAGES: Final = 3_000
MAX_SECONDS: Final = 120.0
"""Checked after each page."""

_ONE_AT_A_TIME: Final = threading.Lock()
"""pdfium is not safe to call from two threads."""

_NO_TITLE: Final = re.compile(
    r"microsoft (?:word|excel|powerpoint)\b.*|(?:word|excel)? ?document\d*|\(?anonymous\)?"
    r"|\(?untitled.*|.*\.(?:docx?|rtf|pdf|xlsx?|odt|tmp|indd)|[\W\d_]*",
    re.IGNORECASE,
)
"""What programs write into the title when nobody has: their own name, the name of a file."""


class _Read(NamedTuple):
    pages: list[Page]
    looked: list[Looked]


def read_pdf(path: Path) -> RawText:
    """A blank line between paragraphs.

    Raises:
        Refused: not a PDF, damaged, locked by a password, without text of its own, or too long.
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
                raise Refused(
                    Said(
                        "tệp %(pages)d trang, quá mức %(most)d trang",
                        pages=len(file),
                        most=MAX_PAGES,
                    ),
                    "Tách tệp.",
                )
            read = _Read([], [])
            for page, looked in _pages(file):
                read.pages.extend(page)
                read.looked.append(looked)
            title = _title(file)
            seen = recognised(path, file, read.looked, read.pages)
        except pypdfium2.PdfiumError as error:
            raise Refused("tệp .pdf hỏng") from error
        finally:
            file.close()
    pages = without_running(seen.pages)
    quality = seen.quality or quality_of_scan(read.looked, pages)
    laid = text_with_notes(pages)
    recognised_ = seen.quality is not None
    starts = page_starts(laid, len(read.looked))
    return RawText(
        laid.text,
        quality,
        title,
        notes=laid.notes,
        recognised=recognised_,
        missed=seen.missed,
        pages=starts,
    )


def _title(file: pypdfium2.PdfDocument) -> str | None:
    try:
        title = str(file.get_metadata_value("Title")).strip()
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        return None  # damaged: the text may still be whole
    return None if _NO_TITLE.fullmatch(title) else title


def _pages(file: pypdfium2.PdfDocument) -> Iterator[tuple[list[Page], Looked]]:
    until = time.monotonic() + MAX_SECONDS
    for number in range(len(file)):
        if time.monotonic() > until:
            raise Refused(
                Said(
                    "sau %(seconds)d giây mới đọc đến trang %(page)d trong %(pages)d",
                    seconds=MAX_SECONDS,
                    page=number,
                    pages=len(file),
                ),
                "Tách tệp, hoặc in ra một PDF mới.",
            )
        page = file[number]
        try:
            yield _page(page, number)
        finally:
            page.close()


def _page(page: pypdfium2.PdfPage, number: int) -> tuple[list[Page], Looked]:
    left, bottom, right, top = page.get_cropbox()
    text = page.get_textpage()
    try:
        words = with_fields(page, words_of(page, text))
        letters = sum(sum(map(str.isalnum, word.text)) for word in words)
        return sheets(words, right - left, top - bottom, number), look(page, letters)
    finally:
        text.close()

"""The pages of a PDF that are pictures, recognised."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from indexer.core.ocr_mode import mode
from indexer.readers.ocr.layout import sheets_of
from indexer.readers.ocr.picture import DPI, Grey, grey_of
from indexer.readers.ocr.program import tesseract
from indexer.readers.ocr.recognise import MAX_PAGES, quality_of, recognise
from indexer.readers.pdf_lines import Page
from indexer.readers.pdf_running import without_running
from indexer.readers.pdf_scans import Looked, scans_among

_MOST_DOTS: int = 20_000_000
"""Of a page that is drawn: larger ones (A0 at 200 dots an inch) are drawn coarser."""


class Recognised(NamedTuple):
    """The sheets of a file, those of its scanned pages as they were recognised."""

    pages: list[Page]
    quality: str | None
    """What to say of the recognised pages, if there are any."""
    missed: bool = False
    """There are pages that are pictures, and none was recognised: Tesseract is not installed, or
    not wanted."""


def recognised(
    path: Path, file: pypdfium2.PdfDocument, looked: Sequence[Looked], pages: Sequence[Page]
) -> Recognised:
    """The sheets of a file, with the pages recognised that the mode asks for.

    Args:
        looked: what was seen of each page.
        pages: the sheets of the text layer.

    Raises:
        Refused: Tesseract fails, or takes too long, on every page.
    """
    program = tesseract() if mode() != "never" else None
    scans = scans_among(looked, without_running(pages))
    if program is None:
        return Recognised(list(pages), None, bool(scans))
    wanted = list(range(len(looked))) if mode() == "always" else scans
    if not wanted:
        return Recognised(list(pages), None)
    numbers = wanted[:MAX_PAGES]
    seen = recognise(
        path, numbers, program, lambda number: drawn(file, number, scan=number in scans)
    )
    read = {number: page for number, page in zip(numbers, seen, strict=True) if page and page.words}
    own = [page for page in pages if page.number not in read]
    found = [sheet for number, page in read.items() for sheet in sheets_of(page, number)]
    together = sorted([*own, *found], key=lambda page: page.number)
    return Recognised(together, quality_of(seen, numbers, len(wanted) - len(numbers)))


def drawn(file: pypdfium2.PdfDocument, number: int, *, scan: bool) -> Grey:
    """A page as a picture. What was put over a scan later is left out: boxes of signatures, which
    are annotations, and watermarks, which are text."""
    page = file[number]
    try:
        width, height = page.get_size()
        scale = min(DPI / 72, (_MOST_DOTS / max(width * height, 1.0)) ** 0.5)
        if scan:
            for text in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT]):
                pdfium.FPDFTextObj_SetTextRenderMode(text.raw, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
        bitmap = page.render(scale=scale, draw_annots=not scan, may_draw_forms=not scan)
        return grey_of(bitmap.to_numpy())
    finally:
        page.close()

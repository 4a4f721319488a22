"""Scans: pages that are pictures, whatever little text was put over them.

A watermark, the box of a digital signature or a page number is not the document's text. Pages
are judged after what is printed on each of them is taken away, by the letters that are left and
by the share of the page that pictures cover.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from indexer.core.ocr_mode import mode
from indexer.core.said import Said
from indexer.readers.ocr.program import INSTALL, tesseract
from indexer.readers.pdf_lines import Page
from indexer.readers.raw import NotInstalled, Refused

FEW_LETTERS: Final = 300
"""On a page with more, the text is taken for the document's, pictures or not. A page of an
official document has about 1,800; the box of a digital signature has up to 170."""
_COVERED: Final = 0.5
"""Share of a page that pictures cover on a scan, at least; a seal or a logo covers 0.05."""
_STAMP: Final = re.compile(
    r"\b(?:ký bởi|người ký|ngày ký|thời gian ký|email|cơ quan|digitally signed|signature|date)\b"
    r".{0,3}:|https?://|www\.",
    re.IGNORECASE,
)
"""Lines of the box of a digital signature, addresses of sites that passed the scan on."""
_BARE: Final = 60
"""Letters left on a covered page without stamps, fewer than which it has no text of its own."""
_OUTLINES: Final = 200
"""Objects on a page without letters, from which its letters were drawn as outlines: a picture."""
_ADVICE: Final = Said("Quét lại rõ hơn, hoặc nhận dạng chữ trước, chẳng hạn bằng ocrmypdf -l vie.")
_STAMPED: Final = Said(
    "bản quét: chữ duy nhất là dòng in trên mọi trang, dấu chìm hoặc dấu chữ ký số"
)
_PERHAPS_STAMPED: Final = Said(
    "có thể là bản quét: chữ duy nhất là dòng in trên mọi trang, dấu chìm hoặc dấu chữ ký số"
)


class Looked(NamedTuple):
    """What was seen of one page."""

    letters: int
    """All that were written on it."""
    covered: float
    """Share of it that pictures cover; 0 where it has so many letters that nobody looked."""


def look(page: pypdfium2.PdfPage, letters: int) -> Looked:
    """How far pictures cover a page that has few letters."""
    if letters >= FEW_LETTERS:
        return Looked(letters, 0.0)
    if not letters and pdfium.FPDFPage_CountObjects(page.raw) >= _OUTLINES:
        return Looked(0, 1.0)
    return Looked(letters, _covered(page))


def _covered(page: pypdfium2.PdfPage) -> float:
    left, bottom, right, top = page.get_cropbox()
    area = max((right - left) * (top - bottom), 1.0)
    covered = 0.0
    for picture in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE]):
        box = picture.get_bounds()
        width = min(right, box[2]) - max(left, box[0])
        height = min(top, box[3]) - max(bottom, box[1])
        covered += max(0.0, width) * max(0.0, height)
    return float(min(1.0, covered / area))


def quality_of_scan(looked: Sequence[Looked], pages: Sequence[Page]) -> str | None:
    """What to say of pages that are pictures; ``pages`` are without running lines.

    Raises:
        Refused: no page has text of its own.
        NotInstalled: likewise, and Tesseract, which would read them, is missing.
    """
    own = _own_letters(len(looked), pages)
    scans = len(scans_among(looked, pages))
    if not any(
        letters >= (_BARE if one.covered >= _COVERED else 1)
        for one, letters in zip(looked, own, strict=True)
    ):
        raise _refused(looked)
    if not scans:
        return None
    return Said(
        "%(scans)d trong %(pages)d trang chỉ là ảnh, không có chữ; có thể là bản quét.",
        scans=scans,
        pages=len(looked),
    )


def scans_among(looked: Sequence[Looked], pages: Sequence[Page]) -> list[int]:
    """The numbers, from 0, of the pages that are pictures; ``pages`` are without running lines."""
    own = _own_letters(len(looked), pages)
    return [
        number
        for number, (one, letters) in enumerate(zip(looked, own, strict=True))
        if one.covered >= _COVERED and letters < _BARE
    ]


def _own_letters(count: int, pages: Sequence[Page]) -> list[int]:
    own = [0] * count
    for page in pages:
        own[page.number] += sum(
            sum(map(str.isalnum, line.text)) for line in page.lines if not _STAMP.search(line.text)
        )
    return own


def _refused(looked: Sequence[Looked]) -> Refused:
    covered = any(one.covered >= _COVERED for one in looked)
    missing = covered and mode() != "never" and tesseract() is None
    refused, advice = (NotInstalled, INSTALL) if missing else (Refused, _ADVICE)
    if any(one.letters for one in looked):
        return refused(_STAMPED if covered else _PERHAPS_STAMPED, advice)
    if any(one.covered for one in looked):
        return refused("bản quét: chỉ có ảnh trang, không có chữ", advice)
    return Refused("tệp .pdf không có chữ")

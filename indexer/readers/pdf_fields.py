"""Values of form fields: a filled-in form has them beside its text, not in it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from indexer.readers.pdf_words import Word

_LETTER: Final = 14.0
"""Points: the height of letters in a field, at most. Taller fields hold one line all the same."""


def with_fields(page: pypdfium2.PdfPage, words: Sequence[Word]) -> list[Word]:
    """The words of a page with those of its fields, each behind the words left of it."""
    placed = list(words)
    for value in _values(page):
        place = _place(placed, value[0])
        placed[place:place] = value
    return placed


def _values(page: pypdfium2.PdfPage) -> Iterator[list[Word]]:
    """The words of each field that holds text: of signatures the value is a dictionary, of
    buttons a name."""
    count = pdfium.FPDFPage_GetAnnotCount(page.raw)
    left, bottom, _, _ = page.get_cropbox() if count else (0.0, 0.0, 0.0, 0.0)
    for number in range(count):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, number)
        try:
            is_text = (
                pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET
                and pdfium.FPDFAnnot_GetValueType(annotation, b"V") == pdfium.FPDF_OBJECT_STRING
            )
            words = _text(annotation).split() if is_text else []
            box = pdfium.FS_RECTF()
            if words and pdfium.FPDFAnnot_GetRect(annotation, box):
                yield _words(words, box, left, bottom)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _text(annotation: pdfium.FPDF_ANNOTATION) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(annotation, b"V", None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFAnnot_GetStringValue(
        annotation, b"V", ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length
    )
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _words(words: Sequence[str], box: pdfium.FS_RECTF, left: float, bottom: float) -> list[Word]:
    """The words side by side from the left of their field."""
    size = min(abs(box.top - box.bottom), _LETTER)
    step = max(box.right - box.left, 1.0) / len(words)
    start, base = box.left - left, max(box.bottom, box.top - 1.3 * size) - bottom + size * 0.25
    return [
        Word(word, start + step * n, start + step * (n + 1), base, size)
        for n, word in enumerate(words)
    ]


def _place(words: Sequence[Word], first: Word) -> int:
    """Behind the nearest word on the same line, left of the field; else at the end."""
    beside = [
        (word.right, place)
        for place, word in enumerate(words)
        if not word.turn
        and abs(word.baseline - first.baseline) < first.size * 0.6
        and word.left < first.left
    ]
    return max(beside)[1] + 1 if beside else len(words)

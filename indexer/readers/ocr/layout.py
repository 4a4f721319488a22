"""Recognised pages as sheets of lines, the form in which the text layer of a PDF is laid out."""

from __future__ import annotations

from typing import Final

from indexer.readers.ocr.page import SeenPage
from indexer.readers.ocr.picture import DPI
from indexer.readers.ocr.words import SeenWord
from indexer.readers.pdf_lines import Page, sheets
from indexer.readers.pdf_words import Word

_POINTS: Final = 72 / DPI


def sheet_of(page: SeenPage, number: int) -> Page:
    """A page as a sheet; ``number`` is its own in its file, from 0."""
    words = [_word(word, page.height) for word in page.words]
    width, height = page.width * _POINTS, page.height * _POINTS
    made = sheets(words, width, height, number)
    return made[0] if made else Page(width, height, (), number)


def _word(word: SeenWord, height: int) -> Word:
    return Word(
        word.text,
        word.left * _POINTS,
        word.right * _POINTS,
        (height - word.baseline) * _POINTS,
        word.size * _POINTS,
    )

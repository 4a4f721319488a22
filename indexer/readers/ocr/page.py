"""One page recognised: as a picture, cleaned, straight and upright, then by Tesseract."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from indexer.readers.ocr.cleaning import Marks, cleaned
from indexer.readers.ocr.components import components
from indexer.readers.ocr.picture import Grey, ink_of, lies_on_its_side, skew_of, straightened
from indexer.readers.ocr.program import Tesseract, hocr_of
from indexer.readers.ocr.words import SeenWord, words_in
from indexer.readers.raw import Refused

_UPRIGHT: Final = 70.0
"""Mean confidence from which a page is taken to stand upright: 13 real pages have 80 and more."""
_PERHAPS: Final = 55.0
"""Mean confidence from which the other two ways, in which lines would stand upright, are not
tried."""
_ROUND: Final = 4
"""Dots around a word that are its own."""
_LETTER: Final = (12, 60)
"""Dots that letters are high."""
_MISSED: Final = 6
"""Marks of the size of letters that no word holds, from which it is looked for words again."""
_SURE: Final = 60
_BLANK: Final = 200
"""Dots of ink on a page without text."""


class SeenPage(NamedTuple):
    """What was read on a page; distances in dots."""

    width: int
    height: int
    turn: int
    """Degrees, anticlockwise, by which the page was turned to stand upright."""
    words: tuple[SeenWord, ...]
    marks: Marks

    @property
    def confidence(self) -> float:
        """Mean of its words, by their letters, 0 to 100; 0 without words."""
        letters = [sum(map(str.isalnum, word.text)) for word in self.words]
        if not sum(letters) or self._on_its_side:
            return 0.0
        total = sum(w.confidence * n for w, n in zip(self.words, letters, strict=True))
        return total / sum(letters)

    @property
    def _on_its_side(self) -> bool:
        """Tesseract reads lines that run upwards or downwards, but takes their words apart."""
        words = [word for word in self.words if len(word.text) > 3]
        high = sum(word.bottom - word.top > 1.5 * (word.right - word.left) for word in words)
        return high * 2 > len(words)


def read_page(program: Tesseract, grey: Grey) -> SeenPage:
    """Read a page that is drawn at ``DPI`` dots an inch; which way it is turned is found out.

    Raises:
        Refused: see ``hocr_of``.
    """
    ink = ink_of(grey)
    if ink.sum() < _BLANK:
        return SeenPage(grey.shape[1], grey.shape[0], 0, (), Marks())
    clean, _ = cleaned(straightened(grey, skew_of(ink)))
    tried: list[tuple[SeenPage, Grey]] = []
    for turn in (90, 270, 0, 180) if lies_on_its_side(ink_of(clean)) else (0, 180, 90, 270):
        page, upright = _read_turned(program, grey, turn)
        if page.confidence >= _UPRIGHT or not page.words:
            return _with_missed(program, page, upright)
        tried.append((page, upright))
        if len(tried) == 2 and max(one.confidence for one, _ in tried) > _PERHAPS:
            break
    best = max(tried, key=lambda one: one[0].confidence * len(one[0].words))
    return _with_missed(program, *best)


def _with_missed(program: Tesseract, page: SeenPage, clean: Grey) -> SeenPage:
    """The page with words that Tesseract took for pictures, as it does near a signature."""
    rest = clean.copy()
    for word in page.words:
        rest[
            max(0, word.top - _ROUND) : word.bottom + _ROUND,
            max(0, word.left - _ROUND) : word.right + _ROUND,
        ] = 255
    found = components(ink_of(clean) & (rest < 128), rest)
    height, width = found.bottom - found.top, found.right - found.left
    letters = (height >= _LETTER[0]) & (height <= _LETTER[1]) & (width <= _LETTER[1])
    if letters.sum() < _MISSED:
        return page
    lines = 1 + max((word.line for word in page.words), default=0)
    try:
        again = [*words_in(hocr_of(program, rest, sparse=True))]
    except Refused:  # specks all over the page: what was read at first is not lost for them
        return page
    sure = {
        word.line
        for word in again
        if word.confidence >= _SURE and sum(map(str.isalnum, word.text)) > 1
    }
    missed = [word._replace(line=word.line + lines) for word in again if word.line in sure]
    return page._replace(words=(*page.words, *missed))


def _read_turned(program: Tesseract, grey: Grey, turn: int) -> tuple[SeenPage, Grey]:
    turned = np.ascontiguousarray(np.rot90(grey, turn // 90))
    upright = straightened(turned, skew_of(ink_of(turned)))
    clean, marks = cleaned(upright)
    height, width = clean.shape
    words = tuple(words_in(hocr_of(program, clean)))
    return SeenPage(width, height, turn, words, marks), clean

"""One page recognised: as a picture, cleaned, straight and upright, then by Tesseract."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from indexer.readers.ocr.cleaning import Marks, cleaned
from indexer.readers.ocr.picture import Grey, ink_of, lies_on_its_side, skew_of, straightened
from indexer.readers.ocr.program import Tesseract, hocr_of
from indexer.readers.ocr.words import SeenWord, words_in

_UPRIGHT: Final = 70.0
"""Mean confidence from which a page is taken to stand upright. Upright pages of nine real scans,
poor ones among them, have 79 and more; turned ones 45 and less."""
_PERHAPS: Final = 55.0
"""Mean confidence from which the other two ways, in which lines would stand upright, are not
tried."""
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
    tried: list[SeenPage] = []
    for turn in (90, 270, 0, 180) if lies_on_its_side(ink_of(clean)) else (0, 180, 90, 270):
        page = _read_turned(program, grey, turn)
        if page.confidence >= _UPRIGHT or not page.words:
            return page
        tried.append(page)
        if len(tried) == 2 and max(one.confidence for one in tried) > _PERHAPS:
            break
    return max(tried, key=lambda page: page.confidence * len(page.words))


def _read_turned(program: Tesseract, grey: Grey, turn: int) -> SeenPage:
    turned = np.ascontiguousarray(np.rot90(grey, turn // 90))
    upright = straightened(turned, skew_of(ink_of(turned)))
    clean, marks = cleaned(upright)
    height, width = clean.shape
    return SeenPage(width, height, turn, tuple(words_in(hocr_of(program, clean))), marks)

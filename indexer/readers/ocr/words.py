"""hOCR to words with their places. One page of Tesseract's is small and regular: two patterns
read it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_LINE: Final = re.compile(
    r"<span class='ocr_(?:line|header|caption|textfloat)'[^>]*?title=\"([^\"]*)\""
)
_WORD: Final = re.compile(
    r"<span class='ocrx_word'[^>]*?title='bbox (\d+) (\d+) (\d+) (\d+); x_wconf (\d+)'[^>]*>(.*?)"
    r"</span>",
    re.DOTALL,
)
_BOX: Final = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")
_BASELINE: Final = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
_SIZE: Final = re.compile(r"x_size (-?[\d.]+)")
_TAG: Final = re.compile(r"<[^>]*>")


class SeenWord(NamedTuple):
    """A word as Tesseract read it; distances in dots from the top left corner."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: int
    """0 to 100."""
    baseline: int
    size: int
    """Height of the letters of its line, ascent to descent."""
    line: int
    """Number of the line that Tesseract put it in."""


def words_in(hocr: str) -> Iterator[SeenWord]:
    """The words of a page, in Tesseract's order."""
    starts = [*_LINE.finditer(hocr)]
    for number, line in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(hocr)
        box, base, size = _BOX.search(line[1]), _BASELINE.search(line[1]), _SIZE.search(line[1])
        if box is None:
            continue
        left, bottom = int(box[1]), int(box[4])
        slope, offset = (float(base[1]), float(base[2])) if base else (0.0, 0.0)
        height = round(float(size[1])) if size else bottom - int(box[2])
        for word in _WORD.finditer(hocr, line.end(), end):
            text = "".join(html.unescape(_TAG.sub("", word[6])).split())
            if text:
                left_, top, right, low, sure = (int(word[group]) for group in range(1, 6))
                baseline = round(bottom + offset + slope * ((left_ + right) / 2 - left))
                yield SeenWord(text, left_, top, right, low, sure, baseline, max(height, 1), number)

"""Words that are none: specks, edges of the sheet, what is left of a signature."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from statistics import median
from typing import Final

from indexer.readers.ocr.cleaning import Box
from indexer.readers.ocr.page import SeenPage
from indexer.readers.ocr.words import SeenWord

_READ: Final = 30
"""Confidence under which a word without a letter or digit is a speck."""
_LINE: Final = 45.0
"""Mean confidence of a line without a well read word, under which it is none."""
_WELL: Final = 85
_OVER: Final = 65
"""Confidence under which a word at a stamp is of the stamp."""
_APART: Final = 1.2
"""Times the size of its letters: a badly read word as far from its line is not of it."""


def without_noise(page: SeenPage) -> list[SeenWord]:
    """The words that were printed on the page."""
    sizes = [word.size for word in page.words if len(word.text) > 1]
    size = median(sizes) if sizes else 0.0
    body = _body(page)
    kept: list[SeenWord] = []
    for _, group in groupby(page.words, key=lambda word: word.line):
        line = _beside_stamps(
            [word for word in group if not _is_speck(word, size)], page.marks.stamps, body[0]
        )
        line = _without_ends(line)
        if line and not _is_noise(line, page, body):
            kept += line
    return kept


def _body(page: SeenPage) -> tuple[float, float]:
    """Where the text stands from left to right: the places of words read well."""
    well = [word for word in page.words if word.confidence >= _WELL and len(word.text) > 1]
    if len(well) < 20:
        return 0.0, float(page.width)
    lefts = sorted(word.left for word in well)
    rights = sorted(word.right for word in well)
    return float(lefts[len(lefts) // 50]), float(rights[-1 - len(rights) // 50])


def _is_speck(word: SeenWord, size: float) -> bool:
    letters = any(map(str.isalnum, word.text))
    if not letters and (word.confidence < _READ or set(word.text) & set("¬|_~`^—›‹=<>\\{}°©®«»")):
        return word.text != "~" or word.confidence < 40
    small = word.bottom - word.top < size * 0.25 and word.right - word.left < size * 0.2
    return not letters and small and word.text not in {".", ",", "-", "–", ":", ";"}


def _beside_stamps(line: Sequence[SeenWord], stamps: Sequence[Box], left: float) -> list[SeenWord]:
    """A line without what is of a stamp. Where words of its own are lost under one, the line
    begins where they did, or it would seem to be indented."""
    kept = [word for word in line if not _is_of_stamp(word, stamps)]
    if not kept or kept[0] is line[0]:
        return kept
    lost = line[: line.index(kept[0])]
    begun = min((word.left for word in lost if word.left >= left), default=kept[0].left)
    return [kept[0]._replace(left=min(begun, kept[0].left)), *kept[1:]]


def _is_of_stamp(word: SeenWord, stamps: Sequence[Box]) -> bool:
    """What is left of a stamp, and letters under it that cannot be read."""
    x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return word.confidence < _OVER and any(
        Box(s.left - word.size, s.top - word.size, s.right + word.size, s.bottom + word.size).holds(
            x, y
        )
        for s in stamps
    )


def _without_ends(line: list[SeenWord]) -> list[SeenWord]:
    """Without badly read scraps that stand apart at either end of a line."""
    while len(line) > 1 and _is_scrap(line[-1], line[-1].left - line[-2].right):
        line = line[:-1]
    while len(line) > 1 and _is_scrap(line[0], line[1].left - line[0].right):
        line = line[1:]
    return line


def _is_scrap(word: SeenWord, gap: float) -> bool:
    letters = sum(map(str.isalnum, word.text))
    if letters == 0 and word.text[0] in ".:'’‘`\"“”*,;⁄/" and gap > word.size * 0.2:
        return True  # a bullet or a dash may begin a line; these do not
    if gap <= word.size * _APART:
        return False
    if word.text.strip(".-()").isdigit() and word.confidence >= 50:
        return False  # a number of a page, or of a table
    return word.confidence < 50 or (
        letters < 2 and (word.confidence < 80 or gap > word.size * 2 * _APART)
    )


def _is_noise(line: Sequence[SeenWord], page: SeenPage, body: tuple[float, float]) -> bool:
    letters = [sum(map(str.isalnum, word.text)) for word in line]
    if not sum(letters):
        return True
    mean = sum(word.confidence * n for word, n in zip(line, letters, strict=True)) / sum(letters)
    well = any(word.confidence >= _WELL and n > 1 for word, n in zip(line, letters, strict=True))
    if mean < _LINE and not well:
        return True
    outside = line[-1].right < body[0] or line[0].left > body[1]
    if outside and (mean < _WELL or sum(letters) < 4):
        return True
    if sum(letters) < 3 and not all(word.text.strip("-. ").isdigit() for word in line):
        return mean < 90 or _in_seal(line, page.marks.seals)
    return mean < 70 and _in_seal(line, page.marks.seals)


def _in_seal(line: Sequence[SeenWord], seals: Sequence[Box]) -> bool:
    return all(
        any(seal.holds((w.left + w.right) / 2, (w.top + w.bottom) / 2) for seal in seals)
        for w in line
    )

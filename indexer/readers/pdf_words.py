"""The words of a PDF page, each with its place in the direction in which it is read.

pdfium gives letters in the order they were written, and puts blanks and line ends between them
that are often wrong: in text drawn turned by 90 degrees it ends a line wherever a text object
ends, and where accented letters come from another font it sees gaps inside syllables. Only what
was really written parts words here; what pdfium made up is judged again, by the font's own
advance.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from indexer.readers.vietnamese import is_syllable

_BROKEN_AT_HYPHEN: Final = {0xFFFE, 0x02}
"""What pdfium puts for a hyphen at the end of a line, in place of the hyphen and the line break.
Vietnamese is never hyphenated: the hyphen belongs to the text."""
_GLUED: Final = 0.04
"""Share of the font's height: a narrower gap stands inside a word. Measured on 50 gazette PDFs:
text objects that part a word are up to 0.03 apart, words 0.05 and more."""
_NEAR: Final = 0.12
"""A gap up to this is inside a word unless both its sides are Vietnamese syllables."""
_DOUBTFUL: Final = 0.2
"""A gap up to this is inside a word if that alone makes a syllable of its sides."""
_PUNCTUATION: Final = ".,;:!?()[]“”\"'…-"
_SAME_LINE: Final = 0.3
"""Share of the font's height by which baselines inside a word may differ."""
_ASKEW: Final = 12.0
"""Degrees. Text further from a right angle is a watermark across the page."""
_SUPERSCRIPT: Final = ((0.85, 0.1), (0.97, 0.3))
"""(largest share of the size of the letters beside it, least share of their height by which it is
raised): either is enough. Footnote marks are set in 0.65 and raised by a third; some programs
make them hardly smaller."""


class Word(NamedTuple):
    """Letters without a blank, and the box that their advances fill.

    Distances are in points, in a frame turned so that the word runs from left to right.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    """The font's height, ascent to descent."""
    turn: int = 0
    """Degrees, anticlockwise, by which the word is turned on the page: 0, 90, 180 or 270."""
    glued: bool = False
    """No blank stands before it."""


class Letters(NamedTuple):
    """Letters in a row, before they are placed: ``start`` to ``end``, not included."""

    text: str
    start: int
    end: int
    parted: bool
    """A blank that was written stands before them."""


def words_of(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> list[Word]:
    """The words of a page, in the order they were written, without those written askew."""
    origin = page.get_cropbox()
    size = origin[2] - origin[0], origin[3] - origin[1]
    placed = _Places(text, origin[0], origin[1], *size)
    written = [
        (word, letters.parted) for letters in _letters(text) for word in placed.words(letters)
    ]
    words: list[Word] = []
    for word, parted in _upside_down(written):
        one = bool(words) and not parted and _is_one(words[-1], word)
        words.append(word._replace(glued=word.glued or one))
    return _marks_placed(words)


def _upside_down(written: list[tuple[Word, bool]]) -> list[tuple[Word, bool]]:
    """pdfium puts the parts of a line from left to right as seen on the page: backwards where
    text is turned by 180 degrees. The blanks that it saw between them say nothing then."""
    if not any(word.turn == 180 for word, _ in written):
        return written
    lines = groupby(written, key=lambda one: (one[0].turn, round(one[0].baseline)))
    return [
        (word, parted and turn != 180)
        for (turn, _), line in lines
        for word, parted in (sorted(line, key=lambda one: one[0].left) if turn == 180 else line)
    ]


def is_raised(before: Word, word: Word) -> bool:
    """``word`` is a superscript of what stands ``before`` (or after) it."""
    height = (word.baseline - before.baseline) / before.size
    return height < 0.75 and any(
        word.size < before.size * smaller and height > raised for smaller, raised in _SUPERSCRIPT
    )


def _letters(text: pypdfium2.PdfTextPage) -> Iterator[Letters]:
    """Runs of letters; a run ends at each blank or line end, made up by pdfium or not."""
    raw = text.raw
    letters: list[str] = []
    start, parted = 0, True
    count = text.count_chars()
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        broken = code in _BROKEN_AT_HYPHEN
        letter = "-" if broken else _letter(code)
        blank = letter.isspace() or letter == "\xad"
        if not blank:
            start = start if letters else index
            letters.append(letter)
            if not broken:
                continue
        if letters:
            yield Letters("".join(letters), start, index + (not blank), parted)
            letters, parted = [], False
        if blank and pdfium.FPDFText_IsGenerated(raw, index) != 1:
            parted = True
    if letters:
        yield Letters("".join(letters), start, count, parted)


def _letter(code: int) -> str:
    return "\ufffd" if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


class _Places:
    """Where letters stand on one page."""

    def __init__(
        self, text: pypdfium2.PdfTextPage, x: float, y: float, width: float, height: float
    ) -> None:
        self._raw = text.raw
        self._x, self._y, self._width, self._height = x, y, width, height
        self._box = pdfium.FS_RECTF()
        self._at = ctypes.c_double(), ctypes.c_double()

    def words(self, letters: Letters) -> Iterator[Word]:
        """The letters as a word; as several where figures in it are of another size."""
        turn = self._turn(letters.start)
        if turn is None:
            return
        if len(letters.text) > 1 and any(map(unicodedata.combining, letters.text)):
            letters = letters._replace(text=self._marked(letters, turn))
        if len(letters.text) == 1 or not any(map(str.isdigit, letters.text)):
            yield self._word(letters.text, letters.start, letters.end - 1, turn)
            return
        single = [
            self._word(letter, place, place, turn)
            for place, letter in enumerate(letters.text, letters.start)
        ]
        for number, (_, group) in enumerate(
            groupby(single, key=lambda word: (round(word.size), round(word.baseline)))
        ):
            parts = list(group)
            yield parts[0]._replace(
                text="".join(part.text for part in parts), right=parts[-1].right, glued=number > 0
            )

    def _marked(self, letters: Letters, turn: int) -> str:
        """The letters, with marks that were drawn over an earlier one behind that."""
        texts: list[str] = []
        lefts: list[float] = []
        for place, letter in enumerate(letters.text, letters.start):
            left, _, right, _ = self._turned(place, turn)
            at = len(texts) - 1
            if unicodedata.combining(letter) and texts:
                middle = self._middle(place, turn)
                while at > 0 and middle < lefts[at] - 1:
                    at -= 1
                texts[at] += letter
            else:
                texts.append(letter)
                lefts.append(min(left, right))
        return "".join(texts)

    def _middle(self, index: int, turn: int) -> float:
        """Of what is drawn: the advance of a mark may be nothing."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(self._raw, index, left, right, bottom, top)
        a = self._frame(left.value, bottom.value, turn)
        b = self._frame(right.value, top.value, turn)
        return (a[0] + b[0]) / 2

    def _turn(self, index: int) -> int | None:
        degrees = -math.degrees(pdfium.FPDFText_GetCharAngle(self._raw, index)) % 360
        turn = round(degrees / 90) * 90
        return turn % 360 if abs(degrees - turn) <= _ASKEW else None

    def _word(self, letters: str, first: int, last: int, turn: int) -> Word:
        x, y = self._at
        pdfium.FPDFText_GetCharOrigin(self._raw, first, x, y)
        left, low, right, high = self._turned(first, turn)
        if last > first:
            right = max(right, self._turned(last, turn)[2])
        _, baseline = self._frame(x.value, y.value, turn)
        return Word(letters, left, right, baseline, max(high - low, 1.0), turn)

    def _turned(self, index: int, turn: int) -> tuple[float, float, float, float]:
        """A letter's box in the frame: left, bottom, right, top."""
        box = self._box
        pdfium.FPDFText_GetLooseCharBox(self._raw, index, box)
        a, b = self._frame(box.left, box.bottom, turn), self._frame(box.right, box.top, turn)
        return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])

    def _frame(self, x: float, y: float, turn: int) -> tuple[float, float]:
        x, y = x - self._x, y - self._y
        if turn == 90:
            return y, self._width - x
        if turn == 180:
            return self._width - x, self._height - y
        return (self._height - y, x) if turn == 270 else (x, y)


def _is_one(before: Word, word: Word) -> bool:
    """They are parts of one word: nothing that was written parts them, and no gap does."""
    if before.turn != word.turn:
        return False
    gap = word.left - before.right
    if unicodedata.combining(word.text[0]):
        return gap < before.size * 0.5
    size = max(before.size, word.size)
    near = abs(word.baseline - before.baseline) < size * _SAME_LINE or is_raised(before, word)
    if not near or not -size * 0.5 < gap < size * _DOUBTFUL:
        return False
    return gap < size * _GLUED or _is_split(before.text, word.text, gap < size * _NEAR)


def _is_split(first: str, second: str, near: bool) -> bool:
    """The two are parts of a syllable, or of an abbreviation, not words that stand close."""
    if not (first[-1].isalpha() and second[0].isalpha()):
        return False
    first, second = first.strip(_PUNCTUATION), second.strip(_PUNCTUATION)
    if is_syllable(first) and is_syllable(second):
        return False
    return near or (not (first + second).isascii() and is_syllable(first + second))


def _marks_placed(words: Sequence[Word]) -> list[Word]:
    """Combining marks that were written after other letters go behind the letter under them."""
    placed: list[Word] = []
    for word in words:
        is_mark = len(word.text) == 1 and unicodedata.combining(word.text)
        target = _under(placed, word) if is_mark else None
        if target is None:
            placed.append(word)
        else:
            placed[target] = _with_mark(placed[target], word)
    return placed


def _under(words: Sequence[Word], mark: Word) -> int | None:
    """The last word that stands under a mark."""
    for index in range(len(words) - 1, max(-1, len(words) - 200), -1):
        word = words[index]
        if (
            word.turn == mark.turn
            and abs(word.baseline - mark.baseline) < word.size
            and word.left - 1 <= (mark.left + mark.right) / 2 <= word.right + 1
        ):
            return index
    return None


def _with_mark(word: Word, mark: Word) -> Word:
    share = ((mark.left + mark.right) / 2 - word.left) / max(word.right - word.left, 0.1)
    letters = [index for index, letter in enumerate(word.text) if not unicodedata.combining(letter)]
    at = letters[min(len(letters) - 1, max(0, int(share * len(letters))))] + 1
    while at < len(word.text) and unicodedata.combining(word.text[at]):
        at += 1
    return word._replace(text=word.text[:at] + mark.text + word.text[at:])

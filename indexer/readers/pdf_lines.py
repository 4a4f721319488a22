"""Words of a page to lines, and lines to sheets: what is read in one direction on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from indexer.readers.pdf_words import Word, is_raised

GAP: Final = "    "
"""What stands for a wide gap, which alone separates two columns of a head."""
_CELL_GAP: Final = 1.0
"""Times the font's height: a gap as wide stands between cells, not between words."""
_SPREAD: Final = 2.5
"""Times the font's height, up to which equal gaps between many words are those of a line that is
justified, not of cells."""
_LEVEL: Final = 0.4
"""Share of the font's height by which words of one line may stand higher or lower."""
_LETTER_TOP: Final = 0.7
"""Share of the font's height that letters reach above the baseline."""


class Cell(NamedTuple):
    """A part of a line that a wide gap sets apart: in a table, a cell."""

    text: str
    left: float
    right: float


class Line(NamedTuple):
    """A line of text and the box around its letters."""

    text: str
    """Its cells, joined by ``GAP``."""
    left: float
    bottom: float
    """The baseline: letters that reach below it do not count, or distances would jump."""
    right: float
    top: float
    cells: tuple[Cell, ...] = ()
    """Its parts, where wide gaps stand between them."""
    size: float = 0.0
    """The font's height, of most of its letters; 0 where it is not known."""
    words: tuple[Word, ...] = ()
    notes: tuple[int, ...] = ()
    """The footnotes whose marks stood in it, as counted in the file."""


class Page(NamedTuple):
    """The lines of a page that are read in one direction, in the order they were written."""

    width: float
    height: float
    lines: tuple[Line, ...]
    number: int = 0
    """Of the page in its file, from 0."""
    turn: int = 0
    """Degrees by which its text is turned on the page."""


def sheets(words: Sequence[Word], width: float, height: float, number: int) -> list[Page]:
    """The words of a page as sheets, one for each direction, the first written first."""
    turned: dict[int, list[Word]] = {}
    for word in words:
        turned.setdefault(word.turn, []).append(word)
    return [
        Page(
            *((height, width) if turn % 180 else (width, height)),
            tuple(line_of(line) for line in _rows(group)),
            number,
            turn,
        )
        for turn, group in turned.items()
    ]


def line_of(words: Sequence[Word], notes: tuple[int, ...] = ()) -> Line:
    """Words side by side as a line; there is at least one."""
    base = _base(words)
    cells = tuple(_cells(words, _cell_gap(words, base.size)))
    return Line(
        GAP.join(cell.text for cell in cells),
        min(word.left for word in words),
        base.baseline,
        max(word.right for word in words),
        base.baseline + base.size * _LETTER_TOP,
        cells if len(cells) > 1 else (),
        base.size,
        tuple(words),
        notes,
    )


def _base(words: Sequence[Word]) -> Word:
    """The longest word of the size that most letters have: one blank typed in another size must
    not make a line of a footnote one of the text."""
    sizes: Counter[int] = Counter()
    for word in words:
        sizes[round(word.size)] += len(word.text)
    size = max(sizes, key=lambda size: (sizes[size], size))
    return max((w for w in words if round(w.size) == size), key=lambda word: len(word.text))


def _rows(words: Sequence[Word]) -> Iterator[list[Word]]:
    row = [words[0]]
    for word in words[1:]:
        if _goes_on(row, word):
            row.append(word)
        else:
            yield row
            row = [word]
    yield row


def _goes_on(row: Sequence[Word], word: Word) -> bool:
    """The word stands right of the others, on their line."""
    before = row[-1]
    size = max(before.size, word.size)
    if word.left < before.right - size * 0.5:
        return False
    if abs(word.baseline - before.baseline) < size * _LEVEL:
        return True
    if word.left > before.right + size * 2:
        return False
    if is_raised(before, word) or is_raised(word, before):
        return True
    return len(row) > 1 and abs(word.baseline - row[-2].baseline) < size * _LEVEL


def _cell_gap(words: Sequence[Word], size: float) -> float:
    """From which a gap parts cells: more where a justified line is spread evenly."""
    gaps = [after.left - before.right for before, after in pairwise(words) if not after.glued]
    if len(gaps) >= 4 and size * _CELL_GAP < max(gaps) < min(2 * median(gaps), size * _SPREAD):
        return size * _SPREAD
    return size * _CELL_GAP


def _cells(words: Sequence[Word], gap: float) -> Iterator[Cell]:
    start = 0
    for index in range(1, len(words) + 1):
        if index == len(words) or words[index].left - words[index - 1].right > gap:
            cell = words[start:index]
            yield Cell(_joined(cell), cell[0].left, cell[-1].right)
            start = index


def _joined(words: Sequence[Word]) -> str:
    return "".join(
        word.text if word.glued or not number else " " + word.text
        for number, word in enumerate(words)
    )


def body_size(pages: Sequence[Page]) -> float:
    """The size of most letters of a file."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0

"""Tables whose lines are drawn: cells between ruled lines, each with the words in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from indexer.readers.ocr.cleaning import Box, Marks
from indexer.readers.ocr.words import SeenWord

_LEVEL: Final = 10
"""Dots within which pieces of a broken line are one."""
_COLUMNS: Final = 3
"""Two are a frame, or the head of a document."""
_DRAWN: Final = 0.4
"""Share of a table that a line runs along, at least."""
_EDGE: Final = 0.02
"""Share of the page's width at its sides, where shadows of the sheet stand."""
_OVERLAP: Final = 60
"""Dots by which lines of one table stand beside one another, at least."""


class Grid(NamedTuple):
    """Where the lines of a table stand, in dots."""

    columns: tuple[int, ...]
    rows: tuple[int, ...]

    def holds(self, word: SeenWord) -> bool:
        x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        return self.columns[0] <= x < self.columns[-1] and self.rows[0] <= y < self.rows[-1]


def grids(marks: Marks, width: int) -> list[Grid]:
    """The tables of a page, from the top."""
    inner = [
        line for line in marks.down
        if width * _EDGE < line.left and line.right < width * (1 - _EDGE)
        and not any(box.left - 9 <= line.left <= box.right + 9 and box.top - 9 <= line.top
                    and line.bottom <= box.bottom + 9 for box in marks.stamps)
    ]  # fmt: skip
    found = [_grid(group, marks.across) for group in _side_by_side(inner)]
    return [grid for grid in found if grid is not None]


def cells(grid: Grid, words: Sequence[SeenWord]) -> Iterator[list[list[SeenWord]]]:
    """The rows of a table that are not empty; in each the words of every column, in order."""
    for top, bottom in pairwise(grid.rows):
        row: list[list[SeenWord]] = [[] for _ in grid.columns[1:]]
        for word in words:
            x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
            if top <= y < bottom:
                number = next((n for n, right in enumerate(grid.columns[1:]) if x < right), -1)
                row[number].append(word)
        if any(row):
            yield from _parted(row)


def _parted(row: Sequence[Sequence[SeenWord]]) -> Iterator[list[list[SeenWord]]]:
    """A row, or the rows that no line parts: where figures stand below figures in two columns."""
    lines = [_lines(cell) for cell in row]
    tops = [
        [line[0].baseline for line in cell]
        for cell in lines
        if len(cell) > 1 and all(any(map(str.isdigit, word.text)) for line in cell for word in line)
    ]
    if len(tops) < 2:
        yield [[word for line in cell for word in line] for cell in lines]
        return
    starts = max(tops, key=len)
    size = median(word.size for cell in row for word in cell)
    for number, start in enumerate(starts):
        low = start - size * 0.6 if number else 0
        high = starts[number + 1] - size * 0.6 if number + 1 < len(starts) else float("inf")
        part = [
            [word for line in cell if low <= line[0].baseline < high for word in line]
            for cell in lines
        ]
        if any(part):
            yield part


def _lines(cell: Sequence[SeenWord]) -> list[list[SeenWord]]:
    lines: list[list[SeenWord]] = []
    for word in sorted(cell, key=lambda word: word.baseline):
        if lines and abs(word.baseline - lines[-1][-1].baseline) < word.size * 0.5:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]


def widened(grid: Grid, words: Sequence[SeenWord]) -> Grid:
    """With a column at either side, if words stand there: the outer lines of a table are often
    missing, or lost in the shadow of the sheet's edge."""
    beside = [
        word for word in words if grid.rows[0] <= (word.top + word.bottom) / 2 < grid.rows[-1]
    ]
    columns = grid.columns
    left = [w for w in beside if (w.left + w.right) / 2 < columns[0]]
    right = [w for w in beside if (w.left + w.right) / 2 >= columns[-1]]
    if len(left) > 1:
        columns = (min(word.left for word in left) - 1, *columns)
    if len(right) > 1:
        columns = (*columns, max(word.right for word in right) + 1)
    return grid._replace(columns=columns)


def _side_by_side(down: Sequence[Box]) -> list[list[Box]]:
    """Upright lines in groups that overlap from top to bottom."""
    groups: list[list[Box]] = []
    for line in sorted(down, key=lambda line: line.top):
        if groups and line.top < max(one.bottom for one in groups[-1]) + _OVERLAP:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _grid(down: Sequence[Box], across: Sequence[Box]) -> Grid | None:
    top, bottom = min(line.top for line in down), max(line.bottom for line in down)
    places = _levels([((line.left + line.right) // 2, line.bottom - line.top) for line in down])
    columns = [place for place, length in places if length > (bottom - top) * _DRAWN]
    if len(columns) <= _COLUMNS - 1:
        return None
    left, right = columns[0], columns[-1]
    lines = [
        ((line.top + line.bottom) // 2, min(line.right, right) - max(line.left, left))
        for line in across
        if top - 2 * _LEVEL < line.top < bottom + 2 * _LEVEL and line.left < right
        and line.right > left
    ]  # fmt: skip
    rows = [place for place, length in _levels(lines) if length > (right - left) * _DRAWN]
    if len(rows) < 2:  # nothing parts its rows
        return None
    return Grid(tuple(columns), tuple(sorted({min(top, rows[0]), *rows, max(bottom, rows[-1])})))


def _levels(lines: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places and lengths of lines, those of broken ones added up."""
    levels: list[tuple[int, int]] = []
    for place, length in sorted(lines):
        if levels and place - levels[-1][0] <= _LEVEL:
            levels[-1] = levels[-1][0], levels[-1][1] + length
        else:
            levels.append((place, length))
    return levels

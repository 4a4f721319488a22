"""Recognised pages as sheets of lines, the form in which the text layer of a PDF is laid out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final

from indexer.readers.ocr.columns import Row, in_columns, rows_of
from indexer.readers.ocr.grid import Grid, cells, grids, widened
from indexer.readers.ocr.noise import without_noise
from indexer.readers.ocr.page import SeenPage
from indexer.readers.ocr.picture import DPI
from indexer.readers.ocr.words import SeenWord
from indexer.readers.pdf_lines import GAP, Cell, Line, Page, line_of
from indexer.readers.pdf_words import Word

_POINTS: Final = 72 / DPI
_INSET: Final = 1.0
"""Points by which a cell is narrower than its column, so that columns do not meet."""
_ROW: Final = 14.0
"""Points from one row of a table to the next, as it is laid out: rows may be higher than a table
of a text layer has them."""


def sheets_of(page: SeenPage, number: int) -> list[Page]:
    """A page as sheets, a column of its head or its foot apart from its text; ``number`` is its
    own in its file, from 0."""
    words = without_noise(page)
    tables = [widened(grid, words) for grid in grids(page.marks, page.width)]
    free = [word for word in words if not any(grid.holds(word) for grid in tables)]
    parts: list[list[Line]] = []
    rest = rows_of(free)
    for grid in tables:
        above = [row for row in rest if row[0].baseline <= grid.rows[0] + row[0].size]
        parts += _columns(above, page)
        rest = rest[len(above) :]
        parts.append([*_table(grid, [word for word in words if grid.holds(word)], page.height)])
    parts += _columns(rest, page)
    size = page.width * _POINTS, page.height * _POINTS
    return [Page(*size, tuple(lines), number) for lines in parts if lines]


def _columns(rows: Sequence[Row], page: SeenPage) -> list[list[Line]]:
    columns = in_columns(rows, page.width)
    return [
        [_line(row, page.height, alone=len(columns) > 1) for row in column if row]
        for column in columns
    ]


def _line(row: Row, height: int, *, alone: bool) -> Line:
    """A row as a line; ``alone``: no wide gap in it parts columns, for they are parted already."""
    line = line_of(_words(row, height))
    return line._replace(text=" ".join(line.text.split()), cells=()) if alone else line


def _words(row: Row, height: int) -> list[Word]:
    """The words of a row on one baseline and of one size: what boxes say of a single word is less
    sure than that."""
    baseline = median(word.baseline for word in row)
    size = median(word.size for word in row)
    return [
        Word(
            word.text,
            word.left * _POINTS,
            word.right * _POINTS,
            (height - baseline) * _POINTS,
            size * _POINTS,
        )
        for word in row
    ]


def _table(grid: Grid, words: Sequence[SeenWord], height: int) -> Iterator[Line]:
    """A line a row, with the cells that have words."""
    top = (height - grid.rows[0]) * _POINTS
    for number, row in enumerate(cells(grid, words), 1):
        parts = tuple(
            Cell(
                " ".join(word.text for word in cell),
                left * _POINTS + _INSET,
                right * _POINTS - _INSET,
            )
            for cell, left, right in zip(row, grid.columns, grid.columns[1:], strict=False)
            if cell
        )
        baseline = top - number * _ROW
        size = median(word.size for cell in row for word in cell) * _POINTS
        yield Line(
            GAP.join(part.text for part in parts),
            parts[0].left,
            baseline,
            parts[-1].right,
            baseline + size * 0.7,
            parts if len(parts) > 1 else (),
            size,
        )

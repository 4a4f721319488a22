"""Tables on a page: lines that wide gaps part into cells, and the lines such cells wrap over.

A text layer holds no tables. What can be seen is that the parts of some lines stand under one
another, and that the page was written row by row, in each row cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from indexer.readers.pdf_lines import Cell, Line

_COLUMNS: Final = 3
"""Two are the head or the signature of a document, or a line that happens to have a wide gap."""
_ROWS: Final = 2
_FAR: Final = 60.0
"""Points between the baselines of lines of one table, at most."""


class Table(NamedTuple):
    """Lines ``start`` to ``end`` (not included) of a page, as rows of cells."""

    start: int
    end: int
    rows: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """A line a row, cells joined by `` | ``."""
        return "\n".join(" | ".join(row).strip() for row in self.rows)


def tables(lines: Sequence[Line]) -> Iterator[Table]:
    """The tables among the lines of a page, in order; they do not overlap."""
    start = 0
    while start < len(lines):
        table = _table(lines, start) if len(lines[start].cells) >= _COLUMNS else None
        if table is not None:
            yield table
        start = table.end if table else start + 1


def _table(lines: Sequence[Line], start: int) -> Table | None:
    """The table that begins with line ``start``, which has its most cells or nearly so."""
    end = start
    columns: list[tuple[float, float]] = []
    full = 0  # rows seen with enough cells
    while end < len(lines) and _is_near(lines, start, end):
        parts = _parts(lines[end])
        if len(parts) == 1 and not (
            len(_under(parts[0], columns)) == 1 or _is_beside(lines[end - 1], lines[end], columns)
        ):
            break  # ordinary text, which reaches under several columns or none
        wider = _widened(columns, parts)
        if len(wider) < _COLUMNS:
            break
        full += len(parts) >= _COLUMNS
        columns = wider
        end += 1
    if full < _ROWS:
        return None
    rows, end = _rows(lines, start, end, columns)
    return Table(start, end, rows)


def _is_near(lines: Sequence[Line], start: int, end: int) -> bool:
    return end == start or abs(lines[end].bottom - lines[end - 1].bottom) < _FAR


def _parts(line: Line) -> tuple[Cell, ...]:
    return line.cells or (Cell(line.text, line.left, line.right),)


def _under(cell: Cell, columns: Sequence[tuple[float, float]]) -> list[int]:
    """The columns that a cell stands in."""
    return [n for n, (left, right) in enumerate(columns) if cell.left < right and left < cell.right]


def _is_beside(before: Line, line: Line, columns: Sequence[tuple[float, float]]) -> bool:
    """The line goes back up, to a column right of all those that were seen."""
    return line.bottom > before.bottom and line.left > columns[-1][1]


def _widened(
    columns: Sequence[tuple[float, float]], parts: Sequence[Cell]
) -> list[tuple[float, float]]:
    """The columns with these cells in them, from left to right; those that meet become one."""
    spans = sorted([*columns, *((part.left, part.right) for part in parts)])
    merged = [spans[0]]
    for left, right in spans[1:]:
        if left < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged


def _rows(
    lines: Sequence[Line], start: int, end: int, columns: Sequence[tuple[float, float]]
) -> tuple[tuple[tuple[str, ...], ...], int]:
    """The rows, and where the table really ends: a last row of one cell is text after it."""
    rows: list[list[list[str]]] = []
    begun: list[int] = []  # the line that each row began with
    column = len(columns)
    for index in range(start, end):
        for part in _parts(lines[index]):
            here = _under(part, columns)[0]
            if here < column:
                rows.append([[] for _ in columns])
                begun.append(index)
            rows[-1][here].append(part.text)
            column = here
    while len(rows) > 1 and sum(map(bool, rows[-1])) == 1:
        rows.pop()
        end = begun.pop()
    return tuple(tuple(" ".join(cell) for cell in row) for row in rows), end

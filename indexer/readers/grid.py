"""Sheets to text: a line for each row, with every value behind the heading of its column.

``1 | Họ và tên: Nguyễn Văn A | Mức: 1.000.000``: a row is found, shown and cited by itself, so it
says everything by itself. Cells are joined by `` | ``, empty ones too, so the number of bars before
a value is the number of its column. Rows above the table and of its head belong to the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from indexer.core.document import Step
from indexer.core.ids import slug
from indexer.core.said import Said
from indexer.readers.encodings import repair
from indexer.readers.grid_heads import Head, head_of, is_counter
from indexer.readers.raw import Place, RawText, Refused

MAX_ROWS: Final = 20_000
"""Of a file, that have text. What follows is not read, and the text says so in ``quality``."""
MAX_COLUMNS: Final = 256
MAX_CHARACTERS: Final = 3_000_000
"""Of the text of a file; below what is refused (``indexer.ingest.read``)."""
_TITLE: Final = 200
"""Code points of a sheet's heading: the words of the rows above its table."""
_NAMED_BY_PROGRAM: Final = re.compile(
    r"(?:sheet|trang[ _]?tính|table|bảng)[ _]?\d*|", re.IGNORECASE
)

Rows = Mapping[int, Sequence[str]]
"""The number of a row, from 1, in order -> its cells from column A on, without white space around;
rows without text are left out."""


class Merged(NamedTuple):
    """Cells that are one: rows and columns, first and last, from 1."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet(NamedTuple):
    name: str
    """Empty where the format has no names."""
    rows: Rows
    merged: Sequence[Merged] = ()
    cut: bool = False
    """It has more rows or columns than were read."""


class Budget:
    """What may still be read of a file."""

    def __init__(self) -> None:
        self.rows = MAX_ROWS
        self.characters = MAX_CHARACTERS

    def take(self, cells: Sequence[str]) -> bool:
        """Whether a row may be read, too; it is counted."""
        self.rows -= 1
        self.characters -= sum(map(len, cells))
        return self.rows >= 0 and self.characters >= 0


def tidy(cells: Iterable[str]) -> tuple[str, ...]:
    """Cells without white space around, without empty ones at the end."""
    row = [" ".join(cell.split()) for cell in cells]
    while row and not row[-1]:
        row.pop()
    return tuple(row)


def text_of(
    sheets: Iterable[Sheet], hidden: Sequence[str] = (), title: str | None = None
) -> RawText:
    """The text of a workbook, with a place for each row.

    Args:
        hidden: names of sheets that were left out because they are hidden.
        title: what the format calls the document.

    Raises:
        Refused: no row of any sheet has text.
    """
    made = _Text()
    cut = False
    given, garbled = _converted(list(sheets))
    for number, sheet in enumerate(given, 1):
        cut = cut or sheet.cut
        if sheet.rows:
            made.add(sheet, number)
    if not made.places:
        raise Refused("bảng tính không có chữ nào")
    notices = [garbled] if garbled else []
    if cut:
        notices.append(
            Said(
                "Bảng lớn: chỉ đọc %(rows)d dòng và %(columns)d cột đầu.",
                rows=MAX_ROWS,
                columns=MAX_COLUMNS,
            )
        )
    if hidden:
        names = ", ".join(hidden[:5]) + (", …" if len(hidden) > 5 else "")
        notices.append(Said("Không đọc trang tính ẩn: %(names)s.", names=names))
    quality = " ".join(notices) or None
    return RawText("".join(made.parts), quality, title, places=tuple(made.places))


def _converted(sheets: list[Sheet]) -> tuple[list[Sheet], str | None]:
    """The sheets with cells of older encodings converted one by one, and what was done."""
    before = "\n".join(cell for s in sheets for row in s.rows.values() for cell in row)
    after, quality = repair(before)
    if after == before:
        return sheets, quality
    cells = iter(after.split("\n"))
    return [
        s._replace(rows={n: [next(cells) for _ in row] for n, row in s.rows.items()})
        for s in sheets
    ], quality


class _Text:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.places: list[Place] = []
        self._length = 0

    def add(self, sheet: Sheet, number: int) -> None:
        """A sheet: what stands above its table, the table's head, then its rows."""
        filled = _filled(sheet)
        head = head_of(filled, sheet.merged)
        above = [row for row in filled if row < head.first] if head else []
        path = self._path(sheet, number, _title(filled[row] for row in above))
        opening = [_plain(filled[row]) for row in above]
        heads = [_plain(sheet.rows[row]) for row in filled if head and head.holds(row)]
        named = bool(path) and not _NAMED_BY_PROGRAM.fullmatch(sheet.name)
        if named and (not opening or opening[0].casefold() != sheet.name.casefold()):
            opening.insert(0, sheet.name)
        if opening or heads:
            parts = ("\n".join(lines) + "\n\n" for lines in (opening, heads) if lines)
            self._piece("".join(parts), path)
        for row, cells in filled.items():
            if head and row < head.end:
                continue
            if head and row != head.first and is_counter(cells):
                again = head_of({n: c for n, c in filled.items() if n >= row}, sheet.merged)
                head = again if again and again.first == row else head
            inside = head is not None and head.holds(row)
            line = _plain(cells) if inside or not head else _under(head, cells)
            self._piece(line + "\n", (*path, Step("dong", str(row))))
        self.parts[-1] += "\n"
        self._length += 1

    def _path(self, sheet: Sheet, number: int, title: str) -> tuple[Step, ...]:
        if not sheet.name:
            return ()
        name = sheet.name if slug(sheet.name) else str(number)
        return (Step("trang-tinh", name, title),)

    def _piece(self, text: str, path: tuple[Step, ...]) -> None:
        self.places.append(Place(self._length, path, "table"))
        self.parts.append(text)
        self._length += len(text)


def _filled(sheet: Sheet) -> dict[int, Sequence[str]]:
    """The rows with what merged cells show in each of their rows."""
    down: dict[int, list[Merged]] = {}
    for merged in sheet.merged:
        if merged.bottom > merged.top:
            down.setdefault(merged.top, []).append(merged)
    rows: dict[int, Sequence[str]] = {}
    open_: list[tuple[Merged, str]] = []
    for number, own in sheet.rows.items():
        cells = own
        open_ = [(m, value) for m, value in open_ if m.bottom >= number]
        if open_:
            row = list(cells)
            for merged, value in open_:
                row += [""] * (merged.left - len(row))
                row[merged.left - 1] = row[merged.left - 1] or value
            cells = row
        for merged in down.get(number, ()):
            if merged.left <= len(cells) and cells[merged.left - 1]:
                open_.append((merged, cells[merged.left - 1]))
        rows[number] = cells
    return rows


def _title(rows: Iterable[Sequence[str]]) -> str:
    """The words above a table, without notes in brackets."""
    words = " ".join(cell for row in rows for cell in row if cell and not cell.startswith("("))
    return words if len(words) <= _TITLE else words[:_TITLE].rpartition(" ")[0]


def _plain(cells: Sequence[str]) -> str:
    filled = [cell for cell in cells if cell]
    return filled[0] if len(filled) == 1 else " | ".join(cells).rstrip()


def _under(head: Head, cells: Sequence[str]) -> str:
    """A row of a table: each value behind its column's heading; a line that is no row of it, such
    as the name of a group, as it is."""
    if sum(map(bool, cells)) == 1:
        return _plain(cells)
    return " | ".join(_labelled(head, cells)).rstrip()


def _labelled(head: Head, cells: Sequence[str]) -> Iterator[str]:
    for column, cell in enumerate(cells):
        label = head.labels[column] if column < len(head.labels) else ""
        yield f"{label}: {cell}" if cell and label else cell

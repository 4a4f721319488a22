"""``.xlsx``: the sheets of a workbook, with the values that were last computed.

openpyxl reads the cells row by row; formulas are not computed, macros not run, and links to other
files not followed. Sheets that are hidden are left out: whoever hid them did not mean to publish
them, and old viruses of macros live there. Rows and columns that are hidden are read.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.utils.cell import range_boundaries

from indexer.readers.grid import MAX_COLUMNS, Budget, Merged, Sheet, text_of, tidy
from indexer.readers.package import opened
from indexer.readers.raw import RawText, Refused
from indexer.readers.shown import shown

_LAST_ROW: Final = 1_048_576
"""Of the format."""
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_MAX_MERGED: Final = 20_000
_BLOCK: Final = 1 << 20
_ERROR: Final = "e"
_NO_TITLE: Final = re.compile(r"\S+\.xlsx?|(?:book|sổ làm việc)\s*\d*", re.IGNORECASE)


def read_workbook(path: Path) -> RawText:
    """See ``indexer.readers.grid`` for the text.

    Raises:
        Refused: damaged, unreasonably large, or without text.
    """
    with opened(path, ".xlsx") as package, path.open("rb") as file:
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            sheets = book.worksheets
            visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
            budget = Budget()
            read = [_sheet(sheet, package, budget) for sheet in visible]
        except Exception as error:  # whatever a library makes of a damaged file
            raise Refused("tệp .xlsx hỏng", "Mở bằng Excel rồi lưu lại.") from error
        hidden = [sheet.title for sheet in sheets if sheet.sheet_state != "visible"]
        return text_of(read, hidden, _title(book))


def _title(book: Any) -> str | None:
    title = str(book.properties.title or "").strip()
    return None if not title or _NO_TITLE.fullmatch(title) else title


def _sheet(sheet: Any, package: zipfile.ZipFile, budget: Budget) -> Sheet:
    width = sheet.max_column
    wide = width is None or width > MAX_COLUMNS
    sheet.reset_dimensions()  # what a file says of its size may be anything
    rows: dict[int, tuple[str, ...]] = {}
    last = MAX_COLUMNS if wide else width
    for number, cells in enumerate(sheet.iter_rows(max_row=_LAST_ROW, max_col=last), 1):
        row = tidy(map(_shown, cells))
        if row and not budget.take(row):
            return Sheet(sheet.title, rows, list(_merged(sheet, package)), cut=True)
        if row:
            rows[number] = row
    return Sheet(sheet.title, rows, list(_merged(sheet, package)), cut=width is not None and wide)


def _shown(cell: Any) -> str:
    if cell.value is None or cell.data_type == _ERROR:
        return ""
    if isinstance(cell.value, str):
        return cell.value
    return shown(cell.value, cell.number_format or "General")


def _merged(sheet: Any, package: zipfile.ZipFile) -> Iterator[Merged]:
    """The merged cells, which openpyxl leaves out when it reads row by row: they stand behind the
    rows, as elements without content."""
    count, rest = 0, b""
    with package.open(sheet._worksheet_path) as stream:  # noqa: SLF001  # there is no other way
        while block := stream.read(_BLOCK):
            data = rest + block
            end = 0
            for match in _MERGED.finditer(data):
                left, top, right, bottom = range_boundaries(match[1].decode("ascii"))
                yield Merged(top, left, bottom, right)
                count, end = count + 1, match.end()
                if count >= _MAX_MERGED:
                    return
            rest = data[max(end, len(data) - 200) :]

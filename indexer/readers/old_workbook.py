"""``.xls``: Excel before 2007. xlrd reads values and formats; it runs and computes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any, Final

import xlrd

from indexer.readers.grid import MAX_COLUMNS, Budget, Merged, Sheet, text_of, tidy
from indexer.readers.raw import RawText, Refused
from indexer.readers.shown import shown

_VISIBLE: Final = 0
_MAX_MERGED: Final = 20_000


def read_old_workbook(path: Path) -> RawText:
    """See ``indexer.readers.grid`` for the text. Hidden sheets are left out.

    Raises:
        Refused: damaged, locked by a password, or without text.
    """
    try:
        book = xlrd.open_workbook(
            file_contents=path.read_bytes(), formatting_info=True, logfile=_Nowhere()
        )
        budget = Budget()
        sheets = book.sheets()
        visible = [sheet for sheet in sheets if sheet.visibility == _VISIBLE]
        read = [_sheet(book, sheet, budget) for sheet in visible]
    except Exception as error:  # whatever a library makes of a damaged file
        if "encrypt" in str(error).lower():
            raise Refused("tệp đặt mật khẩu", "Bỏ mật khẩu rồi lưu lại.") from error
        raise Refused("tệp .xls hỏng", "Mở bằng Excel rồi lưu lại thành .xlsx.") from error
    return text_of(read, [sheet.name for sheet in sheets if sheet.visibility != _VISIBLE])


class _Nowhere:
    """Where xlrd writes what it finds odd."""

    def write(self, _: str) -> int:
        return 0

    def flush(self) -> None:
        return


def _sheet(book: Any, sheet: Any, budget: Budget) -> Sheet:
    rows: dict[int, tuple[str, ...]] = {}
    merged = list(_merged(sheet))
    for number in range(sheet.nrows):
        cells = sheet.row(number)[:MAX_COLUMNS]
        row = tidy(_shown(book, cell) for cell in cells)
        if row and not budget.take(row):
            return Sheet(sheet.name, rows, merged, cut=True)
        if row:
            rows[number + 1] = row
    return Sheet(sheet.name, rows, merged)


def _merged(sheet: Any) -> Iterator[Merged]:
    for top, bottom, left, right in sheet.merged_cells[:_MAX_MERGED]:
        yield Merged(top + 1, left + 1, bottom, right)


def _shown(book: Any, cell: Any) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return shown(bool(cell.value), "General")
    code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    if cell.ctype == xlrd.XL_CELL_DATE:
        return shown(_date(cell.value, book.datemode) or cell.value, code)
    if cell.ctype != xlrd.XL_CELL_NUMBER:
        return ""
    value = cell.value
    return shown(int(value) if value.is_integer() and abs(value) < 1e15 else value, code)


def _date(value: float, mode: int) -> datetime | time | None:
    """The day and time that a number means; None where it is no day."""
    try:
        parts = xlrd.xldate_as_tuple(value, mode)
        return datetime(*parts) if parts[0] else time(*parts[3:])  # noqa: DTZ001  # no zone
    except (xlrd.XLDateError, ValueError):
        return None

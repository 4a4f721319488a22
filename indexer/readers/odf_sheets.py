"""``.ods``: the sheets of an OpenDocument workbook. Cells hold the text that was shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from indexer.readers.grid import MAX_COLUMNS, Budget, Merged, Sheet, text_of, tidy
from indexer.readers.odf_package import OFFICE, STYLE, TABLE, TEXT, content
from indexer.readers.raw import RawText, Refused

_CELLS: Final = frozenset({f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})
_GROUPS: Final = frozenset(
    f"{TABLE}{name}" for name in ("table-header-rows", "table-row-group", "table-rows")
)
_MAX_DEPTH: Final = 20
_BLANKS: Final = frozenset(f"{TEXT}{name}" for name in ("s", "tab", "line-break"))


def read_odf_sheets(path: Path) -> RawText:
    """See ``indexer.readers.grid`` for the text. Hidden sheets are left out.

    Raises:
        Refused: damaged, locked, unreasonably large, or without text.
    """
    root = content(path, ".ods")
    book = root.find(f".//{OFFICE}body/{OFFICE}spreadsheet")
    if book is None:
        raise Refused("không phải bảng tính mà là tệp OpenDocument khác", "Lưu thành .xlsx.")
    hidden_styles = {
        style.get(f"{STYLE}name")
        for style in root.iter(f"{STYLE}style")
        if any(p.get(f"{TABLE}display") == "false" for p in style.iter(f"{STYLE}table-properties"))
    }
    tables = book.findall(f"{TABLE}table")
    hidden = [t for t in tables if t.get(f"{TABLE}style-name", "") in hidden_styles]
    budget = Budget()
    sheets = [_sheet(table, budget) for table in tables if table not in hidden]
    title = (root.findtext(".//{http://purl.org/dc/elements/1.1/}title") or "").strip()
    return text_of(sheets, [_name(table) for table in hidden], title or None)


def _name(table: etree._Element) -> str:
    return table.get(f"{TABLE}name", "")


def _sheet(table: etree._Element, budget: Budget) -> Sheet:
    rows: dict[int, tuple[str, ...]] = {}
    merged: list[Merged] = []
    number, cut = 1, False
    for element in _rows(table, 0):
        times = _count(element, "number-rows-repeated")
        cells, spans, wide = _row(element, number)
        row = tidy(cells)
        cut = cut or wide
        merged += spans
        for repeated in range(times if row else 0):
            if not budget.take(row):
                return Sheet(_name(table), rows, merged, cut=True)
            rows[number + repeated] = row
        number += times
    return Sheet(_name(table), rows, merged, cut)


def _rows(parent: etree._Element, depth: int) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in _GROUPS and depth < _MAX_DEPTH:
            yield from _rows(child, depth + 1)


def _row(element: etree._Element, number: int) -> tuple[list[str], list[Merged], bool]:
    """The texts of a row's cells, those of them that are several, and whether it is too wide."""
    cells: list[str] = []
    merged: list[Merged] = []
    for cell in element:
        if cell.tag not in _CELLS:
            continue
        text = _text(cell)
        times = _count(cell, "number-columns-repeated")
        if len(cells) + (times if text else 0) > MAX_COLUMNS:
            return cells, merged, bool(text)
        left = len(cells) + 1
        wide, tall = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
        if text and (wide > 1 or tall > 1):
            merged.append(Merged(number, left, number + tall - 1, left + wide - 1))
        cells += [text] * min(times, MAX_COLUMNS - len(cells) + 1)
    return cells, merged, False


def _text(cell: etree._Element) -> str:
    if cell.tag == f"{TABLE}covered-table-cell":
        return ""  # a merged cell shows that of its first
    return " ".join(_letters(paragraph) for paragraph in cell.iterfind(f"{TEXT}p"))


def _letters(paragraph: etree._Element) -> str:
    parts = [paragraph.text or ""]
    for element in paragraph.iterdescendants():
        parts.append(" " if element.tag in _BLANKS else element.text or "")
        parts.append(element.tail or "")
    return "".join(parts)


def _count(element: etree._Element, name: str) -> int:
    value = element.get(f"{TABLE}{name}", "1")
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 8 else 1

"""Where the head of a table stands in a sheet, and what it calls each column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from indexer.readers.grid import Merged

_LOOKED_AT: Final = 60
"""Rows of a sheet in which its table begins."""
_TALLEST: Final = 6
"""Rows of a head."""
_LABEL: Final = 80
"""Code points of a heading as it stands before each value."""
_COUNTED: Final = re.compile(r"(?:STT|TT|Số\s+TT|Số\s+thứ\s+tự|S\.T\.T|No\.?)", re.IGNORECASE)
"""How the first column of most official tables is called."""
_NUMBER: Final = re.compile(r"[-+(]?\d[\d.,/:\s%)-]*")
_COLUMN_NUMBER: Final = re.compile(r"\(?(?:[A-ZĐ]|\d{1,2})\)?(?:\s*=.*)?")
_LETTERHEAD: Final = re.compile(
    r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|Độc\s+lập\s*[-–—]\s*Tự\s+do|ĐẢNG\s+CỘNG\s+SẢN"
)


class Head(NamedTuple):
    first: int
    """The number of its first row."""
    end: int
    """The number of the row after its last."""
    labels: tuple[str, ...]
    """By column, from A on; empty where it has none, or where the value needs none (``STT``)."""

    def holds(self, row: int) -> bool:
        return self.first <= row < self.end


def is_counter(cells: Sequence[str]) -> bool:
    """Whether a row begins as the head of an official table does: ``STT | ...``."""
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and _COUNTED.fullmatch(filled[0]) is not None


def head_of(rows: Mapping[int, Sequence[str]], merged: Sequence[Merged]) -> Head | None:
    """The head of the first table; None where no row looks like one."""
    looked = list(islice(rows.items(), _LOOKED_AT))
    first = next((number for number, cells in looked if is_counter(cells)), None)
    if first is None:
        first = _by_shape(looked)
    if first is None:
        return None
    end = _end(rows, first, merged)
    return Head(first, _after_numbers(rows, end), _labels(rows, range(first, end), merged))


def _by_shape(looked: Sequence[tuple[int, Sequence[str]]]) -> int | None:
    """The first row of words that is as wide as most rows after it."""
    for place, (number, cells) in enumerate(looked):
        filled = [cell for cell in cells if cell]
        if len(filled) < 2 or any(_NUMBER.fullmatch(c) or len(c) > _LABEL for c in filled):
            continue
        if any(map(_LETTERHEAD.search, filled)) or len(set(filled)) < len(filled):
            continue
        after = [sum(map(bool, row)) for _, row in looked[place + 1 :]]
        if after and len(filled) >= max(2, 0.6 * sorted(after)[len(after) // 2]):
            return number
    return None


def _end(rows: Mapping[int, Sequence[str]], first: int, merged: Sequence[Merged]) -> int:
    """The row after the head: a cell of it may reach over several rows, or have cells below."""
    end = first + 1
    if any(m.top == first and m.right > m.left and m.bottom == first for m in merged):
        reaches = any(m.top == first and m.bottom > first for m in merged)
        end += 1 if reaches or _is_words(rows.get(first + 1, ())) else 0
    for one in merged:
        if one.top == first:
            end = max(end, one.bottom + 1)
    return min(end, first + _TALLEST)


def _is_words(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and not any(map(_NUMBER.fullmatch, filled))


def _after_numbers(rows: Mapping[int, Sequence[str]], end: int) -> int:
    """After the row that numbers the columns, ``(1) (2) (3)``, where there is one."""
    filled = [cell for cell in rows.get(end, ()) if cell]
    if len(filled) < 3 or not all(map(_COLUMN_NUMBER.fullmatch, filled)):
        return end
    numbers = [int(n) for cell in filled if (n := re.sub(r"\D", "", cell.partition("=")[0]))]
    return (
        end + 1
        if numbers and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        else end
    )


def _labels(
    rows: Mapping[int, Sequence[str]], head: range, merged: Sequence[Merged]
) -> tuple[str, ...]:
    width = max(len(rows.get(row, ())) for row in head)
    width = max([width, *(m.right for m in merged if m.top in head)])
    grid = [[*rows.get(row, ()), *[""] * width][:width] for row in head]
    for one in merged:
        if one.top not in head:
            continue
        value = grid[one.top - head.start][one.left - 1] if one.left <= width else ""
        for row in range(one.top, min(one.bottom + 1, head.stop)):
            for column in range(one.left - 1, min(one.right, width)):
                grid[row - head.start][column] = value
    return tuple(_label([row[column] for row in grid]) for column in range(width))


def _label(values: Sequence[str]) -> str:
    words = list(dict.fromkeys(value for value in values if value))
    label = " – ".join(words).rstrip(":")
    if _COUNTED.fullmatch(label):
        return ""
    return label if len(label) <= _LABEL else label[:_LABEL].rpartition(" ")[0] + "…"

"""The two columns of a document's head and of its foot, which stand side by side on a page.

Tesseract reads across them. In a PDF with text they are the cells of a table, written one after
the other; that order is made here: left column, right column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from unidecode import unidecode

from indexer.readers.ocr.words import SeenWord

Row = list[SeenWord]
"""Words of one height, from left to right."""

_MOTTO: Final = ("cong hoa xa hoi chu nghia viet nam", "dang cong san viet nam")
_ALIKE: Final = 0.85
"""Share of letters that agree, from which words are taken for these."""
_HEAD_ROWS: Final = 14
_DATE: Final = re.compile(r"\bn[a-z]{1,3}y\b.*\bn[a-z]m\b|\bnam\s*(?:19|20)\d\d\b|th[a-z]{1,3}ng\b")
_TO: Final = re.compile(r"^\W*kinh (?:gui|trinh)")
_RECIPIENTS: Final = re.compile(
    r"^\W{0,3}(?:n[oa]?[il1] ?nh[a-z]{1,2}n\b|n[oa]i\b.{0,12}$|nhu (?:tren|dieu)\b"
    r"|[a-z]{1,2}[oa][il1] nh[a-z]{1,2}n ?:)"
)
"""It is printed bold and slanted, and its first letter read as another, or two."""
_NUMBER: Final = re.compile(r"^\W{0,2}(?:luat |phap lenh |nghi quyet )?s[o0]\s?[:.]")
_GAP: Final = 0.7
"""Times the height of letters: a gap as wide may part two columns."""
_MIDDLE: Final = (0.38, 0.62)
"""Shares of the text's width between which the right column of a foot begins."""


def rows_of(words: Sequence[SeenWord]) -> list[Row]:
    """Words as rows from the top: Tesseract's lines, those side by side put together."""
    rows: list[Row] = []
    for _, group in groupby(words, key=lambda word: word.line):
        line = sorted(group, key=lambda word: word.left)
        row = next((row for row in rows if _is_level(row, line)), None)
        if row is None:
            rows.append(line)
        else:
            row += line
            row.sort(key=lambda word: word.left)
    return sorted(rows, key=_baseline)


def _baseline(row: Row) -> float:
    return median(word.baseline for word in row)


def _is_level(row: Row, line: Row) -> bool:
    """Same height, and the one stands beside the other."""
    size = min(median(word.size for word in row), median(word.size for word in line))
    if abs(_baseline(row) - _baseline(line)) >= 0.45 * size:
        return False
    return not any(
        min(other.right, word.right) - max(other.left, word.left) > 0.3 * size
        for other in row
        for word in line
    )


def in_columns(rows: Sequence[Row], width: int) -> list[list[Row]]:
    """The rows of a page in columns, in the order of reading: those of a head, the text, those of
    a foot."""
    start = next((n for n, row in enumerate(rows) if _motto(row) is not None), None)
    foot = next((n for n, row in enumerate(rows) if _RECIPIENTS.match(_plain(row))), len(rows))
    if start is None or start > foot:
        return [list(rows[:foot]), *_foot(rows[foot:], width)]
    first, end, head = _head(rows, start)
    return [
        list(rows[:first]),
        *head,
        list(rows[end:foot]),
        *_foot(rows[max(end, foot) :], width),
    ]


def _plain(row: Sequence[SeenWord]) -> str:
    return unidecode(" ".join(word.text for word in row)).lower()


def _motto(row: Row) -> int | None:
    """Where the motto of the state (of the Party) begins in a row."""
    texts = [re.sub(r"[^a-z]", "", _plain([word])) for word in row]
    best, at = _ALIKE, None
    for motto in _MOTTO:
        count = len(motto.split())
        for start in range(len(row)):
            for stop in range(start + count - 2, min(start + count, len(row)) + 1):
                alike = SequenceMatcher(None, " ".join(texts[start:stop]), motto).ratio()
                if alike > best:
                    best, at = alike, start
    return at


def _head(rows: Sequence[Row], start: int) -> tuple[int, int, list[list[Row]]]:
    """Of a head whose motto stands in row ``start``: its first row, the one after its last, and
    its rows parted."""
    at = _motto(rows[start]) or 0
    edge = rows[start][at].left
    low = edge - rows[start][at].size * 0.5
    left: list[Row] = []
    right: list[Row] = []
    first = start
    while first > 0 and rows[first - 1][-1].right < low and start - first < 2 and (
        rows[start][0].baseline - rows[first - 1][0].baseline < rows[start][0].size * 4
    ):  # fmt: skip
        first -= 1
    left += rows[first:start]
    end, dated = start, False
    for end in range(start, min(len(rows), start + _HEAD_ROWS)):
        row = rows[end]
        parts = _parted(row, low, forced=end == start)
        if parts is None or _TO.match(_plain(row)):
            break
        mine, other = parts
        if other and (dated or (end - start > 4 and not mine)):
            break
        if other and not mine and end > start and _is_type(other):
            break
        left += [mine] if mine else []
        right += [other] if other else []
        dated = dated or bool(other and end > start and _DATE.search(_plain(other)))
    else:
        end += 1
    return first, end, [*_at_number(left), right]


def _at_number(column: Sequence[Row]) -> list[list[Row]]:
    """The left column of a head: offices, the number, the subject. They are no one paragraph."""
    at = next((n for n, row in enumerate(column) if _NUMBER.match(_plain(row))), len(column))
    parts = column[:at], column[at : at + 1], column[at + 1 :]
    return [list(part) for part in parts]


def _parted(row: Row, edge: float, *, forced: bool) -> tuple[Row, Row] | None:
    """A row of a head at the edge of its columns; None if it runs across."""
    cut = next((n for n, word in enumerate(row) if (word.left + word.right) / 2 > edge), len(row))
    mine, other = row[:cut], row[cut:]
    if forced or not mine or not other:
        crosses = not forced and mine and mine[-1].right > edge + mine[-1].size * 1.5
        return None if crosses else (mine, other)
    # The right column is centred below the motto: its lines begin at the widest gap near its edge.
    gaps = [(b.left - a.right, n + 1) for n, (a, b) in enumerate(pairwise(row))]
    gap, widest = max(gaps)
    if gap < row[0].size * _GAP:
        return None
    return row[:widest], row[widest:]


def _is_type(row: Row) -> bool:
    """In capitals, as the type of a document below its head is."""
    text = "".join(word.text for word in row)
    return text.isupper() and _motto(row) is None and not any(map(str.isdigit, text))


def _foot(rows: Sequence[Row], width: int) -> list[list[Row]]:
    """The rows from ``Nơi nhận`` on: the list of recipients, then the signature beside it."""
    left: list[Row] = []
    right: list[Row] = []
    for number, row in enumerate(rows):
        cut = _cut(row, width)
        mine, other = row[:cut], row[cut:]
        if mine and mine[-1].right > width * 0.8 and number:
            return [left, right, list(rows[number:])]  # the text goes on below
        left += [mine] if mine else []
        right += [other] if other else []
    return [left, right]


def _cut(row: Row, width: int) -> int:
    """Where the right column begins in a row; its length if it has none."""
    for number, word in enumerate(row):
        gap = word.left - row[number - 1].right if number else float("inf")
        if word.left > width * _MIDDLE[0] and gap > word.size * (
            _GAP if word.left < width * _MIDDLE[1] else _GAP / 2
        ):
            return number
    return len(row)

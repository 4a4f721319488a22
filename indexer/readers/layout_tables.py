"""Tables that hold data, and tables that only put text side by side.

The head and the signature of official documents (Decree 30/2020/NĐ-CP, annex I) are typed as a
table of two columns. Such a table is read cell by cell; a table of data row by row. Lines between
cells do not decide it: editors of web pages draw them around a signature, and leave them out of
tables of data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

Rows = Sequence[Sequence[str]]
"""Cells as text, with ``\\n`` between their lines."""

_MOST_COLUMNS: Final = 3
_MOST_ROWS: Final = 4
"""Of a head: the offices, the number and the date, and a subject below the number."""
_HEAD: Final = re.compile(r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|Độc\s+lập\s*[-–—]\s*Tự\s+do")
_FOOT: Final = re.compile(
    r"^\s*(?:Nơi nhận\s*:|(?:TM|KT|TUQ|TL|Q)\s?\.\s*[A-ZĐÀ-Ỹ]{2}|\(?\s*[Đđ]ã ký\s*\)?\s*$)",
    re.MULTILINE,
)
_COUNTED: Final = re.compile(r"\s*(?:STT|TT|Số\s+TT|Số\s+thứ\s+tự|S\.T\.T)\b", re.IGNORECASE)
"""How the first cell of a table of data begins."""


def arranges(rows: Rows, lines: bool) -> bool:
    """Whether a table only puts text side by side.

    Args:
        rows: of cells; those without any text may be left out.
        lines: the table draws lines between its cells.
    """
    widest = max((sum(1 for cell in row if cell) for row in rows), default=0)
    if max(map(len, rows), default=0) <= 1 or not rows:
        return True
    if widest > _MOST_COLUMNS or _COUNTED.match(rows[0][0]):
        return False
    # Data has a row for its heads.
    alone = len(rows) == 1 and any("\n" in cell for cell in rows[0])
    return not lines or alone or _is_head(rows) or _is_foot(rows)


def _is_head(rows: Rows) -> bool:
    return len(rows) <= _MOST_ROWS and any(_HEAD.search(cell) for row in rows for cell in row)


def _is_foot(rows: Rows) -> bool:
    """A signature, or the addressees beside it."""
    return len(rows) <= _MOST_ROWS and any(_FOOT.search(cell) for row in rows for cell in row)

"""Lines of one sheet to paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from indexer.readers.pdf_lines import Line, Page
from indexer.readers.pdf_tables import tables

_ITEM: Final = re.compile(
    r"Điều \d|Chương [IVX\d]|Mục \d|Phụ lục|[IVX]{1,5}\s?[.\-]"
    r"|\d{1,3}(?:\.\d{1,3}){0,4}[.)](?!\d)|\d{1,3}-(?!\d)|\d{1,3}(?:\.\d{1,3}){1,4}\s+[^\W\da-z]"
    r"|[a-zđ]\d?\)|[-+–•]\s"
)
_SENTENCE_CELLS: Final = 2
"""A line of more cells is a row of a table."""
_TELLING: Final = 3
_DASHES: Final = ("-", "+", "–")
_BARE: Final = re.compile(r"\d{1,2}\s+[^\W\da-z_]")
"""How the headings of standards begin: "1 Phạm vi áp dụng"."""
_REFERS: Final = re.compile(
    r"\b(?:khoản|điểm|điều|mục|số|ngày|tháng|năm|và|hoặc|từ|đến)$|,$", re.IGNORECASE
)
"""After these a number goes on with the sentence."""
_CITES: Final = re.compile(r"\b(?:khoản \d{1,3}|điểm [a-zđ]|tại|của|theo)$|,$", re.IGNORECASE)
"""After these "Điều 5" is cited, if it has no full stop."""
_CITED: Final = re.compile(r"Điều \d+[a-zđ]?\b(?![.:])")
_CONTENTS: Final = re.compile(r"(?:\.{4,}|…{2,}|(?:\. ){4,})\s*\d{1,4}$")
"""How a line of a table of contents ends."""
_ENDED: Final = re.compile(r"[.;:!?…/][”\"’)]*$")


class Column(NamedTuple):
    left: float
    right: float
    leading: float
    indents: bool
    """Its paragraphs begin indented."""


class Block(NamedTuple):
    """A paragraph, or a table."""

    text: str
    first: Line | None
    last: Line | None
    column: Column
    table: bool = False
    notes: tuple[int, ...] = ()
    """Of footnotes whose marks stood in it."""

    def joined(self, after: Block) -> Block:
        """The paragraph with its rest, from the next page."""
        return after._replace(
            text=_joined(self.text, after.text), first=self.first, notes=self.notes + after.notes
        )


def blocks_of(page: Page) -> list[Block]:
    """The paragraphs and tables of a sheet, in order."""
    lines = page.lines
    if not lines:
        return []
    column = column_of(lines)
    blocks: list[Block] = []
    done = 0
    for table in tables(lines):
        blocks += _paragraphs(lines[done : table.start], column)
        rows = lines[table.start : table.end]
        notes = tuple(note for line in rows for note in line.notes)
        blocks.append(Block(table.text, rows[0], rows[-1], column, table=True, notes=notes))
        done = table.end
    return blocks + _paragraphs(lines[done:], column)


def runs_on(before: Block, after: Block) -> bool:
    """The first paragraph of a page goes on with the sentence that the page before it broke."""
    if before.table or after.table or before.last is None or after.first is None:
        return False
    last, first, leading = before.last, after.first, after.column.leading
    if abs(last.size - first.size) > 1 or first.cells or _ENDED.search(last.text):
        return False
    if first.left > after.column.left + leading * 0.7:
        return False
    full = last.right > before.column.right - leading
    if _ITEM.match(first.text):
        return full and before.column.indents
    return full or first.text[:1].islower()


def _joined(text: str, more: str) -> str:
    return text + ("" if re.search(r"[\w]-$", text) else " ") + more


def _paragraphs(lines: Sequence[Line], column: Column) -> list[Block]:
    page_wide = column
    leadings = _leadings(lines)
    blocks = [_block(line, column) for line in lines[:1]]
    for before, after in pairwise(lines):
        column = page_wide._replace(leading=leadings.get(round(after.size), page_wide.leading))
        left, right, leading, _ = column
        gap = before.bottom - after.bottom
        near = 0 < gap <= leading * 1.45 and after.left < before.right and before.left < after.right
        indented = after.left > max(before.left, left) + leading * 0.7 and not (
            _centred(after, left, right, leading) or _share_axis(before, after, leading)
        )
        last = blocks[-1]
        if near and _continues(before, after, column):
            text = _joined(last.text, after.text)
        elif near and (
            (gap <= leading * 1.12 and not indented and not _ITEM.match(after.text))
            or (after.text.startswith(_DASHES) and _is_list(last.text))
        ):
            text = last.text + "\n" + after.text
        else:
            blocks.append(_block(after, column))
            continue
        blocks[-1] = last._replace(text=text, last=after, notes=last.notes + after.notes)
    return blocks


def _block(line: Line, column: Column) -> Block:
    return Block(line.text, line, line, column, notes=line.notes)


def _is_list(block: str) -> bool:
    last = block.rpartition("\n")[2]
    return last.startswith(_DASHES) or (last.endswith(":") and len(last) < 40)


def column_of(lines: Sequence[Line]) -> Column:
    """Where the running text of a sheet stands; there is at least one line."""
    left, right = _edges(lines)
    leading = _leading(lines)
    begun = [
        after.left > left + leading * 0.7
        for before, after in pairwise(lines)
        if _ENDED.search(before.text) and 0 < before.bottom - after.bottom < leading * 3
    ]
    return Column(left, right, leading, len(begun) > 2 and sum(begun) > len(begun) * 0.7)


def _leading(lines: Sequence[Line]) -> float:
    """The distance of two lines of one paragraph: the smaller distances of the page."""
    gaps = [gap for before, after in pairwise(lines) if (gap := _gap(before, after))]
    return _smaller(gaps) if gaps else 14.0


def _leadings(lines: Sequence[Line]) -> dict[int, float]:
    """The same for letters of each size, where they have enough lines, on a page of
    several sizes."""
    gaps: dict[int, list[float]] = {}
    for before, after in pairwise(lines):
        if round(before.size) == round(after.size) and (gap := _gap(before, after)):
            gaps.setdefault(round(after.size), []).append(gap)
    telling = {size: _smaller(some) for size, some in gaps.items() if len(some) >= _TELLING}
    return telling if len(telling) > 1 else {}


def _gap(before: Line, after: Line) -> float:
    """From one line down to the next; 0 where that is no distance of lines."""
    gap = before.bottom - after.bottom
    return gap if 2 < gap < 60 else 0.0


def _smaller(gaps: Sequence[float]) -> float:
    return sorted(gaps)[len(gaps) // 4]


def _edges(lines: Sequence[Line]) -> tuple[float, float]:
    """The left and right edges of the running text: of the page's widest lines, and on the left
    of the lines that follow one, which may all be short."""
    widest = max(line.right - line.left for line in lines)
    wide = {line for line in lines if line.right - line.left > widest * 0.85}
    following = {
        after for before, after in pairwise(lines)
        if before in wide and 0 < before.bottom - after.bottom < 30
        and before.left - 60 < after.left
    }  # fmt: skip
    return min(line.left for line in wide | following), max(line.right for line in wide)


def _continues(before: Line, after: Line, column: Column) -> bool:
    """``after`` goes on with the sentence of ``before``."""
    left, right, leading, indents = column
    if _centred(before, left, right, leading) and _centred(after, left, right, leading):
        return False  # a heading keeps its lines
    if _CONTENTS.search(before.text) or max(len(before.cells), len(after.cells)) > _SENTENCE_CELLS:
        return False
    item = _ITEM.match(after.text)
    if item and before.text.isupper() and not after.text.isupper():
        return False  # an item below a heading in capitals that fills its line
    aligned = abs(after.left - before.left) < leading * 2 or _share_axis(before, after, leading)
    bare = _BARE.match(after.text) and not _REFERS.search(before.text)
    small = after.text[:1].islower() or (after.text[:1].isdigit() and not bare)
    if small and aligned and not item and not _ENDED.search(before.text):
        return True
    # A line is full when the next word would not have fitted on it.
    word = (after.right - after.left) * len(after.text.split()[0]) / max(1, len(after.text))
    if before.right + word + leading * 0.2 <= right:
        return False
    if _CITED.match(after.text) and _CITES.search(before.text):
        return True
    if indents and not _ENDED.search(before.text) and after.left < left + leading * 0.7:
        return True  # even "Điều 5" or "- Láng": no paragraph begins here
    if item and (_ENDED.search(before.text) or after.left <= before.left + leading * 0.5):
        # An item; but not a number that only stands first on a line of an indented paragraph.
        return before.left > max(left, after.left) + leading * 0.7 and not _ENDED.search(
            before.text
        )
    if after.left > before.left + leading * 0.7:
        return bool(_ITEM.match(before.text))  # it hangs from its item; else it is indented
    return True


def _share_axis(before: Line, after: Line, leading: float) -> bool:
    """Both stand around the same middle, as the lines of an office's name do."""
    return abs(before.left + before.right - after.left - after.right) < leading


def _centred(line: Line, left: float, right: float, leading: float) -> bool:
    before, behind = line.left - left, right - line.right
    return before > leading and behind > leading and abs(before - behind) < leading

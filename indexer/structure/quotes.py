"""Passages that a clause quotes whole: an amending law prints the articles it changes.

A passage opens with a quotation mark before an item, or without one where *như sau:* announces
the very item that follows. It ends with the line whose closing mark answers the opening one; where
the source forgot that mark, it ends before the line in which the quoting text goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from analyzers.token import Span
from indexer.structure.enumerators import Mark, MarkKind

_OPEN: Final = re.compile(
    r'\n[ ]{0,80}["“«][ ]?(?:Điều|ĐIỀU|Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN|Khoản|Điểm|Phụ lục|PHỤ LỤC'
    r"|Mẫu số|MẪU SỐ|\d{1,3}(?:\.\d{1,2}){0,3}[a-zđ]?[.)-]|[a-zđ]\d?[.)]|[IVX]{1,6}[.)-])"
)
_CLOSE: Final = re.compile(r'["”»](?:[ ]?[.;,:/]{1,3})?[ ]{0,80}(?=\n|\Z)')
_EITHER: Final = re.compile('[“”«»"]')
_DEPTH: Final = {"“": 1, "«": 1, "”": -1, "»": -1}

_VERBS: Final = (
    r"(?:Sửa|Bổ sung|Bãi bỏ|Bỏ|Thay|Hủy bỏ|Huỷ bỏ|Đính chính|Điều chỉnh|Chuyển|Ngưng hiệu lực)"
)
_PARTS: Final = (
    r"(?:[Kk]hoản|[Đđ]iều|[Đđ]iểm|[Cc]ụm từ|[Tt]ừ|[Mm]ục|[Cc]hương|[Pp]hụ lục|[Mm]ẫu|[Đđ]oạn"
    r"|[Tt]ên|[Tt]iêu đề)\b"
)
AMENDS: Final = re.compile(
    rf"[ ]?(?:{_VERBS}\b[^\n]{{0,400}}?{_PARTS}"
    rf"|{_PARTS}[^\n]{{0,300}}?được (?:sửa|bổ sung|bãi bỏ|thay|bỏ|chuyển))"
)
"""What stands behind the number of a clause that amends another text."""
_LAST: Final = re.compile(
    r"[ ]?(?:Hiệu lực|Điều khoản|Trách nhiệm|Tổ chức thực hiện|Quy định chuyển tiếp"
    r"|(?:Luật|Nghị định|Nghị quyết|Thông tư|Quyết định|Pháp lệnh) này có hiệu lực)"
)
"""What stands behind the number of the articles that end an amending text."""
_ANNOUNCES: Final = re.compile(r"như sau[ ]?:?[ ]*\n[ \n]*\Z")
_ANNOUNCED: Final = 600
_NAMES: Final[dict[MarkKind, str]] = {"dieu": "iều", "number": "hoản", "letter": "iểm"}
_BELOW: Final[dict[MarkKind, tuple[MarkKind, ...]]] = {
    "dieu": ("number", "letter"),
    "number": ("letter",),
    "letter": (),
}
_BUDGET: Final = 200_000
"""Lines that are looked at in vain for the end of passages that are never closed."""


class _Open(NamedTuple):
    start: int
    marked: bool
    """A quotation mark opens it."""
    place: int
    """Of the first mark behind its start."""


def quoted(text: str, marks: Sequence[Mark]) -> list[Span]:
    """Stretches of a view, from line start to line end, that are another text's words.

    Args:
        marks: all line starts that may open an item, in order.
    """
    return list(_Finder(text, marks).spans())


class _Finder:
    """State of `quoted`: the numbers of the quoting text so far, which say where it may go on."""

    def __init__(self, text: str, marks: Sequence[Mark]) -> None:
        self.text = text
        self.marks = marks
        self.closes = [match.end() for match in _CLOSE.finditer(text)]
        self.last: dict[MarkKind, int] = {}
        self.budget = _BUDGET

    def spans(self) -> Iterator[Span]:
        reached, counted = 0, 0
        for opened in self._opens():
            if opened.start < reached:
                continue
            while counted < opened.place:
                self._count(self.marks[counted])
                counted += 1
            end = self._end(opened)
            if end is None:
                continue
            yield Span(opened.start, end)
            reached = end
            while counted < len(self.marks) and self.marks[counted].start < end:
                counted += 1

    def _opens(self) -> Iterator[_Open]:
        """Where a passage may open, in order."""
        starts = [mark.start for mark in self.marks]
        found = [
            _Open(match.start() + 1, True, bisect_left(starts, match.start()))
            for match in _OPEN.finditer(self.text)
        ]
        if "như sau" in self.text:
            found += [
                _Open(self.text.rfind("\n", 0, mark.start) + 1, False, place)
                for place, mark in enumerate(self.marks)
                if mark.kind in _NAMES and self._is_announced(mark)
            ]
        return iter(sorted(found))

    def _is_announced(self, mark: Mark) -> bool:
        """*Sửa đổi, bổ sung Điều 4 như sau:* and on the next line *Điều 4. ...*"""
        before = self.text[max(0, mark.start - 60) : mark.start]
        if "như sau" not in before or not _ANNOUNCES.search(before):
            return False
        line_end = self.text.rfind("như sau", 0, mark.start)
        line_start = max(self.text.rfind("\n", 0, line_end) + 1, line_end - _ANNOUNCED)
        line = self.text[line_start:line_end]
        if not AMENDS.search(line) or self._goes_on(mark):
            return False
        named = re.search(
            rf"{_NAMES[mark.kind]}\s{{1,3}}(\d{{1,4}}[a-zđ]{{0,2}}|[a-zđ]\d?)(?!\w)", line
        )
        own = re.match(r"[ ]*Điều[ ]{1,3}\d{1,4}[a-zđ]{0,2}\b", line)
        if own and mark.kind == "dieu":
            named = re.search(r"iều\s{1,3}(\d{1,4}[a-zđ]{0,2})(?!\w)", line[own.end() :])
        return named is not None and named[1] == mark.number

    def _count(self, mark: Mark) -> None:
        if mark.kind not in _BELOW:
            if mark.kind == "phu-luc":
                self.last = {}
            return
        self.last[mark.kind] = mark.value
        for below in _BELOW[mark.kind]:
            self.last.pop(below, None)

    def _end(self, opened: _Open) -> int | None:
        """The end of a passage, or None where nothing shows it."""
        position = opened.start
        by_straight = opened.marked and self.text[position : position + 90].lstrip()[0] == '"'
        depth, straight = (0 if opened.marked else 1), 0
        place = opened.place
        following = bisect_left(self.closes, opened.start)
        fallback: int | None = None
        last_dieu = self._first_dieu(opened)
        for looked in range(self.budget):
            close = self.closes[following] if following < len(self.closes) else None
            mark = self.marks[place] if place < len(self.marks) else None
            if mark is not None and (close is None or mark.start < close):
                place += 1
                if place - 1 == opened.place and not opened.marked:
                    continue
                if self._resumes(mark) and self._goes_on(mark):
                    return self._before(mark)
                if mark.kind == "dieu":
                    if fallback is None and mark.value != last_dieu + 1 and self._resumes(mark):
                        fallback = self._before(mark)
                    last_dieu = mark.value
                continue
            if close is None:
                self.budget -= looked
                return fallback
            following += 1
            for found in _EITHER.finditer(self.text, position, close):
                depth += _DEPTH.get(found[0], 0)
                straight += found[0] == '"'
            position = close
            open_still = depth + straight % 2 if by_straight else depth - straight % 2
            if open_still <= 0 or self._is_followed(close, mark):
                return close
        return None

    def _first_dieu(self, opened: _Open) -> int:
        match = re.compile(r'[ ]*["“«]?[ ]?Điều[ ]{1,3}(\d{1,4})').match(self.text, opened.start)
        return int(match[1]) if match else -2

    def _resumes(self, mark: Mark) -> bool:
        """Whether the number of a mark runs on from the quoting text."""
        before = self.last.get(mark.kind)
        widest = 2 if mark.kind == "letter" else 1  # e) is followed by g)
        return before is not None and 0 < mark.value - before <= widest

    def _goes_on(self, mark: Mark) -> bool:
        """Whether a mark's line reads as a clause of the quoting text."""
        if mark.kind == "dieu" and _LAST.match(self.text, mark.after):
            return True
        return AMENDS.match(self.text, mark.after) is not None

    def _is_followed(self, close: int, mark: Mark | None) -> bool:
        """Whether a closing mark that is one too few is followed by the quoting text itself."""
        return (
            mark is not None
            and not self.text[close : mark.start].strip()
            and self._resumes(mark)
            and self._goes_on(mark)
        )

    def _before(self, mark: Mark) -> int:
        """The end of the last line above a mark that is not blank."""
        end = mark.start
        while end and self.text[end - 1].isspace():
            end -= 1
        return end

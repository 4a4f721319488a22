"""Footnotes as pieces of their own, below the clause that they annotate.

A consolidated text says in its footnotes by what each clause was changed, and quotes articles of
the changing documents there: none of that is the clause's own text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from analyzers.token import Span
from indexer.core.document import Step
from indexer.structure.cuts import Cut
from indexer.structure.enumerators import Mark

_NUMBER: Final = re.compile(
    r"\s{0,3}(?:[\[(](?P<marked>[^\])\s]{1,8})[\])]|(?P<bare>\d{1,3})(?=[ ]))"
)
_HOLDERS: Final = frozenset({"preamble", "clause", "closing", "appendix", "table"})

_CONSOLIDATED: Final = re.compile(r"hợp nhất", re.IGNORECASE)
_HEAD: Final = 3000
"""Code points in which a consolidated text says that it is one."""
_SUBJECTS: Final = (
    r"(?:Khoản|Điều|Điểm|Đoạn|Cụm từ|Từ|Tên|Chương|Mục|Tiêu đề|Nội dung|Phụ lục|Mẫu|Biểu|Luật"
    r"|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định|Các)\b"
)
_IN_PLACE: Final = re.compile(
    rf"\n[ ]{{0,80}}(?:\[(?P<marked>\d{{1,3}})\]|(?P<bare>\d{{1,3}}))[ ](?={_SUBJECTS})"
    r"[^\n]{0,300}?(?:được|bị|có căn cứ|có hiệu lực|hết hiệu lực|quy định như sau)[^\n]*"
)
"""A note that stands in the text: *3 Khoản này được sửa đổi theo quy định tại ...*."""


def in_place(text: str) -> list[Span]:
    """Notes of a consolidated text that no reader has marked as such, by their shape.

    Their numbers follow one another. What a note announces (*như sau:*) is quoted in the lines
    below it, and found as a quotation: see `with_quoted`.
    """
    if not _CONSOLIDATED.search(text, 0, _HEAD):
        return []
    found: list[Span] = []
    last = 0
    for match in _IN_PLACE.finditer(text):
        number = int(match["marked"] or match["bare"])
        if last < number <= last + _SKIPPED:
            found.append(Span(match.start() + 1, match.end()))
            last = number
    return found


_SKIPPED: Final = 3


_ANNOUNCES: Final = re.compile(
    r"\s{0,8}(?:Điều|Khoản|Điểm)[ ][^\n]{0,600}như sau[ ]?:?[ ]{0,8}(?=\n)"
)


def with_quoted(text: str, notes: Sequence[Span], quotations: Sequence[Span]) -> list[Span]:
    """The notes, each with the quotations that stand right below it, and the lines of the note
    that announce them: *Điều 27 của Thông tư số ... quy định như sau:*."""
    begins = [quotation.start for quotation in quotations]
    whole = []
    for note in notes:
        end = note.end
        while True:
            announced = _ANNOUNCES.match(text, end)
            after = announced.end() if announced else end
            place = bisect_left(begins, after)
            if place == len(begins) or text[after : begins[place]].strip():
                break
            end = quotations[place].end
        whole.append(Span(note.start, end))
    return whole


def unstuck(marks: Sequence[Mark], text: str, notes: Sequence[Span]) -> list[Mark]:
    """The marks, without the numbers of notes that stick to theirs: *2.3 Hai* is khoản 2 with
    note 3, where note 3 stands below it."""
    numbers = {note_number(text, note): note.start for note in notes}
    made = []
    for mark in marks:
        first, _, second = mark.number.partition(".")
        if mark.kind == "nested" and numbers.get(second, -1) > mark.start:
            made.append(mark._replace(kind="number", number=first, value=int(first)))
        else:
            made.append(mark)
    return made


def note_number(text: str, note: Span) -> str:
    """The number that a note opens with; empty where it has none."""
    match = _NUMBER.match(text, note.start)
    return (match["marked"] or match["bare"]) if match else ""


def outside(regions: Sequence[Span], notes: Sequence[Span]) -> list[Span]:
    """Regions that do not begin in a note."""
    begins = [note.start for note in notes]
    remaining = []
    for region in regions:
        place = bisect_right(begins, region.start) - 1
        if place < 0 or region.start >= notes[place].end:
            remaining.append(region)
    return remaining


def with_notes(text: str, cuts: Sequence[Cut], notes: Sequence[Span]) -> list[Cut]:
    """The pieces, with each note behind the piece that it annotates, which then goes on."""
    made: list[Cut] = []
    waiting = 0
    for place, piece in enumerate(cuts):
        made.append(piece)
        end = cuts[place + 1].start if place + 1 < len(cuts) else len(text)
        while waiting < len(notes) and notes[waiting].start < end:
            note = notes[waiting]
            waiting += 1
            if piece.kind not in _HOLDERS or note.start < piece.start:
                continue
            step = Step("note", note_number(text, note))
            made.append(Cut(note.start, "note", (*piece.path, step)))
            following = notes[waiting].start if waiting < len(notes) else end
            if text[note.end : min(following, end)].strip() and note.end + 1 < end:
                made.append(Cut(note.end + 1, piece.kind, piece.path, goes_on=True))
    return made

"""Footnotes: known by the height of their letters, and put where their mark stood.

Consolidated texts ("văn bản hợp nhất") say in notes which document changed a clause; notes quote
whole articles, which must not be taken for articles of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from indexer.readers.pdf_lines import Line, Page, body_size, line_of
from indexer.readers.pdf_words import Word, is_raised

_MARK: Final = re.compile(r"[\[(]?(\d{1,3})[\])]?[,.]?")
_UNIT: Final = re.compile(r"(?:[kcdm]?m|10)$", re.IGNORECASE)
"""What carries an exponent, not a mark."""
_SMALL: Final = 0.95
"""Times the height of the text's letters: notes are smaller. The gazette sets 11 under 13 points,
Word 10 under 13 or 14."""
_ONE_SIZE: Final = 0.06
"""Share by which the lines of one note differ in height."""
_APART: Final = 2.2
"""Times the height of the letters: lines further apart are not of one note."""
_FOOT: Final = 0.2
"""Share of a page's height, into which a note reaches that goes on over the page."""
_INDENT: Final = 3.0
"""Times the height of the letters: the first line of a paragraph is not indented further."""
_FEW: Final = 0.2
"""Share of the lines of running text that may have wide gaps."""


_MOST_PAGES: Final = 10
"""Of one note; the longest that was seen, the last of a consolidated law, has 4."""
_ENDED: Final = re.compile(r"[.…!?][”\"’)\]]*$|[”\"’)\]]$")
"""How the last sentence of a note ends."""


class Note(NamedTuple):
    """A footnote."""

    mark: str
    pages: tuple[tuple[Line, ...], ...]
    """Its lines, of each page that it runs over; the first line without the mark."""
    number: int
    """Of the page on which it begins."""


class Noted(NamedTuple):
    """Sheets without their notes, and the notes. ``Line.notes`` counts in ``notes``."""

    pages: tuple[Page, ...]
    notes: tuple[Note, ...]


class _Found(NamedTuple):
    """A sheet's lines, parted: the end of a note of the page before, notes that begin here."""

    before: tuple[Line, ...]
    begun: tuple[tuple[Line, ...], ...]
    body: tuple[Line, ...]


def part_notes(pages: Sequence[Page]) -> Noted:
    """The sheets and their notes, apart."""
    body = body_size(pages)
    notes: list[Note] = []
    bodies: list[Page] = []
    open_lines: tuple[Line, ...] = ()  # of the note that the last page ended with
    for place, page in enumerate(pages):
        whole = bool(open_lines) and _goes_on(notes[-1], pages[place:], body, open_lines)
        found = _found(page, body, open_lines, whole)
        if found.before:
            last = notes[-1]
            notes[-1] = last._replace(pages=(*last.pages, found.before))
        for lines in found.begun:
            mark = _mark(lines[0].words[0].text)
            first = line_of(lines[0].words[1:])
            notes.append(Note(mark, ((first, *lines[1:]),), page.number))
        end = found.begun[-1] if found.begun else found.before
        open_lines = end if end and end[-1].bottom < page.height * _FOOT else ()
        bodies.append(page._replace(lines=found.body))
    if not notes:
        return Noted(tuple(pages), ())
    return Noted(tuple(_without_marks(page, notes) for page in bodies), tuple(notes))


def _goes_on(note: Note, pages: Sequence[Page], body: float, open_lines: Sequence[Line]) -> bool:
    """A page that holds nothing but small text goes on with a note whose sentence or quotation
    is still open, or that ends at the foot of a later page. Otherwise it may be an annex in
    small text."""
    if len(note.pages) >= _MOST_PAGES:
        return False
    text = "".join(line.text for lines in note.pages for line in lines)
    if not _ENDED.search(text) or text.count("“") > text.count("”"):
        return True
    size = open_lines[-1].size
    near = pages[:_MOST_PAGES]
    rest = (page for page in near if not _is_running_text(page.lines, size))
    after = next(rest, None)
    return after is not None and bool(_found(after, body, open_lines, False).before)


def _is_running_text(lines: Sequence[Line], size: float) -> bool:
    """All the lines are of one size and neither a table nor below a centred heading."""
    if not lines or any(abs(line.size - size) > size * _ONE_SIZE for line in lines):
        return False
    left = min(line.left for line in lines)
    first = max(lines, key=lambda line: line.bottom)
    cells = sum(bool(line.cells) for line in lines)
    return first.left - left < size * _INDENT and cells <= len(lines) * _FEW


def _mark(text: str) -> str:
    found = _MARK.fullmatch(text)
    return found[1] if found else ""


def _begins(line: Line, body: float) -> bool:
    """A small line whose first word is a raised number."""
    if len(line.words) < 2 or line.size > body * _SMALL:
        return False
    mark, word = line.words[:2]
    return bool(_mark(mark.text)) and is_raised(word, mark)


def note_lines(page: Page, body: float) -> list[Line]:
    """The lines of the footnotes that begin on a page; ``body`` is the size of the text."""
    starts = [line for line in page.lines if _begins(line, body)]
    if not starts:
        return []
    top = max(starts, key=lambda line: line.bottom)
    return [
        line
        for line in page.lines
        if line.bottom <= top.bottom + 1 and line.size <= top.size * (1 + _ONE_SIZE)
    ]


def _found(page: Page, body: float, open_lines: Sequence[Line], whole: bool) -> _Found:
    """``open_lines`` are those of a note that the page before ended with; ``whole`` is true where
    that note may fill the page."""
    size = open_lines[-1].size if open_lines else 0.0
    starts = [line for line in page.lines if _begins(line, body)]
    begun: list[list[Line]] = []
    for line in note_lines(page, body):
        if line in starts:
            begun.append([])
        if begun:
            begun[-1].append(line)
    rest = _others(page.lines, [line for lines in begun for line in lines])
    before: tuple[Line, ...] = ()
    if whole and _is_running_text(rest, size):
        before = rest
    elif size:
        before = _foot(rest, size, max(starts, key=lambda line: line.bottom, default=None))
    return _Found(before, tuple(map(tuple, begun)), _others(rest, before))


def _others(lines: Sequence[Line], gone: Sequence[Line]) -> tuple[Line, ...]:
    ids = set(map(id, gone))
    return tuple(line for line in lines if id(line) not in ids)


def _foot(lines: Sequence[Line], size: float, under: Line | None = None) -> tuple[Line, ...]:
    """The lowest lines of the page that are as small as ``size``, close to one another."""
    foot: list[Line] = []
    for line in sorted(lines, key=lambda line: line.bottom):
        last = foot[-1] if foot else under
        if abs(line.size - size) > size * _ONE_SIZE:
            break
        if last and line.bottom - last.bottom > size * _APART:
            break
        foot.append(line)
    if len(foot) == len(lines):
        return ()  # a page of small text, not of notes
    if foot and under and foot[0].text.endswith(":"):
        return ()  # the heading of the notes that follow
    edge = min((line.left for line in lines), default=0.0)
    if min((line.left for line in foot), default=0.0) - edge > size * _INDENT:
        return ()  # a name below a signature
    ids = set(map(id, foot))
    return tuple(line for line in lines if id(line) in ids)


def _without_marks(page: Page, notes: Sequence[Note]) -> Page:
    near = {note.mark: n for n, note in enumerate(notes) if abs(note.number - page.number) <= 1}
    near |= {note.mark: n for n, note in enumerate(notes) if note.number == page.number}
    return page._replace(lines=tuple(_unmarked(line, near) for line in page.lines))


def _unmarked(line: Line, near: dict[str, int]) -> Line:
    marks = [
        place
        for place, (before, word) in enumerate(pairwise([None, *line.words]))
        if word is not None and _is_mark(before, word, line, near)
    ]
    if not marks or len(marks) == len(line.words):
        return line
    found = tuple(near[_mark(line.words[place].text)] for place in marks)
    return line_of(tuple(_kept(line.words, set(marks))), found)


def _is_mark(before: Word | None, word: Word, line: Line, near: dict[str, int]) -> bool:
    if _mark(word.text) not in near:
        return False
    beside = before or next((other for other in line.words if other is not word), None)
    if beside is None or not is_raised(beside, word):
        return False
    return not (before and word.text in ("2", "3") and word.glued and _UNIT.search(before.text))


def _kept(words: Sequence[Word], marks: set[int]) -> Iterator[Word]:
    """The words without the marks; what stood behind a mark is parted, or glued when it is a
    full stop."""
    for place, word in enumerate(words):
        if place in marks:
            continue
        opens = word.text[0].isalnum() or word.text[0] in "([“"
        yield word._replace(glued=not opens) if place - 1 in marks else word

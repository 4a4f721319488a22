"""Sheets of lines to paragraphs. Pure geometry: knows nothing of PDF.

Distances are in points (1/72 inch); ``y`` grows upwards, as on a PDF page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from indexer.readers.pdf_blocks import Block, Column, blocks_of, runs_on
from indexer.readers.pdf_lines import Line, Page
from indexer.readers.pdf_notes import Note, part_notes
from indexer.readers.pdf_running import without_running

__all__ = ["LaidOut", "Line", "Page", "page_starts", "text_of_pages", "text_with_notes"]

_FOOT: Final = 0.2
"""Share of a page's height, into which the text of a full page reaches."""


class LaidOut(NamedTuple):
    """A text, the spans of its footnotes, in order, and where each page begins."""

    text: str
    notes: tuple[tuple[int, int], ...]
    pages: dict[int, int]
    """The number of a page, from 0 -> where its first letter stands; only pages with text."""


class _Begin(NamedTuple):
    """Where a page begins: in a paragraph, which may go on from the page before."""

    block: int
    offset: int


def text_of_pages(pages: Sequence[Page]) -> str:
    """The text: a blank line between paragraphs, ``\\n`` where a line ends that is not a
    paragraph's last (headings over several lines, lists of addressees)."""
    return text_with_notes(without_running(pages)).text


def text_with_notes(pages: Sequence[Page]) -> LaidOut:
    """The text of sheets without running lines. A footnote stands behind the paragraph in which
    its mark stood, as paragraphs that begin with ``[mark]``; the mark itself is left out."""
    parted = part_notes(pages)
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    length = 0
    blocks, begins = _placed(pages, parted.pages, parted.notes)
    starts: list[int] = []
    for block in blocks:
        starts.append(length)
        pieces.append(block.text)
        length += len(block.text) + 2
        for number in block.notes:
            text = _note_text(parted.notes[number])
            pieces.append(text)
            spans.append((length, length + len(text)))
            length += len(text) + 2
    text = "\n\n".join(pieces) + "\n" if pieces else ""
    return LaidOut(
        text, tuple(spans), {n: starts[at.block] + at.offset for n, at in begins.items()}
    )


def page_starts(laid: LaidOut, count: int) -> tuple[int, ...]:
    """Where each page of a file begins in its text; one without text, where the next one does."""
    starts = [len(laid.text)] * (count + 1)
    for number in range(count - 1, -1, -1):
        starts[number] = min(laid.pages.get(number, len(laid.text)), starts[number + 1])
    return (0, *starts[1:count]) if count else ()


def _placed(
    wholes: Sequence[Page], pages: Sequence[Page], notes: Sequence[Note]
) -> tuple[list[Block], dict[int, _Begin]]:
    """The paragraphs of all pages, and where each page begins; ``wholes`` are the pages with
    their notes. Each note belongs to one paragraph: to the first that has its mark, else to the
    last of its page."""
    blocks: list[Block] = []
    ends: dict[int, int] = {}
    begins: dict[int, _Begin] = {}
    before: Page | None = None
    for page, whole in zip(pages, wholes, strict=True):
        begin = _append(blocks, blocks_of(page), before is not None and before.turn == page.turn)
        if begin:
            begins.setdefault(page.number, begin)
        before = whole if _is_filled(whole) else None
        if blocks:
            ends[page.number] = len(blocks) - 1
    placed: set[int] = set()
    for place, block in enumerate(blocks):
        new = tuple(dict.fromkeys(n for n in block.notes if n not in placed))
        placed.update(new)
        blocks[place] = block._replace(notes=new)
    for number, note in enumerate(notes):
        if number not in placed and blocks:
            place = ends.get(note.number, len(blocks) - 1)
            here = blocks[place]
            blocks[place] = here._replace(notes=tuple(sorted((*here.notes, number))))
    if notes and not blocks:
        nowhere = Column(0.0, 0.0, 0.0, False)
        blocks.append(Block("", None, None, nowhere, False, tuple(range(len(notes)))))
    return blocks, begins


def _is_filled(page: Page) -> bool:
    """Its lines reach down to where a page ends."""
    return min((line.bottom for line in page.lines), default=page.height) < page.height * _FOOT


def _append(blocks: list[Block], more: Iterable[Block], breaks: bool) -> _Begin | None:
    """Adds the paragraphs of a page, and returns where the first begins; where a page break may
    part a paragraph, the first may go on with the last of the page before."""
    begin = None
    for number, block in enumerate(more):
        if not number and breaks and blocks and runs_on(blocks[-1], block):
            blocks[-1] = blocks[-1].joined(block)
            begin = _Begin(len(blocks) - 1, len(blocks[-1].text) - len(block.text))
        else:
            begin = begin or _Begin(len(blocks), 0)
            blocks.append(block)
    return begin


def _note_text(note: Note) -> str:
    blocks: list[Block] = []
    for lines in note.pages:
        _append(blocks, blocks_of(Page(0, 0, lines)), breaks=True)
    return f"[{note.mark}] " + "\n\n".join(block.text for block in blocks)

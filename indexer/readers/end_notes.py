"""Notes that are listed at the end of a text, put where their marks stand.

Pages and Word files of consolidated texts often hold no footnotes but plain paragraphs, ``[1] Khoản
này được sửa đổi ...``, after the signature, and ``[1]`` where each belongs. That is believed only
where it is complete: every mark once, in order, and a note for each. Judgments number their
paragraphs in the same way, but have no marks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Final

from indexer.readers.raw import RawText

_MARK: Final = re.compile(r"[ \u00a0]?\[(\d{1,3})\]")
_NOTE: Final = re.compile(r"\[(\d{1,3})\][ \u00a0]*(?=\S)")


def settled(raw: RawText) -> RawText:
    """The text with each note of the list at its end behind the paragraph it belongs to, and
    without the marks; as it is where it has no such list, or notes that were found already."""
    if raw.notes or "\n[1]" not in raw.text:
        return raw
    blocks = raw.text.strip("\n").split("\n\n")
    first = max((at for at, block in enumerate(blocks) if block.startswith("[1]")), default=0)
    notes = _notes(blocks[first:])
    marked = [int(mark[1]) for block in blocks[:first] for mark in _MARK.finditer(block)]
    if not notes or marked != list(range(1, len(notes) + 1)):
        return raw
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    end = 0
    begins: list[int] = []  # of the paragraphs
    for block in blocks[:first]:
        begins.append(end)
        own = [notes[int(mark[1]) - 1] for mark in _MARK.finditer(block)]
        parts += [_MARK.sub(_without, block), *own]
        end += len(parts[-1 - len(own)]) + 2
        for note in own:
            spans.append((end, end + len(note)))
            end += len(note) + 2
    pages = _pages(raw, blocks, [*begins, *[end] * (len(blocks) - first)])
    return raw._replace(text="\n\n".join(parts) + "\n", notes=tuple(spans), pages=pages)


def _pages(raw: RawText, blocks: list[str], begins: list[int]) -> tuple[int, ...]:
    """Where pages begin once their paragraphs begin elsewhere; pages of the list, at the end."""
    if not raw.pages:
        return ()
    start = len(raw.text) - len(raw.text.lstrip("\n"))
    befores = list(accumulate((len(block) + 2 for block in blocks[:-1]), initial=start))
    moved = []
    for page in raw.pages:
        block = max(bisect_right(befores, page) - 1, 0)
        moved.append(begins[block] + max(0, page - befores[block]))
    return tuple(accumulate(moved, max))


def _notes(blocks: list[str]) -> list[str]:
    """Each note with the paragraphs that follow it, in order of their numbers."""
    notes: list[str] = []
    for block in blocks:
        number = _NOTE.match(block)
        if number and int(number[1]) == len(notes) + 1:
            notes.append(f"[{number[1]}] {block[number.end() :]}")
        elif notes:
            notes[-1] += f"\n{block}"
    return notes


def _without(mark: re.Match[str]) -> str:
    """What stays of a mark: the blank before it, where a word follows at once."""
    follows = mark.string[mark.end() : mark.end() + 1]
    return mark[0][0] if follows.isalnum() and not mark[0].startswith("[") else ""

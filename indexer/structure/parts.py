"""Long pieces cut further: no answer should be longer than a page or two.

A clause of 48,000 characters has every word of every query, and nobody reads it to its end. What
is longer than ``LONGEST`` is cut where a paragraph ends, else where a line or a sentence does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.token import Span

LONGEST: Final = 4000
"""Code points."""
_LEAST: Final = LONGEST // 2
"""A part is no shorter, so that a piece has no more parts than it needs."""
_ENDS: Final = ("\n\n", "\n", ". ", "; ", " ")
"""Where a part may end, the best first."""
_ROW_ENDS: Final = ("\n", " | ", " ")


def parted(text: str, start: int, end: int, *, rows: bool = False) -> Iterator[Span]:
    """``text[start:end]`` without the white space around it, in parts of at most ``LONGEST``.

    Args:
        rows: it is a table, so a part ends with a row.
    """
    ends = _ROW_ENDS if rows else _ENDS
    while end > start and text[end - 1].isspace():
        end -= 1
    while True:
        while start < end and text[start].isspace():
            start += 1
        if start >= end:
            return
        stop = end if end - start <= LONGEST else _stop(text, start, ends)
        last = stop
        while text[last - 1].isspace():
            last -= 1
        yield Span(start, last)
        start = stop


def _stop(text: str, start: int, ends: tuple[str, ...]) -> int:
    for mark in ends:
        found = text.rfind(mark, start + _LEAST, start + LONGEST)
        if found >= 0:
            return found + len(mark)
    return start + LONGEST

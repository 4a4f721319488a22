"""Tables of contents: lines that name articles and chapters without being them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice
from typing import Final

from analyzers.token import Span
from indexer.structure.enumerators import Mark

_LEADERS: Final = re.compile(r"(?<![.…_ ])(?P<leaders>[.…_ ]{3,})\d{1,4}[ ]*(?=\n|\Z)")
"""Dots or the like, and the number of a page, at the end of a line. Tried once in a run of dots,
at its first, so that a long run costs no more."""
_HEADING: Final = re.compile(r"\n[ ]{0,80}(?:MỤC LỤC|Mục lục)[ ]?:?[ ]*(?=\n)")
_LONGEST: Final = 250
"""Code points of an entry; a longer line is text."""
_HEADINGS: Final = 20
_MOST: Final = 400
"""Entries that the end of a table of contents is looked for in."""


def without_contents(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """The marks that are no entries of a table of contents.

    An entry ends in leaders and a page number, perhaps on the line below; or it stands between
    the heading *Mục lục* and the place where its first entry comes again.
    """
    ends = [match.start() for match in _LEADERS.finditer(text) if _leads(match["leaders"])]
    headings = [match.end() for match in islice(_HEADING.finditer(text), _HEADINGS)]
    if not ends and not headings:
        return list(marks)
    starts = [mark.start for mark in marks]
    lists = [span for after in headings if (span := _list(text, after, marks, starts))]
    remaining = []
    for place, mark in enumerate(marks):
        following = starts[place + 1] if place + 1 < len(starts) else len(text)
        at = bisect_right(ends, mark.start)
        led = at < len(ends) and ends[at] < following and _is_entry(text, mark.start, ends[at])
        if not led and not any(span.start <= mark.start < span.end for span in lists):
            remaining.append(mark)
    return remaining


def _leads(leaders: str) -> bool:
    return leaders.count(".") + leaders.count("_") + 2 * leaders.count("…") >= 4


def _is_entry(text: str, start: int, leaders: int) -> bool:
    return leaders - start <= _LONGEST and text.count("\n", start, leaders) <= 2


def _list(text: str, after: int, marks: Sequence[Mark], starts: Sequence[int]) -> Span | None:
    """From the heading of a table of contents to where its first entry comes again."""
    place = bisect_right(starts, after - 1)
    if place == len(marks) or marks[place].start - after > _LONGEST:
        return None
    first = marks[place]
    for other in marks[place + 1 : place + _MOST]:
        line_end = text.find("\n", other.start)
        if 0 <= line_end - other.start > _LONGEST:
            return None
        if (other.kind, other.number) == (first.kind, first.number):
            return Span(after, other.start)
    return None

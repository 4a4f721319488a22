"""The lines of a text that are not blank, with the place of each."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from analyzers.token import Span

_LONGEST: Final = 4000
"""Code points of a line that are looked at."""
_SOMETHING: Final = re.compile(r"\S")


class Line(NamedTuple):
    """A line that is not blank, stripped."""

    start: int
    """Of the whole line, in the view."""
    text: str
    joined: bool
    """No blank line above it."""
    indent: int = 0
    """Blanks before ``text``."""

    @property
    def span(self) -> Span:
        """Where ``text`` stands in the view."""
        return Span(self.start + self.indent, self.start + self.indent + len(self.text))


def lines_of(text: str, start: int, end: int, most: int) -> list[Line]:
    """The first ``most`` lines of ``text[start:end]`` that are not blank."""
    found: list[Line] = []
    before = start
    while len(found) < most and (character := _SOMETHING.search(text, start, end)):
        begin = max(text.rfind("\n", before, character.start()) + 1, before)
        stop = text.find("\n", character.start(), end)
        stop = end if stop < 0 else stop
        joined = bool(found) and text.count("\n", before, begin) == 1
        shown = text[begin : min(stop, begin + _LONGEST)].strip()
        found.append(Line(begin, shown, joined, character.start() - begin))
        before = start = stop
    return found

"""What every reader gives back, and how it refuses a file. Imports none of the readers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple

from indexer.core.document import Kind, Step

PROCESS: Final = "process"
"""A file in a folder for temporary files, with the id of the process that a reader has started:
whoever ends the reader can end that one, too (``indexer.ingest.pool``)."""


class Place(NamedTuple):
    """A piece that the format itself sets apart: a row of a sheet, a slide."""

    start: int
    """Where it begins in the text, at the start of a line; it ends where the next begins."""
    path: tuple[Step, ...]
    kind: Kind


class RawText(NamedTuple):
    """A file's text, decided once: every span anywhere points into it."""

    text: str
    """Lines end in ``\\n``; no byte order mark. Otherwise as the file has it."""
    quality: str | None
    """Why the text cannot be fully trusted, as a sentence for people; ``None`` where it can."""
    title: str | None = None
    """What the format itself calls the document (``<title>``, core properties), if anything."""
    notes: tuple[tuple[int, int], ...] = ()
    """Footnotes, in order: half-open spans into ``text``, of whole lines. A note stands behind the
    paragraph in which its mark stood, begins with ``[mark]``, and holds what it quotes; the mark
    itself is left out of the paragraph."""
    stated: Mapping[str, str] = {}
    """What the file says of its text outside of it, as it says it: front matter of Markdown."""
    places: tuple[Place, ...] = ()
    """The pieces of the text, in order, the first at 0, where its format decides them; none where
    the text itself does. Whoever gives them has converted older encodings himself."""
    recognised: bool = False
    """It was read from pictures by a machine, with the faults that they make."""
    missed: bool = False
    """Pages of it are pictures, and what reads them is not installed, or not wanted."""
    pages: tuple[int, ...] = ()
    """Where each page of the file begins in the text, in order; none where there are no pages."""


class Refused(Exception):
    """A reader cannot read this file. ``read_text`` adds the file's name and raises it on."""

    def __init__(self, reason: str, advice: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice


class NotInstalled(Refused):
    """What reads this kind of file is not installed on this machine."""


Reader = Callable[[Path], RawText]


def with_text(raw: RawText, text: str) -> RawText:
    """The same with a text whose lines were converted one by one; notes and pages move along."""
    if text == raw.text or not (raw.notes or raw.pages):
        return raw._replace(text=text)
    pages = tuple(_moved(raw.text, text, raw.pages))
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    lines = ((raw.text.count("\n", 0, a), raw.text.count("\n", 0, b)) for a, b in raw.notes)
    notes = tuple((starts[first], starts[last + 1] - 1) for first, last in lines)
    return raw._replace(text=text, notes=notes, pages=pages)


def _moved(before: str, after: str, offsets: Iterable[int]) -> Iterator[int]:
    """Offsets into a text, in order, as such into one whose lines have other lengths; inside of a
    line as far from its start, which is near enough for a page."""
    starts = [0, *accumulate(len(line) + 1 for line in after.split("\n"))]
    line, at = 0, 0
    for offset in offsets:
        line, at = line + before.count("\n", at, offset), offset
        inside = offset - (before.rfind("\n", 0, offset) + 1)
        yield min(starts[line] + inside, starts[line + 1] - 1)


def unix_lines(text: str) -> str:
    """CRLF and CR become LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")

"""What every reader gives back, and how it refuses a file. Imports none of the readers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

PROCESS: Final = "process"
"""A file in a folder for temporary files, with the id of the process that a reader has started:
whoever ends the reader can end that one, too (``indexer.ingest.pool``)."""


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


class Refused(Exception):
    """A reader cannot read this file. ``read_text`` adds the file's name and raises it on."""

    def __init__(self, reason: str, advice: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice


Reader = Callable[[Path], RawText]


def unix_lines(text: str) -> str:
    """CRLF and CR become LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")

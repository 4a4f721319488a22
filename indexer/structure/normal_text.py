"""The text that patterns run on, and the way back from it to ``Document.text``.

Real texts are cut by pages, decorated with Markdown, decomposed, or sprinkled with characters
nobody sees. A `View` is the same text without that, with a map from each of its positions to
the position in the source, so that whatever a pattern finds can be shown as a slice of the
source. A clean text is its own view, and costs a few searches at the speed of ``str.find``.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.letters import LOWER
from analyzers.token import Span

Edit = tuple[int, int, str]
"""(start, end, what stands there instead), in code points of the source."""

_SAME_LENGTH: Final[tuple[tuple[str, str], ...]] = (
    ("\x00", " "),
    ("\t", " "),
    ("\r", " "),
    ("\xa0", " "),
    ("\u2007", " "),
    ("\u202f", " "),
    ("\u3000", " "),
    ("\x0b", "\n"),
    ("\x0c", "\n"),
    ("\x85", "\n"),
    ("\u2028", "\n"),
    ("\u2029", "\n"),
    ("Ð", "Đ"),  # LATIN CAPITAL LETTER ETH, typed for Đ
    ("Ɖ", "Đ"),
    ("ð", "đ"),
    ("ɖ", "đ"),
    ("\u2010", "-"),
    ("\u2011", "-"),
    ("\u2212", "-"),
)

_CYRILLIC: Final = re.compile("[АВЕКМНОРСТХ]")
_LATIN: Final = str.maketrans("АВЕКМНОРСТХ", "ABEKMHOPCTX")
"""Cyrillic capitals that look like Latin ones, as some keyboards put them into *NĐ-CP*."""
_COLUMN: Final = re.compile(r"(?<=[^\n\t]{5})\t(?=\S)")
_GAP: Final = "    "
"""For a tab between two columns (not the one after *1.*): a gap that patterns can see."""
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]+")
_INVISIBLE_ANY: Final = ("\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u2060", "\ufeff")
_CLUSTER: Final = re.compile("[^\\W\\d_][\u0300-\u036f]{1,8}")
_DOUBLED: Final = re.compile(r"(?<=[^ \n|])  (?=[^ \n|])")
"""Two blanks between words are typed by mistake; columns stand further apart."""
_EMPHASIS: Final = re.compile(r"\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}")
_ATX: Final = re.compile(r"^#{1,6} +", re.MULTILINE)
_ESCAPE: Final = re.compile(r"\\(?=[.()\-*#+_\[\]!])")

_BLANK_LINE: Final = re.compile(
    rf"\n(?:(?<=[^ \n]\n)|(?<=[^ \n] \n))[ \n]*?\n *(?=[{LOWER}])(?![a-zđ]{{1,2}} ?[.)/])"
)
"""Looked for once in a run of blank lines, at its first, so that a long run costs no more."""
_AFTER_HYPHEN: Final = re.compile(r"-[ ]*\n[ \n]{0,80}(?=\w)(?!\d{1,3}[.)] )")
_SENTENCE_END: Final = frozenset(".;:!?…”\"'|")


@dataclass(frozen=True, slots=True)
class View:
    """``text`` with its way back. ``starts`` and ``sources`` are parallel: from view position
    ``starts[i]`` on, the source is read from ``sources[i]``; where ``copied[i]`` is 0 the run
    stands for the whole source run up to ``sources[i + 1]``."""

    text: str
    starts: array[int]
    sources: array[int]
    copied: array[int]
    length: int
    """Code points of the source."""

    def span(self, start: int, end: int) -> Span:
        """Where ``text[start:end]`` stands in the source; ``start < end``."""
        if not self.starts:
            return Span(start, end)
        return Span(self.start(start), self._end(end))

    def start(self, position: int) -> int:
        """Where the code point at ``position`` begins in the source."""
        if not self.starts:
            return position
        run = bisect_right(self.starts, position) - 1
        if self.copied[run]:
            return self.sources[run] + position - self.starts[run]
        return self.sources[run]

    def line(self, position: int) -> int:
        """Where the line that starts at ``position`` starts in the source, with whatever the
        view leaves out at its start."""
        return self._end(position) if position and self.starts else position

    def position(self, source: int) -> int:
        """Where a code point of the source stands in the view, or what stands for it begins."""
        if not self.starts:
            return source
        run = max(bisect_right(self.sources, source) - 1, 0)
        if not self.copied[run]:
            return self.starts[run]
        length = self.starts[run + 1] - self.starts[run] if run + 1 < len(self.starts) else source
        return self.starts[run] + min(source - self.sources[run], length)

    def _end(self, position: int) -> int:
        run = bisect_right(self.starts, position - 1) - 1
        if self.copied[run]:
            return self.sources[run] + position - self.starts[run]
        return self.sources[run + 1] if run + 1 < len(self.sources) else self.length


def view(source: str, *, split: bool = True) -> View:
    """The view of a text. Linear in its length, whatever it holds.

    Args:
        split: page breaks may have cut its paragraphs in two; they are joined.
    """
    text = source
    tabs = [*_COLUMN.finditer(text)] if "\t" in text else []
    for old, new in _SAME_LENGTH:
        if old in text:
            text = text.replace(old, new)
    if not text.isascii() and _CYRILLIC.search(text):
        text = text.translate(_LATIN)
    columns = ((tab.start(), tab.end(), _GAP) for tab in tabs)
    return edited(text, sorted([*columns, *_edits(text, split=split)]))


def _edits(text: str, *, split: bool) -> Iterator[Edit]:
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        for match in _CLUSTER.finditer(text):
            yield match.start(), match.end(), unicodedata.normalize("NFC", match[0])
    if any(character in text for character in _INVISIBLE_ANY):
        yield from _removed(_INVISIBLE, text)
    if "  " in text:
        for match in _DOUBLED.finditer(text):
            yield match.start(), match.end(), " "
    if "*" in text:
        yield from _removed(_EMPHASIS, text)
    if "#" in text:
        yield from _removed(_ATX, text)
    if "\\" in text:
        yield from _removed(_ESCAPE, text)
    if split:
        yield from _page_splits(text)


def _removed(pattern: re.Pattern[str], text: str) -> Iterator[Edit]:
    for match in pattern.finditer(text):
        yield match.start(), match.end(), ""


def _page_splits(text: str) -> Iterator[Edit]:
    """Paragraphs that a page break cut in two.

    The second opens no item, and either the first does not end a sentence and the second starts
    in lower case, or the first ends in a letter or digit and a hyphen (``34-`` / ``CT/TW``).
    Joined 9 of 9 splits of five real documents, with no false join.
    """
    for match in _BLANK_LINE.finditer(text):
        start = match.start()
        while start and text[start - 1] == " ":
            start -= 1
        if not start or text[start - 1] in _SENTENCE_END or text[start - 1] == "\n":
            continue
        if not text[max(text.rfind("\n", 0, start), start - 200) : start].isupper():  # a title
            yield start, match.end(), " "
    for match in _AFTER_HYPHEN.finditer(text):
        before = text[max(0, match.start() - 4) : match.start()].rstrip("*")
        if before[-1:].isalnum():
            yield match.start() + 1, match.end(), ""


def edited(text: str, edits: list[Edit]) -> View:
    """The view that edits, in order, make of a text. Later ones that overlap an earlier one are
    dropped: each is a repair, none is needed."""
    starts, sources, copied = array("q"), array("q"), array("b")
    if not edits:
        return View(text, starts, sources, copied, len(text))
    pieces: list[str] = []
    position = written = 0
    for start, end, instead in edits:
        if start < position:
            continue
        if start > position:
            starts.append(written)
            sources.append(position)
            copied.append(1)
            pieces.append(text[position:start])
            written += start - position
        starts.append(written)
        sources.append(start)
        copied.append(0)
        pieces.append(instead)
        written += len(instead)
        position = end
    starts.append(written)
    sources.append(position)
    copied.append(1)
    pieces.append(text[position:])
    return View("".join(pieces), starts, sources, copied, len(text))

"""A tree of HTML to the text that a browser shows: blocks, numbers of lists, rows of tables."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from indexer.readers.layout_tables import arranges
from indexer.readers.list_numbers import number

# fmt: off
_BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "html",
})
DROPPED: Final = frozenset({
    "script", "style", "noscript", "template", "nav", "head", "iframe", "object", "svg", "button",
    "select", "textarea", "input",
})
# fmt: on
_CELLS: Final = frozenset({"td", "th"})
_COLUMNS: Final = re.compile(r"(?:[\u00a0\u2003][ \n\t]*){3,}")
"""Blanks that a browser shows: heads are typed in two columns with them."""
_GAP: Final = " " * 4
_NOTE_LINK: Final = re.compile(r"#_?(?:ftn|edn|fn|footnote|endnote)", re.IGNORECASE)
"""Word and most editors name the places of notes so."""
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_LINE: Final = re.compile(r"border(?:-\w+)?\s*:[^;]*\bsolid\b", re.IGNORECASE)
"""A cell that draws its own lines, as pages saved by word processors do."""
_FEW_ROWS: Final = 2
_DASHES: Final = ("-", "+", "–", "•")
_FORMS: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(slots=True)
class _Frame:
    """What is being written: the page, or a cell of a table."""

    blocks: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    """Of the block that is open; none of them is empty."""
    marker: str = ""
    """Of the list item that has just opened, for its first words."""

    def add(self, text: str | None, *, as_it_is: bool = False) -> None:
        """Running text: white space is one space, and none at the start of a line."""
        if not text:
            return
        if as_it_is:
            self.parts.append(text)
            return
        words = _GAP.join(" ".join(part.split()) for part in _COLUMNS.split(text))
        if text[0].isspace() and self.parts and self.parts[-1][-1] not in " \n":
            self.parts.append(" ")
        if words:
            self.parts.append(words + (" " if text[-1].isspace() else ""))

    def end_block(self) -> None:
        lines = "".join(self.parts).split("\n")
        if text := "\n".join(line.strip() for line in lines).strip():
            self.blocks.append(self.marker + _BLANK_LINES.sub("\n\n", text))
            self.marker = ""
        self.parts.clear()


@dataclass(slots=True)
class _Table:
    frame: _Frame
    """The frame it stands in."""
    lines: bool
    """It is known to have lines between its cells."""
    rows: list[list[list[str]]] = field(default_factory=list)
    """Rows of cells of blocks."""


def text_of_tree(root: etree._Element, without: Container[etree._Element] = frozenset()) -> str:
    """A blank line between blocks; ``\\n`` where a line is broken inside one.

    Items of ``<ol>`` get the number, of ``<ul>`` the dash, that a browser would show. A table
    gives a line a row, cells joined by `` | ``; one that only arranges (the head and the
    signature of official documents) gives its cells one after another.

    Args:
        without: elements that are left out, with all that they hold.
    """
    writer = _Writer()
    skipped: etree._Element | None = None
    # No recursion: pages nest deeper than Python calls.
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipped is None and event == "start":
            if element.tag in DROPPED or hidden(element) or element in without:
                skipped = element
            elif mark := _note_mark(element):
                skipped = element
                writer.frame.add(mark)
            else:
                writer.open(element)
        elif event == "end" and (skipped is None or element is skipped):
            if skipped is None:
                writer.close(element)
            skipped = None
            if element is not root:
                writer.frame.add(element.tail)
    return writer.finish()


@dataclass(slots=True)
class _Writer:
    frame: _Frame = field(default_factory=_Frame)
    tables: list[_Table] = field(default_factory=list)
    """Those that are open, innermost last."""
    lists: list[tuple[str, int]] = field(default_factory=list)
    """The form and the next number of those that are open."""

    def open(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self.frame.end_block()
        if tag == "br":
            self.frame.parts.append("\n")
        elif tag in {"ol", "ul"}:
            form = _FORMS.get(element.get("type", "1"), "decimal") if tag == "ol" else ""
            self.lists.append((form, _integer(element.get("start"), 1)))
        elif tag == "li" and self.lists:
            self.frame.marker = self._item(element)
        elif tag == "table":
            self.tables.append(_Table(self.frame, _has_lines(element)))
        elif tag == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif tag in _CELLS and self.tables and self.tables[-1].rows:
            self.frame = _Frame()
            self.tables[-1].lines |= tag == "th" or bool(_LINE.search(element.get("style") or ""))
        self.frame.add(element.text, as_it_is=tag == "pre")

    def close(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self.frame.end_block()
        if tag in {"ol", "ul"} and self.lists:
            self.lists.pop()
        elif tag == "li":
            self.frame.marker = ""
        elif tag in _CELLS and self.tables and self.frame is not self.tables[-1].frame:
            self.frame.end_block()
            self.tables[-1].rows[-1].append(self.frame.blocks)
            self.frame = self.tables[-1].frame
        elif tag == "table" and self.tables:
            table = self.tables.pop()
            self.frame = table.frame
            self.frame.blocks += _blocks_of(table)

    def finish(self) -> str:
        self.frame.end_block()
        return "\n\n".join(self.frame.blocks) + "\n" if self.frame.blocks else ""

    def _item(self, item: etree._Element) -> str:
        form, value = self.lists[-1]
        if not form:
            return "" if (item.text or "").lstrip().startswith(_DASHES) else "- "
        value = _integer(item.get("value"), value)
        self.lists[-1] = (form, value + 1)
        # Browsers write ``a.``; official documents number their points ``a)``.
        return f"{number(value, form)}{')' if form.endswith('Letter') else '.'} "


def hidden(element: etree._Element) -> bool:
    """Whether an element says itself that it is not shown."""
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None


def _note_mark(element: etree._Element) -> str:
    """The mark of a note, ``[3]``, where a page shows it as a raised number that is a link to the
    note, or back from it; empty for any other element."""
    if element.tag != "a" or not _NOTE_LINK.match(element.get("href") or ""):
        return ""
    number = "".join(map(str, element.itertext())).strip()
    return f"[{number}]" if number.isascii() and number.isdigit() else ""


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default


def _has_lines(table: etree._Element) -> bool:
    return table.get("border", "0").strip() not in {"0", ""}


def _blocks_of(table: _Table) -> list[str]:
    rows = [row for row in table.rows if any(row)]
    cells = [["\n".join(cell) for cell in row] for row in rows]
    # A page's table may draw its lines in a style sheet that we do not see: many rows of short
    # cells are data all the same.
    lines = table.lines or (len(rows) > _FEW_ROWS and not any("\n" in c for r in cells for c in r))
    if arranges(cells, lines) or max(map(len, rows), default=0) == 1:
        return [cell for row in cells for cell in row if cell]
    texts = [" | ".join(" ".join(cell.split()) for cell in row).strip() for row in cells]
    return ["\n".join(texts)] if texts else []

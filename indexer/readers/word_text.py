"""The body of a Word document as blocks of text, with its notes where their marks stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from docx.oxml.ns import qn
from lxml import etree

from indexer.readers.layout_tables import arranges
from indexer.readers.word_fonts import Fonts, letters, style_of
from indexer.readers.word_math import MATH, equation
from indexer.readers.word_numbering import Numbering
from indexer.readers.word_styles import Styles, has_lines, list_of

_MAX_DEPTH: Final = 20
"""Tables in tables."""
_SKIPPED: Final = frozenset(
    [qn(f"w:{name}") for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText")]
    + ["{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"]
)
_SIGNS: Final = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_CONTAINERS: Final = frozenset(
    qn(f"w:{name}")
    for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "body")
)
_MARKS: Final = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
_TAB: Final = re.compile(r" *\t[ \t]*")
_TYPED_MARK: Final = re.compile(r"\A\[\d+\]\s*")
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_GAP: Final = " " * 4
"""What a tab between two columns becomes: a head typed with tabs keeps its columns apart."""
_MARKER: Final = re.compile(r"\s*\S{0,6}")
"""What stands before the tab after the number of an item, and is no column."""
_PAGE: Final = re.compile(r"[\s.…](?:\d+|[ivx]+)\Z")
"""The number of a page at the end of an entry of a table of contents."""
_FROM_SYMBOL: Final = dict.fromkeys(range(0xF020, 0xF100), "□") | str.maketrans({
    0xF02D: "-", 0xF0A3: "≤", 0xF0B0: "°", 0xF0B1: "±", 0xF0B3: "≥", 0xF0B4: "×", 0xF0B7: "•",
    0xF0B8: "÷", 0xF0B9: "≠", 0xF0D6: "√", 0xF0E5: "∑", 0xF044: "Δ", 0xF053: "Σ", 0xF057: "Ω",
    0xF061: "α", 0xF062: "β", 0xF067: "γ", 0xF06C: "λ", 0xF06D: "μ", 0xF070: "π", 0xF072: "ρ",
    0xF0A8: "□", 0xF06F: "□", 0xF0FE: "☒", 0xF0FC: "✓",
})  # fmt: skip
"""Letters of the fonts Symbol and Wingdings, which Word puts into the private use area. Most of
those that are not named are boxes to tick."""


class Block(NamedTuple):
    """A paragraph, a table, or a note."""

    text: str
    is_note: bool = False


@dataclass(slots=True)
class _Paragraph:
    """What is read of a paragraph."""

    segments: list[tuple[str, str]] = field(default_factory=list)
    """A font of before Unicode (empty: none) and text in it."""
    boxes: list[etree._Element] = field(default_factory=list)
    """The text boxes anchored in it."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Part and id of the notes whose marks stand in it."""

    def add(self, text: str, font: str = "") -> None:
        if self.segments and self.segments[-1][0] == font:
            text = self.segments.pop()[1] + text
        self.segments.append((font, text))


@dataclass(slots=True)
class Walk:
    """Reads a document once, from its start to its end: numbers of items count on."""

    numbering: Numbering
    styles: Styles
    fonts: Fonts
    notes: dict[tuple[str, str], etree._Element] = field(default_factory=dict)
    """Part and id of each note -> the note. One that has been given is taken out."""
    given: dict[str, int] = field(default_factory=dict)
    """How many notes of a part have been given."""

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[Block]:
        """The paragraphs and the tables under ``parent``, in order, none of them empty; after
        each the notes to it."""
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child, depth)
            elif child.tag == qn("w:tbl") and depth < _MAX_DEPTH:
                yield from self._table(child, depth)
            elif child.tag in _CONTAINERS and not _is_contents(child):
                yield from self.blocks(child, depth)

    def remaining(self) -> Iterator[Block]:
        """The notes whose marks were nowhere."""
        for key in list(self.notes):
            yield from self._note(key, 0)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> Iterator[Block]:
        read = _Paragraph()
        self._read(paragraph, read)
        text = "".join(self.fonts.shown(font, text) for font, text in read.segments)
        marker = self._marker(paragraph)  # of an empty item too: it counts
        lines = spaced(text.translate(_FROM_SYMBOL))
        if lines and not self._is_entry(paragraph, lines):
            yield Block(f"{marker} {lines}" if marker else lines)
        for box in read.boxes:
            if depth < _MAX_DEPTH:
                yield from self.blocks(box, depth + 1)
        for key in read.notes:
            yield from self._note(key, depth)

    def _read(self, paragraph: etree._Element, read: _Paragraph) -> None:
        style = style_of(paragraph)
        stack = list(reversed(paragraph))
        while stack:
            element = stack.pop()
            run = element.getparent()
            if (text := letters(element)) and run is not None:
                read.add(text, self.fonts.old(run, style))
            elif element.tag in _SIGNS:
                read.add(_SIGNS[element.tag])
            elif element.tag == qn("w:sym"):
                read.add(_symbol(element))
            elif element.tag in MATH:
                read.add(equation(element))
            elif element.tag == qn("w:txbxContent"):
                read.boxes.append(element)
            elif element.tag in _MARKS:
                read.notes.append((_MARKS[element.tag], element.get(qn("w:id"), "")))
                if element.get(qn("w:customMarkFollows")) in {"1", "true", "on"}:
                    stack = [other for other in stack if other.getparent() is not run]
            elif element.tag not in _SKIPPED:
                stack.extend(reversed(element))

    def _note(self, key: tuple[str, str], depth: int) -> Iterator[Block]:
        note = self.notes.pop(key, None)
        if note is None or depth >= _MAX_DEPTH:
            return
        number = self.given[key[0]] = self.given.get(key[0], 0) + 1
        words = "\n".join(block.text for block in self.blocks(note, depth + 1))
        if words := _TYPED_MARK.sub("", words):
            yield Block(f"[{number}] {words}", is_note=True)

    def _is_entry(self, paragraph: etree._Element, text: str) -> bool:
        """Whether a paragraph is an entry of a table of contents that Word has made."""
        names = [style.name for style in self.styles.chain(style_of(paragraph))]
        if any(name == "toc heading" for name in names):
            return True
        if not _PAGE.search(text):
            return False
        if any(name.startswith("toc ") for name in names):
            return True
        links = (link.get(qn("w:anchor"), "") for link in paragraph.iter(qn("w:hyperlink")))
        fields = (code.text or "" for code in paragraph.iter(qn("w:instrText")))
        return any("_Toc" in target for target in (*links, *fields))

    def _marker(self, paragraph: etree._Element) -> str:
        list_id, level = list_of(paragraph.find(qn("w:pPr")))
        for style in self.styles.chain(style_of(paragraph)):
            if list_id is not None and level is not None:
                break
            list_id = style.list_id if list_id is None else list_id
            level = style.level if level is None else level
        return "" if list_id in {None, "0"} else self.numbering.marker(list_id or "", level or 0)

    def _table(self, table: etree._Element, depth: int) -> Iterator[Block]:
        rows = [
            [list(self.blocks(cell, depth + 1)) for cell in row.iter(qn("w:tc"))
             if next(cell.iterancestors(qn("w:tbl"))) is table]
            for row in table.iter(qn("w:tr"))
            if next(row.iterancestors(qn("w:tbl"))) is table
        ]  # fmt: skip
        texts = [["\n".join(b.text for b in cell if not b.is_note) for cell in row] for row in rows]
        texts = [row for row in texts if any(row)]
        if not texts:
            return
        if arranges(texts, has_lines(table, self.styles)):
            yield from (Block(cell) for row in texts for cell in row if cell)
        else:
            lines = (" | ".join(" ".join(cell.split()) for cell in row).strip() for row in texts)
            yield Block("\n".join(lines))
        yield from (block for row in rows for cell in row for block in cell if block.is_note)


def joined(blocks: Iterable[Block]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """One blank line between blocks; and where the notes stand."""
    parts, notes, end = [], [], 0
    for block in blocks:
        if block.is_note:
            notes.append((end, end + len(block.text)))
        parts.append(block.text)
        end += len(block.text) + 2
    return "\n\n".join(parts) + "\n" if parts else "", tuple(notes)


def spaced(text: str) -> str:
    """The lines of a paragraph without blanks around them, and with one blank line at most."""
    return _BLANK_LINES.sub("\n\n", "\n".join(map(_spaced, text.split("\n"))).strip("\n"))


def _spaced(line: str) -> str:
    """A line without blanks around it; a tab between two columns is a gap of blanks."""
    line = line.strip()
    if "\t" not in line:
        return line
    first, *others = _TAB.split(line)
    between = "\t" if _MARKER.fullmatch(first) else _GAP
    return first + between + _GAP.join(others) if others else first


def _symbol(element: etree._Element) -> str:
    try:
        return chr(int(element.get(qn("w:char"), ""), 16)).translate(_FROM_SYMBOL)
    except (ValueError, OverflowError):
        return ""


def _is_contents(element: etree._Element) -> bool:
    """Whether a block is a table of contents, which Word marks as one of its building blocks."""
    gallery = element.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
    return gallery is not None and gallery.get(qn("w:val")) == "Table of Contents"

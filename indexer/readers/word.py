"""``.docx``: the text of the body, with the numbers the word processor shows before its items.

Page headers, footers, comments and what tracked changes have taken out are left out; footnotes
follow the text. A table
gives a line a row, its cells joined by `` | ``; a table without lines is layout (the head and
the signature of official documents), and its cells are read one after another.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import docx
import docx.document
from docx.oxml.ns import qn
from lxml import etree

from indexer.readers.raw import RawText, Refused
from indexer.readers.word_fonts import Fonts, read_fonts, style_of
from indexer.readers.word_numbering import Numbering, read_numbering

MAX_UNPACKED: Final = 256 * 1024 * 1024
"""Bytes of all parts of a file together, unpacked. A larger one is taken for a zip bomb."""
_MAX_PARTS: Final = 10_000
_NO_ZIP: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
    RuntimeError,
)  # fmt: skip
"""What ``zipfile`` raises for damaged, unknown and encrypted packages."""
_MAX_DEPTH: Final = 20
"""Tables in tables, and styles based on styles."""

_SKIPPED: Final = frozenset(
    [qn(f"w:{name}") for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText")]
    + ["{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"]
)
_LETTERS: Final = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:softHyphen"): "\u00ad",
}
_CONTAINERS: Final = frozenset(
    qn(f"w:{name}")
    for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "body")
)


def read_word(path: Path) -> RawText:
    """One blank line between paragraphs; see the module.

    Raises:
        Refused: not a .docx file, damaged, or unreasonably large once unpacked.
    """
    _check_package(path)
    try:
        file = docx.Document(str(path))
    except Exception as error:  # whatever a library makes of a damaged file
        raise Refused("tệp .docx hỏng", "Mở tệp bằng Word rồi lưu lại.") from error
    numbering = next((part.element for part in _parts(file, "numbering", "element")), None)
    fonts = read_fonts(file.element.body, file.styles.element)
    walk = _Walk(read_numbering(numbering), _styles(file.styles.element), fonts)
    text = "\n\n".join([*walk.blocks(file.element.body), *_notes(file, walk)])
    quality = f"Chuyển từ bảng mã {' và '.join(sorted(fonts.encodings))}, theo phông chữ của tệp."
    return RawText(text + "\n" if text else "", quality if fonts.encodings else None, _title(file))


def _parts(file: docx.document.Document, kind: str, has: str) -> Iterator[Any]:
    """The parts of one kind that the document refers to, and that have what is needed of them."""
    for relation in file.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
            part = relation.target_part
            if hasattr(part, has):
                yield part


def _notes(file: docx.document.Document, walk: _Walk) -> Iterator[str]:
    """The footnotes, in which consolidated laws say what has changed, after the text."""
    for part in _parts(file, "footnotes", "blob"):
        try:
            root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))
        except etree.XMLSyntaxError as error:
            raise Refused("tệp .docx hỏng (ở chú thích cuối trang)") from error
        # Those with a type are the lines that part notes from text.
        notes = (n for n in root.iterfind(qn("w:footnote")) if n.get(qn("w:type")) is None)
        for number, note in enumerate(notes, 1):
            if words := "\n".join(walk.blocks(note)):
                yield f"[{number}] {words}"


def _title(file: docx.document.Document) -> str | None:
    try:
        return (file.core_properties.title or "").strip() or None
    except (AttributeError, ValueError):
        return None  # damaged: the text is whole


def _check_package(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise Refused(
                    f"bung ra hơn {MAX_UNPACKED / 1e6:.0f} MB hoặc {_MAX_PARTS} phần",
                    "Bỏ bớt hình, hoặc tách tệp.",
                )
            damaged = package.testzip()
    except _NO_ZIP as error:
        raise Refused(
            "không phải tệp .docx", "Có phải tệp .doc đổi tên, hay tệp đặt mật khẩu?"
        ) from error
    if damaged:
        raise Refused(f"tệp .docx hỏng (ở {damaged})", "Mở tệp bằng Word rồi lưu lại.")


@dataclass(frozen=True, slots=True)
class _Style:
    based_on: str | None
    list_id: str | None
    level: int | None
    lines: bool | None
    """Draws lines between the cells of a table; None where it does not say."""


@dataclass(frozen=True, slots=True)
class _Styles:
    """The styles of a document, each read when it is first asked for: most are never used."""

    elements: dict[str, etree._Element]
    read: dict[str, _Style] = field(default_factory=dict)

    def get(self, name: str) -> _Style | None:
        if name not in self.read:
            element = self.elements.get(name)
            if element is None:
                return None
            self.read[name] = _style(element)
        return self.read[name]


def _styles(root: etree._Element) -> _Styles:
    return _Styles(
        {style.get(qn("w:styleId"), ""): style for style in root.iterfind(qn("w:style"))}
    )


def _style(element: etree._Element) -> _Style:
    list_id, level = _list_of(element.find(qn("w:pPr")))
    based_on = element.find(qn("w:basedOn"))
    return _Style(
        None if based_on is None else based_on.get(qn("w:val")),
        list_id,
        level,
        _draws_lines(element.find(qn("w:tblPr"))),
    )


def _list_of(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """The list and the level that paragraph properties name."""
    numbers = None if properties is None else properties.find(qn("w:numPr"))
    if numbers is None:
        return None, None
    list_id, level = numbers.find(qn("w:numId")), numbers.find(qn("w:ilvl"))
    said = None if level is None else level.get(qn("w:val"))
    return (
        None if list_id is None else list_id.get(qn("w:val")),
        int(said) if said and said.isascii() and said.isdigit() else None,
    )


def _draws_lines(properties: etree._Element | None) -> bool | None:
    borders = None if properties is None else properties.find(qn("w:tblBorders"))
    if borders is None:
        return None
    inner = [borders.find(qn(f"w:{side}")) for side in ("insideV", "insideH")]
    return any(_visible(border) for border in inner)


def _visible(border: etree._Element | None) -> bool:
    return border is not None and border.get(qn("w:val")) not in {"none", "nil", None}


@dataclass(frozen=True, slots=True)
class _Walk:
    numbering: Numbering
    styles: _Styles
    fonts: Fonts

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[str]:
        """The paragraphs and the tables under ``parent``, in order, none of them empty."""
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child, depth)
            elif child.tag == qn("w:tbl") and depth < _MAX_DEPTH:
                yield from self._table(child, depth)
            elif child.tag in _CONTAINERS:
                yield from self.blocks(child, depth)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> Iterator[str]:
        boxes: list[etree._Element] = []
        text = "".join(self._letters(paragraph, boxes))
        marker = self._marker(paragraph)  # of an empty item too: it counts
        lines = "\n".join(line.strip() for line in text.split("\n")).strip("\n")
        if lines:
            yield f"{marker} {lines}" if marker else lines
        for box in boxes:
            if depth < _MAX_DEPTH:
                yield from self.blocks(box, depth + 1)

    def _letters(self, paragraph: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        """The text of a paragraph's runs; the text boxes anchored in it are put into ``boxes``."""
        style = style_of(paragraph)
        stack = list(reversed(paragraph))
        while stack:
            element = stack.pop()
            if element.tag == qn("w:t"):
                run = element.getparent()
                text = element.text or ""
                yield text if run is None else self.fonts.shown(run, style, text)
            elif element.tag in _LETTERS:
                yield _LETTERS[element.tag]
            elif element.tag == qn("w:txbxContent"):
                boxes.append(element)
            elif element.tag not in _SKIPPED:
                stack.extend(reversed(element))

    def _marker(self, paragraph: etree._Element) -> str:
        properties = paragraph.find(qn("w:pPr"))
        list_id, level = _list_of(properties)
        style = self.styles.get(style_of(paragraph))
        for _ in range(_MAX_DEPTH):
            if style is None or (list_id is not None and level is not None):
                break
            list_id = style.list_id if list_id is None else list_id
            level = style.level if level is None else level
            style = self.styles.get(style.based_on or "")
        return "" if list_id in {None, "0"} else self.numbering.marker(list_id or "", level or 0)

    def _table(self, table: etree._Element, depth: int) -> Iterator[str]:
        rows = [
            [list(self.blocks(cell, depth + 1)) for cell in row.iter(qn("w:tc"))
             if next(cell.iterancestors(qn("w:tbl"))) is table]
            for row in table.iter(qn("w:tr"))
            if next(row.iterancestors(qn("w:tbl"))) is table
        ]  # fmt: skip
        if max(map(len, rows), default=0) <= 3 and not self._has_lines(table):
            for row in rows:
                yield from ("\n".join(cell) for cell in row if cell)
            return
        lines = [" | ".join(" ".join(" ".join(cell).split()) for cell in row) for row in rows]
        if full := [line.strip() for line in lines if line.strip(" |")]:
            yield "\n".join(full)

    def _has_lines(self, table: etree._Element) -> bool:
        properties = table.find(qn("w:tblPr"))
        sides = (qn("w:left"), qn("w:right"), qn("w:start"), qn("w:end"))
        for borders in table.iter(qn("w:tcBorders")):
            if any(_visible(borders.find(side)) for side in sides):
                return True
        drawn = _draws_lines(properties)
        named = None if properties is None else properties.find(qn("w:tblStyle"))
        style = self.styles.get(named.get(qn("w:val"), "")) if named is not None else None
        for _ in range(_MAX_DEPTH):
            if style is None or drawn is not None:
                break
            drawn = style.lines
            style = self.styles.get(style.based_on or "")
        return bool(drawn)

"""OpenDocument text (ISO/IEC 26300), in a package or as one flat XML file.

Such files come under other names (``.doc``) from programs that save so. They are read by us: what
LibreOffice would be given here may be anything that calls itself OpenDocument.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lxml import etree

from indexer.core.said import Said
from indexer.readers.layout_tables import arranges
from indexer.readers.odf_package import check_unlocked
from indexer.readers.raw import RawText, Refused
from indexer.readers.word_numbering import ListLevel, Numbering
from indexer.readers.word_text import Block, joined, spaced

_SPACES: Final = {
    name: f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"
    for name in ("office", "style", "table", "text")
}
_TEXT, _TABLE, _STYLE, _OFFICE = (_SPACES[n] for n in ("text", "table", "style", "office"))
_WHITE: Final = re.compile(r"[ \t\n\r]+")
_PARTS: Final = ("content.xml", "styles.xml")
_MAX_CONTENT: Final = 64 * 1024 * 1024
"""Bytes of those parts, unpacked."""
_MAX_DEPTH: Final = 40
"""Lists, tables and sections in one another."""
_FORMS: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_PARAGRAPHS: Final = frozenset({f"{_TEXT}p", f"{_TEXT}h"})
_ITEMS: Final = frozenset({f"{_TEXT}list-item", f"{_TEXT}list-header"})
_LEFT_OUT: Final = frozenset(
    f"{_TEXT}{name}"
    for name in (
        "alphabetical-index", "bibliography", "illustration-index", "note-citation",
        "object-index", "sequence-decls", "table-index", "table-of-content", "tracked-changes",
        "user-index", "variable-decls",
    )
) | {f"{_OFFICE}annotation", f"{_OFFICE}forms"}  # fmt: skip


def read_odf(path: Path) -> RawText:
    """One blank line between paragraphs; see ``word`` for tables and notes.

    Raises:
        Refused: damaged, unreasonably large, or no text but a table or a drawing.
    """
    try:
        root, *others = map(_parsed, _parts(path))
    except (etree.XMLSyntaxError, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Refused("tệp OpenDocument hỏng", "Mở tệp rồi lưu lại thành .docx.") from error
    body = root.find(f".//{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise Refused(
            "không phải văn bản mà là tệp OpenDocument khác", "Lưu thành .docx hoặc .pdf."
        )
    text, notes = joined(_Walk(_numbering([root, *others])).blocks(body, 0))
    title = (root.findtext(".//{http://purl.org/dc/elements/1.1/}title") or "").strip()
    return RawText(text, None, title or None, notes)


def _parts(path: Path) -> list[bytes]:
    """The XML of the text, then that of the styles it uses where they are apart."""
    if not zipfile.is_zipfile(path):
        return [path.read_bytes()]
    with zipfile.ZipFile(path) as package:
        check_unlocked(package)
        names = [name for name in _PARTS if name in package.namelist()]
        if sum(package.getinfo(name).file_size for name in names) > _MAX_CONTENT:
            raise Refused(Said("bung ra hơn %(size)d MB", size=_MAX_CONTENT // 10**6), "Tách tệp.")
        return [package.read(name) for name in names]


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(data, parser)


def _numbering(roots: Iterable[etree._Element]) -> Numbering:
    numbering = Numbering({}, {})
    for style in (style for root in roots for style in root.iter(f"{_TEXT}list-style")):
        name = style.get(f"{_STYLE}name", "")
        numbering.abstract[name] = name
        numbering.levels[name] = dict(map(_level, style))
    return numbering


def _level(element: etree._Element) -> tuple[int, ListLevel]:
    index = _integer(element.get(f"{_TEXT}level"), 1) - 1
    if element.tag != f"{_TEXT}list-level-style-number":
        return index, ListLevel(form="bullet", text=element.get(f"{_TEXT}bullet-char", ""))
    form = element.get(f"{_STYLE}num-format", "")
    shown = _integer(element.get(f"{_TEXT}display-levels"), 1)
    numbers = ".".join(f"%{n + 1}" for n in range(max(0, index + 1 - shown), index + 1))
    before, after = (element.get(f"{_STYLE}num-{side}", "") for side in ("prefix", "suffix"))
    return index, ListLevel(
        start=_integer(element.get(f"{_TEXT}start-value"), 1),
        form=_FORMS.get(form, "decimal"),
        text=f"{before}{numbers}{after}" if form else "",
    )


@dataclass(slots=True)
class _Walk:
    numbering: Numbering
    notes: list[etree._Element] = field(default_factory=list)
    """Those whose marks stood in the paragraph that is read."""
    boxes: list[etree._Element] = field(default_factory=list)
    given: int = 0

    def blocks(self, parent: etree._Element, depth: int) -> Iterator[Block]:
        """The paragraphs and tables under an element, in order."""
        for child in parent:
            if child.tag in _PARAGRAPHS:
                yield from self._paragraph(child, "", depth)
            elif child.tag == f"{_TEXT}list":
                yield from self._list(child, "", 0, depth)
            elif child.tag == f"{_TABLE}table":
                yield from self._table(child, depth)
            elif child.tag not in _LEFT_OUT and depth < _MAX_DEPTH and isinstance(child.tag, str):
                yield from self.blocks(child, depth + 1)

    def _list(self, items: etree._Element, style: str, level: int, depth: int) -> Iterator[Block]:
        style = items.get(f"{_TEXT}style-name") or style
        goes_on = items.get(f"{_TEXT}continue-numbering") == "true"
        if level == 0 and not goes_on and items.get(f"{_TEXT}continue-list") is None:
            self.numbering.counts.pop(style, None)
        for item in items if depth < _MAX_DEPTH else ():
            if item.tag not in _ITEMS:
                continue
            start = item.get(f"{_TEXT}start-value")
            if start and style in self.numbering.abstract:
                self.numbering.counts.setdefault(style, {})[level] = _integer(start, 1) - 1
            numbered = item.tag == f"{_TEXT}list-item"
            for child in item:
                if child.tag == f"{_TEXT}list":
                    yield from self._list(child, style, level + 1, depth + 1)
                elif child.tag in _PARAGRAPHS:
                    marker = self.numbering.marker(style, level) if numbered else ""
                    numbered = False
                    yield from self._paragraph(child, marker, depth)

    def _paragraph(self, paragraph: etree._Element, marker: str, depth: int) -> Iterator[Block]:
        text = "".join(self._letters(paragraph))
        notes, boxes, self.notes, self.boxes = self.notes, self.boxes, [], []
        if lines := spaced(text):
            yield Block(f"{marker} {lines}" if marker else lines)
        for box in boxes if depth < _MAX_DEPTH else ():
            yield from self.blocks(box, depth + 1)
        for note in notes if depth < _MAX_DEPTH else ():
            self.given += 1
            number = self.given
            if words := "\n".join(block.text for block in self.blocks(note, depth + 1)):
                yield Block(f"[{number}] {words}", is_note=True)

    def _letters(self, paragraph: etree._Element) -> Iterator[str]:
        """The text of a paragraph; white space is one blank, as the format says."""
        stack: list[etree._Element | str] = [paragraph]
        while stack:
            element = stack.pop()
            if isinstance(element, str):
                yield element
                continue
            name = str(element.tag).removeprefix(_TEXT)
            tail = _one_blank(element.tail) if element is not paragraph else ""
            if name == "s":
                yield " " * min(_integer(element.get(f"{_TEXT}c"), 1), 40) + tail
            elif name in {"tab", "line-break"}:
                yield {"tab": "\t", "line-break": "\n"}[name] + tail
            elif name == "note":
                self.notes += element.findall(f"{_TEXT}note-body")
                yield tail
            elif name.endswith("}text-box"):
                self.boxes.append(element)
                yield tail
            elif element.tag in _LEFT_OUT or not isinstance(element.tag, str):
                yield tail
            else:
                stack.append(tail)
                stack.extend(reversed(element))
                yield _one_blank(element.text)

    def _table(self, table: etree._Element, depth: int) -> Iterator[Block]:
        if depth >= _MAX_DEPTH:
            return
        own = [
            row for row in table.iter(f"{_TABLE}table-row")
            if next(row.iterancestors(f"{_TABLE}table")) is table
        ]  # fmt: skip
        rows = [
            [list(self.blocks(cell, depth + 1)) for cell in row.iterfind(f"{_TABLE}table-cell")]
            for row in own
        ]
        texts = [["\n".join(b.text for b in cell if not b.is_note) for cell in row] for row in rows]
        texts = [row for row in texts if any(row)]
        # Lines belong to the styles of cells; many rows are data.
        if texts and arranges(texts, lines=len(texts) > 2):
            yield from (Block(cell) for row in texts for cell in row if cell)
        elif texts:
            lines = (" | ".join(" ".join(cell.split()) for cell in row).strip() for row in texts)
            yield Block("\n".join(lines))
        yield from (block for row in rows for cell in row for block in cell if block.is_note)


def _one_blank(text: str | None) -> str:
    return _WHITE.sub(" ", text) if text else ""


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default

"""``.docx``: the text of the body, with the numbers the word processor shows before its items.

Left out are comments, what tracked changes have taken out, tables of contents, page footers, and
page headers that hold no letterhead. Footnotes and endnotes, in which consolidated texts say what
has changed, stand after the paragraph they belong to. A table gives a line a row, its cells
joined by `` | ``; a table that is layout (the head and the signature of official documents) is
read cell by cell.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import docx
import docx.document
from docx.oxml.ns import qn
from lxml import etree

from indexer.core.said import Said
from indexer.readers.package import check_size
from indexer.readers.raw import RawText, Refused
from indexer.readers.word_fonts import read_fonts
from indexer.readers.word_numbering import read_numbering
from indexer.readers.word_styles import read_styles
from indexer.readers.word_text import Block, Walk, joined

_NO_ZIP: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
    RuntimeError,
)  # fmt: skip
"""What ``zipfile`` raises for damaged, unknown and encrypted packages."""
_LETTERHEAD: Final = re.compile(r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|Độc lập\s*[-–—]\s*Tự do")
_START: Final = 2000
"""Characters of the body in which a letterhead would stand."""
_NO_TITLE: Final = re.compile(
    r"(?:Microsoft )?Word\b.*|\S+\.(?:docx?|rtf)|Document\d*|Untitled", re.IGNORECASE
)
"""What programs write where the title of a document belongs."""


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
    styles = read_styles(file.styles.element)
    walk = Walk(read_numbering(numbering), styles, fonts, _notes(file))
    blocks = [*walk.blocks(file.element.body), *walk.remaining()]
    if head := _letterhead(file, walk, blocks):
        blocks.insert(0, head)
    text, notes = joined(blocks)
    quality = Said(
        "Chuyển từ bảng mã %(encodings)s, theo phông chữ của tệp.",
        encodings=", ".join(sorted(fonts.encodings)),
    )
    return RawText(text, quality if fonts.encodings else None, _title(file), notes)


def _letterhead(file: docx.document.Document, walk: Walk, blocks: list[Block]) -> Block | None:
    """The page header of the first page, where the letterhead stands in it and not in the body."""
    start, at_start = 0, []
    for block in blocks:
        at_start.append(block.text)
        start += len(block.text)
        if start > _START:
            break
    if _LETTERHEAD.search("\n".join(at_start)):
        return None
    for part in _parts(file, "header", "element"):
        text = "\n\n".join(block.text for block in walk.blocks(part.element))
        if _LETTERHEAD.search(text):
            return Block(text)
    return None


def _parts(file: docx.document.Document, kind: str, has: str) -> Iterator[Any]:
    """The parts of one kind that the document refers to, and that have what is needed of them."""
    for relation in file.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
            part = relation.target_part
            if hasattr(part, has):
                yield part


def _notes(file: docx.document.Document) -> dict[tuple[str, str], etree._Element]:
    """The footnotes and endnotes, by their part and their id."""
    notes = {}
    for kind in ("footnote", "endnote"):
        for part in _parts(file, f"{kind}s", "blob"):
            try:
                root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))
            except etree.XMLSyntaxError as error:
                raise Refused("tệp .docx hỏng (ở chú thích)") from error
            for note in root.iterfind(qn(f"w:{kind}")):
                if note.get(qn("w:type")) in {None, "normal"}:  # others: lines before notes
                    notes[f"{kind}s", note.get(qn("w:id"), "")] = note
    return notes


def _title(file: docx.document.Document) -> str | None:
    try:
        title = (file.core_properties.title or "").strip()
    except (AttributeError, ValueError):
        return None  # damaged: the text is whole
    return None if not title or _NO_TITLE.fullmatch(title) else title


def _check_package(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            check_size(package)
            damaged = package.testzip()
    except _NO_ZIP as error:
        raise Refused(
            "không phải tệp .docx", "Có phải tệp .doc đổi tên, hay tệp đặt mật khẩu?"
        ) from error
    if damaged:
        raise Refused(
            Said("tệp .docx hỏng (ở %(part)s)", part=damaged), "Mở tệp bằng Word rồi lưu lại."
        )

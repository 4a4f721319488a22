"""``.pptx`` and ``.odp``: the slides of a presentation, each a place of its own.

Read by us, as .odt is: text in the order it was put on the slide, a table's row a line, then what
the speaker noted, which often says what a slide only hints at. Nothing is run or fetched. Slides
that are hidden in the show are read.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from lxml import etree

from indexer.core.document import Step
from indexer.readers.content import OLD_SLIDES
from indexer.readers.encodings import repair
from indexer.readers.odf_package import DRAW, OFFICE, PRESENTATION, TABLE, TEXT, content
from indexer.readers.package import opened, parsed
from indexer.readers.raw import Place, RawText, Refused

MAX_SLIDES: Final = 3_000
_NOTES: Final = "Ghi chú của người trình bày:"
_TITLE: Final = 200
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SHOW: Final = "ppt/presentation.xml"
_FIELDS: Final = frozenset({"sldNum", "dt", "ftr", "hdr", "sldImg"})
"""Placeholders that say nothing of the slide: its number, the day, running lines."""

Slide = Sequence[str]
"""Its lines, the title first."""


def read_slides(path: Path) -> RawText:
    """A .pptx file; a blank line between slides.

    Raises:
        Refused: damaged, unreasonably large, or without text.
    """
    with opened(path, ".pptx") as package:
        return text_of(_slides(package))


def read_odf_slides(path: Path) -> RawText:
    """A .odp file, likewise.

    Raises:
        Refused: see ``read_slides``; or it is locked.
    """
    show = content(path, ".odp").find(f".//{OFFICE}body/{OFFICE}presentation")
    if show is None:
        raise Refused("tệp .odp hỏng", "Mở tệp rồi lưu lại.")
    return text_of(map(_odf_slide, show.iterfind(f"{DRAW}page")))


def read_old_slides(path: Path) -> RawText:
    """A .ppt file, by way of LibreOffice.

    Raises:
        Refused: see ``converted`` and ``read_odf_slides``.
    """
    from indexer.readers.libreoffice import converted

    with converted(path, OLD_SLIDES) as made:
        return read_odf_slides(made)


def text_of(slides: Iterable[Slide]) -> RawText:
    """The text of slides, with a place for each that has some.

    Raises:
        Refused: none has, or there are too many.
    """
    given = []
    for slide in slides:
        given.append([" ".join(line.split()) for line in slide])
        if len(given) > MAX_SLIDES:
            raise Refused("quá nhiều trang chiếu", "Tách tệp.")
    text, quality = repair("\n".join(line for slide in given for line in slide))
    lines = iter(text.split("\n"))
    parts: list[str] = []
    places: list[Place] = []
    length = 0
    for number, slide in enumerate(given, 1):
        own = [line for line in (next(lines) for _ in slide) if line]
        if own:
            step = Step("trang-chieu", str(number), own[0][:_TITLE])
            places.append(Place(length, (step,), "clause"))
            parts.append("\n".join(own) + "\n\n")
            length += len(parts[-1])
    if not places:
        raise Refused("tệp trình chiếu không có chữ nào", "Trang chỉ có ảnh: lưu thành .pdf.")
    return RawText("".join(parts), quality, places=tuple(places))


def _slides(package: zipfile.ZipFile) -> Iterator[Slide]:
    targets = _relations(package, _SHOW)
    for entry in parsed(package, _SHOW).iter(f"{_P}sldId"):
        _, part = targets.get(entry.get(f"{_R}id", ""), ("", ""))
        if part not in package.namelist():
            continue
        root = parsed(package, part)
        titles = [shape for shape in root.iter(f"{_P}sp") if _kind(shape) in {"title", "ctrTitle"}]
        lines = [line for shape in titles for line in _lines(shape)]
        yield [*lines, *_lines(root, titles), *_spoken(package, part)]


def _spoken(package: zipfile.ZipFile, part: str) -> Iterator[str]:
    for kind, target in _relations(package, part).values():
        if kind.endswith("/notesSlide") and target in package.namelist():
            notes = list(_lines(parsed(package, target)))
            if any(note.strip() for note in notes):
                yield from (_NOTES, *notes)


def _relations(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Id -> the kind and the name of a part that this one refers to, in the package."""
    folder, name = posixpath.split(part)
    where = f"{folder}/_rels/{name}.rels"
    if where not in package.namelist():
        return {}
    return {
        one.get("Id", ""): (
            one.get("Type", ""),
            posixpath.normpath(posixpath.join("/" + folder, one.get("Target", ""))).lstrip("/"),
        )
        for one in parsed(package, where)
        if one.get("TargetMode") != "External"
    }


def _lines(root: etree._Element, without: Sequence[etree._Element] = ()) -> Iterator[str]:
    """The paragraphs of a slide or a shape; a row of a table is one."""
    left_out = {id(one) for one in without}
    stack = [root]
    while stack:
        element = stack.pop()
        if id(element) in left_out or (element.tag == f"{_P}sp" and _kind(element) in _FIELDS):
            continue
        if element.tag == f"{_A}tr":
            cells = (" ".join(map(_letters, cell.iter(f"{_A}p"))) for cell in element)
            yield " | ".join(cells)
        elif element.tag == f"{_A}p":
            yield _letters(element)
        else:
            stack.extend(reversed(element))


def _letters(paragraph: etree._Element) -> str:
    return "".join(
        " " if one.tag == f"{_A}br" else one.text or ""
        for one in paragraph.iter(f"{_A}t", f"{_A}br")
    )


def _kind(shape: etree._Element) -> str:
    placeholder = next(shape.iter(f"{_P}ph"), None)
    return "" if placeholder is None else placeholder.get("type", "")


def _odf_slide(page: etree._Element) -> Slide:
    lines = [line for part in page if part.tag != f"{PRESENTATION}notes" for line in _written(part)]
    notes = [line for part in page.iterfind(f"{PRESENTATION}notes") for line in _written(part)]
    return [*lines, *([_NOTES, *notes] if any(map(str.strip, notes)) else ())]


def _written(root: etree._Element) -> Iterator[str]:
    stack = [root]
    while stack:
        element = stack.pop()
        if element.tag == f"{TABLE}table-row":
            cells = ("".join(map(str, cell.itertext())) for cell in element)
            yield " | ".join(cells)
        elif element.tag in {f"{TEXT}p", f"{TEXT}h"}:
            yield "".join(map(str, element.itertext()))
        else:
            stack.extend(reversed(element))

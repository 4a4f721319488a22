"""Office files made by code, small and whole, for tests of readers."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl

ODF_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for name, long in {
        "office": "office", "text": "text", "table": "table", "style": "style",
        "draw": "drawing", "presentation": "presentation",
    }.items()
)  # fmt: skip
HIDDEN = (
    '<office:automatic-styles><style:style style:name="h" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SLIDE_SPACES = f'xmlns:a="{_A}" xmlns:p="{_P}" xmlns:r="{_R}"'


def workbook(path: Path, fill: Callable[[Any], None]) -> Path:
    """A .xlsx file with one sheet, ``Phụ lục I``, and whatever ``fill`` puts into the book."""
    book = openpyxl.Workbook()
    book.active.title = "Phụ lục I"
    fill(book)
    book.save(path)
    return path


def zipped(path: Path, parts: Mapping[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


def odf(path: Path, kind: str, body: str, manifest: str = "") -> Path:
    """An OpenDocument package of a kind (spreadsheet, presentation, text) with this body."""
    return zipped(
        path,
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": flat_odf(kind, body),
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
        },
    )


def flat_odf(kind: str, body: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {ODF_SPACES}'
        f' office:mimetype="application/vnd.oasis.opendocument.{kind}">{HIDDEN}<office:body>'
        f"<office:{kind}>{body}</office:{kind}></office:body></office:document>"
    )


def shape(text: str, kind: str = "") -> str:
    place = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else ""
    return f"<p:sp>{place}<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"


def _relations(*given: tuple[str, str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{id_}" Type="{_R}/{kind}" Target="{target}"/>'
        for id_, kind, target in given
    )
    return f"<Relationships>{inside}</Relationships>"


def show(path: Path, *slides: str, notes: str = "") -> Path:
    """A .pptx file with these slides, and notes to the first."""
    numbers = range(1, len(slides) + 1)
    ids = "".join(f'<p:sldId r:id="r{n}"/>' for n in numbers)
    parts = {
        "ppt/presentation.xml": f"<p:presentation {SLIDE_SPACES}>{ids}</p:presentation>",
        "ppt/_rels/presentation.xml.rels": _relations(
            *((f"r{n}", "slide", f"slides/slide{n}.xml") for n in numbers)
        ),
    }
    for n, slide in zip(numbers, slides, strict=True):
        parts[f"ppt/slides/slide{n}.xml"] = f"<p:sld {SLIDE_SPACES}>{slide}</p:sld>"
    if notes:
        parts["ppt/slides/_rels/slide1.xml.rels"] = _relations(
            ("n", "notesSlide", "../notesSlides/notesSlide1.xml")
        )
        parts["ppt/notesSlides/notesSlide1.xml"] = f"<p:notes {SLIDE_SPACES}>{notes}</p:notes>"
    return zipped(path, dict(parts))

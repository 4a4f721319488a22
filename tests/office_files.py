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

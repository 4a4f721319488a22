"""OpenDocument files (ISO/IEC 26300) as XML: from a package, or one flat file."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from lxml import etree

from indexer.core.said import Said
from indexer.readers.package import DAMAGE, opened, parse_xml
from indexer.readers.raw import Refused

_URN: Final = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
DRAW, OFFICE, PRESENTATION, STYLE, TABLE, TEXT = map(
    _URN.format, ("drawing", "office", "presentation", "style", "table", "text")
)
MAX_CONTENT: Final = 64 * 1024 * 1024
"""Bytes of the XML of a text, unpacked."""


def content(path: Path, suffix: str) -> etree._Element:
    """What a file holds, with the styles that stand beside it.

    Raises:
        Refused: damaged, locked by a password, or unreasonably large.
    """
    try:
        return parse_xml(_content(path, suffix))
    except (*DAMAGE, etree.XMLSyntaxError) as error:
        raise Refused(Said("tệp %(suffix)s hỏng", suffix=suffix), "Mở tệp rồi lưu lại.") from error


def _content(path: Path, suffix: str) -> bytes:
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with opened(path, suffix) as package:
        check_unlocked(package)
        if package.getinfo("content.xml").file_size > MAX_CONTENT:
            raise Refused(Said("bung ra hơn %(size)d MB", size=MAX_CONTENT // 10**6), "Tách tệp.")
        return package.read("content.xml")


def check_unlocked(package: zipfile.ZipFile) -> None:
    """Raises Refused where the parts of a package are encrypted."""
    name = "META-INF/manifest.xml"
    has = name in package.namelist() and package.getinfo(name).file_size < MAX_CONTENT
    if has and b"encryption-data" in package.read(name):
        raise Refused("tệp đặt mật khẩu", "Bỏ mật khẩu rồi lưu lại.")

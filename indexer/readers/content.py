"""What a file is, by how it begins: names of files are changed by people and by portals.

Word opens a web page or a .docx file that is called .doc, and people never see the difference. A
file is read as what it is; one that no reader is for is refused with what it is. LibreOffice is
given nothing but what ``OLD_WORD`` and ``RTF`` say here.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Final

from indexer.core.regular import open_regular
from indexer.core.said import Said
from indexer.readers.raw import Refused

HTML: Final = ".html"
MHTML: Final = ".mht"
ODF: Final = ".odt"
OLD_WORD: Final = ".doc"
PDF: Final = ".pdf"
RTF: Final = ".rtf"
TEXT: Final = ".txt"
WORD: Final = ".docx"
"""The last of the kinds of content, each called by the suffix that files of it should have."""

_START: Final = 4096
"""Bytes that are looked at."""
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENOUGH: Final = 64
"""Bytes of text under which a file that should be none is rather damaged."""
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
_ZIP: Final = b"PK\x03\x04"
_IN_OLE: Final = {
    "EncryptedPackage": Said("tệp Word đặt mật khẩu"),
    "Workbook": Said("bảng tính Excel"),
    "PowerPoint Document": Said("tệp trình chiếu PowerPoint"),
}
"""Streams of compound files that are not of Word."""
_IN_ZIP: Final = {
    "xl/": Said("bảng tính Excel"),
    "ppt/": Said("tệp trình chiếu PowerPoint"),
    "META-INF/container.xml": Said("sách điện tử EPUB"),
}
_PICTURE: Final = Said("ảnh")
_PACKED: Final = Said("tệp nén")
_OTHERS: Final = {
    b"\x89PNG": _PICTURE, b"\xff\xd8\xff": _PICTURE, b"GIF8": _PICTURE, b"II*\x00": _PICTURE,
    b"MM\x00*": _PICTURE, b"Rar!": _PACKED, b"7z\xbc\xaf": _PACKED, b"\x1f\x8b": _PACKED,
}  # fmt: skip
_FLAT_ODF: Final = re.compile(r"<office:document\b")
_XML: Final = re.compile(r"<(?:pkg:package|w:wordDocument|[\w.]+:?(?:Workbook|presentation))\b")
"""The first element of documents of word processors in XML, which are no web pages."""
_PAGE: Final = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|meta|\?xml)\b", re.IGNORECASE)
_MAIL: Final = re.compile(rb"\s*(?:MIME-Version|From|Content-Type|Subject):", re.IGNORECASE)
_SAVE: Final = Said("Mở tệp rồi lưu lại thành .docx hoặc .pdf.")
_WRONG_ZIP: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError,
                     NotImplementedError, RuntimeError)  # fmt: skip


def kind_of(path: Path) -> str | None:
    """What a file is, if its content says so; None where it could be of any kind that is text,
    or damaged.

    Raises:
        Refused: it is something that no reader is for.
    """
    with open_regular(path, link=True) as file:
        start = file.read(_START)
    if start.startswith(_OLE):
        return _in_ole(path)
    if start.startswith(_ZIP):
        return _in_zip(path)
    named_pdf = path.suffix.lower() == PDF and b"%PDF-" in start  # with something before it
    if named_pdf or start.lstrip().startswith(b"%PDF-"):
        return PDF
    if start.lstrip().startswith(b"{\\rtf"):
        return RTF
    for beginning, what in _OTHERS.items():
        if start.startswith(beginning):
            raise Refused(Said("không phải văn bản mà là %(kind)s", kind=what), _advice(what))
    return _in_text(path, start)


def is_for_libreoffice(data: bytes) -> bool:
    """Whether these are the bytes of a file of Word before 2007, or of RTF."""
    return (data.startswith(_OLE) and _name("WordDocument") in data) or data.startswith(b"{\\rtf")


def _in_text(path: Path, start: bytes) -> str | None:
    text = _legible(start)
    if _FLAT_ODF.search(text) and text.lstrip().startswith("<"):
        return ODF
    if _XML.search(text) and text.lstrip().startswith("<"):
        raise Refused("không phải trang web mà là tệp XML của trình soạn thảo", _SAVE)
    if _PAGE.match(text):
        return HTML
    if _MAIL.match(start) and re.search(rb"^Content-(?:Type|Location):", start, re.MULTILINE):
        return MHTML
    is_text = len(start) >= _ENOUGH and not _CONTROLS.search(text)
    return TEXT if is_text and path.suffix.lower() in {WORD, OLD_WORD, RTF, PDF} else None


def _legible(start: bytes) -> str:
    """The start of a text, in whatever encoding; its accented letters need not be right."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", "replace")
    start = start.removeprefix(b"\xef\xbb\xbf")
    if start[1:2] == b"\x00" or start[:1] == b"\x00":
        wide = "utf-16-le" if start[1:2] == b"\x00" else "utf-16-be"
        return start.decode(wide, "replace")
    return start.decode("latin-1")


def _in_ole(path: Path) -> str:
    data = path.read_bytes()
    if _name("WordDocument") in data:
        return OLD_WORD
    what = next(
        (what for name, what in _IN_OLE.items() if _name(name) in data), Said("tệp OLE khác")
    )
    raise Refused(Said("không phải tệp Word mà là %(kind)s", kind=what), _advice(what))


def _name(stream: str) -> bytes:
    """A stream's name as the directory of a compound file writes it."""
    return stream.encode("utf-16-le")


def _in_zip(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
    except _WRONG_ZIP:
        return WORD  # damaged: its reader says so
    if any(name.startswith("word/") for name in names):
        return WORD
    if "content.xml" in names:
        return ODF
    for start, what in _IN_ZIP.items():
        if any(name.startswith(start) for name in names):
            raise Refused(Said("không phải tệp Word mà là %(kind)s", kind=what), _advice(what))
    return None


def _advice(what: Said) -> str:
    return {
        _PICTURE: Said("Nhận dạng chữ (OCR) rồi lưu thành .pdf có lớp chữ."),
        _PACKED: Said("Giải nén trước."),
        _IN_OLE["EncryptedPackage"]: Said("Bỏ mật khẩu rồi lưu lại."),
    }.get(what, _SAVE)

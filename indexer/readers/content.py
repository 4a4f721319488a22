"""What a file is, by how it begins: names of files are changed by people and by portals.

Word opens a web page or a .docx file that is called .doc, and people never see the difference. A
file is read as what it is; one that no reader is for is refused with what it is. LibreOffice is
given nothing but what ``for_libreoffice`` names.
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
ODF_SHEET: Final = ".ods"
ODF_SLIDES: Final = ".odp"
OLD_SHEET: Final = ".xls"
OLD_SLIDES: Final = ".ppt"
OLD_WORD: Final = ".doc"
PDF: Final = ".pdf"
RTF: Final = ".rtf"
SHEET: Final = ".xlsx"
SLIDES: Final = ".pptx"
TABLE: Final = ".csv"
TEXT: Final = ".txt"
XML: Final = ".xml"
WORD: Final = ".docx"
"""The last of the kinds of content, each called by the suffix that files of it should have."""

_START: Final = 4096
"""Bytes that are looked at."""
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENOUGH: Final = 64
"""Bytes of text under which a file that should be none is rather damaged."""
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
_ZIP: Final = b"PK\x03\x04"
_LOCKED: Final = "EncryptedPackage"
_IN_OLE: Final = {
    "WordDocument": OLD_WORD,
    "PowerPoint Document": OLD_SLIDES,
    "Workbook": OLD_SHEET,
    "Book": OLD_SHEET,
}
"""Streams of compound files that say which program wrote them. A document that holds another holds
its streams, too: the first counts that stands at the root, where that can be seen."""
_IN_ZIP: Final = {
    "word/": WORD,
    "xl/workbook.xml": SHEET,
    "ppt/presentation.xml": SLIDES,
}
_OTHER_ZIP: Final = {
    "xl/workbook.bin": Said("bảng tính Excel nhị phân (.xlsb)"),
    "META-INF/container.xml": Said("sách điện tử EPUB"),
}
_ODF_KINDS: Final = {b"spreadsheet": ODF_SHEET, b"presentation": ODF_SLIDES}
"""In the names of media types of OpenDocument."""
_NEVER_TEXT: Final = frozenset({WORD, OLD_WORD, RTF, PDF, ODF, SLIDES, OLD_SLIDES, ODF_SLIDES})
"""What is called so and is text is a plain one."""
_PICTURE: Final = Said("ảnh")
_PACKED: Final = Said("tệp nén")
PICTURES: Final = {
    b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif", b"II*\x00": ".tif",
    b"MM\x00*": ".tif", b"BM": ".bmp", b"RIFF": ".webp",
}  # fmt: skip
"""How pictures begin -> the suffix that they should have."""
_OTHERS: Final = {b"Rar!": _PACKED, b"7z\xbc\xaf": _PACKED, b"\x1f\x8b": _PACKED}
_FLAT_ODF: Final = re.compile(r"<office:document\b")
_XML: Final = re.compile(r"<(?:pkg:package|w:wordDocument|[\w.]+:?(?:Workbook|presentation))\b")
"""The first element of documents of word processors in XML, which are no web pages."""
_PAGE: Final = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|meta|\?xml)\b", re.IGNORECASE)
_BARE_TABLE: Final = re.compile(r"\s*<(?:table|style)\b", re.IGNORECASE)
"""How portals begin what they call a workbook."""
_HTML_ROOT: Final = re.compile(r"<(?:!doctype\s+)?html\b", re.IGNORECASE)
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
    if picture := _picture(start):
        return picture
    for beginning, what in _OTHERS.items():
        if start.startswith(beginning):
            raise Refused(Said("không phải văn bản mà là %(kind)s", kind=what), _advice(what))
    return _in_text(path, start)


def for_libreoffice(data: bytes) -> str | None:
    """What LibreOffice may be given: a file of Word or PowerPoint before 2007, or RTF. Files of
    Excel are named, too, but have a reader of their own."""
    if data.startswith(b"{\\rtf"):
        return RTF
    if not data.startswith(_OLE) or _name(_LOCKED) in data:
        return None
    return next((kind for name, kind in _IN_OLE.items() if _name(name) in data), None)


def unread(kind: str) -> Refused:
    """Why a file of this kind, which no reader is registered for, is not read."""
    if kind in PICTURES.values():
        return Refused(Said("không phải văn bản mà là %(kind)s", kind=_PICTURE), _advice(_PICTURE))
    return Refused(Said("không đọc được loại tệp %(suffix)s", suffix=kind), _SAVE)


def _picture(start: bytes) -> str | None:
    for beginning, suffix in PICTURES.items():
        if start.startswith(beginning):
            if suffix == ".webp" and start[8:12] != b"WEBP":
                return None
            if suffix == ".bmp" and start[6:10] != b"\0\0\0\0":
                return None  # a text may begin with BM
            return suffix
    return None


def _in_text(path: Path, start: bytes) -> str | None:
    text = _legible(start)
    if _FLAT_ODF.search(text) and text.lstrip().startswith("<"):
        return _odf(b"".join(re.findall(rb'mimetype="([^"]*)"', start.replace(b"\0", b""))))
    if _XML.search(text) and text.lstrip().startswith("<"):
        raise Refused("không phải trang web mà là tệp XML của trình soạn thảo", _SAVE)
    if path.suffix.lower() == XML and not _HTML_ROOT.search(text):
        return None
    if _PAGE.match(text):
        return HTML
    if _MAIL.match(start) and re.search(rb"^Content-(?:Type|Location):", start, re.MULTILINE):
        return MHTML
    if _BARE_TABLE.match(text) and path.suffix.lower() in {SHEET, OLD_SHEET}:
        return HTML
    is_text = len(start) >= _ENOUGH and not _CONTROLS.search(text)
    suffix = path.suffix.lower()
    if is_text and suffix in {SHEET, OLD_SHEET, ODF_SHEET}:
        return TABLE
    return TEXT if is_text and suffix in _NEVER_TEXT else None


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
    if _name(_LOCKED) in data:
        raise Refused("tệp đặt mật khẩu", "Bỏ mật khẩu rồi lưu lại.")
    if kind := for_libreoffice(data):
        return kind
    raise Refused(Said("không phải văn bản mà là %(kind)s", kind=Said("tệp OLE khác")), _SAVE)


def _name(stream: str) -> bytes:
    """A stream's name as the directory of a compound file writes it."""
    return stream.encode("utf-16-le")


def _in_zip(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            if "content.xml" in names:
                return _odf(package.read("mimetype") if "mimetype" in names else b"")
    except _WRONG_ZIP:
        return _OFFICE.get(path.suffix.lower(), WORD)  # damaged: its reader says so
    for start, kind in _IN_ZIP.items():
        if any(name.startswith(start) for name in names):
            return kind
    for start, what in _OTHER_ZIP.items():
        if any(name.startswith(start) for name in names):
            raise Refused(Said("không phải văn bản mà là %(kind)s", kind=what), _advice(what))
    return None


def _odf(media_type: bytes) -> str:
    return next((kind for word, kind in _ODF_KINDS.items() if word in media_type), ODF)


_OFFICE: Final = {suffix: suffix for suffix in (SHEET, SLIDES, ODF, ODF_SHEET, ODF_SLIDES)}


def _advice(what: Said) -> str:
    return {
        _PICTURE: Said("Nhận dạng chữ (OCR) rồi lưu thành .pdf có lớp chữ."),
        _PACKED: Said("Giải nén trước."),
        _OTHER_ZIP["xl/workbook.bin"]: Said("Mở bằng Excel rồi lưu lại thành .xlsx."),
    }.get(what, _SAVE)

"""Files to text: one reader a format, found by the file's content, then by its suffix.

raw = read_text(Path("data/ke-hoach.docx"), "ke-hoach.docx")
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

from indexer.core.errors import UnreadableFile
from indexer.core.said import Said
from indexer.readers.content import TEXT, kind_of, unread
from indexer.readers.encodings import repair
from indexer.readers.end_notes import settled
from indexer.readers.installed import installed_readers
from indexer.readers.plain import read_plain
from indexer.readers.raw import RawText, Reader, Refused, with_text

__all__ = ["MAX_BYTES", "READERS", "RawText", "read_text", "readers"]

# Each library is imported when the first file of its kind is met: together they take 0.4 s.


def _html(path: Path) -> RawText:
    from indexer.readers.html import read_html

    return read_html(path)


def _saved_page(path: Path) -> RawText:
    from indexer.readers.html import read_saved_page

    return read_saved_page(path)


def _markdown(path: Path) -> RawText:
    from indexer.readers.markdown import read_markdown

    return read_markdown(path)


def _delimited(path: Path) -> RawText:
    from indexer.readers.delimited import read_delimited

    return read_delimited(path)


def _workbook(path: Path) -> RawText:
    from indexer.readers.workbook import read_workbook

    return read_workbook(path)


def _odf_sheets(path: Path) -> RawText:
    from indexer.readers.odf_sheets import read_odf_sheets

    return read_odf_sheets(path)


def _old_workbook(path: Path) -> RawText:
    from indexer.readers.old_workbook import read_old_workbook

    return read_old_workbook(path)


def _odf(path: Path) -> RawText:
    from indexer.readers.odf import read_odf

    return read_odf(path)


def _pdf(path: Path) -> RawText:
    from indexer.readers.pdf import read_pdf

    return read_pdf(path)


def _slides(path: Path) -> RawText:
    from indexer.readers.slides import read_slides

    return read_slides(path)


def _odf_slides(path: Path) -> RawText:
    from indexer.readers.slides import read_odf_slides

    return read_odf_slides(path)


def _old_slides(path: Path) -> RawText:
    from indexer.readers.slides import read_old_slides

    return read_old_slides(path)


def _json(path: Path) -> RawText:
    from indexer.readers.data_text import read_json

    return read_json(path)


def _xml(path: Path) -> RawText:
    from indexer.readers.data_text import read_xml

    return read_xml(path)


def _word(path: Path) -> RawText:
    from indexer.readers.word import read_word

    return read_word(path)


def _old_word(path: Path) -> RawText:
    from indexer.readers.word_old import read_old_word

    return read_old_word(path)


def _mail(path: Path) -> RawText:
    from indexer.readers.containers.mail import read_mail

    return read_mail(path)


def _archive(_: Path) -> RawText:
    """What lies in it is read by itself (``indexer.ingest.unpack``)."""
    raise Refused("là tệp nén, văn bản nằm bên trong", "Dùng khoan index.")


def _picture(path: Path) -> RawText:
    from indexer.readers.pictures import read_picture

    return read_picture(path)


READERS: Final[dict[str, Reader]] = {
    ".7z": _archive,
    ".bmp": _picture,
    ".csv": _delimited,
    ".doc": _old_word,
    ".docx": _word,
    ".eml": _mail,
    ".gif": _picture,
    ".htm": _html,
    ".html": _html,
    ".jpeg": _picture,
    ".jpg": _picture,
    ".json": _json,
    ".markdown": _markdown,
    ".md": _markdown,
    ".mht": _saved_page,
    ".mhtml": _saved_page,
    ".msg": _mail,
    ".odp": _odf_slides,
    ".ods": _odf_sheets,
    ".odt": _odf,
    ".pdf": _pdf,
    ".png": _picture,
    ".ppsx": _slides,
    ".ppt": _old_slides,
    ".pptm": _slides,
    ".pptx": _slides,
    ".rar": _archive,
    ".rtf": _old_word,
    ".tif": _picture,
    ".tiff": _picture,
    ".tsv": _delimited,
    ".txt": read_plain,
    ".webp": _picture,
    ".xls": _old_workbook,
    ".xlsm": _workbook,
    ".xlsx": _workbook,
    ".xml": _xml,
    ".zip": _archive,
}
"""Suffix, in lower case -> reader."""
_OWN_START: Final = frozenset({".7z", ".eml", ".msg", ".rar"})
"""Kinds whose readers look for themselves how a file begins."""


def readers() -> dict[str, Reader]:
    """Ours, and those of other packages (``indexer.readers.installed``)."""
    return {**installed_readers(), **READERS}


MAX_BYTES: Final = 64 * 1024 * 1024
"""A larger file is refused: no official document comes near it."""


def read_text(path: Path, source: str) -> RawText:
    """The text of the file at ``path``; ``source`` is how it is named to people.

    Raises:
        UnreadableFile: no reader for its suffix, not a regular file, too large, damaged, or
            without text.
    """
    try:
        suffix = _readable(path)
        _check_file(path)
        kind = suffix if suffix in _OWN_START else kind_of(path) or suffix
        reader = readers().get(kind)
        if reader is None:
            raise unread(kind)
        raw = reader(path)
    except Refused as refused:
        raise UnreadableFile(source, refused.reason, refused.advice) from refused
    except OSError as error:
        raise UnreadableFile(source, error.strerror or Said("không mở được")) from error
    if kind != TEXT:  # a plain text is the file, letter by letter
        raw = settled(raw)
    if raw.quality is not None or raw.places:
        return raw
    text, quality = repair(raw.text)
    return with_text(raw, text)._replace(quality=quality)


def _readable(path: Path) -> str:
    """The suffix of a file, where there is a reader for it."""
    suffix = path.suffix.lower()
    if suffix not in readers():
        raise Refused(
            Said("không đọc được loại tệp %(suffix)s", suffix=path.suffix)
            if path.suffix
            else "không đọc được tệp không có đuôi",
            Said("Đọc được: %(suffixes)s.", suffixes=", ".join(readers())),
        )
    return suffix


def _check_file(path: Path) -> None:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise Refused("không phải tệp thường")
    if status.st_size > MAX_BYTES:
        raise Refused(
            Said(
                "tệp %(size).0f MB, quá mức %(most).0f MB",
                size=status.st_size / 1e6,
                most=MAX_BYTES / 1e6,
            ),
            "Tách tệp thành từng văn bản.",
        )

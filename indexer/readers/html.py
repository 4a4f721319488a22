"""``.html``: the document in the page, without the page around it.

A page that has nothing around its text (a document saved from a word processor) is read whole.
Elsewhere the part that is the document is looked for; the page's own heading is put before it
where the document has no letterhead. When the page says much more than what was taken for the
document, ``quality`` says so.
"""

from __future__ import annotations

import email
import email.policy
import re
from pathlib import Path
from typing import Final

from lxml import etree

from indexer.core.said import Said
from indexer.readers.encodings import decode
from indexer.readers.html_article import Page
from indexer.readers.html_text import text_of_tree
from indexer.readers.raw import RawText, Refused

_MAX_PAGE: Final = 4_000_000
"""Characters. On larger pages, none of which is a news article, the whole is taken."""
_ENOUGH: Final = 0.3
"""Share of the page's letters outside links that an article must have to be believed, where it
does not look like a legal document."""
_LEGAL: Final = re.compile(r"^(?:Điều\s+\d|Căn cứ|CỘNG H)", re.MULTILINE)
"""Lines by which a document is known, however small its part of the page."""
_LEGAL_MARKS: Final = 3
_HALF: Final = 0.5
"""The share under which what is left out is reported."""
_MUCH: Final = 1000
"""Letters left out that are worth reporting."""
_LETTERHEAD: Final = re.compile(r"CỘNG\s+HÒA\s+XÃ\s+HỘI|CỘNG\s+HOÀ\s+XÃ\s+HỘI")
_CODE: Final = re.compile(r"(?:Chủ đề|Đề mục)\s+[\d.]+")
_HEAD: Final = 2000
"""Characters in which a letterhead stands."""
_NO_TEXT: Final = re.compile(r"\A\s*<\?xml[^>]*\?>|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""An XML declaration, whose encoding no longer holds, and control characters."""


def read_html(path: Path) -> RawText:
    """A blank line between blocks; see ``html_text.text_of_tree``.

    Raises:
        Refused: an empty page, or one whose elements stand in one another too deeply.
    """
    return _read(path.read_bytes())


def _read(data: bytes) -> RawText:
    decoded, quality = decode(data)
    source = _NO_TEXT.sub("", decoded)
    root = parse(source)
    if root is None:
        raise Refused("trang trống")
    title = " ".join((root.findtext(".//title") or "").split()) or _heading(root)
    if len(source) <= _MAX_PAGE and (page := Page(root)).has_anything_around():
        return _article(page, quality, title)
    return RawText(text_of_tree(root), quality, title)


def read_saved_page(path: Path) -> RawText:
    """A page that a browser, or Word, has saved with its pictures in one file (MHTML, RFC 2557).

    Raises:
        Refused: there is no page in it; see ``read_html``.
    """
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            data = part.get_payload(decode=True)
            if isinstance(data, bytes):
                return _read(_as_utf8(data, part.get_content_charset()))
    raise Refused("không có trang nào trong tệp", "Lưu lại trang thành .html.")


def _as_utf8(data: bytes, charset: str | None) -> bytes:
    """The page in UTF-8; as it is where its encoding is not declared, or wrong."""
    try:
        return data.decode(charset).encode() if charset else data
    except (LookupError, UnicodeDecodeError):
        return data


def text_of(source: str) -> str:
    """The text of a piece of HTML; empty where there is none.

    Raises:
        Refused: see ``parse``.
    """
    root = parse(source)
    return "" if root is None else text_of_tree(root)


def parse(source: str) -> etree._Element | None:
    """The tree of a page; None where there is nothing in it.

    Raises:
        Refused: it is nested so deeply that the parser gives up.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    data = _NO_TEXT.sub("", source).encode("utf-8", "replace")
    root = etree.fromstring(data, parser) if data.strip() else None
    if any("depth" in entry.message for entry in parser.error_log):
        raise Refused("các phần tử lồng nhau quá 2.000 lớp")
    return root


def _heading(root: etree._Element) -> str | None:
    """What a page without a title calls itself: its first heading, without the number of a
    heading of the codification (pháp điển), ``Đề mục 45.5``."""
    heading = next(root.iter("h1", "h2", "h3"), None)
    lines = [] if heading is None else text_of_tree(heading).split("\n")
    lines = [line for line in lines if line and not _CODE.fullmatch(line)]
    return " ".join(lines) or None


def _article(page: Page, quality: str | None, title: str | None) -> RawText:
    """The document on a page of a web site; all but its menus where none can be found."""
    found = page.article()
    share = _share(page, found)
    text = "" if found is None else text_of_tree(found, page.menus(found) | page.beside(found))
    if share < _ENOUGH and len(_LEGAL.findall(text)) < _LEGAL_MARKS:
        return RawText(text_of_tree(page.root, page.menus(page.root)), quality, title)
    heading = page.root.find(".//h1")
    name = " ".join(text_of_tree(heading).split()) if heading is not None else ""
    if name and name not in text and not _LETTERHEAD.search(text, 0, _HEAD):
        text = f"{name}\n\n{text}"
    if share < _HALF and page.plain(page.root) * (1 - share) > _MUCH and not quality:
        quality = Said(
            "Chỉ giữ %(share)d%% chữ của trang, phần được coi là văn bản.", share=round(100 * share)
        )
    return RawText(text, quality, name or title)


def _share(page: Page, found: etree._Element | None) -> float:
    whole = page.plain(page.root)
    return 0.0 if found is None or not whole else page.plain(found) / whole

"""``.html``: the document in the page, without the page around it.

A page that has nothing around its text (a document saved from a word processor) is kept whole.
Elsewhere readability finds the part that is the article; the page's first heading is put before
it where it stands outside.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Final

from lxml import etree
from readability import Document

from indexer.readers.encodings import decode
from indexer.readers.html_text import text_of_tree
from indexer.readers.raw import RawText, Refused

_AROUND: Final = ("nav", "aside", "footer", "form", "iframe")
"""Elements that only pages made for reading on the web have."""
_FEW_LINKS: Final = 3
_MAX_PAGE: Final = 4_000_000
"""Characters. On larger pages, none of which is a news article, the whole is kept."""
_ENOUGH: Final = 0.3
"""Share of the page's letters that an article must have to be believed."""
_NO_TEXT: Final = re.compile(r"\A\s*<\?xml[^>]*\?>|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""An XML declaration, whose encoding no longer holds, and control characters."""

# It writes a traceback for each page it cannot read; we read the page without it, and go on.
logging.getLogger("readability").addHandler(logging.NullHandler())
logging.getLogger("readability").propagate = False


def read_html(path: Path) -> RawText:
    """A blank line between blocks; see ``html_text.text_of_tree``.

    Raises:
        Refused: an empty page, or one whose elements stand in one another too deeply.
    """
    decoded, quality = decode(path.read_bytes())
    source = _NO_TEXT.sub("", decoded)
    root = parse(source)
    if root is None:
        raise Refused("trang trống")
    title = " ".join((root.findtext(".//title") or "").split()) or None
    text = text_of_tree(root)
    if _has_page_around(root) and len(source) <= _MAX_PAGE:
        text = _article(root, source, text)
    return RawText(text, quality, title)


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


def _has_page_around(root: etree._Element) -> bool:
    links = sum(1 for link in root.iter("a") if link.get("href") and not _is_anchor(link))
    return links > _FEW_LINKS or next(root.iter(*_AROUND), None) is not None


def _is_anchor(link: etree._Element) -> bool:
    return (link.get("href") or "").startswith("#")


def _article(root: etree._Element, source: str, whole: str) -> str:
    """The text of the article on the page; the whole page where none can be found."""
    try:
        summary = Document(source).summary()
    except Exception:  # noqa: BLE001 - whatever the library makes of a broken page
        return whole
    text = text_of(summary)
    if len(text) < len(whole) * _ENOUGH:
        return whole
    heading = root.find(".//h1")
    title = " ".join(text_of_tree(heading).split()) if heading is not None else ""
    return f"{title}\n\n{text}" if title and title not in text else text

"""``.md``: the text without its marks, and without the front matter before it. Numbers of list
items stay as they are written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from indexer.core.said import Said
from indexer.readers.encodings import decode
from indexer.readers.front_matter import front_matter
from indexer.readers.html import text_of
from indexer.readers.raw import RawText, Refused

_PARSER: Final = MarkdownIt("commonmark", {"html": True}).enable("table").disable(["code", "fence"])
"""Without blocks of code: documents indent their items, and hold none."""

MAX_CHARACTERS: Final = 8_000_000
"""A larger file is refused: the parser takes up to 15 microseconds for each mark."""


def read_markdown(path: Path) -> RawText:
    """One blank line between blocks; table cells are joined by `` | ``.

    Raises:
        Refused: more than ``MAX_CHARACTERS``.
    """
    source, quality = decode(path.read_bytes())
    if len(source) > MAX_CHARACTERS:
        raise Refused(
            Said(
                "tệp %(size)d triệu ký tự, quá mức %(most)d triệu",
                size=len(source) // 10**6,
                most=MAX_CHARACTERS // 10**6,
            ),
            "Tách thành từng văn bản.",
        )
    stated, body = front_matter(source)
    return RawText(plain(body), quality, stated.get("title") or None, stated=stated)


def plain(source: str) -> str:
    """The text of a Markdown source.

    >>> plain("Số: **12**/KH-UBND")
    'Số: 12/KH-UBND\\n'
    """
    text = ""
    marker = ""  # of the list item that has just opened
    gap = "\n\n"  # before the next block
    first = False  # the next block is the first of its list
    rows: list[list[str]] | None = None  # of the table that is open
    for token in _PARSER.parse(source):
        if token.type == "list_item_open":
            marker += f"{token.info}{token.markup} "
        elif token.type == "list_item_close":
            marker = ""
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            first = True
        elif token.type == "paragraph_open" and token.hidden and not first:
            gap = "\n"  # the items of this list have no blank lines between them
        elif token.type == "table_open":
            rows = []
        elif token.type == "table_close" and rows is not None:
            text += "\n\n" + "\n".join(" | ".join(cells) for cells in rows)
            rows = None
        elif token.type == "tr_open" and rows is not None:
            rows.append([])
        elif (leaf := _leaf(token)) is not None:
            if rows is not None:
                rows[-1].append(leaf)
            elif marker or leaf.strip():
                text += gap + marker + leaf
                marker, gap, first = "", "\n\n", False
    return text.strip("\n") + "\n" if text else ""


def _leaf(token: Token) -> str | None:
    """The text of a block that holds text; None for one that only opens or closes another."""
    if token.type == "inline":
        return _inline(token.children or [])
    if token.type == "html_block":
        return text_of(token.content).rstrip("\n")
    return None


def _inline(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif token.type == "html_inline":
            parts.append("\n" if token.content.lower().startswith("<br") else "")
        else:  # text, code, an image's alternative text; marks themselves have no content
            parts.append(token.content)
    return "".join(parts)

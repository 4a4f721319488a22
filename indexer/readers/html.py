"""``.html``: the text of the page, one block a line."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lxml import etree

from indexer.readers.encodings import decode
from indexer.readers.raw import RawText, Refused

# fmt: off
_BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "tfoot", "thead", "tr", "ul",
})
_DROPPED: Final = frozenset({
    "script", "style", "noscript", "template", "nav", "head", "iframe", "object", "svg",
    "button", "select", "textarea",
})
# fmt: on
_CELLS: Final = frozenset({"td", "th"})


def read_html(path: Path) -> RawText:
    """One block a line, a blank line between blocks; table cells are joined by `` | ``."""
    source, quality = decode(path.read_bytes())
    root = parse(source)
    title = root.findtext(".//title")
    return RawText(_text(root), quality, " ".join(title.split()) if title else None)


def text_of(source: str) -> str:
    """The text of a piece of HTML."""
    return _text(parse(source)) if source.strip() else ""


def parse(source: str) -> etree._Element:
    """The tree of a page.

    Raises:
        Refused: there is nothing in it.
    """
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    root = etree.fromstring(source.encode("utf-8", "replace"), parser) if source.strip() else None
    if root is None:
        raise Refused("an empty page")
    return root


def _text(root: etree._Element) -> str:
    lines: list[str] = [""]

    def block() -> None:
        if lines[-1]:
            lines.append("")

    skip: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if skip is not None:
            if event == "end" and element is skip:
                skip = None
                _add(lines, element.tail)
            continue
        if event == "start":
            if tag in _DROPPED:
                skip = element
                continue
            if tag in _BLOCKS:
                block()
            elif tag in _CELLS and element.getprevious() is not None:
                lines[-1] = lines[-1].rstrip() + " | "
            elif tag == "br":
                lines[-1] += "\n"
            _add(lines, element.text)
        else:
            if tag in _BLOCKS:
                block()
            _add(lines, element.tail)
    blocks = [text for line in lines if (text := _tidy(line))]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _add(lines: list[str], text: str | None) -> None:
    """Running text: white space in HTML is one space, and none at the start of a line."""
    if not text:
        return
    words = " ".join(text.split())
    before = " " if text[0].isspace() and lines[-1][-1:] not in {"", " ", "\n"} else ""
    after = " " if words and text[-1].isspace() else ""
    lines[-1] += before + words + after


def _tidy(block: str) -> str:
    return "\n".join(line.strip() for line in block.split("\n")).strip()

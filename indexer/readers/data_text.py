"""``.json`` and ``.xml``: what they hold as text, so that it is found; not as data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from lxml import etree

from indexer.core.regular import open_regular
from indexer.core.said import Said
from indexer.readers.encodings import decode
from indexer.readers.package import parse_xml
from indexer.readers.raw import RawText, Refused, unix_lines

MAX_BYTES: Final = 32 * 1024 * 1024
"""Of a file; its values take some ten times as much memory."""
_LONG: Final = 200
"""Code points of a value that is a text rather than a datum: it stands by itself."""


def read_json(path: Path) -> RawText:
    """A line ``name: value`` for each value that is short, and what is longer as it is; a blank
    line between objects.

    Raises:
        Refused: it is too large, or no JSON.
    """
    text, quality = decode(_bytes(path))
    try:
        lines = "\n".join(_of_json("", json.loads(text)))
    except (ValueError, RecursionError) as error:
        raise Refused("tệp .json hỏng", "Xem lại nơi xuất ra tệp.") from error
    return RawText(_tidy(lines), quality)


def read_xml(path: Path) -> RawText:
    """The text of each element on a line. Elements that only hold others are no text; in files
    where no text stands between elements, names stand before values, as in ``read_json``.

    Raises:
        Refused: it is too large, or no XML.
    """
    try:
        root = parse_xml(_bytes(path))
    except etree.XMLSyntaxError as error:
        raise Refused("tệp .xml hỏng", "Xem lại nơi xuất ra tệp.") from error
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction, etree.Entity)
    return RawText(_tidy("\n".join(_of_xml(root, mixed=_is_mixed(root)))), None)


def _bytes(path: Path) -> bytes:
    with open_regular(path, link=True) as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Refused(Said("tệp lớn quá %(most)d MB", most=MAX_BYTES >> 20), "Tách tệp.")
    return data


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in unix_lines(text).split("\n")]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip("\n") + "\n"


def _of_json(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield ""
        for key, inner in value.items():
            yield from _of_json(str(key), inner)
        yield ""
    elif isinstance(value, list):
        if any(isinstance(inner, (dict, list)) for inner in value):
            for inner in value:
                yield from _of_json(name, inner)
        else:
            yield from _named(name, ", ".join(map(_scalar, value)))
    else:
        yield from _named(name, _scalar(value))


def _scalar(value: Any) -> str:
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, (bool, int, float)) else str(value)


def _named(name: str, text: str) -> Iterator[str]:
    if len(text) > _LONG or "\n" in text:
        yield from ("", text, "")
    elif text.strip():
        yield f"{name}: {text}" if name else text


def _is_mixed(root: etree._Element) -> bool:
    """Whether text stands between elements, as in a document, and not in data."""
    return any(e.tail and e.tail.strip() for e in root.iterdescendants())


def _of_xml(root: etree._Element, *, mixed: bool) -> Iterator[str]:
    stack = [root]
    while stack:
        element = stack.pop()
        own = (element.text or "").strip()
        between = any(child.tail and child.tail.strip() for child in element)
        if own or between:
            text = "".join(map(str, element.itertext())).strip()
            name = "" if mixed else etree.QName(element).localname
            yield from _named(name, text if "\n" in own else " ".join(text.split()))
        else:
            if len(element):
                yield ""
            stack.extend(reversed(element))

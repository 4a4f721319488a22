"""The number of a document: from its head, or from its file's name where the head has a blank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from analyzers.keys import unaccented as key
from indexer.identity.document_id import canonical
from indexer.metadata.cells import Cell
from indexer.metadata.facts import Fact
from indexer.metadata.marks import STAMP

_TOKENS: Final = re.compile(r"\d+|[^\W\d_]+")


def stated(head: Sequence[Cell]) -> tuple[Fact | None, str]:
    """The number that the first number line states; or what stands behind a number left blank."""
    for cell in head:
        if cell.kind != "number" or STAMP.match(cell.text) or cell.match is None:
            continue
        if cell.match["number"]:
            return Fact(canonical(cell.match["number"]), cell.part("number")), ""
        blank = canonical((cell.match["blank"] or "").strip(".…_ "))
        if blank:
            return None, blank
    return None, ""


def from_name(source: str, blank: str) -> str | None:
    """The number that a file's name gives to a sign whose number was left blank.

    >>> from_name("van-ban/88-QD-UBND ban hanh.docx", "QĐ-UBND")
    '88/QĐ-UBND'
    """
    sign = [key(token) for token in _TOKENS.findall(blank)]
    name = [key(token) for token in _TOKENS.findall(source.rsplit("/", 1)[-1])]
    if not any(token.isalpha() for token in sign):
        return None
    for at in range(1, len(name) - len(sign) + 1):
        if name[at : at + len(sign)] == sign and name[at - 1].isdigit() and len(name[at - 1]) < 6:
            return f"{name[at - 1]}/{blank}"
    return None

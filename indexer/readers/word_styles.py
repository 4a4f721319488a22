"""What the styles of a Word document say that its paragraphs and tables do not say themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from docx.oxml.ns import qn
from lxml import etree

_MAX_DEPTH: Final = 20
"""Styles based on styles."""


@dataclass(frozen=True, slots=True)
class Style:
    name: str
    """In lower case; Word's own styles have English names in every language."""
    based_on: str | None
    list_id: str | None
    level: int | None
    lines: bool | None
    """Draws lines between the cells of a table; None where it does not say."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document, each read on first use: most are never used."""

    elements: dict[str, etree._Element]
    read: dict[str, Style] = field(default_factory=dict)

    def get(self, name: str) -> Style | None:
        if name not in self.read:
            element = self.elements.get(name)
            if element is None:
                return None
            self.read[name] = _style(element)
        return self.read[name]

    def chain(self, name: str) -> Iterator[Style]:
        """The style of this name, the one it is based on, and so on."""
        style = self.get(name)
        for _ in range(_MAX_DEPTH):
            if style is None:
                return
            yield style
            style = self.get(style.based_on or "")


def read_styles(root: etree._Element) -> Styles:
    """What ``word/styles.xml`` defines."""
    return Styles({style.get(qn("w:styleId"), ""): style for style in root.iterfind(qn("w:style"))})


def list_of(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """The list and the level that paragraph properties name."""
    numbers = None if properties is None else properties.find(qn("w:numPr"))
    if numbers is None:
        return None, None
    list_id, level = numbers.find(qn("w:numId")), numbers.find(qn("w:ilvl"))
    value = None if level is None else level.get(qn("w:val"))
    return (
        None if list_id is None else list_id.get(qn("w:val")),
        int(value) if value and value.isascii() and value.isdigit() else None,
    )


def has_lines(table: etree._Element, styles: Styles) -> bool:
    """Whether a table draws lines between the cells of a row, or between its rows."""
    properties = table.find(qn("w:tblPr"))
    sides = (qn("w:left"), qn("w:right"), qn("w:start"), qn("w:end"))
    for borders in table.iter(qn("w:tcBorders")):
        if any(_visible(borders.find(side)) for side in sides):
            return True
    drawn = _draws_lines(properties)
    named = None if properties is None else properties.find(qn("w:tblStyle"))
    if drawn is None and named is not None:
        by_style = (style.lines for style in styles.chain(named.get(qn("w:val"), "")))
        drawn = next((lines for lines in by_style if lines is not None), None)
    return bool(drawn)


def _style(element: etree._Element) -> Style:
    list_id, level = list_of(element.find(qn("w:pPr")))
    based_on, name = element.find(qn("w:basedOn")), element.find(qn("w:name"))
    return Style(
        "" if name is None else name.get(qn("w:val"), "").lower(),
        None if based_on is None else based_on.get(qn("w:val")),
        list_id,
        level,
        _draws_lines(element.find(qn("w:tblPr"))),
    )


def _draws_lines(properties: etree._Element | None) -> bool | None:
    borders = None if properties is None else properties.find(qn("w:tblBorders"))
    if borders is None:
        return None
    inner = [borders.find(qn(f"w:{side}")) for side in ("insideV", "insideH")]
    return any(_visible(border) for border in inner)


def _visible(border: etree._Element | None) -> bool:
    return border is not None and border.get(qn("w:val")) not in {"none", "nil", None}

"""Text of Word files that was typed with the fonts of before Unicode.

``.VnTime`` shows the letter ``¸`` as ``á``: what the file holds reads as Vietnamese only in that
font (TCVN3), and the same goes for ``VNI-Times``. Fonts whose name ends in H show small letters
as capitals. Many files name such a font and hold Unicode all the same, since Word keeps the name
when it converts the text; so what these fonts show is converted only where that makes it read
better.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from docx.oxml.ns import qn
from lxml import etree

from indexer.readers import vietnamese
from indexer.readers.legacy import CONVERTERS

_FONTS: Final = {".vn": "TCVN3", "vni-": "VNI"}
"""How the names of fonts begin, in lower case -> the encoding typed with them."""
_NAMES: Final = (qn("w:ascii"), qn("w:hAnsi"))


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of a document whose text has to be converted."""

    encodings: frozenset[str] = frozenset()
    """What was typed with them; empty for nearly every document."""
    styles: Mapping[str, str] = field(default_factory=dict)
    """Style -> the font it names."""
    default: str = ""
    """The font of text whose run and style name none."""

    def old(self, run: etree._Element, style: str) -> str:
        """The font of ``run``, in a paragraph of ``style``, where its text has to be converted;
        empty for any other."""
        font = self.of(run, style) if self.encodings else ""
        return font if _encoding(font) in self.encodings else ""

    def shown(self, font: str, text: str) -> str:
        """What a person sees where the file holds ``text`` in a font that ``old`` has named."""
        if not font:
            return text
        letters = CONVERTERS[_encoding(font)](text)
        return letters.upper() if font.lower().endswith("h") else letters

    def of(self, run: etree._Element, style: str) -> str:
        """The name of the font of ``run``; empty where nothing names one."""
        return _font(run.find(qn("w:rPr"))) or self.styles.get(style, self.default)


def read_fonts(body: etree._Element, styles: etree._Element) -> Fonts:
    """The fonts of before Unicode in a document, whose text reads better when it is converted."""
    named = {
        style.get(qn("w:styleId"), ""): font
        for style in styles.iterfind(qn("w:style"))
        if (font := _font(style.find(qn("w:rPr"))))
    }
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    default = named.get("Normal") or _font(defaults)
    used = {str(name) for fonts in body.iter(qn("w:rFonts")) for name in fonts.attrib.values()}
    candidates = frozenset(map(_encoding, {*used, *named.values(), default})) - {""}
    if not candidates:
        return Fonts()
    fonts = Fonts(candidates, named, default)
    typed: dict[str, list[str]] = {encoding: [] for encoding in candidates}
    for paragraph in body.iter(qn("w:p")):
        style = style_of(paragraph)
        for run in paragraph.iter(qn("w:r")):
            if (encoding := _encoding(fonts.of(run, style))) in typed:
                typed[encoding].append("".join(map(letters, run)))
    trusted = (name for name, texts in typed.items() if _reads_better(" ".join(texts), name))
    return replace(fonts, encodings=frozenset(trusted))


def letters(element: etree._Element) -> str:
    """The letters of an element of a run. The ``ư`` of TCVN3 is the byte AD, which is a soft
    hyphen elsewhere, and Word makes an element of it."""
    if element.tag == qn("w:softHyphen"):
        return "\u00ad"
    return (element.text or "") if element.tag == qn("w:t") else ""


def style_of(paragraph: etree._Element) -> str:
    """The style a paragraph names; empty where it names none."""
    named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if named is None else named.get(qn("w:val"), "")


def _font(properties: etree._Element | None) -> str:
    fonts = None if properties is None else properties.find(qn("w:rFonts"))
    if fonts is None:
        return ""
    return next((name for key in _NAMES if (name := fonts.get(key))), "")


def _encoding(font: str) -> str:
    return next((to for start, to in _FONTS.items() if font.lower().startswith(start)), "")


def _reads_better(text: str, encoding: str) -> bool:
    before = vietnamese.reading(text)
    after = vietnamese.reading(CONVERTERS[encoding](text))
    return after.syllables > before.syllables and after.share >= vietnamese.ENOUGH

"""One syllable in one spelling: composed, visible characters only, look-alikes made Latin.

Works on a single syllable, never on a text, so that no offset can move.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import Final

INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
)
"""Characters that show nothing and mean nothing inside a word, as the body of a regex class:
soft hyphen, joiners, zero-width spaces, direction marks, variation selectors, byte order mark."""

ZERO_WIDTH_SPACE: Final = "\u200b"
"""The one of them that separates words, by Unicode's line breaking (UAX #14, class ZW). The others
join: laws hold soft hyphens in the middle of syllables."""

_DROP: Final = re.compile(f"[{INVISIBLE}]+")

_D_WITH_STROKE: Final = {
    ord("Ð"): "Đ",  # U+00D0, Icelandic eth, as in ``QÐ-UBND``
    ord("ð"): "đ",
    ord("Ɖ"): "Đ",  # U+0189, African D
    ord("ɖ"): "đ",
}

_LOOK_ALIKES: Final = str.maketrans(
    "АВЕКМНОРСТУХІЈЅаеорсухіјѕ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABEKMHOPCTYXIJSaeopcyxijs" + "ABEZHIKMNOPTYXo",
)
"""Cyrillic, then Greek letters that are drawn as Latin ones (Unicode confusables, UTS 39)."""

_SHORT: Final = 64
_MARKS: Final = re.compile(rf"[^\x00-\u02ff\w\s]{{{_SHORT},}}")
"""Runs that may be marks, and are longer than any language writes (30 at most, says UAX #15)."""
_MARKS_APART: Final = str.maketrans(
    {mark: unicodedata.normalize("NFD", mark) for mark in "\u0f73\u0f75\u0f81"}
)
"""The only marks that count as none and decompose to some."""

_COMPATIBLE: Final = re.compile("[\u00aa\u00b2\u00b3\u00b9\u00ba\u2000-\U0010ffff]")
"""Among these are other forms of letters and digits: Ⅱ, ﬁ, m², wide ones. ½ has no digits only."""
_FOREIGN: Final = re.compile("[\u0370-\u03ff\u0400-\u04ff]")


def normalize(syllable: str) -> str:
    """Compose, drop what is invisible, and write Đ and borrowed letters the Latin way.

    Cyrillic and Greek letters become Latin only where all of them in the syllable look Latin:
    ``СТ`` typed on a Russian keyboard is ``CT``, but ``Москва`` stays as it is.
    """
    if syllable.isascii():
        return syllable
    text = compose(_DROP.sub("", syllable)).translate(_D_WITH_STROKE)
    if _COMPATIBLE.search(text):
        plain = unicodedata.normalize("NFKC", ordered(text))
        text = plain if plain.isalnum() else text
    if _FOREIGN.search(text):
        latin = text.translate(_LOOK_ALIKES)
        if not _FOREIGN.search(latin):
            return latin
    return text


def compose(text: str) -> str:
    """NFC in linear time, whatever the text is."""
    return unicodedata.normalize("NFC", ordered(text))


def decompose(text: str) -> str:
    """NFD in linear time, whatever the text is."""
    return unicodedata.normalize("NFD", ordered(text))


def ordered(text: str) -> str:
    """Long runs of marks in canonical order, so that normalising finds nothing left to sort.

    ``unicodedata`` sorts the marks after a letter by insertion: a megabyte of acute accents and
    dots below in turn would take hours. What normalising leads to stays the same.
    """
    if len(text) < _SHORT or text.isascii():
        return text
    return _MARKS.sub(_sorted, text)


def _sorted(run: re.Match[str]) -> str:
    made: list[str] = []
    for are_marks, group in groupby(run[0].translate(_MARKS_APART), lambda c: _class(c) > 0):
        characters = list(group)
        if are_marks:
            characters.sort(key=_class)
        made += characters
    return "".join(made)


_class: Final = unicodedata.combining

"""One syllable in one spelling: composed, visible characters only, look-alikes made Latin.

Works on a single syllable, never on a text, so that no offset can move.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
)
"""Characters that show nothing and mean nothing inside a word, as the body of a regex class:
soft hyphen, joiners, zero-width spaces, direction marks, variation selectors, byte order mark."""

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

_FOREIGN: Final = re.compile("[\u0370-\u03ff\u0400-\u04ff]")


def normalize(syllable: str) -> str:
    """Compose, drop what is invisible, and write Đ and borrowed letters the Latin way.

    Cyrillic and Greek letters become Latin only where all of them in the syllable look Latin:
    ``СТ`` typed on a Russian keyboard is ``CT``, but ``Москва`` stays as it is.
    """
    if syllable.isascii():
        return syllable
    text = unicodedata.normalize("NFC", _DROP.sub("", syllable)).translate(_D_WITH_STROKE)
    if _FOREIGN.search(text):
        latin = text.translate(_LOOK_ALIKES)
        if not _FOREIGN.search(latin):
            return latin
    return text

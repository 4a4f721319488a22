"""The accented key of a syllable: the same however its tone mark was placed.

Writers place the tone mark by two rules (``hoà``, ``hòa``) and some by none (``hòan``). Lifting
the mark off its vowel and writing it as a digit after the syllable makes a rule unnecessary.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from analyzers.normalize import normalize

TONES: Final[dict[str, str]] = {
    "\u0301": "1",  # sắc
    "\u0300": "2",  # huyền
    "\u0309": "3",  # hỏi
    "\u0303": "4",  # ngã
    "\u0323": "5",  # nặng
}
"""Combining mark -> digit, numbered as in VNI typing."""

_TONE: Final = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_FINAL_Y: Final = re.compile(r"(?<=[bcdđghklmnprstvx])y\Z|(?<=qu)y\Z")


def spelled_one_way(key: str) -> str:
    """``i`` for a ``y`` that ends a syllable after a consonant, and no zero before a digit.

    *kỹ* and *kĩ* are one word, and so are *quý* and *quí*; *tay* and *tai*, *thuý* and *thúi*
    are different words and stay apart (i after a consonant: Quyết định 240/QĐ of the Ministry of
    Education, 1984). *05 năm* is *5 năm*, and 07/4 is 7/4.
    """
    if key.endswith("y"):
        return _FINAL_Y.sub("i", key)
    if len(key) == 2 and key[0] == "0" and key[1] in "0123456789":
        return key[1]
    return key


@lru_cache(maxsize=100_000)
def tone_key(syllable: str) -> str:
    """The syllable in lower case, its vowels' own marks kept, its tone as a digit at the end.

    >>> tone_key("Hoà"), tone_key("hòa"), tone_key("kỹ"), tone_key("ĐƯỜNG")
    ('hoa2', 'hoa2', 'ki4', 'đương2')
    """
    lower = normalize(syllable).lower()
    if lower.isascii():
        return spelled_one_way(lower)
    apart = unicodedata.normalize("NFD", lower)
    digits = "".join(TONES[mark] for mark in _TONE.findall(apart))
    return spelled_one_way(unicodedata.normalize("NFC", _TONE.sub("", apart))) + digits

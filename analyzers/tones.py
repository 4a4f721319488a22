"""The accented key of a syllable: the same however its tone mark was placed.

Writers place the tone mark by two rules (``hoà``, ``hòa``) and some by none (``hòan``). Lifting
the mark off its vowel and writing it as a digit after the syllable makes a rule unnecessary.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from analyzers.known import LONGEST_KNOWN
from analyzers.normalize import decompose, normalize

TONES: Final[dict[str, str]] = {
    "\u0301": "1",  # sắc
    "\u0300": "2",  # huyền
    "\u0309": "3",  # hỏi
    "\u0303": "4",  # ngã
    "\u0323": "5",  # nặng
}
"""Combining mark -> digit, numbered as in VNI typing."""

_MARKS: Final = {digit: mark for mark, digit in TONES.items()}
_VOWELS: Final = frozenset("aăâeêioôơuưy")
_MARKED: Final = frozenset("ăâêôơư")
_WITH_Y: Final = re.compile(r"(?:k|l|qu)i[1-5]?|mi4|ti[35]|hi")
"""Keys of syllables that administrative documents mostly write with y: *kỳ, lý, quý, mỹ, tỷ*."""
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


def tone_key(syllable: str) -> str:
    """The syllable in lower case, its vowels' own marks kept, its tone as a digit at the end.

    >>> tone_key("Hoà"), tone_key("hòa"), tone_key("kỹ"), tone_key("ĐƯỜNG")
    ('hoa2', 'hoa2', 'ki4', 'đương2')
    """
    return _known(syllable) if len(syllable) <= LONGEST_KNOWN else _tone_key(syllable)


def _tone_key(syllable: str) -> str:
    lower = normalize(syllable).lower()
    if lower.isascii():
        return spelled_one_way(lower)
    apart = decompose(lower)
    digits = "".join(TONES[mark] for mark in _TONE.findall(apart))
    return spelled_one_way(unicodedata.normalize("NFC", _TONE.sub("", apart))) + digits


_known = lru_cache(maxsize=8_000)(_tone_key)


def spelled(key: str) -> str:
    """A usual spelling of an accented key, to show people: the inverse of ``tone_key`` up to the
    choices that the key leaves open (mark placement as in *hòa*, *kỹ* rather than *kĩ*).

    >>> spelled("hoa2"), spelled("đương2"), spelled("ki4"), spelled("quyêt1")
    ('hòa', 'đường', 'kỹ', 'quyết')
    """
    tone = _MARKS.get(key[-1:], "") if len(key) > 1 and not key.isdigit() else ""
    letters = key[:-1] if tone else key
    if _WITH_Y.fullmatch(letters + key[len(letters) :]):
        letters = f"{letters[:-1]}y"
    return with_tone(letters, tone)


def with_tone(letters: str, mark: str) -> str:
    """Letters of one syllable with a combining tone mark on the vowel that carries it.

    A vowel with a mark of its own carries the tone, the last of two (*ươ*); else the vowel before
    a final consonant, the middle of three, or the first of two.
    """
    if not mark:
        return letters
    vowels = [
        at
        for at, letter in enumerate(letters)
        if letter in _VOWELS and not (at and letters[at - 1 : at + 1] == "qu")
    ]
    if len(vowels) > 1 and letters.startswith("gi") and vowels[0] == 1:
        vowels = vowels[1:]
    if not vowels:
        return letters
    marked = [at for at in vowels if letters[at] in _MARKED]
    if marked:
        at = marked[-1]
    elif len(vowels) > 2:
        at = vowels[1]
    else:
        at = vowels[-1] if vowels[-1] + 1 < len(letters) else vowels[0]
    return unicodedata.normalize("NFC", f"{letters[: at + 1]}{mark}{letters[at + 1 :]}")

"""Words typed in Telex or VNI while the input method was off, and plausible syllables.

Telex writes marks with letters (``nuwowcs`` is *nước*), VNI with digits (``nu7o7c1``). Neither
makes a syllable of the language until it is read back, so what may be keystrokes is known by its
shape. Both are the published key tables of the two methods; marks may stand anywhere after the
letter they belong to, as input methods allow.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from analyzers.tones import tone_key, with_tone

_ONSET: Final = "(?:b|ch|c|d|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x)?"
_NUCLEUS: Final = (
    "(?:uye|uya|uyu|ieu|yeu|oai|oao|oay|oeo|uai|uay|uoi|uou|uau|ueu|"
    "ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|ua|ue|ui|uo|uu|uy|ye|ya|a|e|i|o|u|y)"
)
_SYLLABLE: Final = re.compile(f"{_ONSET}{_NUCLEUS}(?:ch|c|m|ng|nh|n|p|t)?")

_TELEX_TONES: Final = {
    "s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323", "z": "",
}  # fmt: skip
_VNI_TONES: Final = {
    "1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323", "0": "",
}  # fmt: skip
_CIRCUMFLEX: Final = {"a": "â", "e": "ê", "o": "ô"}
_HORN: Final = {"o": "ơ", "u": "ư"}
_BREVE: Final = {"a": "ă"}
_VOWELS: Final = frozenset("aăâeêioôơuưy")
_MARKED: Final = frozenset("ăâđêôơư")
_STOPS: Final = ("ch", "c", "p", "t")
_STOPPED_TONES: Final = frozenset("\u0301\u0323")
"""A syllable that ends in a stop has one of two tones: *quyết*, *quyệt*. So *part* and *data*,
which read *pảt* and *dât*, are no keystrokes."""


def plausible(folded: str) -> bool:
    """Whether a folded syllable has the shape of a Vietnamese one.

    >>> plausible("nuoc"), plausible("nuwowcs"), plausible("quyet")
    (True, False, True)
    """
    return _SYLLABLE.fullmatch(folded) is not None


@lru_cache(maxsize=10_000)
def decoded(word: str) -> str | None:
    """What a word typed in Telex or VNI was meant to be, or ``None`` where it is neither.

    >>> decoded("ddua"), decoded("nuwowcs"), decoded("nu7o7c1"), decoded("covid")
    ('đua', 'nước', 'nước', None)
    """
    lower = word.lower()
    if not lower.isascii() or len(lower) > 16 or lower[:1].isdigit():
        return None
    letters = _vni(lower) if any(letter.isdigit() for letter in lower) else _telex(lower)
    if letters is None or letters == lower:
        return None
    apart = unicodedata.normalize("NFD", letters.replace("đ", "d"))
    base = "".join(character for character in apart if not unicodedata.combining(character))
    if base.endswith(_STOPS) and _STOPPED_TONES.isdisjoint(apart):
        return None
    return letters if plausible(base) else None


def marked(word: str) -> bool:
    """Whether letters have marks of their own, which take two keys: *đua*, *nước*, not *bán*. One
    key more may be a letter of a foreign word (*visa*, *gas*); two seldom are."""
    return not _MARKED.isdisjoint(tone_key(word))


def _telex(word: str) -> str | None:
    letters: list[str] = []
    tone = ""
    for key in word:
        if key in _TELEX_TONES and _has_vowel(letters):
            if tone == _TELEX_TONES[key]:
                return None  # the same key again takes the tone back: *pass* types pas
            tone = _TELEX_TONES[key]
        elif key == "w":
            if not _mark(letters, _HORN | _BREVE):
                letters.append("ư")
        elif key in _CIRCUMFLEX and key in letters:
            _mark(letters, {key: _CIRCUMFLEX[key]})
        elif key == "d" and "d" in letters:
            letters[letters.index("d")] = "đ"
        else:
            letters.append(key)
    return with_tone("".join(letters), tone)


def _vni(word: str) -> str | None:
    letters: list[str] = []
    tone = ""
    for key in word:
        if key in _VNI_TONES:
            tone = _VNI_TONES[key]
        elif key.isdigit():
            table = {"6": _CIRCUMFLEX, "7": _HORN, "8": _BREVE, "9": {"d": "đ"}}[key]
            if not _mark(letters, table):
                return None
        else:
            letters.append(key)
    return with_tone("".join(letters), tone) if _has_vowel(letters) else None


def _mark(letters: list[str], table: dict[str, str]) -> bool:
    """Put a mark on the last letter that takes it; *uo* takes the horn twice."""
    for at in range(len(letters) - 1, -1, -1):
        if letters[at] in table:
            letters[at] = table[letters[at]]
            if letters[at] == "ơ" and letters[:at][-1:] == ["u"] and letters[:at][-2:-1] != ["q"]:
                letters[at - 1] = "ư"
            return True
        if letters[at] == "ơ" and at and letters[at - 1] == "ư" and "u" in table:
            return True  # the second w of uwow
    return False


def _has_vowel(letters: list[str]) -> bool:
    return any(letter in _VOWELS for letter in letters)

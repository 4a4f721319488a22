"""Whether text reads as Vietnamese: how many of its accented words can be Vietnamese syllables.

Text in an encoding that was taken for another is full of accented letters, but hardly one of its
words can be pronounced; that is what distinguishes encodings here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from analyzers.normalize import compose

_WORD: Final = re.compile(r"[^\s\x00-\x40\x5b-\x60\x7b-\x7e\u2010-\u2027\u2030-\u206f«»°§]+")
_TONES: Final = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SYLLABLE: Final = re.compile(
    "(?:ngh|ng|nh|kh|gh|gi|ch|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    "(?:a(?:c|ch|i|m|n|ng|nh|o|p|t|u|y)?|ă(?:c|k|m|n|ng|p|t)|â(?:c|m|n|ng|p|t|u|y)"
    "|e(?:c|m|n|ng|o|p|t)?|ê(?:c|ch|m|n|ng|nh|p|t|u)?|i(?:a|c|ch|m|n|nh|p|t|u)?"
    "|(?:iê|yê)(?:c|m|n|ng|p|t|u)|o(?:c|i|m|n|ng|p|t)?|oa(?:c|ch|i|m|n|ng|nh|o|p|t|y)?"
    "|oă(?:c|m|n|ng|t)|oe(?:n|o|t)?|oo(?:c|ng)|ô(?:c|i|m|n|ng|p|t)?|ơ(?:i|m|n|p|t)?"
    "|u(?:a|c|i|m|n|ng|p|t)?|uâ(?:n|ng|t|y)|uê(?:ch|nh)?|uơ|uô(?:c|i|m|n|ng|t)"
    "|uy(?:a|ch|n|nh|p|t|u|ên|êt)?|ư(?:a|c|i|m|n|ng|t|u)?|ươ(?:c|i|m|n|ng|p|t|u)"
    "|y(?:ch|n|nh|t|u)?)"
)
"""An initial and a rhyme, without the tone."""
_STOPPED: Final = re.compile("(?:c|ch|k|p|t)$")
"""Rhymes that end in a stop, which have the tones of ``á`` and ``ạ`` only."""

ENOUGH: Final = 0.8
"""Share of well-formed words from which text is taken for Vietnamese. Statutes and provincial
documents reach 0.99; names, foreign words and OCR errors make up the rest."""


class Reading(NamedTuple):
    """How a text reads."""

    accented: int
    """Words with a letter that is not ASCII."""
    syllables: int
    """Those of them that can be Vietnamese syllables."""

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where there is no accented word."""
        return self.syllables / self.accented if self.accented else 0.0


def reading(text: str) -> Reading:
    """Counts the accented words of a text.

    >>> reading("Cộng hòa xã hội"), reading("Céng hßa x· héi"), reading("khong dau")
    (Reading(accented=4, syllables=4), Reading(accented=4, syllables=1), Reading(accented=0, syllables=0))
    """  # noqa: E501 - a doctest is one line
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return Reading(len(words), sum(map(is_syllable, words)))


@lru_cache(maxsize=1 << 14)
def is_syllable(word: str) -> bool:
    """The word can be one Vietnamese syllable, with accents or without.

    >>> is_syllable("nghiệm"), is_syllable("ngh"), is_syllable("sốc"), is_syllable("sồc")
    (True, False, True, False)
    """
    composed = compose(word).replace("\u00ad", "").lower()
    if len(composed) > 7 or not composed.isalpha():
        return False
    parts = unicodedata.normalize("NFD", composed)
    tones = _TONES.findall(parts)
    plain = unicodedata.normalize("NFC", _TONES.sub("", parts))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(plain):
        return False
    return not _STOPPED.search(plain) or tones in (["\u0301"], ["\u0323"])

"""The unaccented key of a syllable: what is left when every accent was forgotten."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from unidecode import unidecode

from analyzers.known import LONGEST_KNOWN
from analyzers.normalize import normalize
from analyzers.tones import spelled_one_way

_LETTERS: Final = 4_000
"""Characters whose plain form is at hand; texts in the scripts of Europe have fewer."""
_RECENT: Final = 8_000
"""Syllables likewise; ``analyzers.analysis`` has more of them."""


class _Table(dict[int, str]):
    """Letter -> its plain form, one character for one, filled as letters turn up.

    Unidecode is right for every Vietnamese letter, but spells some characters out (``½`` is
    ``1/2``); those are left as they are. Combining marks vanish. Emptied when full.
    """

    def __missing__(self, code: int) -> str:
        if len(self) >= _LETTERS:
            self.clear()
        character = chr(code)
        plain = ""
        if not unicodedata.combining(character):
            lower = character.lower()
            if len(lower) > 1:
                lower = character
            letter = unidecode(lower, errors="ignore").lower()
            plain = letter if len(letter) == 1 and letter.isalnum() else lower
        self[code] = plain
        return plain


_TABLE = _Table()


def fold(syllable: str) -> str:
    """The syllable in lower case without accents. Folding what is folded changes nothing.

    A final ``y`` after a consonant or *qu* becomes ``i`` and ``05`` becomes ``5``, as in
    ``analyzers.tones``.

    >>> fold("ĐƯỜNG"), fold("kỹ"), fold("quyết"), fold("05")
    ('duong', 'ki', 'quyet', '5')
    """
    return _known(syllable) if len(syllable) <= LONGEST_KNOWN else _fold(syllable)


def _fold(syllable: str) -> str:
    plain = normalize(syllable).translate(_TABLE)
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", plain)
    return spelled_one_way(plain)


_known = lru_cache(maxsize=_RECENT)(_fold)

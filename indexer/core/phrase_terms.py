"""Phrases as terms of an index: syllables without accents, then the spelling to show.

Terms of one beginning, accents aside, stand together in the dictionary, so that what is being typed
is completed by a prefix.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from analyzers.fold import fold
from analyzers.function_words import ends_phrase, opens_phrase
from analyzers.syllables import surfaces

_SEPARATOR: Final = "\x1f"
"""Between the parts of a term: the unit separator occurs in no text that is indexed."""
MAX_SYLLABLES: Final = 8
"""Of a phrase."""


def phrase_term(spelling: str) -> str | None:
    """The term of a phrase; None where it is too short or too long, or opens or ends with a word
    that no phrase does.

    >>> phrase_term("Thi đua, khen thưởng")
    'thi dua khen thuong\\x1fThi đua, khen thưởng'
    """
    words = surfaces(spelling)
    if not 2 <= len(words) <= MAX_SYLLABLES:
        return None
    if ends_phrase(words[-1]) or not opens_phrase(words[0]):
        return None
    return joined(map(fold, words), spelling)


def joined(folded: Iterable[str], spelling: str) -> str:
    """The term of a phrase of these syllables."""
    return f"{' '.join(folded)}{_SEPARATOR}{spelling}"


def exactly(folded: Iterable[str]) -> str:
    """What the terms of the phrases of these syllables, and no others, begin with."""
    return joined(folded, "")


def phrase_of(term: str) -> tuple[str, str]:
    """A term's syllables without accents, and its spelling."""
    key, _, spelling = term.partition(_SEPARATOR)
    return key, spelling

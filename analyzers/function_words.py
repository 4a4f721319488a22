"""Words that end no phrase, or begin none: where a completion must not stop."""

from __future__ import annotations

from functools import cache

from analyzers.lexicon import rows
from analyzers.tones import tone_key


def ends_phrase(word: str) -> bool:
    """Whether a phrase that ends in this syllable lacks something after it.

    >>> ends_phrase("đã"), ends_phrase("sự"), ends_phrase("luật")
    (True, True, False)
    """
    return tone_key(word) in _words()[0]


def opens_phrase(word: str) -> bool:
    """Whether a phrase may begin with this syllable.

    >>> opens_phrase("và"), opens_phrase("trong")
    (False, True)
    """
    return tone_key(word) not in _words()[1]


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    table = [(tone_key(row[0]), *row[1:]) for row in rows("function_words")]
    return frozenset(row[0] for row in table), frozenset(row[0] for row in table if row[1:])

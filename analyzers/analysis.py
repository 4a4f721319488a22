"""A text as every index field sees it. Index and query go through the same functions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from itertools import chain, pairwise
from typing import Final, NamedTuple

from analyzers import words as compound_words
from analyzers.fold import fold
from analyzers.syllables import spans, surfaces
from analyzers.token import Span, Terms, Token
from analyzers.tones import tone_key

VERSION: Final = 1
"""Raised whenever the same text gives other terms than before."""

_CACHED_SYLLABLES: Final = 200_000


class Analysis(NamedTuple):
    """One text's terms, field by field, and its syllables as they stand in it."""

    folded: Terms
    """Syllables without accents."""
    exact: Terms
    """Syllables with accents, wherever the tone mark was placed."""
    pair: Terms
    """Two adjacent folded syllables, ``thi_dua``, at the position of the first."""
    word: Terms
    """pyvi's compounds of two syllables or more, ``thi_đua``. Empty where not asked for."""
    syllables: list[Token]
    """The surface, with spans. Positions are those of the terms."""


class _Cache(dict[str, str]):
    """A function's results by surface syllable, emptied when full."""

    def __init__(self, function: Callable[[str], str]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, syllable: str) -> str:
        if len(self) >= _CACHED_SYLLABLES:
            self.clear()
        result = self[syllable] = self._function(syllable)
        return result


_FOLDED = _Cache(fold)
_EXACT = _Cache(tone_key)


def analyze(text: str, *, words: bool = True) -> Analysis:
    """All terms of a text, with its syllables' spans for marking.

    ``words=False`` leaves the compounds out, and with them the loading of the word model.
    """
    found = spans(text)
    shown = [text[start:end] for start, end in found]
    columns = _columns(text, found, shown, words=words)
    tokens = [
        Token(surface, position, Span(*span))
        for position, (surface, span) in enumerate(zip(shown, found, strict=True))
    ]
    return Analysis(columns["folded"], columns["exact"], columns["pair"], columns["word"], tokens)


def field_terms(text: str) -> dict[str, Terms]:
    """Index field -> terms, as ``analyze`` gives them, without making a token of each syllable."""
    found = spans(text)
    return _columns(text, found, [text[start:end] for start, end in found], words=True)


def context_terms(texts: Sequence[str]) -> Terms:
    """Folded syllables and pairs of a clause's surroundings (title, number, headings), for one
    field. Pairs do not reach from one text into the next."""
    terms: list[str] = []
    positions: list[int] = []
    base = 0
    for text in texts:
        folded = [_FOLDED[surface] for surface in surfaces(text)]
        pairs = _pairs(folded)
        terms += chain.from_iterable(zip(folded, pairs, strict=False))
        terms += folded[len(pairs) :]
        at = range(base, base + len(folded))
        positions += chain.from_iterable(zip(at, at[: len(pairs)], strict=False))
        positions += at[len(pairs) :]
        base += len(folded) + 1
    return Terms(terms, positions)


def fingerprint() -> str:
    """Names this analysis: an index made under another fingerprint must be rebuilt."""
    parts = [str(VERSION)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _columns(
    text: str, found: Sequence[tuple[int, int]], shown: Sequence[str], *, words: bool
) -> dict[str, Terms]:
    folded = [_FOLDED[surface] for surface in shown]
    exact = [_EXACT[surface] for surface in shown]
    pairs = _pairs(folded)
    compounds = list(compound_words.compounds(text, found)) if words else []
    return {
        "folded": Terms(folded, range(len(folded))),
        "exact": Terms(exact, range(len(exact))),
        "pair": Terms(pairs, range(len(pairs))),
        "word": Terms(
            ["_".join(exact[first:last]) for first, last in compounds],
            [first for first, _ in compounds],
        ),
    }


def _pairs(folded: Sequence[str]) -> list[str]:
    return [f"{first}_{second}" for first, second in pairwise(folded)]

"""A text as every index field sees it. Index and query go through the same functions."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple, TypeVar

from analyzers import words as compound_words
from analyzers.fold import fold
from analyzers.identifiers import Reference, references
from analyzers.known import LONGEST_KNOWN, SYLLABLES
from analyzers.lexicon import rows
from analyzers.misread import figures, misread
from analyzers.syllables import PATTERN, all_joined, spans
from analyzers.token import Span, Terms, Token
from analyzers.tones import tone_key
from analyzers.type_table import document_types
from analyzers.variants import Extra, Variants, changes, may_change
from analyzers.variants import variants as variants_of

_T = TypeVar("_T")

VERSION: Final = 13
"""Raised whenever the same text gives other terms than before, or an entry other fields."""

_SAME_TERMS: Final = {"60d4887330284219": "1e48be5ef65138ef"}
"""Digest of the tables -> the fingerprint of indexes that have the same terms, made when the tables
were written in another way. These indexes stay readable."""


class Analysis(NamedTuple):
    """One text's terms, field by field, and where each of them stands in it."""

    folded: Terms
    """Syllables without accents; abbreviations both short and written out (``variants``)."""
    exact: Terms
    """The same syllables with accents, wherever the tone mark was placed. As long as ``folded``."""
    pair: Terms
    """Two adjacent folded syllables, ``thi_dua``, at the position of the first."""
    exact_pair: Terms
    """Two adjacent syllables with accents: what accents are restored from."""
    word: Terms
    """pyvi's compounds of two syllables or more, ``thi_đua``. Empty where not asked for."""
    ref: Terms
    """Document numbers, dates and amounts in canonical form (``identifiers``)."""
    syllables: list[Token]
    """The surface, with spans. Positions are those of the terms: after an abbreviation they go on
    as if it had been written out."""
    spans: list[Span]
    """For each term of ``folded``, the piece of the text that says it."""
    references: list[Reference]
    """What ``ref`` was made of; ``first`` and ``last`` are indexes into ``syllables``."""


class Syllables(NamedTuple):
    """What ``analyze`` begins with, and all that marks need: no tokens, pairs or references."""

    spans: list[tuple[int, int]]
    shown: list[str]
    """As the text writes them."""
    folded: list[str]
    """Each without accents. These three are as long as the text has syllables."""
    variants: Variants
    """The canonical sequence, with abbreviations both short and written out."""

    def span(self, first: int, last: int) -> Span:
        """The piece of the text that the syllables [first, last) are."""
        return Span(self.spans[first][0], self.spans[last - 1][1])


class _Cache(dict[str, _T]):
    """A function's results by surface syllable, emptied when full."""

    def __init__(self, function: Callable[[str], _T]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, syllable: str) -> _T:
        if len(syllable) > LONGEST_KNOWN:
            return self._function(syllable)
        if len(self) >= SYLLABLES:
            self.clear()
        result = self[syllable] = self._function(syllable)
        return result


_FOLDED = _Cache(fold)
_EXACT = _Cache(tone_key)
_CHANGING = _Cache(lambda shown: may_change(_FOLDED[shown]))


def skim(text: str, *, recognised: bool = False) -> Syllables:
    """The syllables of a text, in half the time of ``analyze``.

    Args:
        recognised: a machine read it from a picture: what it may have misread has further terms.
    """
    found = spans(text)
    shown = [text[start:end] for start, end in found]
    folded = list(map(_FOLDED.__getitem__, shown))
    exact = list(map(_EXACT.__getitem__, shown))
    variants = variants_of(shown, folded, exact)
    return Syllables(found, shown, folded, misread(folded, variants) if recognised else variants)


class Plain(NamedTuple):
    """A text whose syllables are all their own canonical form, one a position."""

    matches: list[re.Match[str]]
    """Where they stand."""
    shown: list[str]
    """As the text writes them."""


def plain_syllables(text: str) -> Plain | None:
    """The syllables of a text in a third of the time of ``skim``; None where some of them have
    another canonical form (abbreviations, numerals). Short forms of what is written out, which
    ``skim`` has besides, are left out."""
    if not all_joined(text):
        return None
    matches = list(PATTERN.finditer(text))
    shown = [match[0] for match in matches]
    if any(map(_CHANGING.__getitem__, shown)) and changes(
        shown, list(map(_FOLDED.__getitem__, shown))
    ):
        return None
    return Plain(matches, shown)


def folded_syllables(shown: Iterable[str]) -> list[str]:
    """Syllables without accents."""
    return list(map(_FOLDED.__getitem__, shown))


def exact_syllable(shown: str) -> str:
    """A syllable with accents, wherever the tone mark was placed."""
    return _EXACT[shown]


def analyze(text: str, *, words: bool = True) -> Analysis:
    """All terms of a text, with the spans they stand at.

    ``words=False`` leaves the compounds out, and with them the loading of the word model.
    """
    reading = _read(text)
    columns = _columns(text, reading, words=words)
    found, positions = reading.spans, reading.positions
    tokens = [
        Token(surface, position, Span(*span))
        for surface, position, span in zip(reading.shown, positions, found, strict=True)
    ]
    variants = reading.variants
    sources = _merged(
        [variants.source(position) for position in range(len(variants.folded))],
        [(extra.first, extra.last) for extra in variants.extras],
        variants.extras,
    )
    return Analysis(
        **columns,
        syllables=tokens,
        spans=[Span(found[first][0], found[last - 1][1]) for first, last in sources],
        references=reading.references,
    )


def field_terms(text: str, *, recognised: bool = False) -> dict[str, Terms]:
    """Index field -> terms, as ``analyze`` gives them, without making a token of each syllable; of
    a recognised text with what it may have misread (``analyzers.misread``)."""
    return _columns(text, _read(text, recognised=recognised), words=True)


def context_terms(texts: Sequence[str]) -> Terms:
    """Syllables, pairs and canonical references of a clause's surroundings (title, number,
    headings), all in one field. No pair reaches from one text into the next."""
    terms: list[tuple[int, str]] = []
    base = 0
    for text in texts:
        columns = _columns(text, _read(text), words=False)
        for field in ("folded", "pair", "ref"):
            column = columns[field]
            terms += [
                (base + position, term)
                for position, term in zip(column.positions, column.texts, strict=True)
            ]
        base += max(columns["folded"].positions, default=0) + 2
    terms.sort()
    return Terms([term for _, term in terms], [position for position, _ in terms])


def pairs(text: str) -> list[str]:
    """``analyze(text).pair.texts``, in less than half of the time."""
    return _adjacent(skim(text).variants.folded)


def written_out(text: str) -> Sequence[str]:
    """The syllables of a text without accents, abbreviations written out."""
    return skim(text).variants.folded


def fingerprint() -> str:
    """Names this analysis: an index made under another fingerprint must be rebuilt."""
    codes = sorted((kind.code, kind.name) for kind in document_types() if kind.code)
    parts = [VERSION, rows("abbreviations"), codes, rows("issuers")]
    digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
    return _SAME_TERMS.get(digest, digest)


class _Reading(NamedTuple):
    """A text cut into syllables and understood, before it becomes columns."""

    spans: list[tuple[int, int]]
    shown: list[str]
    variants: Variants
    positions: Sequence[int]
    """For each syllable of the text, its position among the terms."""
    references: list[Reference]


def _read(text: str, *, recognised: bool = False) -> _Reading:
    skimmed = skim(text, recognised=recognised)
    seen = text
    folded: Sequence[str] = skimmed.folded
    if recognised:
        seen, folded = figures(text, skimmed.spans, folded)
    return _Reading(
        skimmed.spans,
        skimmed.shown,
        skimmed.variants,
        _positions(skimmed.variants, len(skimmed.shown)),
        references(seen, skimmed.spans, folded),
    )


def _adjacent(syllables: Sequence[str]) -> list[str]:
    return ["_".join(pair) for pair in pairwise(syllables)]


def _positions(variants: Variants, count: int) -> Sequence[int]:
    if variants.sources is None:
        return range(count)
    positions = [0] * count
    seen = -1
    for position, (first, last) in enumerate(variants.sources):
        if first > seen:
            for offset, index in enumerate(range(first, last)):
                positions[index] = position + offset
            seen = last - 1
    return positions


def _columns(text: str, reading: _Reading, *, words: bool) -> dict[str, Terms]:
    variants, positions = reading.variants, reading.positions
    extras = variants.extras
    folded_pairs, accented_pairs = _adjacent(variants.folded), _adjacent(variants.exact)
    at: Sequence[int] = range(len(variants.folded))
    if extras:
        at = _merged(at, [extra.position for extra in extras], extras)
    compounds = list(compound_words.compounds(text, reading.spans)) if words else []
    return {
        "folded": Terms(_merged(variants.folded, [extra.folded for extra in extras], extras), at),
        "exact": Terms(_merged(variants.exact, [extra.exact for extra in extras], extras), at),
        "pair": Terms(folded_pairs, range(len(folded_pairs))),
        "exact_pair": Terms(accented_pairs, range(len(accented_pairs))),
        "word": Terms(
            ["_".join(map(_EXACT.__getitem__, reading.shown[a:b])) for a, b in compounds],
            [positions[first] for first, _ in compounds],
        ),
        "ref": Terms(
            [term for found in reading.references for term in found.terms],
            [positions[found.first] for found in reading.references for _ in found.terms],
        ),
    }


def _merged(
    canonical: Sequence[_T], further: Sequence[_T], extras: Sequence[Extra]
) -> Sequence[_T]:
    """``further[i]`` put behind what is canonical at the position of ``extras[i]``."""
    if not extras:
        return canonical
    merged: list[_T] = []
    done = 0
    for extra, value in zip(extras, further, strict=True):
        merged += canonical[done : extra.position + 1]
        done = max(done, extra.position + 1)
        merged.append(value)
    merged += canonical[done:]
    return merged

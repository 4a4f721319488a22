"""A query typed in Telex or VNI while the input method was off, read as it was meant.

It is read so only where the index speaks for it: what was typed is no syllable of the language
and hardly a word of the index, what it decodes to is one, and stands beside its neighbours
somewhere. Anything else (English words, abbreviations, codes) stays as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from analyzers.analysis import analyze
from analyzers.fold import fold
from analyzers.keystrokes import decoded, marked, plausible
from analyzers.token import Token
from analyzers.tones import tone_key
from indexer.querying.notices import AS_TYPED, Notice
from indexer.suggesting.spelling import cased, replaced
from indexer.suggesting.term_counts import Counts

MAX_SYLLABLES: Final = 60
"""Of a query that is looked at; the rest is left as it is."""
_TIMES: Final = 50
"""How many times as frequent as what was typed the decoded word must be, where both are known:
documents hold keystrokes, too."""
_SYNTAX: Final = re.compile(
    r"""(?<!\S)(?:AND|OR|NOT|NEAR(?:/\d+)?)(?!\S)|(?<!\w)\w+:(?:"[^"]*"|\S+)|\S*(?:\*|\?\w)\S*"""
)
"""Operators, fields and patterns."""
_FOREIGN: Final = frozenset(
    [
        "as",
        "bar",
        "bars",
        "best",
        "bonus",
        "bus",
        "car",
        "cars",
        "cost",
        "door",
        "exam",
        "gas",
        "gis",
        "gps",
        "has",
        "his",
        "how",
        "is",
        "its",
        "law",
        "lee",
        "list",
        "low",
        "mix",
        "moon",
        "new",
        "news",
        "noon",
        "nor",
        "now",
        "per",
        "plus",
        "pos",
        "post",
        "queen",
        "room",
        "sars",
        "sex",
        "sir",
        "solo",
        "soon",
        "star",
        "tax",
        "taxi",
        "teen",
        "test",
        "too",
        "tour",
        "us",
        "visa",
        "was",
    ]
)
"""Words of other languages that also are keystrokes of some syllable."""


@dataclass(frozen=True, slots=True)
class _Word:
    token: Token
    key: str
    """With its accents, decoded where it may be keystrokes."""
    meant: str = ""
    """What it decodes to, where the index knows that far better; else empty."""
    unknown: str = ""
    """What it decodes to, where the index knows neither, or it may be a foreign word."""
    certain: bool = False
    """The index does not know what was typed, and two keys or more are of one letter."""


def decode(text: str, counts: Counts) -> str | None:
    """The query with its keystrokes read back, or ``None`` where it has none."""
    if not _may_hold(text):
        return None
    words = list(_words(text, counts))
    typed = [word for word in words if word.meant]
    if not typed:
        return None
    beside = _beside(words, counts)
    supported = len(words) > 1 and any(word.meant for at, word in enumerate(words) if at in beside)
    taken = [
        word
        for at, word in enumerate(words)
        if word.meant and (word.certain or (supported and at in beside))
    ]
    if not taken or (len(words) > 1 and not supported and len(taken) * 2 <= len(words)):
        return None
    if len(taken) > 1:  # whoever typed so typed the rest so
        taken = [word for word in words if word.meant or word.unknown]
    return replaced(
        text,
        [(word.token, cased(word.token.text, word.meant or word.unknown)) for word in taken],
    )


def notice(typed: str, meant: str) -> Notice:
    """What was done, with the way back."""
    return Notice(
        "keystrokes",
        "Đã đọc phím gõ Telex hay VNI thành «%(meant)s».",
        {"meant": meant},
        typed,
        literal=True,
        action=AS_TYPED,
    )


def _may_hold(text: str) -> bool:
    """Whether any word may be keystrokes; most queries end here, before the index is asked."""
    return any(not plausible(fold(word)) and decoded(word) for word in re.findall(r"\w+", text))


def _words(text: str, counts: Counts) -> Iterator[_Word]:
    analysis = analyze(text, words=False)
    named = {at for found in analysis.references for at in range(found.first, found.last)}
    syntax = [match.span() for match in _SYNTAX.finditer(text)]
    tokens = [
        token
        for at, token in enumerate(analysis.syllables)
        if at not in named
        and not token.text.isdigit()
        and not any(start <= token.span.start < end for start, end in syntax)
    ][:MAX_SYLLABLES]
    known = counts.known([fold(token.text) for token in tokens])
    for token, count in zip(tokens, known, strict=True):
        folded = fold(token.text)
        read = None if plausible(folded) else decoded(token.text)
        foreign = folded in _FOREIGN
        often = dict(counts.forms(fold(read))).get(tone_key(read), 0) if read else 0
        if read and often > _TIMES * count and not foreign:
            certain = not count and marked(read)
            yield _Word(token, tone_key(read), meant=read, certain=certain)
        else:
            unknown = read if read and not count and (foreign or not often) else ""
            yield _Word(token, tone_key(token.text), unknown=unknown)


def _beside(words: Sequence[_Word], counts: Counts) -> set[int]:
    """The words that stand beside a neighbour of theirs somewhere in the index."""
    pairs = [f"{one.key}_{two.key}" for one, two in pairwise(words)]
    found = [at for at, count in enumerate(counts.pairs(pairs)) if count]
    return {*found, *(at + 1 for at in found)}

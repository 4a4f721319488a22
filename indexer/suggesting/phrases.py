"""What is being typed, completed with phrases of the documents (``ingest.phrases``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from analyzers.syllables import surfaces
from analyzers.tones import spelled
from indexer.core.engine import Reader
from indexer.core.phrase_terms import MAX_SYLLABLES, exactly, phrase_of
from indexer.suggesting.term_counts import folded_key, openings
from indexer.suggesting.typed import Typed

_LOOKED_AT: Final = 40
"""Terms that one completion chooses from, the most frequent ones."""
_GOES_ON: Final = 0.8
"""Share of a phrase's documents from which a longer one stands for it."""
_CONTEXT: Final = 3
"""Syllables before the last one that a completion looks at where all of them lead nowhere."""


class Completion(NamedTuple):
    """One way to go on."""

    key: str
    """Its folded syllables, with single blanks."""
    text: str


def phrases(engine: Reader, typed: Typed, limit: int) -> list[Completion]:
    """The phrases that begin with what was typed, in most documents first."""
    if len(typed.tokens) > MAX_SYLLABLES:
        return []
    *finished, _ = typed.folded
    counts: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = {}
    for last in typed.last:
        prefix = " ".join([*finished, last])
        for term, count in engine.most_frequent("phrase", prefix, _LOOKED_AT):
            key, text = phrase_of(term)
            counts[key] += count
            spellings.setdefault(key, Counter())[text] += count
    # The same phrase is spelled in several ways, and of one spelling others have the frequency.
    shown = {key: _usual(seen) for key, seen in spellings.items()}
    agreeing = [key for key in counts if typed.agrees(surfaces(shown[key]))]
    ranked = sorted(agreeing, key=lambda key: (-counts[key], len(key), key))
    kept = [key for key in ranked if key != typed.key and not _goes_on(key, counts)]
    return [Completion(key, shown[key]) for key in kept[:limit]]


def further(engine: Reader, typed: Typed, limit: int) -> list[Completion]:
    """What was typed with its last syllables completed, where they go on and the whole does not:
    of the longest ending that does."""
    count = len(typed.tokens)
    for first in range(max(1, count - 1 - _CONTEXT), count - 1):
        rest = typed.after(first)
        found = phrases(engine, rest, limit)
        if found:
            before = _with_accents(engine, typed, first)
            key = " ".join(typed.folded[:first])
            return [Completion(f"{key} {one.key}", before + one.text) for one in found]
    return []


def _with_accents(engine: Reader, typed: Typed, count: int) -> str:
    """The first syllables as typed; where they have no accents, with those of the most frequent
    phrase, or of the most frequent syllable, that they may be."""
    text = typed.text[: typed.tokens[count].span.start]
    if not text.isascii():
        return text
    shown: list[str] = []
    while len(shown) < count:
        at = len(shown)
        pair = exactly(typed.folded[at : at + 2])
        known = engine.most_frequent("phrase", pair, 1) if at + 2 <= count else []
        shown += surfaces(phrase_of(known[0][0])[1]) if known else [_syllable(engine, typed, at)]
    made, end = "", 0
    for token, word in zip(typed.tokens[:count], shown, strict=True):
        cased = word[:1].upper() + word[1:] if token.text[:1].isupper() else word.lower()
        made += text[end : token.span.start] + cased
        end = token.span.end
    return made + text[end:]


def _syllable(engine: Reader, typed: Typed, at: int) -> str:
    found = [
        (count, key)
        for opening in openings(typed.folded[at])
        for key, count in engine.most_frequent("exact", opening, _LOOKED_AT)
        if folded_key(key) == typed.folded[at]
    ]
    return spelled(max(found)[1]) if found else typed.tokens[at].text


def _usual(seen: Counter[str]) -> str:
    """The spelling of most documents; of two, the one with fewer capitals."""
    return max(seen, key=lambda text: (seen[text], -sum(c.isupper() for c in text), text))


def _goes_on(key: str, counts: Counter[str]) -> bool:
    """Whether a phrase is nearly always the beginning of one and the same longer one."""
    return any(
        longer.startswith(f"{key} ") and count >= _GOES_ON * counts[key]
        for longer, count in counts.items()
    )


def distinct(found: Iterable[Completion]) -> list[str]:
    """The texts, those that say the same once."""
    first: dict[str, str] = {}
    for one in found:
        first.setdefault(one.key, one.text)
    return list(first.values())

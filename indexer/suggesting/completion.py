"""What is being typed, completed with what a few clauses say next: for words that are rare.

What the documents say often is looked up instead (``indexer.suggesting.phrases``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from analyzers.fold import fold
from analyzers.function_words import ends_phrase
from analyzers.syllables import spans, syllables
from indexer.core.engine import EngineRequest, Reader
from indexer.core.query import All, Prefix, Query, Term

READ: Final = 12
"""Clauses that are read for one completion: the best for the words typed so far."""
LOOKED_AT: Final = 4_000
"""Code points of a clause that are read."""
FURTHER: Final = 2
"""Syllables that a completion goes beyond what was typed."""
MAX_WORDS: Final = 8

Folded = tuple[str, ...]
"""Syllables without accents."""


def complete(engine: Reader, typed: str, limit: int) -> list[str]:
    """Phrases of the documents that begin with what was typed, accents aside.

    Args:
        typed: some syllables; the last may be unfinished.
        limit: the most phrases.

    Returns:
        The most frequent among the best clauses first, each as the documents write it, in lower
        case unless they always have capitals.
    """
    words = [fold(token.text) for token in syllables(typed)]
    if not words or len(words) > MAX_WORDS:
        return []
    parts: list[Query] = [Term("folded", word) for word in dict.fromkeys(words[:-1])]
    parts.append(Prefix("folded", words[-1]))
    counts: Counter[Folded] = Counter()
    spellings: dict[Folded, Counter[str]] = {}
    for hit in engine.search(EngineRequest(All(tuple(parts)), limit=READ)).hits:
        for folded, phrase in dict(_phrases(hit.clause.text[:LOOKED_AT], words)).items():
            counts[folded] += 1
            spellings.setdefault(folded, Counter())[phrase] += 1
    ranked = sorted(counts, key=lambda folded: (-counts[folded], len(folded), folded))
    shown = [f for f in ranked if f != tuple(words) and not _goes_on(f, counts)]
    return [_spelling(spellings[folded]) for folded in shown[:limit]]


def _goes_on(folded: Folded, counts: Counter[Folded]) -> bool:
    """Whether a phrase is nearly always the beginning of one and the same longer one."""
    return any(
        len(longer) == len(folded) + 1 and longer[:-1] == folded and count * 5 >= counts[folded] * 4
        for longer, count in counts.items()
    )


def _phrases(text: str, words: Sequence[str]) -> Iterator[tuple[Folded, str]]:
    """Each run of syllables that the words begin, at its own length and longer, unless it ends in
    a word that no phrase ends in."""
    found = spans(text)
    shown = [text[start:end] for start, end in found]
    folded = list(map(fold, shown))
    size = len(words)
    *finished, last = words
    for start in range(len(found) - size + 1):
        before_last = start + size - 1
        if folded[before_last].startswith(last) and folded[start:before_last] == finished:
            for end in range(start + 1, min(start + size + FURTHER, len(found)) + 1):
                if end > start + 1 and text[found[end - 2][1] : found[end - 1][0]] != " ":
                    break  # something but a single blank stands between two syllables
                if end >= start + size and not ends_phrase(shown[end - 1]):
                    yield tuple(folded[start:end]), text[found[start][0] : found[end - 1][1]]


def _spelling(seen: Counter[str]) -> str:
    """The usual spelling; of one word in two cases, the one with fewer capitals."""
    return max(seen, key=lambda text: (seen[text], -sum(c.isupper() for c in text), text))

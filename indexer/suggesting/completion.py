"""What is being typed, completed with what the documents say next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from analyzers.fold import fold
from analyzers.syllables import syllables
from analyzers.token import Token
from indexer.core.engine import EngineRequest, Reader
from indexer.core.query import All, Prefix, Query, Term

READ: Final = 60
"""Clauses that are read for one completion: the best for the words typed so far."""
LOOKED_AT: Final = 20_000
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
    """Each run of syllables that the words begin, at its own length and longer."""
    tokens = list(syllables(text))
    folded = tuple(fold(token.text) for token in tokens)
    for start in range(len(tokens) - len(words) + 1):
        run = tokens[start : start + len(words) + FURTHER]
        if _begins(folded[start:], words):
            for end in range(len(words), len(run) + 1):
                if not _together(text, run[:end]):
                    break
                yield folded[start : start + end], text[run[0].span.start : run[end - 1].span.end]


def _begins(folded: Folded, words: Sequence[str]) -> bool:
    last = len(words) - 1
    return folded[:last] == tuple(words[:-1]) and folded[last].startswith(words[-1])


def _together(text: str, run: Sequence[Token]) -> bool:
    """Whether nothing but single blanks stands between the syllables."""
    pairs = pairwise(run)
    return all(text[one.span.end : two.span.start] == " " for one, two in pairs)


def _spelling(seen: Counter[str]) -> str:
    """The usual spelling; of one word in two cases, the one with fewer capitals."""
    return max(seen, key=lambda text: (seen[text], -sum(c.isupper() for c in text), text))

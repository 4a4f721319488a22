"""What is being typed, completed with what a few clauses say next: for words that are rare.

What the documents say often is looked up instead (``indexer.suggesting.phrases``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import gt
from typing import Final

from analyzers.fold import fold
from analyzers.function_words import ends_phrase
from analyzers.syllables import spans, surfaces
from analyzers.tones import tone_key
from indexer.core.engine import EngineRequest, Reader
from indexer.core.query import All, Any, Prefix, Query, Term
from indexer.suggesting.typed import Typed

READ: Final = 12
"""Clauses that are read for one completion: the best for the words typed so far."""
LOOKED_AT: Final = 4_000
"""Code points of a clause that are read."""
FURTHER: Final = 2
"""Syllables that a completion goes beyond what was typed."""
RARE: Final = 1_000
"""Clauses that may say it, up to which some are read."""
PAIRS: Final = 12
"""Ways in which the last two syllables may go on, the most frequent ones."""
MAX_WORDS: Final = 8

Folded = tuple[str, ...]
"""Syllables without accents."""


def complete(engine: Reader, typed: Typed, limit: int) -> list[str]:
    """Phrases of the documents that begin with what was typed, accents aside.

    Returns:
        The most frequent among the best clauses first, each as the documents write it, in lower
        case unless they always have capitals. None where more than
        ``RARE`` clauses may say it.
    """
    words = typed.folded
    query = _query(engine, typed) if 0 < len(words) <= MAX_WORDS else None
    if query is None:
        return []
    counts: Counter[Folded] = Counter()
    spellings: dict[Folded, Counter[str]] = {}
    following: dict[Folded, Counter[str]] = {}
    for hit in engine.search(EngineRequest(query, limit=READ)).hits:
        for folded, (phrase, after) in dict(_phrases(hit.clause.text[:LOOKED_AT], typed)).items():
            counts[folded] += 1
            spellings.setdefault(folded, Counter())[phrase] += 1
            following.setdefault(folded, Counter())[after] += 1
    ranked = sorted(counts, key=lambda folded: (-counts[folded], len(folded), folded))
    shown = [f for f in ranked if f != words and not _goes_on(f, counts)][:limit]
    phrases = [
        (_spelling(spellings[folded]), following[folded].most_common(1)[0][0]) for folded in shown
    ]
    return list(dict.fromkeys(_whole(engine, phrases)))


def _whole(engine: Reader, phrases: Sequence[tuple[str, str]]) -> list[str]:
    """Phrases with the rest of the compound that each ends in: *hết hiệu* goes on to *hết hiệu
    lực*.

    Args:
        phrases: each with the syllable that follows most often; empty where none does.
    """
    terms = [pair for phrase, after in phrases if after for pair in _compounds(phrase, after)]
    counts = dict(zip(terms, engine.frequencies("word", terms), strict=True))
    return [
        f"{phrase} {after}"
        if after and gt(*(counts[pair] for pair in _compounds(phrase, after)))
        else phrase
        for phrase, after in phrases
    ]


def _compounds(phrase: str, after: str) -> tuple[str, str]:
    """The compound of a phrase's last syllable and the next, and of its last two."""
    before, last = (["", *surfaces(phrase)])[-2:]
    return f"{tone_key(last)}_{tone_key(after)}", f"{tone_key(before)}_{tone_key(last)}"


def _query(engine: Reader, typed: Typed) -> Query | None:
    """The clauses that may say it, by its pairs of syllables: they are rarer than syllables, and
    the last, unfinished one leads to few terms. None where too many clauses have them."""
    *finished, _ = typed.folded
    if not finished:
        often = [engine.most_frequent("folded", last, PAIRS) for last in typed.last]
        few = sum(count for found in often for _, count in found) <= RARE
        return Any(tuple(Prefix("folded", last) for last in typed.last)) if few else None
    going_on = [
        pair
        for last in typed.last
        for pair in engine.most_frequent("pair", f"{finished[-1]}_{last}", PAIRS)
    ]
    pairs = ["_".join(pair) for pair in pairwise(finished)]
    known = sorted(zip(engine.frequencies("pair", pairs), pairs, strict=True))[:2]
    fewest = min([sum(count for _, count in going_on), *(count for count, _ in known)])
    if not 0 < fewest <= RARE:
        return None
    ends = Any(tuple(Term("pair", text) for text, _ in going_on))
    return All((*(Term("pair", text) for _, text in known), ends))


def _goes_on(folded: Folded, counts: Counter[Folded]) -> bool:
    """Whether a phrase is nearly always the beginning of one and the same longer one."""
    return any(
        len(longer) == len(folded) + 1 and longer[:-1] == folded and count * 5 >= counts[folded] * 4
        for longer, count in counts.items()
    )


def _phrases(text: str, typed: Typed) -> Iterator[tuple[Folded, tuple[str, str]]]:
    """Each run of syllables that the words begin, at its own length and longer, unless it ends in
    a word that no phrase ends in; with the syllable after it, empty where a phrase ends there."""
    found = spans(text)
    shown = [text[start:end] for start, end in found]
    folded = list(map(fold, shown))
    size = len(typed.folded)
    finished = list(typed.folded[:-1])
    for start in range(len(found) - size + 1):
        before_last = start + size - 1
        if folded[before_last].startswith(typed.last) and folded[start:before_last] == finished:
            for end in range(start + 1, min(start + size + FURTHER, len(found)) + 1):
                if end > start + 1 and text[found[end - 2][1] : found[end - 1][0]] != " ":
                    break  # something but a single blank stands between two syllables
                if end >= start + size and not ends_phrase(shown[end - 1]):
                    ends = end == len(found) or text[found[end - 1][1] : found[end][0]] != " "
                    phrase = text[found[start][0] : found[end - 1][1]]
                    yield tuple(folded[start:end]), (phrase, "" if ends else shown[end])


def _spelling(seen: Counter[str]) -> str:
    """The usual spelling; of one word in two cases, the one with fewer capitals."""
    return max(seen, key=lambda text: (seen[text], -sum(c.isupper() for c in text), text))

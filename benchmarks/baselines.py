"""BM25 over whole articles, as others would do it, with the best of its parameters.

Nothing of ours ranks here but the cutting into syllables. A term's postings are needed of the
queries' terms only, so that trying a pair of parameters takes a second; what a library of BM25
would score is the same (``make bench`` has one beside us).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from analyzers.fold import fold
from analyzers.syllables import surfaces
from benchmarks.intervals import mrr
from indexer.core.query import idf

Tokens = Callable[[str], list[str]]
GRID: Final = tuple((k1, b) for k1 in (0.6, 0.9, 1.2, 2.0) for b in (0.4, 0.75, 0.9))
"""k1 and b that are tried."""
DEPTH: Final = 50


def syllables(text: str) -> list[str]:
    """Syllables with their accents, in lower case."""
    return [syllable.lower() for syllable in surfaces(text)]


def folded(text: str) -> list[str]:
    """Syllables without accents."""
    return [fold(syllable) for syllable in surfaces(text)]


def with_pairs(text: str) -> list[str]:
    """Syllables without accents, and pairs of them."""
    alone = folded(text)
    return [*alone, *("_".join(pair) for pair in pairwise(alone))]


def compounds(text: str) -> list[str]:
    """The words that pyvi's tokenizer finds."""
    from pyvi import ViTokenizer

    words: list[str] = ViTokenizer.tokenize(text).lower().split()
    return words


TOKENS: Final[Mapping[str, Tokens]] = {
    "syllables": syllables,
    "syllables without accents": folded,
    "the same and pairs of them": with_pairs,
    "words of pyvi": compounds,
}


@dataclass(frozen=True, slots=True)
class Postings:
    """Of some terms, over all articles."""

    terms: Mapping[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]]
    """Term -> articles, and how often each has it."""
    lengths: npt.NDArray[np.float64]


def postings(articles: Iterable[str], tokens: Tokens, wanted: frozenset[str]) -> Postings:
    """The postings of the wanted terms."""
    found: dict[str, dict[int, int]] = {term: {} for term in wanted}
    lengths = []
    for number, text in enumerate(articles):
        made = tokens(text)
        lengths.append(len(made))
        for term in made:
            if term in wanted:
                found[term][number] = found[term].get(number, 0) + 1
    terms = {
        term: (np.array([*counts], np.int64), np.array([*counts.values()], np.float64))
        for term, counts in found.items()
        if counts
    }
    return Postings(terms, np.array(lengths, np.float64))


def ranks(
    made: Postings,
    queries: Sequence[Sequence[str]],
    answers: Sequence[frozenset[int]],
    k1: float,
    b: float,
) -> list[int]:
    """For each query the rank of its first right article, 0 below ``DEPTH``."""
    number = len(made.lengths)
    norms = k1 * (1 - b + b * made.lengths / made.lengths.mean())
    impacts = {
        term: idf(number, len(where)) * often * (k1 + 1) / (often + norms[where])
        for term, (where, often) in made.terms.items()
    }
    result = []
    for query, right in zip(queries, answers, strict=True):
        scores = np.zeros(number)
        for term in query:
            if term in impacts:
                scores[made.terms[term][0]] += impacts[term]
        best = np.argpartition(-scores, DEPTH)[:DEPTH]
        order = best[np.argsort(-scores[best], kind="stable")]
        place = (at for at, one in enumerate(order.tolist(), 1) if one in right)
        result.append(next(place, 0))
    return result


def best_ranks(
    articles: Sequence[str],
    queries: Sequence[str],
    answers: Sequence[frozenset[int]],
    tokens: Tokens,
) -> tuple[tuple[float, float], list[int]]:
    """The ranks with the parameters that suit these very queries best, and those parameters: more
    than a fair choice would give."""
    asked = [list(dict.fromkeys(tokens(query))) for query in queries]
    made = postings(articles, tokens, frozenset(term for terms in asked for term in terms))
    runs = {(k1, b): ranks(made, asked, answers, k1, b) for k1, b in GRID}
    chosen = max(runs, key=lambda pair: mrr(runs[pair]))
    return chosen, runs[chosen]

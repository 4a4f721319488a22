"""The meaning of a query, spelled out over whole postings: the reference for every engine.

Set-at-a-time and in plain Python, so it is easy to trust. The in-memory engine and the Whoosh
engine on its stock codec run on it, and faster engines are tested against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from math import log
from typing import Any as Anything
from typing import Protocol

from indexer.core import deadline
from indexer.core import query as q

Scores = dict[int, float]
"""Matching entry -> score. An entry that is missing does not match."""


class Source(Protocol):
    """Postings of live entries, which are numbered in the order of indexing."""

    def frequencies(self, field: str, text: str) -> Mapping[int, int]:
        """Entry -> how often it holds the term."""

    def positions(self, field: str, text: str) -> Mapping[int, Sequence[int]]:
        """Entry -> the term's positions, rising. Only for fields that keep them."""

    def lengths(self, field: str) -> Mapping[int, int]:
        """Entry -> its number of terms in the field; entries without any may be missing."""

    def totals(self, field: str) -> tuple[int, int]:
        """(entries with at least one term in the field, terms they have together)."""

    def live(self) -> AbstractSet[int]:
        """Every entry that may match."""

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Terms with the prefix, in order, each with its document frequency."""


def evaluate(query: q.Query, source: Source) -> Scores:
    """Which entries match and how well, by the table in ``indexer.core.query``."""
    deadline.check()
    return _EVALUATORS[type(query)](query, source)


def idf(n: int, df: int) -> float:
    """Inverse document frequency: never negative, 0 only for an empty collection."""
    return log(1 + (n - df + 0.5) / (df + 0.5))


def _bm25(
    source: Source, field: str, counts: Mapping[int, int], weight: float, idf_sum: float
) -> Scores:
    entries, total = source.totals(field)
    average = total / entries if entries else 1.0
    lengths = source.lengths(field)
    factor = weight * idf_sum * (q.K1 + 1)
    return {
        entry: factor * tf / (tf + q.K1 * (1 - q.B + q.B * lengths[entry] / average))
        for entry, tf in counts.items()
    }


def _term(query: q.Term, source: Source) -> Scores:
    counts = source.frequencies(query.field, query.text)
    n, _ = source.totals(query.field)
    return _bm25(source, query.field, counts, query.weight, idf(n, len(counts)))


def _together(
    query: q.Phrase | q.Near, source: Source, count: Callable[[list[Sequence[int]]], int]
) -> Scores:
    """Entries where the terms stand together, ``count`` saying how often."""
    postings = [source.positions(query.field, text) for text in query.texts]
    if not postings:
        return {}
    n, _ = source.totals(query.field)
    idf_sum = sum(idf(n, len(posting)) for posting in postings)
    common = set(postings[0]).intersection(*postings[1:])
    counts = {entry: count([posting[entry] for posting in postings]) for entry in common}
    found = {entry: tf for entry, tf in counts.items() if tf}
    return _bm25(source, query.field, found, query.weight, idf_sum)


def _phrase(query: q.Phrase, source: Source) -> Scores:
    def occurrences(places: list[Sequence[int]]) -> int:
        starts = set(places[0])
        for positions, offset in zip(places[1:], query.offsets[1:], strict=True):
            starts.intersection_update(position - offset for position in positions)
        return len(starts)

    return _together(query, source, occurrences)


def _near(query: q.Near, source: Source) -> Scores:
    def close(places: list[Sequence[int]]) -> int:
        # Sweep all occurrences in order, keeping where each term was seen last.
        events = sorted(
            (position, index) for index, positions in enumerate(places) for position in positions
        )
        last: dict[int, int] = {}
        for position, index in events:
            last[index] = position
            if len(last) == len(places) and position - min(last.values()) <= query.distance:
                return 1
        return 0

    return _together(query, source, close)


def _prefix(query: q.Prefix, source: Source) -> Scores:
    return {
        entry: query.weight
        for text, _ in source.terms(query.field, query.text)
        for entry in source.frequencies(query.field, text)
    }


def _all(query: q.All, source: Source) -> Scores:
    parts = [evaluate(part, source) for part in query.parts]
    if not parts:
        return dict.fromkeys(source.live(), 0.0)
    common = set(parts[0]).intersection(*parts[1:])
    return {entry: sum(part[entry] for part in parts) for entry in common}


def _any(query: q.Any, source: Source) -> Scores:
    weights = query.weights or (1.0,) * len(query.parts)
    scores: Scores = {}
    worth: dict[int, float] = {}
    for part, weight in zip(query.parts, weights, strict=True):
        for entry, score in evaluate(part, source).items():
            scores[entry] = scores.get(entry, 0.0) + score
            worth[entry] = worth.get(entry, 0.0) + weight
    # Sums of floats: a hair's breadth below the minimum is the minimum.
    return {e: s for e, s in scores.items() if worth[e] >= query.minimum - 1e-9}


def _best(query: q.Best, source: Source) -> Scores:
    scores: Scores = {}
    for part in query.parts:
        for entry, score in evaluate(part, source).items():
            scores[entry] = max(scores.get(entry, score), score)
    return scores


def _not(query: q.Not, source: Source) -> Scores:
    return dict.fromkeys(source.live() - evaluate(query.part, source).keys(), 0.0)


def _prefer(query: q.Prefer, source: Source) -> Scores:
    preferred = evaluate(query.preferred, source)
    return {
        entry: score + preferred.get(entry, 0.0)
        for entry, score in evaluate(query.required, source).items()
    }


def _unscored(query: q.Unscored, source: Source) -> Scores:
    return dict.fromkeys(evaluate(query.part, source), 0.0)


def _everything(_: q.Everything, source: Source) -> Scores:
    return dict.fromkeys(source.live(), 0.0)


def _nothing(_: q.Nothing, __: Source) -> Scores:
    return {}


_EVALUATORS: dict[type, Callable[[Anything, Source], Scores]] = {
    q.Term: _term,
    q.Phrase: _phrase,
    q.Near: _near,
    q.Prefix: _prefix,
    q.All: _all,
    q.Any: _any,
    q.Best: _best,
    q.Not: _not,
    q.Prefer: _prefer,
    q.Unscored: _unscored,
    q.Everything: _everything,
    q.Nothing: _nothing,
}

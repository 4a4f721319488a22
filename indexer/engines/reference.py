"""What a query means, in plain Python over whole posting lists: the reference for every engine.

Slow, but easy to check against the table in ``indexer.core.query``. The in-memory engine and the
Whoosh engine with Whoosh's own codec run on it, and faster engines are tested against it.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, Protocol

from indexer.core import deadline
from indexer.core import query as q
from indexer.core.exhaustive import assert_never
from indexer.core.norms import rounded_length

_POSITIONS: Final = 12
"""Units of work for each entry whose positions are looked at."""
DocScores = dict[int, float]
"""Doc id -> score, of the entries that match."""


class PostingsReader(Protocol):
    """The postings of live entries. Doc ids rise in the order of indexing."""

    def frequencies(self, field: str, text: str) -> Mapping[int, int]:
        """Doc id -> how often the entry holds the term."""

    def positions(self, field: str, text: str) -> Mapping[int, Sequence[int]]:
        """Doc id -> the term's positions, rising. Only for fields that have positions."""

    def lengths(self, field: str) -> Mapping[int, int]:
        """Doc id -> exact number of terms in the field; entries without any may be missing."""

    def totals(self, field: str) -> tuple[int, int]:
        """(entries with at least one term in the field, terms they have together)."""

    def live(self) -> AbstractSet[int]:
        """Every entry that may match."""

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Terms with the prefix, in order, each with its document frequency."""


def most_frequent(terms: Iterable[tuple[str, int]], limit: int) -> list[tuple[str, int]]:
    """The ``limit`` most frequent of some terms, then in code point order."""
    return heapq.nsmallest(limit, terms, key=lambda term: (-term[1], term[0]))


def evaluate(  # noqa: C901 - one case for each kind of node
    query: q.Query, reader: PostingsReader
) -> DocScores:
    """Which entries match and how well, by the table in ``indexer.core.query``."""
    deadline.check()
    match query:
        case q.Term():
            return _term(query, reader)
        case q.Phrase():
            return _phrase(query, reader)
        case q.Near():
            return _near(query, reader)
        case q.Prefix():
            return _prefix(query, reader)
        case q.Share():
            return _share(query, reader)
        case q.All():
            return _all(query, reader)
        case q.Any():
            return _any(query, reader)
        case q.Best():
            return _best(query, reader)
        case q.Not():
            return _not(query, reader)
        case q.Prefer():
            return _prefer(query, reader)
        case q.Unscored():
            return _unscored(query, reader)
        case q.Constant():
            return dict.fromkeys(evaluate(query.part, reader), query.weight)
        case q.Everything():
            return dict.fromkeys(reader.live(), 0.0)
        case q.Nothing():
            return {}
        case other:
            assert_never(other)


def _bm25(
    reader: PostingsReader, field: str, counts: Mapping[int, int], weight: float, idf_sum: float
) -> DocScores:
    entries, total = reader.totals(field)
    average = total / entries if entries else 1.0
    lengths = reader.lengths(field)
    factor = weight * idf_sum * (q.K1 + 1)
    return {
        doc_id: factor
        * tf
        / (tf + q.K1 * (1 - q.B + q.B * rounded_length(lengths[doc_id]) / average))
        for doc_id, tf in counts.items()
    }


def _term(query: q.Term, reader: PostingsReader) -> DocScores:
    counts = reader.frequencies(query.field, query.text)
    deadline.spend(len(counts))
    n, _ = reader.totals(query.field)
    return _bm25(reader, query.field, counts, query.weight, q.idf(n, len(counts)))


def _together(
    query: q.Phrase | q.Near, reader: PostingsReader, count: Callable[[list[Sequence[int]]], int]
) -> DocScores:
    """Entries where the terms occur together; ``count`` returns how often."""
    postings = [reader.positions(query.field, text) for text in query.texts]
    if not postings:
        return {}
    deadline.spend(_POSITIONS * sum(map(len, postings)))
    n, _ = reader.totals(query.field)
    idf_sum = sum(q.idf(n, len(posting)) for posting in postings)
    common = set(postings[0]).intersection(*postings[1:])
    counts = {doc_id: count([posting[doc_id] for posting in postings]) for doc_id in common}
    found = {doc_id: tf for doc_id, tf in counts.items() if tf}
    return _bm25(reader, query.field, found, query.weight, idf_sum)


def _phrase(query: q.Phrase, reader: PostingsReader) -> DocScores:
    def occurrences(lists: list[Sequence[int]]) -> int:
        starts = set(lists[0])
        for positions, offset in zip(lists[1:], query.offsets[1:], strict=True):
            starts.intersection_update(position - offset for position in positions)
        return len(starts)

    return _together(query, reader, occurrences)


def _near(query: q.Near, reader: PostingsReader) -> DocScores:
    def close(lists: list[Sequence[int]]) -> int:
        # Sweep all occurrences in order, remembering where each term was seen last.
        events = sorted(
            (position, index) for index, positions in enumerate(lists) for position in positions
        )
        last: dict[int, int] = {}
        for position, index in events:
            last[index] = position
            if len(last) == len(lists) and position - min(last.values()) <= query.distance:
                return 1
        return 0

    found = _together(query, reader, close)
    scores = dict.fromkeys(found, 0.0)
    for text in query.texts:
        own = _term(q.Term(query.field, text, query.weight), reader)
        for doc_id in scores:
            scores[doc_id] += own[doc_id]
    return scores


def _prefix(query: q.Prefix, reader: PostingsReader) -> DocScores:
    return {
        doc_id: query.weight
        for text, _ in reader.terms(query.field, query.text)
        for doc_id in reader.frequencies(query.field, text)
    }


def _share(query: q.Share, reader: PostingsReader) -> DocScores:
    n, _ = reader.totals(query.field)
    held: dict[int, float] = {}
    counts: dict[int, int] = {}
    for text in query.texts:
        found = reader.frequencies(query.field, text)
        for doc_id in found:
            held[doc_id] = held.get(doc_id, 0.0) + q.idf(n, len(found))
            counts[doc_id] = counts.get(doc_id, 0) + 1
    lengths = reader.lengths(query.field)
    return {
        doc_id: query.weight
        * (part / (part + query.rest * (lengths[doc_id] - counts[doc_id]))) ** 2
        for doc_id, part in held.items()
    }


def _all(query: q.All, reader: PostingsReader) -> DocScores:
    parts = [evaluate(part, reader) for part in query.parts]
    if not parts:
        return dict.fromkeys(reader.live(), 0.0)
    common = set(parts[0]).intersection(*parts[1:])
    return {doc_id: sum(part[doc_id] for part in parts) for doc_id in common}


def _any(query: q.Any, reader: PostingsReader) -> DocScores:
    weights = query.weights or (1.0,) * len(query.parts)
    scores: DocScores = {}
    worth: dict[int, float] = {}
    for part, weight in zip(query.parts, weights, strict=True):
        for doc_id, score in evaluate(part, reader).items():
            scores[doc_id] = scores.get(doc_id, 0.0) + score
            worth[doc_id] = worth.get(doc_id, 0.0) + weight
    # Sums of floats: a little below the minimum counts as the minimum.
    return {d: s for d, s in scores.items() if worth[d] >= query.minimum - q.EPSILON}


def _best(query: q.Best, reader: PostingsReader) -> DocScores:
    scores: DocScores = {}
    for part in query.parts:
        for doc_id, score in evaluate(part, reader).items():
            scores[doc_id] = max(scores.get(doc_id, score), score)
    return scores


def _not(query: q.Not, reader: PostingsReader) -> DocScores:
    return dict.fromkeys(reader.live() - evaluate(query.part, reader).keys(), 0.0)


def _prefer(query: q.Prefer, reader: PostingsReader) -> DocScores:
    preferred = evaluate(query.preferred, reader)
    return {
        doc_id: score + preferred.get(doc_id, 0.0)
        for doc_id, score in evaluate(query.required, reader).items()
    }


def _unscored(query: q.Unscored, reader: PostingsReader) -> DocScores:
    return dict.fromkeys(evaluate(query.part, reader), 0.0)

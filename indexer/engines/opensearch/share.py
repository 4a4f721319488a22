"""``Share`` without scripts, which not every server runs: a weighted mean is a quotient.

Of an entry that holds the terms H of those that are asked for, and ``length`` terms in all, the
share is ``A / D`` with ``A`` the sum of idf over H and ``D = A + rest * (length - |H|)``. The mean
of the functions of a ``function_score`` is the sum of score times weight over the sum of weights,
of those whose filter matches. So each term of H is a function that adds its idf above and nothing
(``_NONE``) below, and the rest of the functions, with the score 0, add up to D below:

    D = rest * length - C + (sum over H of max(idf - rest, 0))
                          + (sum over the asked, not in H, of max(rest - idf, 0))

with ``C`` the sum of ``max(rest - idf, 0)`` over all that are asked. Each length is a function of
its own with the weight ``rest * length - C``. Weights cannot be negative: entries so short that
this would be are grouped by how many terms they hold as well, in a query of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any, Final

from indexer.core.query import Share
from indexer.engines.opensearch.mapping import LONGEST_SHARED

_NONE: Final = 1e-9
"""A weight that is as good as none: weights are single precision, sums are double."""
_NOWHERE: Final = "missing_number"
"""A field that no entry has."""

Dsl = dict[str, Any]


def share(query: Share, idfs: Sequence[float], stored: Callable[[str, str], str]) -> Dsl:
    """A query that scores as ``Share`` does.

    Args:
        idfs: of each of its terms; 0: nothing holds it.
    """
    asked = {
        stored(query.field, text): idf
        for text, idf in zip(query.texts, idfs, strict=True)
        if idf > 0
    }
    if not asked:
        return {"match_none": {}}
    field, rest = query.field, query.rest
    below = sum(max(rest - idf, 0.0) for idf in asked.values())
    first = max(1, ceil(below / rest)) if rest > 0 else 1
    holds = {"terms": {field: list(asked)}}
    parts = []
    if first <= LONGEST_SHARED:
        long = {"bool": {"filter": [holds], "must_not": _lengths(field, range(1, first))}}
        parts.append(_squared(long, [*_above(field, asked), *_long(field, asked, rest, first)]))
    if first > 1:
        short = {"bool": {"filter": [holds, *_any_length(field, range(1, first))]}}
        parts.append(_squared(short, [*_above(field, asked), *_short(field, asked, rest, first)]))
    whole = {"bool": {"should": parts, "minimum_should_match": 1}}
    # Not "boost", which goes to the queries whose scores the functions replace.
    return {"function_score": {"query": whole, "weight": query.weight}}


def _squared(entries: Dsl, functions: list[Dsl]) -> Dsl:
    once = {
        "function_score": {
            "query": {"constant_score": {"filter": entries}},
            "functions": functions, "score_mode": "avg", "boost_mode": "replace",
        }
    }  # fmt: skip
    return {
        "function_score": {
            "query": once, "functions": functions, "score_mode": "avg", "boost_mode": "multiply",
        }
    }  # fmt: skip


def _above(field: str, asked: dict[str, float]) -> list[Dsl]:
    """The sum of idf of what is held, and nothing below it."""
    return [_function(_term(field, text), _NONE, idf / _NONE) for text, idf in asked.items()]


def _long(field: str, asked: dict[str, float], rest: float, first: int) -> list[Dsl]:
    below = sum(max(rest - idf, 0.0) for idf in asked.values())
    lengths = [
        _function(_length(field, length), rest * length - below)
        for length in range(first, LONGEST_SHARED + 1)
    ]
    held = [_function(_term(field, text), idf - rest) for text, idf in asked.items() if idf > rest]
    absent = [
        _function({"bool": {"must_not": [_term(field, text)]}}, rest - idf)
        for text, idf in asked.items()
        if idf < rest
    ]
    return [*lengths, *held, *absent]


def _short(field: str, asked: dict[str, float], rest: float, first: int) -> list[Dsl]:
    held = [_function(_term(field, text), idf) for text, idf in asked.items()]
    terms = [_term(field, text) for text in asked]
    others = [
        _function(
            {
                "bool": {
                    "filter": [_length(field, length), _least(terms, count)],
                    "must_not": [_least(terms, count + 1)],
                }
            },
            rest * (length - count),
        )
        for length in range(2, first)
        for count in range(1, min(length, len(asked) + 1))
    ]
    return [*held, *others]


def _least(terms: list[Dsl], count: int) -> Dsl:
    if count > len(terms):
        return {"match_none": {}}
    return {"bool": {"should": terms, "minimum_should_match": count}}


def _function(entries: Dsl, weight: float, score: float = 0.0) -> Dsl:
    constant = {"field": _NOWHERE, "factor": score, "missing": 1}
    return {"filter": entries, "weight": weight, "field_value_factor": constant}


def _term(field: str, text: str) -> Dsl:
    return {"term": {field: {"value": text}}}


def _length(field: str, length: int) -> Dsl:
    return {"term": {"lengths": {"value": f"{field}={length}"}}}


def _lengths(field: str, lengths: range) -> list[Dsl]:
    return [{"terms": {"lengths": [f"{field}={n}" for n in lengths]}}] if lengths else []


_any_length = _lengths

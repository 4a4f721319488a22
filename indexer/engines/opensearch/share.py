"""``Share`` without scripts, which not every server runs: a weighted mean is a quotient.

Of an entry that holds the terms H of those that are asked for, and ``length`` terms in all, the
share is ``A / D`` with ``A`` the sum of idf over H and ``D = A + rest * (length - |H|)``. The mean
of the functions of a ``function_score`` is the sum of score times weight over the sum of weights,
of those whose filter matches. So each term of H is a function that adds its idf above, and all
functions together add up to D below:

    D = rest * length - C + (sum over H of max(idf - rest, 0))
                          + (sum over the asked, not in H, of max(rest - idf, 0))

with ``C`` the sum of ``max(rest - idf, 0)`` over all that are asked. A length is the sum of its
bits, each a function with the weight ``rest * bit`` and the score 0; the highest one, which each
length has once, takes ``C`` off. Weights cannot be negative: lengths for which they would be are in
a query of their own, where

    D = A + rest * (for how many numbers n, |H| <= n < length)

and those between them and the next power of two of ``_BASES`` are functions of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from math import ceil
from typing import Any, Final

from indexer.core.query import Share

LONGEST: Final = 127
"""Terms of a field up to which lengths are told apart."""
_BASES: Final = (8, 32, LONGEST + 1)
"""Lengths from which on bits are used, the smallest that will do."""
_NONE: Final = 1e-9
"""A weight that is as good as none: weights are single precision, sums are double."""
_NOWHERE: Final = "missing_number"
"""A field that no entry has."""

Dsl = dict[str, Any]


def lengths(field: str, length: int) -> tuple[str, ...]:
    """What an entry's ``lengths`` hold of a field with so many terms."""
    return _tokens(field, min(length, LONGEST))


@cache
def _tokens(field: str, length: int) -> tuple[str, ...]:
    return tuple(_parts(field, length))


def _parts(field: str, length: int) -> Iterator[str]:
    yield f"{field}={length}"
    highest = _highest(length)
    for base in _BASES:
        if length >= base:
            yield from (f"{field}>{base}+{bit}" for bit in _bits(highest) if length & bit)
    if length >= _BASES[0]:
        yield f"{field}^{highest}"


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
    if first <= LONGEST:
        long = {"bool": {"filter": [holds], "must_not": _lengths(field, range(1, first))}}
        parts.append(_squared(long, [*_by_bits(field, rest, first, below), *_long(query, asked)]))
    if first > 1:
        short = {"bool": {"filter": [holds, *_lengths(field, range(1, first))]}}
        parts.append(_squared(short, _short(query, asked, min(first, LONGEST + 1))))
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


def _by_bits(field: str, rest: float, first: int, below: float) -> Iterator[Dsl]:
    """``rest * length - below``, for lengths from ``first`` on."""
    base = next(base for base in _BASES if base >= first)
    for length in range(first, base):
        yield _function(_length(f"{field}={length}"), max(0.0, rest * length - below))
    if base > LONGEST:
        return
    for highest in _bits(LONGEST + 1):
        if highest >= base:
            yield _function(_length(f"{field}^{highest}"), max(0.0, rest * highest - below))
    for bit in _bits(_highest(LONGEST)):
        yield _function(_length(f"{field}>{base}+{bit}"), rest * bit)


def _long(query: Share, asked: dict[str, float]) -> Iterator[Dsl]:
    """What each asked term adds above, and below beside the length."""
    for text, idf in asked.items():
        term = _term(query.field, text)
        more = max(idf - query.rest, _NONE)
        yield _function(term, more, idf / more)
        if idf < query.rest:
            yield _function({"bool": {"must_not": [term]}}, query.rest - idf)


def _short(query: Share, asked: dict[str, float], first: int) -> list[Dsl]:
    """All functions for entries that have fewer terms than ``first``."""
    terms = [_term(query.field, text) for text in asked]
    held = [_function(term, idf, 1.0) for term, idf in zip(terms, asked.values(), strict=True)]
    others = [
        _function(
            {
                "bool": {
                    "filter": _lengths(query.field, range(count + 1, first)),
                    "must_not": _least(terms, count + 1),
                }
            },
            query.rest,
        )
        for count in range(1, first - 1)
    ]
    return [*held, *others]


def _least(terms: list[Dsl], count: int) -> list[Dsl]:
    if count > len(terms):
        return []
    return [{"bool": {"should": terms, "minimum_should_match": count}}]


def _function(entries: Dsl, weight: float, score: float = 0.0) -> Dsl:
    constant = {"field": _NOWHERE, "factor": score, "missing": 1}
    return {"filter": entries, "weight": weight, "field_value_factor": constant}


def _term(field: str, text: str) -> Dsl:
    return {"term": {field: text}}


def _length(token: str) -> Dsl:
    return {"term": {"lengths": token}}


def _lengths(field: str, lengths: range) -> list[Dsl]:
    return [{"terms": {"lengths": [f"{field}={n}" for n in lengths]}}] if lengths else []


def _highest(length: int) -> int:
    return 1 << length.bit_length() - 1


def _bits(below: int) -> list[int]:
    """Powers of two below a number."""
    return [1 << place for place in range((below - 1).bit_length())]

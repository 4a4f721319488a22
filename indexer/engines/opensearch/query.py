"""Our queries as those of OpenSearch, node by node: the table in ``indexer.core.query``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from math import ceil
from typing import Any, Final, NamedTuple

from indexer.core import query as q
from indexer.core.engine import DateRange, Filter
from indexer.core.exhaustive import assert_never
from indexer.core.filters import value_key
from indexer.core.schema import FIELDS
from indexer.engines.opensearch import terms
from indexer.engines.opensearch.share import share

Dsl = dict[str, Any]
NOTHING: Final[Dsl] = {"match_none": {}}
_ALMOST: Final = 1 - 1e-6
"""Servers add weights in single precision: what is below a minimum by so little has reached it."""


class Known(NamedTuple):
    """What compiling needs to know of an index."""

    factor: float
    """BM25's ``k1 + 1``, where the server leaves it out; else 1."""
    idfs: Callable[[str, Sequence[str]], list[float]]
    """The idf of each of a field's terms; 0 for a term that nothing holds."""


def compiled(query: q.Query, known: Known) -> Dsl:  # noqa: C901 - one case a node
    """A query that matches and scores as ours does."""

    def of(part: q.Query) -> Dsl:
        return compiled(part, known)

    match query:
        case q.Term():
            return _term(query, known)
        case q.Phrase():
            return _phrase(query, known)
        case q.Near():
            return _near(query, known)
        case q.Prefix():
            prefix = {"prefix": {query.field: {"value": _stored(query.field, query.text)}}}
            return _constant(prefix if query.field in FIELDS else NOTHING, query.weight)
        case q.Share():
            return share(query, known.idfs(query.field, query.texts), _stored)
        case q.All():
            return _bool(must=list(map(of, query.parts))) if query.parts else _unscored(_ALL)
        case q.Any():
            return _any(query, list(map(of, query.parts)))
        case q.Best():
            parts = list(map(of, query.parts))
            return {"dis_max": {"queries": parts, "tie_breaker": 0}} if parts else NOTHING
        case q.Not():
            return _bool(filter=[_ALL], must_not=[of(query.part)])
        case q.Prefer():
            return _bool(must=[of(query.required)], should=[of(query.preferred)])
        case q.Unscored():
            return _unscored(of(query.part))
        case q.Constant():
            return _constant(of(query.part), query.weight)
        case q.Everything():
            return _unscored(_ALL)
        case q.Nothing():
            return NOTHING
        case other:
            assert_never(other)


def filtered(rule: Filter | DateRange) -> Dsl:
    """What keeps the entries that pass a filter."""
    if isinstance(rule, Filter):
        keys = dict.fromkeys(terms.stored(value_key(rule.field, value)) for value in rule.values)
        return {"terms": {f"key.{rule.field}": list(keys)}}
    bounds = {"gte": rule.first, "lte": rule.last}
    given = {name: value for name, value in bounds.items() if value is not None}
    return {"range": {"date": given}} if given else {"exists": {"field": "date"}}


def leaves(query: q.Query) -> Iterator[q.Leaf]:
    """The nodes without parts, in order."""
    match query:
        case q.All() | q.Any() | q.Best():
            for part in query.parts:
                yield from leaves(part)
        case q.Not() | q.Unscored() | q.Constant():
            yield from leaves(query.part)
        case q.Prefer():
            yield from leaves(query.required)
            yield from leaves(query.preferred)
        case _:
            yield query


def unranked(query: q.Query) -> q.Query:
    """What matches the same entries, without what only adds to scores: to count them is cheaper."""
    match query:
        case q.Share():
            return q.Any(tuple(q.Term(query.field, text) for text in query.texts))
        case q.All():
            return q.All(tuple(map(unranked, query.parts)))
        case q.Any():
            return replace(query, parts=tuple(map(unranked, query.parts)))
        case q.Best():
            return q.Any(tuple(map(unranked, query.parts)))
        case q.Not():
            return q.Not(unranked(query.part))
        case q.Prefer():
            return unranked(query.required)
        case q.Unscored() | q.Constant():
            return unranked(query.part)
        case _:
            return query


def needs_terms(query: q.Query) -> bool:
    """Whether all that it matches holds some term, as the records of documents do not."""
    match query:
        case q.All():
            return any(map(needs_terms, query.parts))
        case q.Any() | q.Best():
            return all(map(needs_terms, query.parts))
        case q.Prefer():
            return needs_terms(query.required)
        case q.Unscored() | q.Constant():
            return needs_terms(query.part)
        case q.Not() | q.Everything():
            return False
        case _:
            return True


_ALL: Final[Dsl] = {"match_all": {}}


def _stored(field: str, text: str) -> str:
    return terms.stored(text, placed=field in FIELDS and FIELDS[field].positions)


def _bool(**clauses: Any) -> Dsl:
    return {"bool": clauses}


def _unscored(part: Dsl) -> Dsl:
    return {"bool": {"filter": [part]}}


def _constant(part: Dsl, weight: float) -> Dsl:
    return {"constant_score": {"filter": part, "boost": weight}}


def _term(query: q.Term, known: Known) -> Dsl:
    if query.field not in FIELDS:
        return NOTHING
    value = {"value": _stored(query.field, query.text), "boost": query.weight * known.factor}
    return {"term": {query.field: value}}


def _phrase(query: q.Phrase, known: Known) -> Dsl:
    if not query.texts:
        return NOTHING
    text = terms.phrase(query.texts, query.offsets)
    asked = {"query": text, "boost": query.weight * known.factor}
    return {"match_phrase": {query.field: asked}}


def _near(query: q.Near, known: Known) -> Dsl:
    if not query.texts:
        return NOTHING
    texts = [_stored(query.field, text) for text in query.texts]
    spans = [{"span_term": {query.field: {"value": text}}} for text in texts]
    slop = query.distance + 1 - len(texts)
    near = {"span_near": {"clauses": spans, "slop": slop, "in_order": False}}
    scored = [_term(q.Term(query.field, text, query.weight), known) for text in query.texts]
    return _bool(filter=[near if len(spans) > 1 else spans[0]], should=scored)


def _any(query: q.Any, parts: list[Dsl]) -> Dsl:
    if not parts:
        return NOTHING
    if not query.weights:
        least = max(1, ceil(query.minimum - q.EPSILON))
        return _bool(should=parts, minimum_should_match=least)
    if query.minimum <= min(query.weights) + q.EPSILON:
        return _bool(should=parts, minimum_should_match=1)
    weighed = [_constant(part, weight) for part, weight in zip(parts, query.weights, strict=True)]
    enough = {
        "function_score": {
            "query": _bool(
                should=weighed,
                minimum_should_match=_fewest(query),
                filter=[_bool(should=_needed(query, parts), minimum_should_match=1)],
            ),
            "min_score": query.minimum * _ALMOST,
        }
    }
    return _bool(filter=[enough], should=parts)


def _fewest(query: q.Any) -> int:
    """Parts without which an entry cannot reach the minimum, so that a server passes over it."""
    reached = accumulate(sorted(query.weights, reverse=True))
    return 1 + sum(1 for sum_ in reached if sum_ < query.minimum * _ALMOST)


def _needed(query: q.Any, parts: Sequence[Dsl]) -> list[Dsl]:
    """Parts of which an entry must match one: all others together do not reach the minimum. They
    weigh most, so they are rare, and a server looks at few entries."""
    order = sorted(range(len(parts)), key=lambda place: query.weights[place])
    sums = accumulate(query.weights[place] for place in order)
    few = sum(1 for sum_ in sums if sum_ < query.minimum * _ALMOST)
    return [parts[place] for place in sorted(order[few:])] or list(parts)

"""A search over Whoosh's own matchers: match, filter, count, rank. Any codec will do."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from typing import NamedTuple

from indexer.core.engine import Count, DateRange, EngineRequest, Filter, Sort
from indexer.core.filters import tally
from indexer.core.value_terms import UNDATED, day_number
from indexer.engines.reference import DocScores, evaluate
from indexer.engines.whoosh.reader import WhooshReader


class Ranked(NamedTuple):
    """A page of entry numbers, and what surrounds it."""

    total: int
    page: list[tuple[int, float]]
    """(entry, score), best first."""
    facets: Mapping[str, tuple[Count, ...]]


def rank(reader: WhooshReader, request: EngineRequest) -> Ranked:
    """See ``indexer.core.engine.Engine.search``."""
    scores = evaluate(request.query, reader)
    for rule in request.filters:
        scores = _passing(scores, rule, reader)
    if request.only:
        allowed = {number for id_ in request.only for number in reader.doc_ids("id", id_)}
        scores = {number: score for number, score in scores.items() if number in allowed}
    page = _ranked(reader, scores, request.sort, request.offset + request.limit)[request.offset :]
    rows = {name: _facet(reader, scores, name) for name in request.facets}
    return Ranked(len(scores), [(number, scores[number]) for number in page], rows)


def _passing(scores: DocScores, rule: Filter | DateRange, reader: WhooshReader) -> DocScores:
    if isinstance(rule, DateRange):
        first, last = day_number(rule.first) or 1, day_number(rule.last) or 99999999
        return {n: score for n, score in scores.items() if first <= reader.date(n) <= last}
    allowed = reader.passing_values(rule)
    return {n: score for n, score in scores.items() if n in allowed}


def _ranked(reader: WhooshReader, scores: DocScores, sort: Sort, wanted: int) -> list[int]:
    if sort == "date":
        return heapq.nsmallest(wanted, scores, key=lambda n: (-reader.date(n), reader.sequence(n)))
    if sort == "oldest":
        return heapq.nsmallest(
            wanted, scores, key=lambda n: (reader.date(n) or UNDATED, reader.sequence(n))
        )
    return heapq.nsmallest(wanted, scores, key=lambda n: (-scores[n], reader.sequence(n)))


def _facet(reader: WhooshReader, scores: DocScores, name: str) -> tuple[Count, ...]:
    return tally(
        name,
        {
            value: count
            for value, numbers in reader.values(name)
            if (count := sum(1 for number in numbers if number in scores))
        },
    )

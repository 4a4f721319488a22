"""All of the words, or most of them: the engine's queries for one typed query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from indexer.core import query as q
from indexer.core.engine import DateRange, EngineRequest, Filter, Hits, Reader, search_all
from indexer.querying.notices import Notice
from indexer.querying.ranking import (
    ENOUGH,
    ENOUGH_OF_FEW,
    FEW_HITS,
    FEW_WORDS,
    WEIGHTS,
    Weights,
)
from indexer.querying.references import Target, boost, find
from indexer.querying.request import SearchRequest
from indexer.querying.rewrite import Rewritten


class Answer(NamedTuple):
    hits: Hits
    relaxed: bool
    """The hits have most of the words, because too few had all."""
    query: q.Query
    """The query whose hits these are."""
    target: Target | None = None
    """What the query names by number, name or address."""
    notices: tuple[Notice, ...] = ()
    """What was done to find these hits."""


def ask(
    engine: Reader,
    rewritten: Rewritten,
    request: SearchRequest,
    filters: Sequence[Filter | DateRange] = (),
    narrowing: Sequence[Filter | DateRange] = (),
    weights: Weights = WEIGHTS,
) -> Answer:
    """Search for the clauses that hold most of a query.

    A query of up to ``FEW_WORDS`` units, and one that is sorted by date, asks for all of them, and
    for most where too few clauses have all. A longer one ranks what has most of them at once: in a
    question, some words are about the asking ("được ... không"), and the clause that answers it is
    seldom the one that repeats them all.

    What the query names by number or name comes first (``indexer.querying.references``), and
    stays when words are given up.

    Args:
        rewritten: the request's query, analysed.
        filters: what the query itself asks for besides words.
        narrowing: the request's filters. Whether words are given up is decided without them, so
            that a facet's count is what choosing it gives.
    """

    def page(query: q.Query) -> EngineRequest:
        return EngineRequest(
            query,
            (*filters, *narrowing),
            request.sort,
            request.offset,
            request.limit,
            request.facets,
        )

    def counting(query: q.Query) -> EngineRequest:
        while isinstance(query, q.Prefer):  # what only adds to scores takes time, counts nothing
            query = query.required
        return EngineRequest(query, tuple(filters), limit=0)

    target = (
        find(engine, rewritten.marks[0], rewritten.understood)
        if rewritten.words and rewritten.marks
        else None
    )
    said = target.notices if target else ()
    strict = _with(rewritten.query(), target, rewritten, weights)
    units = len(rewritten.units)
    if units > FEW_WORDS and request.sort == "relevance":
        loose = _with(_most(engine, rewritten, ENOUGH), target, rewritten, weights)
        hits, whole = search_all(engine, page(loose), counting(strict))
        others = bool(narrowing) or hits.total > whole.total
        return Answer(hits, whole.total < FEW_HITS and others, loose, target, said)
    hits = engine.search(page(strict))
    enough, part = (1, ENOUGH_OF_FEW) if units <= FEW_WORDS else (FEW_HITS, ENOUGH)
    if (
        units < 2
        or hits.total >= enough
        or (narrowing and engine.search(counting(strict)).total >= enough)
    ):
        return Answer(hits, False, strict, target, said)
    loose = _with(_most(engine, rewritten, part), target, rewritten, weights)
    more = engine.search(page(loose))
    if more.total > hits.total:
        return Answer(more, True, loose, target, said)
    return Answer(hits, False, strict, target, said)


def _most(engine: Reader, rewritten: Rewritten, part: float) -> q.Query:
    """The query for clauses that hold at least this part of its units' weight (sum of idf)."""
    rarity = _rarity(engine, rewritten)
    return rewritten.query(part * sum(rarity), rarity)


def _with(query: q.Query, target: Target | None, rewritten: Rewritten, weights: Weights) -> q.Query:
    """The query, with what it names put first."""
    if target is None:
        return query
    named = target.named_by | _numbers(rewritten)
    rest = [unit for unit in rewritten.units if not named.issuperset(unit.looked_up)]
    if target.documents and (target.steps or not rest):
        return q.Any((query, boost(target, weights)))
    if target.documents:
        return q.Prefer(query, boost(target, replace(weights, reference=weights.named)))
    if not rest and not rewritten.required:
        return q.Any((query, boost(target, replace(weights, address=weights.reference))))
    about = q.All((*(unit.query for unit in rest), *rewritten.required))
    here = boost(target, replace(weights, address=weights.named))
    return q.Any((q.Prefer(query, boost(target, weights)), q.All((about, here))))


def _numbers(rewritten: Rewritten) -> set[str]:
    return {
        term
        for analysis in rewritten.marks
        for found in analysis.references
        for term in found.terms
    }


def _rarity(engine: Reader, rewritten: Rewritten) -> list[float]:
    """Each unit's idf, or the sum of its syllables'; 0 for what the index does not know, which no
    clause can match."""
    terms = [term for unit in rewritten.units for term in unit.looked_up]
    counts = engine.frequencies("context", terms)
    number = max(engine.statistics().clauses, *counts, 1)
    each = iter([q.idf(number, df) if df else 0.0 for df in counts])
    return [sum(next(each) for _ in unit.looked_up) for unit in rewritten.units]

"""A search, answered over arrays: match, filter, count, rank."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.core import query as q
from indexer.core.engine import DateRange, Filter, Sort
from indexer.core.filters import tally
from indexer.engines.arrays.reader import ArraySource
from indexer.engines.whoosh.rank import Ranked
from indexer.postings.searcher.docsets import kept
from indexer.postings.searcher.evaluate import Found, add_terms, collect, plain_terms
from indexer.postings.searcher.snapshot import View
from indexer.postings.searcher.topk import top, top_dense


def rank(
    source: ArraySource,
    query: q.Query,
    filters: Sequence[Filter | DateRange],
    sort: Sort,
    offset: int,
    limit: int,
    facets: Sequence[str],
) -> Ranked:
    """See ``indexer.core.engine.Engine.search``."""
    wanted = offset + limit if limit else 0
    terms = plain_terms(query)
    if terms is not None and len(terms) > 1 and sort == "relevance" and not (filters or facets):
        total, best = top_of_any(source.view, terms, wanted)
        return Ranked(total, _page(best, offset), {})
    try:
        found = collect(query, source.view)
    finally:
        source.view.again.forget()
    for rule in filters:
        passing = source.passing(rule)[found.docs]
        found = Found(kept(found.docs, passing), kept(found.scores, passing))
    return Ranked(
        len(found.docs),
        _page(_best(source, found, sort, wanted), offset),
        {name: tally(source.facet_counts(name, found.docs)) for name in facets},
    )


def top_of_any(view: View, terms: Sequence[q.Term], wanted: int) -> tuple[int, Found]:
    """How many entries hold any of the terms, and the best ``wanted`` of them."""
    scores = view.scores
    try:
        add_terms(terms, view, scores)
        total = int(np.count_nonzero(scores > 0))
        best = top_dense(scores, min(wanted, total))
        return total, Found(best.astype(np.int32), scores[best])
    finally:
        scores.fill(0)


def _best(source: ArraySource, found: Found, sort: Sort, wanted: int) -> Found:
    docs, scores = found
    wanted = min(wanted, len(docs))
    if sort == "relevance":
        chosen = top(docs, scores, wanted)
    else:
        # Newest first, then in the order of indexing: one number that says both.
        keys = (-source.dates[docs] << 32) + docs
        if wanted < len(keys):
            chosen = np.argpartition(keys, wanted)[:wanted]
            chosen = chosen[np.argsort(keys[chosen])]
        else:
            chosen = np.argsort(keys)
    return Found(docs[chosen], scores[chosen])


def _page(best: Found, offset: int) -> list[tuple[int, float]]:
    docs, scores = best.docs[offset:].tolist(), best.scores[offset:].tolist()
    return list(zip(docs, scores, strict=True))

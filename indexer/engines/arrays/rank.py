"""A search, answered over arrays: match, filter, count, rank."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.core import query as q
from indexer.core.deadline import spend
from indexer.core.engine import EngineRequest, Sort
from indexer.core.filters import tally
from indexer.core.value_terms import UNDATED
from indexer.engines.arrays.reader import ArrayReader
from indexer.engines.whoosh.rank import Ranked
from indexer.postings.searcher.docsets import select
from indexer.postings.searcher.evaluate import add_terms, collect
from indexer.postings.searcher.leaves import Matches
from indexer.postings.searcher.snapshot import Snapshot
from indexer.postings.searcher.topk import top, top_dense
from indexer.postings.searcher.work import work


def rank(reader: ArrayReader, request: EngineRequest) -> Ranked:
    """See ``indexer.core.engine.Engine.search``."""
    spend(work(request.query, reader.snapshot))
    wanted = request.offset + request.limit if request.limit else 0
    terms = q.plain_terms(request.query)
    plain = request.sort == "relevance" and not (request.filters or request.facets or request.only)
    if plain and terms is not None and len(terms) > 1:
        total, best = top_of_any(reader.snapshot, terms, wanted)
        return Ranked(total, _page(best, request.offset), {})
    try:
        found = collect(request.query, reader.snapshot)
    finally:
        reader.snapshot.memo.forget()
    for rule in request.filters:
        passing = reader.passing(rule)[found.doc_ids]
        found = Matches(select(found.doc_ids, passing), select(found.scores, passing))
    if request.only:
        among = np.isin(
            found.doc_ids, [n for id_ in request.only for n in reader.doc_ids("id", id_)]
        )
        found = Matches(select(found.doc_ids, among), select(found.scores, among))
    return Ranked(
        len(found.doc_ids),
        _page(_best(reader, found, request.sort, wanted), request.offset),
        {name: tally(name, reader.facet_counts(name, found.doc_ids)) for name in request.facets},
    )


def top_of_any(snapshot: Snapshot, terms: Sequence[q.Term], wanted: int) -> tuple[int, Matches]:
    """How many entries hold any of the terms, and the best ``wanted`` of them."""
    scores = snapshot.scores
    try:
        add_terms(terms, snapshot, scores)
        total = int(np.count_nonzero(scores > 0))
        best = top_dense(scores, min(wanted, total))
        return total, Matches(best.astype(np.int32), scores[best])
    finally:
        scores.fill(0)


def _best(reader: ArrayReader, found: Matches, sort: Sort, wanted: int) -> Matches:
    doc_ids, scores = found
    wanted = min(wanted, len(doc_ids))
    if sort == "relevance":
        chosen = top(doc_ids, scores, wanted)
    else:
        # By date, then in the order of indexing: one number that says both.
        days = reader.dates[doc_ids]
        days = -days if sort == "date" else np.where(days, days, UNDATED)
        keys = (days << 32) + doc_ids
        if wanted < len(keys):
            chosen = np.argpartition(keys, wanted)[:wanted]
            chosen = chosen[np.argsort(keys[chosen])]
        else:
            chosen = np.argsort(keys)
    return Matches(doc_ids[chosen], scores[chosen])


def _page(best: Matches, offset: int) -> list[tuple[int, float]]:
    doc_ids, scores = best.doc_ids[offset:].tolist(), best.scores[offset:].tolist()
    return list(zip(doc_ids, scores, strict=True))

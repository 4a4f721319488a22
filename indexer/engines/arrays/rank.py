"""A search, answered over arrays: match, filter, count, rank."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

import numpy as np

from indexer.core import query as q
from indexer.core.deadline import spend
from indexer.core.dtypes import Bits, DocIds
from indexer.core.engine import Count, EngineRequest, Sort
from indexer.core.filters import tally
from indexer.core.value_terms import UNDATED
from indexer.engines.arrays.reader import ArrayReader
from indexer.engines.whoosh.rank import Ranked
from indexer.postings.searcher.best import best
from indexer.postings.searcher.entry_sets import (
    NO_ENTRIES,
    EntrySet,
    as_doc_ids,
    count,
    counts_before,
    intersection,
    is_bits,
)
from indexer.postings.searcher.evaluate import collect, probe, summed
from indexer.postings.searcher.leaves import Matches
from indexer.postings.searcher.matching import match
from indexer.postings.searcher.snapshot import Snapshot
from indexer.postings.searcher.topk import top, top_dense
from indexer.postings.searcher.work import work

_SIMPLE: Final = (q.Term, q.Phrase, q.Near)


def rank(reader: ArrayReader, request: EngineRequest) -> Ranked:
    """See ``indexer.core.engine.Engine.search``."""
    spend(work(request.query, reader.snapshot))
    wanted = request.offset + request.limit if request.limit else 0
    terms = q.plain_terms(request.query)
    plain = request.sort == "relevance" and not (
        request.filters or request.facets or request.grouped or request.only
    )
    if plain and terms is not None and len(terms) > 1:
        total, best = top_of_any(reader.snapshot, terms, wanted)
        return Ranked(total, _page(best, request.offset), {})
    try:
        if not wanted:
            return _counted(reader, request)
        if request.sort == "relevance" and _simple(request.query):
            return _all_scored(reader, request, wanted)
        return _best_scored(reader, request, wanted)
    finally:
        reader.snapshot.memo.forget()


def _simple(query: q.Query) -> bool:
    """Whether finding the matches gives their scores at little more cost."""
    terms = query.parts if isinstance(query, q.All) else (query,)
    return all(isinstance(part, _SIMPLE) for part in terms)


def _counted(reader: ArrayReader, request: EngineRequest) -> Ranked:
    """How many match, and the facets: nothing is scored."""
    entries = _narrowed(reader, request, match(request.query, reader.snapshot))
    return Ranked(count(entries), [], _facets(reader, request, entries))


def _all_scored(reader: ArrayReader, request: EngineRequest, wanted: int) -> Ranked:
    """All matches with their scores, then the best."""
    found = collect(request.query, reader.snapshot)
    if request.filters or request.only:
        left = as_doc_ids(_narrowed(reader, request, found.doc_ids))
        at = found.doc_ids.searchsorted(left)
        found = Matches(left, found.scores.take(at))
    chosen = top(found.doc_ids, found.scores, min(wanted, len(found.doc_ids)))
    return Ranked(
        len(found.doc_ids),
        _page(Matches(found.doc_ids[chosen], found.scores[chosen]), request.offset),
        _facets(reader, request, found.doc_ids),
    )


def _best_scored(reader: ArrayReader, request: EngineRequest, wanted: int) -> Ranked:
    """All matches as a set, and the scores of those that are shown."""
    snapshot = reader.snapshot
    entries = _narrowed(reader, request, match(request.query, snapshot))
    total = count(entries)
    if request.sort == "relevance":
        page = best(request.query, snapshot, entries, min(wanted, total))
        page = Matches(page.doc_ids[request.offset :], page.scores[request.offset :])
    else:
        first = _dated(reader, as_doc_ids(entries), request.sort, min(wanted, total))
        shown = first[request.offset :]
        order = np.argsort(shown)
        scores = np.empty(len(shown), np.float32)
        scores[order] = probe(request.query, snapshot, shown[order]).scores
        page = Matches(shown, scores)
    return Ranked(total, _page(page, 0), _facets(reader, request, entries))


def _narrowed(reader: ArrayReader, request: EngineRequest, entries: EntrySet) -> EntrySet:
    """The entries that pass the filters."""
    passing: list[EntrySet] = [reader.passing(rule) for rule in request.filters]
    if request.only:
        numbers = [n for id_ in request.only for n in reader.doc_ids("id", id_)]
        passing.append(np.unique(np.array(numbers, np.int32)))
    return intersection([entries, *passing])


def _facets(
    reader: ArrayReader, request: EngineRequest, entries: EntrySet
) -> dict[str, tuple[Count, ...]]:
    if not (request.facets or request.grouped):
        return {}
    before = counts_before(cast("Bits", entries)) if is_bits(entries) else np.empty(0, np.int64)
    found = {
        name: tally(name, reader.facet_counts(name, entries, before), apart=reader.apart(name))
        for name in request.facets
    }
    for grouping in request.grouped:
        counts = reader.group_counts(grouping, entries, before)
        found[grouping.name] = tally(grouping.name, counts, apart=True)
    return found


def top_of_any(snapshot: Snapshot, terms: Sequence[q.Term], wanted: int) -> tuple[int, Matches]:
    """How many entries hold any of the terms, and the best ``wanted`` of them."""
    total = 0
    found: list[Matches] = []
    for start, scores in summed(terms, snapshot):
        here = int(np.count_nonzero(scores > 0))
        chosen = top_dense(scores, min(wanted, here))
        found.append(Matches(chosen.astype(np.int32) + start, scores[chosen]))
        total += here
    if len(found) <= 1:
        return total, found[0] if found else Matches(NO_ENTRIES, np.empty(0, np.float32))
    doc_ids, every = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((doc_ids, -every))[:wanted]
    return total, Matches(doc_ids[order], every[order])


def _dated(reader: ArrayReader, doc_ids: DocIds, sort: Sort, wanted: int) -> DocIds:
    """The first by date, then in the order of indexing."""
    # One number that says both.
    days = reader.dates[doc_ids]
    days = -days if sort == "date" else np.where(days, days, UNDATED)
    keys = (days << 32) + doc_ids
    if wanted < len(keys):
        chosen = np.argpartition(keys, wanted)[:wanted]
        return doc_ids[chosen[np.argsort(keys[chosen])]]
    return doc_ids[np.argsort(keys)]


def _page(best: Matches, offset: int) -> list[tuple[int, float]]:
    doc_ids, scores = best.doc_ids[offset:].tolist(), best.scores[offset:].tolist()
    return list(zip(doc_ids, scores, strict=True))

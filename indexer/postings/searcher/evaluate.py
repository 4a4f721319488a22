"""Which entries match a query, and with which scores: ``indexer.core.query`` over whole arrays.

``collect`` finds all matches of a node. ``probe`` looks only at given entries, so that an ``All``
collects its most selective part and probes the others. ``score`` does the same where only the
scores matter, not which entries match: most parts of a query only add to the score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

import numpy as np

from indexer.arrayfile.kernels import scatter_add
from indexer.core import deadline
from indexer.core import query as q
from indexer.core.dtypes import DocIds, Scores
from indexer.core.exhaustive import assert_never
from indexer.postings.searcher.docsets import (
    common,
    locate,
    members,
    scores_of,
    select,
    union,
)
from indexer.postings.searcher.leaves import (
    Matches,
    Probed,
    collect_phrase,
    collect_prefix,
    collect_share,
    collect_term,
    postings_of,
    probe_phrase,
    probe_prefix,
    probe_share,
    probe_term,
    sum_scores,
    unscored,
)
from indexer.postings.searcher.snapshot import WINDOW, Snapshot


def collect(  # noqa: C901 - one case for each kind of node
    node: q.Query, snapshot: Snapshot
) -> Matches:
    """All entries that match."""
    deadline.check()
    match node:
        case q.Term():
            return collect_term(node, snapshot)
        case q.Phrase() | q.Near():
            return collect_phrase(node, snapshot)
        case q.Prefix():
            return collect_prefix(node, snapshot)
        case q.Share():
            return collect_share(node, snapshot)
        case q.All():
            return _collect_all(node, snapshot)
        case q.Any():
            return _collect_any(node, snapshot)
        case q.Best():
            return _collect_best(node, snapshot)
        case q.Not():
            return _collect_not(node, snapshot)
        case q.Prefer():
            return _collect_prefer(node, snapshot)
        case q.Unscored():
            return _collect_unscored(node, snapshot)
        case q.Constant():
            return _collect_constant(node, snapshot)
        case q.Everything():
            return unscored(snapshot.live)
        case q.Nothing():
            return unscored(np.empty(0, np.int32))
        case other:
            assert_never(other)


def probe(  # noqa: C901 - one case for each kind of node
    node: q.Query, snapshot: Snapshot, doc_ids: DocIds
) -> Probed:
    """Which of ``doc_ids`` (live, rising) match."""
    deadline.check()
    match node:
        case q.Term():
            return probe_term(node, snapshot, doc_ids)
        case q.Phrase() | q.Near():
            return probe_phrase(node, snapshot, doc_ids)
        case q.Prefix():
            return probe_prefix(node, snapshot, doc_ids)
        case q.Share():
            return probe_share(node, snapshot, doc_ids)
        case q.All():
            return _probe_all(node, snapshot, doc_ids)
        case q.Any():
            return _probe_any(node, snapshot, doc_ids)
        case q.Best():
            return _probe_best(node, snapshot, doc_ids)
        case q.Not():
            return _probe_not(node, snapshot, doc_ids)
        case q.Prefer():
            return _probe_prefer(node, snapshot, doc_ids)
        case q.Unscored():
            return _probe_unscored(node, snapshot, doc_ids)
        case q.Constant():
            return _probe_constant(node, snapshot, doc_ids)
        case q.Everything():
            return Probed(np.ones(len(doc_ids), np.bool_), np.zeros(len(doc_ids), np.float32))
        case q.Nothing():
            return Probed(np.zeros(len(doc_ids), np.bool_), np.zeros(len(doc_ids), np.float32))
        case other:
            assert_never(other)


def score(node: q.Query, snapshot: Snapshot, doc_ids: DocIds) -> Scores:
    """The scores that ``probe`` returns."""
    deadline.check()
    if isinstance(node, q.Term):
        return scores_of(
            snapshot, snapshot.field(node.field), postings_of(node, snapshot), node.weight, doc_ids
        )
    if isinstance(node, q.Any) and node.minimum <= min(node.weights, default=1.0) + q.EPSILON:
        scores = np.zeros(len(doc_ids), np.float32)
        for part in node.parts:
            scores += score(part, snapshot, doc_ids)
        return scores
    return probe(node, snapshot, doc_ids).scores


def estimate(node: q.Query, snapshot: Snapshot) -> int:
    """An upper bound of how many entries match, without reading postings."""
    match node:
        case q.Term():
            return postings_of(node, snapshot).count
        case q.Phrase() | q.Near():
            field = snapshot.field(node.field)
            return min((field.term(text).count for text in node.texts), default=0)
        case q.Share():
            field = snapshot.field(node.field)
            return sum(field.term(text).count for text in node.texts)
        case q.All():
            return min((estimate(part, snapshot) for part in node.parts), default=snapshot.max_doc)
        case q.Any():
            return sum(estimate(node.parts[i], snapshot) for i in _needed(node, snapshot))
        case q.Best():
            return sum(estimate(part, snapshot) for part in node.parts)
        case q.Prefer():
            return estimate(node.required, snapshot)
        case q.Unscored() | q.Constant():
            return estimate(node.part, snapshot)
        case q.Prefix() | q.Not() | q.Everything():
            return snapshot.max_doc
        case q.Nothing():
            return 0
        case other:
            assert_never(other)


def summed(terms: Sequence[q.Term], snapshot: Snapshot) -> Iterator[tuple[int, Scores]]:
    """The terms' scores, added up, an entry each: window by window, with the window's first entry.
    An array is valid until the next one is asked for."""
    # All are read before any is added: a read error must not leave half a sum.
    read = [
        (node.weight * postings_of(node, snapshot).idf, *impacts)
        for node in terms
        for impacts in [snapshot.field(node.field).impacts_of_term(node.text)]
    ]
    scores = snapshot.scores
    try:
        for start in range(0, snapshot.max_doc, WINDOW):
            for factor, doc_ids, impacts in read:
                if snapshot.max_doc <= WINDOW:
                    scatter_add(doc_ids, impacts, factor, scores)
                else:
                    bounds = np.array((start, start + WINDOW), np.int64)
                    low, high = doc_ids.searchsorted(bounds.astype(doc_ids.dtype)).tolist()
                    scatter_add(doc_ids[low:high] - start, impacts[low:high], factor, scores)
            yield start, scores
            scores.fill(0)
    finally:
        scores.fill(0)


def _doc_ids(node: q.Query, snapshot: Snapshot) -> DocIds:
    return (
        postings_of(node, snapshot).doc_ids
        if isinstance(node, q.Term)
        else collect(node, snapshot).doc_ids
    )


def _collect_all(node: q.All, snapshot: Snapshot) -> Matches:
    if not node.parts:
        return unscored(snapshot.live)
    # Whether an entry holds a term is cheap to find out, so terms narrow the entries first.
    terms = [(part, postings_of(part, snapshot)) for part in node.parts if isinstance(part, q.Term)]
    others = [part for part in node.parts if not isinstance(part, q.Term)]
    others.sort(key=lambda part: estimate(part, snapshot))
    fewest = min((term.count for _, term in terms), default=0)
    if others and (not terms or estimate(others[0], snapshot) < fewest):
        doc_ids, scores = collect(others.pop(0), snapshot)
        for _, term in terms:
            present = members(snapshot, term, doc_ids)
            doc_ids, scores = select(doc_ids, present), select(scores, present)
        if terms:
            scores = scores + sum_scores(terms, snapshot, doc_ids)
    else:
        doc_ids = common(snapshot, [term for _, term in terms])
        scores = sum_scores(terms, snapshot, doc_ids)
    for other in others:
        if not len(doc_ids):
            break
        matched, more = probe(other, snapshot, doc_ids)
        scores = scores + more
        if not matched.all():
            doc_ids, scores = select(doc_ids, matched), select(scores, matched)
    return Matches(doc_ids, scores)


def _probe_all(node: q.All, snapshot: Snapshot, doc_ids: DocIds) -> Probed:
    if all(isinstance(part, q.Term) for part in node.parts):
        return _probe_terms(cast("Sequence[q.Term]", node.parts), snapshot, doc_ids)
    matched = np.ones(len(doc_ids), np.bool_)
    scores = np.zeros(len(doc_ids), np.float32)
    for part in sorted(node.parts, key=lambda part: estimate(part, snapshot)):
        chosen = matched.nonzero()[0]
        if not len(chosen):
            break
        present, more = probe(part, snapshot, doc_ids[chosen])
        matched[chosen] = present
        scores[chosen] += more
    scores[~matched] = 0
    return Probed(matched, scores)


def _probe_terms(nodes: Sequence[q.Term], snapshot: Snapshot, doc_ids: DocIds) -> Probed:
    """All of some terms: membership first, and scores only of entries that hold every one."""
    terms = [(node, postings_of(node, snapshot)) for node in nodes]
    terms.sort(key=lambda pair: pair[1].count)
    chosen, left = np.arange(len(doc_ids)), doc_ids
    for _, term in terms:
        if not len(left):
            break
        present = members(snapshot, term, left)
        chosen, left = select(chosen, present), select(left, present)
    matched = np.zeros(len(doc_ids), np.bool_)
    matched[chosen] = True
    scores = np.zeros(len(doc_ids), np.float32)
    scores[chosen] = sum_scores(terms, snapshot, left)
    return Probed(matched, scores)


def _weights(node: q.Any) -> tuple[float, ...]:
    return node.weights or (1.0,) * len(node.parts)


def _needed(node: q.Any, snapshot: Snapshot) -> list[int]:
    """Parts of which every match has at least one: the other parts alone are not enough."""
    weights = _weights(node)
    order = sorted(range(len(node.parts)), key=lambda i: -estimate(node.parts[i], snapshot))
    spare = 0.0
    for rank, i in enumerate(order):
        spare += max(weights[i], 0.0)
        if spare >= node.minimum - q.EPSILON:
            return order[rank:]
    return []


def _collect_any(node: q.Any, snapshot: Snapshot) -> Matches:
    terms = q.plain_terms(node)
    if terms is not None:
        doc_ids = union(snapshot, [postings_of(term, snapshot).doc_ids for term in terms])
        found = np.empty(len(doc_ids), np.float32)
        for start, scores in summed(terms, snapshot):
            low, high = np.searchsorted(doc_ids, (start, start + len(scores))).tolist()
            found[low:high] = scores.take(doc_ids[low:high] - start)
        return Matches(doc_ids, found)
    doc_ids = union(snapshot, [_doc_ids(node.parts[i], snapshot) for i in _needed(node, snapshot)])
    matched, scores = _probe_any(node, snapshot, doc_ids)
    return Matches(doc_ids[matched], scores[matched])


def _probe_any(node: q.Any, snapshot: Snapshot, doc_ids: DocIds) -> Probed:
    worth = np.zeros(len(doc_ids), np.float64)
    scores = np.zeros(len(doc_ids), np.float32)
    some = np.zeros(len(doc_ids), np.bool_)
    for part, weight in zip(node.parts, _weights(node), strict=True):
        matched, more = probe(part, snapshot, doc_ids)
        worth += matched * weight
        scores += more
        some |= matched
    matched = some & (worth >= node.minimum - q.EPSILON)
    scores[~matched] = 0
    return Probed(matched, scores)


def _collect_best(node: q.Best, snapshot: Snapshot) -> Matches:
    found = [collect(part, snapshot) for part in node.parts]
    doc_ids = union(snapshot, [part.doc_ids for part in found])
    scores = np.full(len(doc_ids), -np.inf, np.float32)
    for part in found:
        at, _ = locate(snapshot, doc_ids, part.doc_ids)
        scores[at] = np.maximum(scores[at], part.scores)
    return Matches(doc_ids, scores)


def _probe_best(node: q.Best, snapshot: Snapshot, doc_ids: DocIds) -> Probed:
    matched = np.zeros(len(doc_ids), np.bool_)
    scores = np.full(len(doc_ids), -np.inf, np.float32)
    for part in node.parts:
        present, more = probe(part, snapshot, doc_ids)
        scores[present] = np.maximum(scores[present], more[present])
        matched |= present
    scores[~matched] = 0
    return Probed(matched, scores)


def _collect_not(node: q.Not, snapshot: Snapshot) -> Matches:
    out = ~probe(node.part, snapshot, snapshot.live).matched
    return unscored(snapshot.live[out])


def _probe_not(node: q.Not, snapshot: Snapshot, doc_ids: DocIds) -> Probed:
    matched = ~probe(node.part, snapshot, doc_ids).matched
    return Probed(matched, np.zeros(len(doc_ids), np.float32))


def _collect_prefer(node: q.Prefer, snapshot: Snapshot) -> Matches:
    doc_ids, scores = collect(node.required, snapshot)
    return Matches(doc_ids, scores + score(node.preferred, snapshot, doc_ids))


def _probe_prefer(node: q.Prefer, snapshot: Snapshot, doc_ids: DocIds) -> Probed:
    matched, scores = probe(node.required, snapshot, doc_ids)
    chosen = matched.nonzero()[0]
    scores[chosen] += score(node.preferred, snapshot, doc_ids[chosen])
    return Probed(matched, scores)


def _collect_unscored(node: q.Unscored, snapshot: Snapshot) -> Matches:
    return unscored(collect(node.part, snapshot).doc_ids)


def _probe_unscored(node: q.Unscored, snapshot: Snapshot, doc_ids: DocIds) -> Probed:
    return Probed(probe(node.part, snapshot, doc_ids).matched, np.zeros(len(doc_ids), np.float32))


def _collect_constant(node: q.Constant, snapshot: Snapshot) -> Matches:
    doc_ids = _doc_ids(node.part, snapshot)
    return Matches(doc_ids, np.full(len(doc_ids), node.weight, np.float32))


def _probe_constant(node: q.Constant, snapshot: Snapshot, doc_ids: DocIds) -> Probed:
    part = node.part
    matched = (
        members(snapshot, postings_of(part, snapshot), doc_ids)
        if isinstance(part, q.Term)
        else probe(part, snapshot, doc_ids).matched
    )
    return Probed(matched, matched * np.float32(node.weight))

"""Which entries match a query, and with which scores: ``indexer.core.query`` over whole arrays.

``collect`` gives all matches of a node. ``probe`` asks of given entries only, so that an ``All``
collects its most selective part and probes the others. ``score`` asks the same where it does not
matter whether an entry matches, only what that would be worth: most parts of a query are evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any as Anything
from typing import Final, NamedTuple, cast

import numpy as np

from indexer.arrayfile.kernels import scatter_add
from indexer.core import deadline
from indexer.core import query as q
from indexer.core.dtypes import DocIds, Mask, Scores
from indexer.postings.searcher import phrase as phrases
from indexer.postings.searcher.docsets import common, gained, kept, members, places, ranks, union
from indexer.postings.searcher.snapshot import TermView, View, impacts_of

_HAIR: Final = 1e-9
"""Sums of floats: a hair's breadth below the minimum is the minimum."""


class Found(NamedTuple):
    """Matching entries, rising, and their scores."""

    docs: DocIds
    scores: Scores


class Probed(NamedTuple):
    """For each of some entries whether it matches, and its score (0 where it does not)."""

    matched: Mask
    scores: Scores


def collect(node: q.Query, view: View) -> Found:
    """All entries that match."""
    deadline.check()
    return _COLLECT[type(node)](node, view)


def probe(node: q.Query, view: View, docs: DocIds) -> Probed:
    """Which of ``docs`` (live, rising) match."""
    deadline.check()
    return _PROBE[type(node)](node, view, docs)


def score(node: q.Query, view: View, docs: DocIds) -> Scores:
    """What ``probe`` gives as scores."""
    deadline.check()
    if isinstance(node, q.Term):
        return gained(view, view.field(node.field), _term(node, view), node.weight, docs)
    if isinstance(node, q.Any) and node.minimum <= min(node.weights, default=1.0) + _HAIR:
        scores = np.zeros(len(docs), np.float32)
        for part in node.parts:
            scores += score(part, view, docs)
        return scores
    return probe(node, view, docs).scores


def estimate(node: q.Query, view: View) -> int:
    """An upper bound of how many entries match, without looking."""
    if isinstance(node, q.Term):
        return len(_term(node, view).docs)
    if isinstance(node, q.Phrase | q.Near):
        field = view.field(node.field)
        return min((len(field.term(text).docs) for text in node.texts), default=0)
    if isinstance(node, q.All):
        return min((estimate(part, view) for part in node.parts), default=view.count)
    if isinstance(node, q.Any):
        return sum(estimate(node.parts[i], view) for i in _needed(node, view))
    if isinstance(node, q.Best):
        return sum(estimate(part, view) for part in node.parts)
    if isinstance(node, q.Prefer):
        return estimate(node.required, view)
    if isinstance(node, q.Unscored):
        return estimate(node.part, view)
    return 0 if isinstance(node, q.Nothing) else view.count


def plain_terms(node: q.Query) -> tuple[q.Term, ...] | None:
    """The terms of a query that matches where any of them does and scores their sum."""
    if isinstance(node, q.Term):
        return (node,) if node.weight > 0 else None
    if not isinstance(node, q.Any):
        return None
    terms = tuple(part for part in node.parts if isinstance(part, q.Term) and part.weight > 0)
    least = min(node.weights, default=1.0)
    return terms if len(terms) == len(node.parts) and node.minimum <= least + _HAIR else None


def add_terms(terms: Sequence[q.Term], view: View, scores: Scores) -> None:
    """Add the terms' scores to ``scores``, an entry each."""
    # All are read before anything is added: what cannot be read must not leave half a sum.
    read = [(node, _term(node, view), view.field(node.field).weighed(node.text)) for node in terms]
    for node, term, impacts in read:
        scatter_add(term.docs, impacts, node.weight * term.idf, scores)


def _term(node: q.Term, view: View) -> TermView:
    return view.field(node.field).term(node.text)


def _docs(node: q.Query, view: View) -> DocIds:
    return _term(node, view).docs if isinstance(node, q.Term) else collect(node, view).docs


def _collect_term(node: q.Term, view: View) -> Found:
    term = _term(node, view)
    impacts = view.field(node.field).impacts(term.docs, term.frequencies)
    return Found(term.docs, impacts * np.float32(node.weight * term.idf))


def _probe_term(node: q.Term, view: View, docs: DocIds) -> Probed:
    matched = members(view, _term(node, view), docs)
    scores = np.zeros(len(docs), np.float32)
    scores[matched] = _sum(((node, _term(node, view)),), view, docs[matched])
    return Probed(matched, scores)


def _sum(terms: Sequence[tuple[q.Term, TermView]], view: View, docs: DocIds) -> Scores:
    """The terms' scores together, of entries that are known to hold every one of them."""
    scores = np.zeros(len(docs), np.float32)
    views = [term for _, term in terms]
    norms: dict[str, Scores] = {}
    for (node, term), at in zip(terms, ranks(view, views, docs), strict=True):
        if node.field not in norms:
            norms[node.field] = view.field(node.field).norms(docs)
        impacts = impacts_of(term.frequencies.take(at), norms[node.field])
        impacts *= np.float32(node.weight * term.idf)
        scores += impacts
    return scores


def _collect_phrase(node: q.Phrase | q.Near, view: View, within: DocIds | None = None) -> Found:
    field = view.field(node.field)
    if isinstance(node, q.Phrase):
        docs, scores = phrases.phrase(view, field, node.texts, node.offsets, within)
    else:
        docs, scores = phrases.near(view, field, node.texts, node.distance, within)
    return Found(docs, scores * np.float32(node.weight))


def _probe_phrase(node: q.Phrase | q.Near, view: View, docs: DocIds) -> Probed:
    return _spread(_collect_phrase(node, view, docs), view, docs)


def _spread(found: Found, view: View, docs: DocIds) -> Probed:
    """What was found, as an answer about ``docs``."""
    at, matched = places(view, found.docs, docs)
    scores = np.zeros(len(docs), np.float32)
    scores[matched] = found.scores[at]
    return Probed(matched, scores)


def _collect_prefix(node: q.Prefix, view: View) -> Found:
    docs = view.field(node.field).prefix(node.text)
    return Found(docs, np.full(len(docs), node.weight, np.float32))


def _probe_prefix(node: q.Prefix, view: View, docs: DocIds) -> Probed:
    return _spread(_collect_prefix(node, view), view, docs)


def _collect_all(node: q.All, view: View) -> Found:
    if not node.parts:
        return _everything(node, view)
    # Membership of terms is cheap to ask, so they narrow the entries before anything is scored.
    terms = [(part, _term(part, view)) for part in node.parts if isinstance(part, q.Term)]
    others = [part for part in node.parts if not isinstance(part, q.Term)]
    others.sort(key=lambda part: estimate(part, view))
    fewest = min((len(term.docs) for _, term in terms), default=0)
    if others and (not terms or estimate(others[0], view) < fewest):
        docs, scores = collect(others.pop(0), view)
        for _, term in terms:
            there = members(view, term, docs)
            docs, scores = kept(docs, there), kept(scores, there)
        if terms:
            scores = scores + _sum(terms, view, docs)
    else:
        docs = common(view, [term for _, term in terms])
        scores = _sum(terms, view, docs)
    for other in others:
        if not len(docs):
            break
        matched, more = probe(other, view, docs)
        scores = scores + more
        if not matched.all():
            docs, scores = kept(docs, matched), kept(scores, matched)
    return Found(docs, scores)


def _probe_all(node: q.All, view: View, docs: DocIds) -> Probed:
    if all(isinstance(part, q.Term) for part in node.parts):
        return _probe_terms(cast("Sequence[q.Term]", node.parts), view, docs)
    matched = np.ones(len(docs), np.bool_)
    scores = np.zeros(len(docs), np.float32)
    for part in sorted(node.parts, key=lambda part: estimate(part, view)):
        chosen = np.flatnonzero(matched)
        if not len(chosen):
            break
        there, more = probe(part, view, docs[chosen])
        matched[chosen] = there
        scores[chosen] += more
    scores[~matched] = 0
    return Probed(matched, scores)


def _probe_terms(nodes: Sequence[q.Term], view: View, docs: DocIds) -> Probed:
    """All of some terms: membership first, and scores only of what has every one."""
    terms = [(node, _term(node, view)) for node in nodes]
    terms.sort(key=lambda pair: len(pair[1].docs))
    chosen, left = np.arange(len(docs)), docs
    for _, term in terms:
        if not len(left):
            break
        there = members(view, term, left)
        chosen, left = kept(chosen, there), kept(left, there)
    matched = np.zeros(len(docs), np.bool_)
    matched[chosen] = True
    scores = np.zeros(len(docs), np.float32)
    scores[chosen] = _sum(terms, view, left)
    return Probed(matched, scores)


def _weights(node: q.Any) -> tuple[float, ...]:
    return node.weights or (1.0,) * len(node.parts)


def _needed(node: q.Any, view: View) -> list[int]:
    """Parts of which every match has at least one: those that the rest cannot do without."""
    weights = _weights(node)
    order = sorted(range(len(node.parts)), key=lambda i: -estimate(node.parts[i], view))
    spare = 0.0
    for place, i in enumerate(order):
        spare += max(weights[i], 0.0)
        if spare >= node.minimum - _HAIR:
            return order[place:]
    return []


def _collect_any(node: q.Any, view: View) -> Found:
    terms = plain_terms(node)
    if terms is not None:
        docs = union(view, [_term(term, view).docs for term in terms])
        total = view.scores
        add_terms(terms, view, total)
        scores = total[docs]
        total[docs] = 0
        return Found(docs, scores)
    docs = union(view, [_docs(node.parts[i], view) for i in _needed(node, view)])
    matched, scores = _probe_any(node, view, docs)
    return Found(docs[matched], scores[matched])


def _probe_any(node: q.Any, view: View, docs: DocIds) -> Probed:
    worth = np.zeros(len(docs), np.float64)
    scores = np.zeros(len(docs), np.float32)
    some = np.zeros(len(docs), np.bool_)
    for part, weight in zip(node.parts, _weights(node), strict=True):
        matched, more = probe(part, view, docs)
        worth += matched * weight
        scores += more
        some |= matched
    matched = some & (worth >= node.minimum - _HAIR)
    scores[~matched] = 0
    return Probed(matched, scores)


def _collect_best(node: q.Best, view: View) -> Found:
    found = [collect(part, view) for part in node.parts]
    docs = union(view, [part.docs for part in found])
    scores = np.full(len(docs), -np.inf, np.float32)
    for part in found:
        at, _ = places(view, docs, part.docs)
        scores[at] = np.maximum(scores[at], part.scores)
    return Found(docs, scores)


def _probe_best(node: q.Best, view: View, docs: DocIds) -> Probed:
    matched = np.zeros(len(docs), np.bool_)
    scores = np.full(len(docs), -np.inf, np.float32)
    for part in node.parts:
        there, more = probe(part, view, docs)
        scores[there] = np.maximum(scores[there], more[there])
        matched |= there
    scores[~matched] = 0
    return Probed(matched, scores)


def _collect_not(node: q.Not, view: View) -> Found:
    out = ~probe(node.part, view, view.live).matched
    return _unscored(view.live[out])


def _probe_not(node: q.Not, view: View, docs: DocIds) -> Probed:
    matched = ~probe(node.part, view, docs).matched
    return Probed(matched, np.zeros(len(docs), np.float32))


def _collect_prefer(node: q.Prefer, view: View) -> Found:
    docs, scores = collect(node.required, view)
    return Found(docs, scores + score(node.preferred, view, docs))


def _probe_prefer(node: q.Prefer, view: View, docs: DocIds) -> Probed:
    matched, scores = probe(node.required, view, docs)
    chosen = np.flatnonzero(matched)
    scores[chosen] += score(node.preferred, view, docs[chosen])
    return Probed(matched, scores)


def _collect_unscored(node: q.Unscored, view: View) -> Found:
    return _unscored(collect(node.part, view).docs)


def _probe_unscored(node: q.Unscored, view: View, docs: DocIds) -> Probed:
    return Probed(probe(node.part, view, docs).matched, np.zeros(len(docs), np.float32))


def _everything(_: object, view: View) -> Found:
    return _unscored(view.live)


def _unscored(docs: DocIds) -> Found:
    return Found(docs, np.zeros(len(docs), np.float32))


def _collect_nothing(_: q.Nothing, __: View) -> Found:
    return _unscored(np.empty(0, np.int32))


def _probe_everything(_: q.Everything, __: View, docs: DocIds) -> Probed:
    return Probed(np.ones(len(docs), np.bool_), np.zeros(len(docs), np.float32))


def _probe_nothing(_: q.Nothing, __: View, docs: DocIds) -> Probed:
    return Probed(np.zeros(len(docs), np.bool_), np.zeros(len(docs), np.float32))


_COLLECT: Final[dict[type, Callable[[Anything, View], Found]]] = {
    q.Term: _collect_term,
    q.Phrase: _collect_phrase,
    q.Near: _collect_phrase,
    q.Prefix: _collect_prefix,
    q.All: _collect_all,
    q.Any: _collect_any,
    q.Best: _collect_best,
    q.Not: _collect_not,
    q.Prefer: _collect_prefer,
    q.Unscored: _collect_unscored,
    q.Everything: _everything,
    q.Nothing: _collect_nothing,
}

_PROBE: Final[dict[type, Callable[[Anything, View, DocIds], Probed]]] = {
    q.Term: _probe_term,
    q.Phrase: _probe_phrase,
    q.Near: _probe_phrase,
    q.Prefix: _probe_prefix,
    q.All: _probe_all,
    q.Any: _probe_any,
    q.Best: _probe_best,
    q.Not: _probe_not,
    q.Prefer: _probe_prefer,
    q.Unscored: _probe_unscored,
    q.Everything: _probe_everything,
    q.Nothing: _probe_nothing,
}

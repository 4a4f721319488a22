"""The best entries of a set that match a query, without scoring what cannot be among them.

A query's score is a sum, mostly of terms, none below 0, and of each is known how much it may add
at most (``upper``). So after some of a query's terms an entry has a score that it will not fall
below, and one that it will not exceed; where k entries are sure of more, it is out (Turtle & Flood
1995, *MaxScore*; Broder et al. 2003, *WAND*; here over arrays of entries). What is left is scored
as ``evaluate`` does, so scores are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from typing_extensions import assert_never

from indexer.core import deadline
from indexer.core import query as q
from indexer.core.dtypes import DocIds, Scores
from indexer.postings.searcher.entry_sets import (
    NO_ENTRIES,
    EntrySet,
    as_doc_ids,
    count,
    intersection,
    union,
    without,
    worth_at_least,
)
from indexer.postings.searcher.evaluate import probe, score
from indexer.postings.searcher.leaves import Matches
from indexer.postings.searcher.matching import match
from indexer.postings.searcher.snapshot import Snapshot
from indexer.postings.searcher.topk import top

_WHOLE: Final = 6_000
"""Where so few match, all are scored, in one pass."""
_FEW: Final = 1_000
"""So few of them are not narrowed further: it is the number of calls that counts."""
_MOST_SETS: Final = 10
"""Parts of a query that are taken as sets, the heaviest; the others may be in every entry."""
_TIERS: Final = (0.9, 0.7, 0.55, 0.4, 0.25)
"""Shares of the weight of all sets: the first that ``k`` entries have gives the entries
whose scores are the bound for all others."""
_BLOCK: Final = 64
_LATE: Final = (q.Phrase, q.Near)
_SCORELESS: Final = (q.Not, q.Unscored, q.Everything, q.Nothing)
_ROUNDING: Final = 1e-4
"""Of the highest score: far more than sums of 32 bits are off."""


def best(node: q.Query, snapshot: Snapshot, entries: EntrySet, k: int) -> Matches:
    """The ``k`` best of ``entries``, which all match, best first."""
    if k <= 0 or not len(entries):
        return Matches(NO_ENTRIES, np.empty(0, np.float32))
    parts = added(node) if _rising(node) else []
    if not parts or count(entries) <= max(_WHOLE, k):
        return _scored(node, snapshot, as_doc_ids(entries), k)
    search = _Search(node, snapshot, k)
    group = max(
        (part for part in parts if isinstance(part, (q.Prefer, q.All))),
        key=lambda part: upper(part, snapshot),
        default=None,
    )
    if group is not None:
        inside = intersection([entries, match(group, snapshot)])
        rest = [part for part in parts if part is not group]
        search.look_into(as_doc_ids(inside), [*rest, *added(group)])
        entries, parts = without(entries, inside, snapshot.max_doc), rest
    _by_tiers(search, entries, parts)
    return search.found


class _Search:
    """The best entries so far."""

    def __init__(self, node: q.Query, snapshot: Snapshot, k: int) -> None:
        self.node, self.snapshot, self.k = node, snapshot, k
        self.found = Matches(NO_ENTRIES, np.empty(0, np.float32))
        self.slack = _ROUNDING * upper(node, snapshot)

    @property
    def bound(self) -> float:
        """What an entry must reach; below 0 where any will do."""
        return float(self.found.scores[-1]) - self.slack if len(self.found.scores) == self.k else -1

    def look_into(self, doc_ids: DocIds, parts: Sequence[q.Query]) -> None:
        """Score entries, of which only these parts of the query can match."""
        left = self._narrowed(doc_ids, parts)
        if not len(left):
            return
        new = _scored(self.node, self.snapshot, left, self.k)
        doc_ids = np.concatenate((self.found.doc_ids, new.doc_ids))
        scores = np.concatenate((self.found.scores, new.scores))
        order = np.lexsort((doc_ids, -scores))[: self.k]
        self.found = Matches(doc_ids[order], scores[order])

    def _narrowed(self, doc_ids: DocIds, parts: Sequence[q.Query]) -> DocIds:
        """Those that may be among the best: after each part, fewer."""
        most = [upper(part, self.snapshot) for part in parts]
        # Phrases are expensive, so they are left to the few entries at the end.
        order = sorted(range(len(parts)), key=lambda i: (isinstance(parts[i], _LATE), -most[i]))
        left = sum(most)
        sums = np.zeros(len(doc_ids), np.float32)
        for i in order:
            if len(doc_ids) <= _FEW:
                break
            deadline.check()
            sums += score(parts[i], self.snapshot, doc_ids)
            left -= most[i]
            bound = max(self.bound, _lowest_of_best(sums, self.k) - self.slack)
            keep = np.flatnonzero(sums >= bound - left)
            if len(keep) < 0.8 * len(doc_ids):
                doc_ids, sums = doc_ids.take(keep), sums.take(keep)
        return doc_ids


def _by_tiers(search: _Search, entries: EntrySet, parts: Sequence[q.Query]) -> None:
    """Look into the entries that have most of the query's weight, then into what can be as good."""
    snapshot = search.snapshot
    most = [upper(part, snapshot) for part in parts]
    heavy = [i for i, part in enumerate(parts) if not isinstance(part, _LATE)]
    heavy = sorted(heavy, key=lambda i: -most[i])[:_MOST_SETS]
    others = [part for i, part in enumerate(parts) if i not in heavy]
    rest = sum(most[i] for i in range(len(parts)) if i not in heavy)
    weights = [most[i] for i in heavy]
    sets = [match(parts[i], snapshot) for i in heavy]
    if count(entries) > _FEW and sets:
        for tier in _TIERS if search.bound < 0 else ():
            seeds = intersection(
                [entries, worth_at_least(sets, weights, tier * sum(weights), snapshot.max_doc)]
            )
            if count(seeds) >= search.k:
                search.look_into(as_doc_ids(seeds), parts)
                entries = without(entries, seeds, snapshot.max_doc)
                break
        entries = _within_reach(search, entries, sets, weights, others, rest)
    search.look_into(as_doc_ids(entries), parts)


def _within_reach(
    search: _Search,
    entries: EntrySet,
    sets: Sequence[EntrySet],
    weights: Sequence[float],
    others: Sequence[q.Query],
    rest: float,
) -> EntrySet:
    """The entries that can reach the bound: with the sets alone, or having one of the others."""
    snapshot, bound = search.snapshot, search.bound
    if bound - rest <= q.EPSILON:
        return entries
    if bound > rest + sum(weights):
        return NO_ENTRIES
    reaching = intersection(
        [entries, worth_at_least(sets, weights, bound - rest, snapshot.max_doc)]
    )
    if not rest or count(reaching) <= _FEW:
        return reaching
    helped = union([match(part, snapshot) for part in others], snapshot.max_doc)
    alone = worth_at_least(sets, weights, bound, snapshot.max_doc)
    return intersection([reaching, union([alone, helped], snapshot.max_doc)])


def _scored(node: q.Query, snapshot: Snapshot, doc_ids: DocIds, k: int) -> Matches:
    scores = probe(node, snapshot, doc_ids).scores
    chosen = top(doc_ids, scores, min(k, len(doc_ids)))
    return Matches(doc_ids[chosen], scores[chosen])


def _lowest_of_best(sums: Scores, k: int) -> float:
    """A bound that at least ``k`` of the sums reach: of many, the best of each few are compared."""
    if len(sums) < k:
        return -1.0
    blocks = len(sums) // _BLOCK
    if blocks >= 4 * k:
        sums = sums[: blocks * _BLOCK].reshape(blocks, _BLOCK).max(axis=1)
    return float(np.partition(sums, len(sums) - k)[len(sums) - k])


def added(node: q.Query) -> list[q.Query]:
    """Nodes whose scores, where they match, add up to the node's, of entries that match it."""
    match node:
        case q.All():
            return [one for part in node.parts for one in added(part)]
        case q.Prefer():
            return [*added(node.required), *_optional(node.preferred)]
        case q.Any():
            return [one for part in node.parts for one in _optional(part)]
        case q.Not() | q.Unscored() | q.Everything() | q.Nothing():
            return []
        case _:
            return [node]


def _optional(node: q.Query) -> list[q.Query]:
    """The same of entries that may match it or not."""
    if isinstance(node, q.Any) and node.minimum <= min(node.weights, default=1.0) + q.EPSILON:
        return [one for part in node.parts for one in _optional(part)]
    return [] if isinstance(node, _SCORELESS) else [node]


def upper(node: q.Query, snapshot: Snapshot) -> float:
    """A score that no entry exceeds. BM25's saturation is below ``K1 + 1``."""
    match node:
        case q.Term():
            return (q.K1 + 1) * node.weight * snapshot.field(node.field).idf_of(node.text)
        case q.Phrase() | q.Near():
            field = snapshot.field(node.field)
            return (q.K1 + 1) * node.weight * sum(field.idf_of(text) for text in node.texts)
        case q.Prefix() | q.Share() | q.Constant():
            return node.weight
        case q.All() | q.Any():
            return sum(upper(part, snapshot) for part in node.parts)
        case q.Best():
            return max((upper(part, snapshot) for part in node.parts), default=0.0)
        case q.Prefer():
            return upper(node.required, snapshot) + upper(node.preferred, snapshot)
        case q.Not() | q.Unscored() | q.Everything() | q.Nothing():
            return 0.0
        case other:
            assert_never(other)


def _rising(node: q.Query) -> bool:
    """Whether nothing in the query can lower a score."""
    match node:
        case q.All() | q.Any() | q.Best():
            return all(_rising(part) for part in node.parts)
        case q.Prefer():
            return _rising(node.required) and _rising(node.preferred)
        case q.Term() | q.Phrase() | q.Near() | q.Prefix() | q.Share() | q.Constant():
            return node.weight >= 0
        case _:
            return True

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

from indexer.core import deadline
from indexer.core import query as q
from indexer.core.dtypes import DocIds, Scores
from indexer.core.exhaustive import assert_never
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
from indexer.postings.searcher.scoring import SCORELESS, Rows, term_rows, total
from indexer.postings.searcher.snapshot import Snapshot
from indexer.postings.searcher.topk import top

_WHOLE: Final = 1_000
"""Where so few match, all are scored, in one pass."""
_TOGETHER: Final = 4_096
"""Entries that are scored at a time."""
_FEW: Final = 1_000
"""So few of them are not narrowed further: it is the number of calls that counts."""
_MOST_SETS: Final = 10
"""Parts of a query that are taken as sets, the heaviest; the others may be in every entry."""
_TIERS: Final = (0.9, 0.7, 0.55, 0.4, 0.25)
"""Shares of the weight of all sets: the first that ``k`` entries have gives the entries
whose scores are the bound for all others."""
_BLOCK: Final = 64
_LATE: Final = (q.Phrase, q.Near)
_ROUNDING: Final = 1e-4
"""Of the highest score: far more than sums of 32 bits are off."""


def best(node: q.Query, snapshot: Snapshot, entries: EntrySet, k: int) -> Matches:
    """The ``k`` best of ``entries``, which all match, best first."""
    if k <= 0 or not len(entries):
        return Matches(NO_ENTRIES, np.empty(0, np.float32))
    parts = added(node) if _rising(node) else []
    if not parts:
        return _scored(node, snapshot, as_doc_ids(entries), k)
    search = _Search(node, snapshot, k, parts)
    parts = search.worthwhile(parts)
    group = max(
        (part for part in parts if isinstance(part, (q.Prefer, q.All))),
        key=search.most,
        default=None,
    )
    if group is not None:
        inside = intersection([entries, match(group, snapshot)])
        rest = [part for part in parts if part is not group]
        search.inside = {id(group): True}
        search.look_into(as_doc_ids(inside), search.worthwhile([*rest, *added(group)]))
        search.inside = {id(group): False}
        entries, parts = without(entries, inside, snapshot.max_doc), rest
    if count(entries) <= _WHOLE:
        search.look_into(as_doc_ids(entries), parts)
    else:
        _by_tiers(search, entries, parts)
    return search.found


class _Search:
    """The best entries so far."""

    def __init__(self, node: q.Query, snapshot: Snapshot, k: int, parts: Sequence[q.Query]) -> None:
        self.node, self.snapshot, self.k = node, snapshot, k
        self.found = Matches(NO_ENTRIES, np.empty(0, np.float32))
        self.inside: dict[int, bool] = {}
        """See ``scoring.total``."""
        self._most: dict[int, float] = {}
        self.slack = _ROUNDING * sum(map(self.most, parts))

    def most(self, part: q.Query) -> float:
        """``upper`` of a part, looked up once."""
        found = self._most.get(id(part))
        if found is None:
            found = self._most[id(part)] = upper(part, self.snapshot)
        return found

    def worthwhile(self, parts: Sequence[q.Query]) -> list[q.Query]:
        """The parts that can add anything."""
        return [part for part in parts if self.most(part) > 0]

    @property
    def bound(self) -> float:
        """What an entry must reach; below 0 where any will do."""
        return float(self.found.scores[-1]) - self.slack if len(self.found.scores) == self.k else -1

    def look_into(self, doc_ids: DocIds, parts: Sequence[q.Query]) -> None:
        """Score entries, of which only these parts of the query can match."""
        doc_ids = self._narrowed(doc_ids, parts)
        for first in range(0, len(doc_ids), _TOGETHER):
            self._score(doc_ids[first : first + _TOGETHER], parts)

    def _score(self, doc_ids: DocIds, parts: Sequence[q.Query]) -> None:
        """Everything but phrases, then these where they can matter."""
        snapshot = self.snapshot
        deadline.check()
        terms = [part for part in parts if isinstance(part, q.Term)]
        rows = term_rows(terms, snapshot, doc_ids)
        late = [part for part in parts if isinstance(part, _LATE)]
        rows.update(
            (id(part), score(part, snapshot, doc_ids))
            for part in parts
            if not isinstance(part, (q.Term, *_LATE))
        )
        scores = total(self.node, snapshot, rows, self.inside, len(doc_ids))
        if late and len(doc_ids):
            bound = max(self.bound, _lowest_of_best(scores, self.k) - self.slack)
            most = np.zeros(len(doc_ids), np.float32)
            for part in late:
                most += self._most_of_late(part, terms, rows, len(doc_ids))
            # Phrases alone decide about few: without one, the others have their scores already.
            keep = (scores + most >= bound).nonzero()[0]
            doc_ids = doc_ids.take(keep)
            rows = {part: row.take(keep) for part, row in rows.items()}
            rows.update((id(part), score(part, snapshot, doc_ids)) for part in late)
            scores = total(self.node, snapshot, rows, self.inside, len(doc_ids))
        self._merge(doc_ids, scores)

    def _most_of_late(
        self, part: q.Phrase | q.Near, terms: Sequence[q.Term], rows: Rows, entries: int
    ) -> Scores:
        """What a phrase adds to each entry at most: it is there no more often than any of its
        words, as far as these have been scored."""
        most = np.full(entries, self.most(part), np.float32)
        if isinstance(part, q.Near):  # counts all of its words, however often each is there
            return most
        words = {node.text: node for node in terms if node.field == part.field}
        for node in (words[text] for text in part.texts if text in words):
            if node.weight > 0 and id(node) in rows:
                share = self.most(part) / self.most(node) * (1 + _ROUNDING)
                np.minimum(most, rows[id(node)] * np.float32(share), out=most)
        return most

    def _merge(self, doc_ids: DocIds, scores: Scores) -> None:
        doc_ids = np.concatenate((self.found.doc_ids, doc_ids))
        scores = np.concatenate((self.found.scores, scores))
        if len(scores) > self.k:
            keep = (scores >= np.partition(scores, -self.k)[-self.k]).nonzero()[0]
            doc_ids, scores = doc_ids.take(keep), scores.take(keep)
        order = np.lexsort((doc_ids, -scores))[: self.k]
        self.found = Matches(doc_ids[order], scores[order])

    def _narrowed(self, doc_ids: DocIds, parts: Sequence[q.Query]) -> DocIds:
        """Those that may be among the best: after each part, fewer."""
        if len(doc_ids) <= _FEW:
            return doc_ids
        most = [self.most(part) for part in parts]
        # Phrases are expensive, so they are left to the few entries at the end.
        order = sorted(range(len(parts)), key=lambda i: (isinstance(parts[i], _LATE), -most[i]))
        left = sum(most)
        sums = np.zeros(len(doc_ids), np.float32)
        for i in order:
            if len(doc_ids) <= _FEW or isinstance(parts[i], _LATE):
                break
            deadline.check()
            sums += score(parts[i], self.snapshot, doc_ids)
            left -= most[i]
            bound = max(self.bound, _lowest_of_best(sums, self.k) - self.slack)
            keep = (sums >= bound - left).nonzero()[0]
            if len(keep) < 0.8 * len(doc_ids):
                doc_ids, sums = doc_ids.take(keep), sums.take(keep)
        return doc_ids


def _by_tiers(search: _Search, entries: EntrySet, parts: Sequence[q.Query]) -> None:
    """Look into the entries that have most of the query's weight, then into what can be as good."""
    snapshot = search.snapshot
    most = [search.most(part) for part in parts]
    if search.bound > sum(most):
        return
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
    return [] if isinstance(node, SCORELESS) else [node]


def upper(node: q.Query, snapshot: Snapshot) -> float:
    """A score that no entry exceeds. BM25's saturation is below ``K1 + 1``."""
    match node:
        case q.Term():
            return (q.K1 + 1) * node.weight * snapshot.field(node.field).idf_of(node.text)
        case q.Phrase() | q.Near():
            field = snapshot.field(node.field)
            weights = [field.idf_of(text) for text in node.texts]
            return (q.K1 + 1) * node.weight * sum(weights) if all(weights) else 0.0
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

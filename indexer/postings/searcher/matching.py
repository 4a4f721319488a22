"""Which entries match a query, whatever they score: ``evaluate.collect`` over sets of entries.

All matches have to be known, for they are counted, in all and by facet; few of them have to be
scored (``indexer.postings.searcher.best``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from indexer.core import deadline
from indexer.core import query as q
from indexer.core.exhaustive import assert_never
from indexer.postings.searcher.entry_sets import (
    NO_ENTRIES,
    EntrySet,
    as_doc_ids,
    intersection,
    union,
    without,
    worth_at_least,
)
from indexer.postings.searcher.evaluate import collect
from indexer.postings.searcher.leaves import collect_phrase
from indexer.postings.searcher.snapshot import Snapshot

_PLACED: Final = (q.Phrase, q.Near)
_LATE: Final = (*_PLACED, q.Not, q.Everything)


def match(node: q.Query, snapshot: Snapshot) -> EntrySet:  # noqa: C901 - a case for each node
    """The entries that match."""
    deadline.check()
    match node:
        case q.Term():
            return snapshot.field(node.field).term(node.text).entries
        case q.Phrase() | q.Near():
            return collect_phrase(node, snapshot).doc_ids
        case q.Prefix():
            return snapshot.field(node.field).prefix(node.text)
        case q.Share():
            field = snapshot.field(node.field)
            return union([field.term(text).entries for text in node.texts], snapshot.max_doc)
        case q.All():
            return _all(node.parts, snapshot)
        case q.Any():
            return _any(node, snapshot)
        case q.Best():
            return union([match_part(part, snapshot) for part in node.parts], snapshot.max_doc)
        case q.Not():
            return without(snapshot.live_entries, match_part(node.part, snapshot), snapshot.max_doc)
        case q.Prefer():
            return match_part(node.required, snapshot)
        case q.Unscored() | q.Constant():
            return match_part(node.part, snapshot)
        case q.Everything():
            return snapshot.live_entries
        case q.Nothing():
            return NO_ENTRIES
        case other:
            assert_never(other)


match_part = match
"""The same; within ``match`` the name is a keyword's."""


def _all(parts: Sequence[q.Query], snapshot: Snapshot) -> EntrySet:
    """Sets are cut first. Phrases are looked for in what is left, and exclusions taken from it."""
    first = [part for part in parts if not isinstance(part, _LATE)]
    terms = [part for part in first if isinstance(part, q.Term)]
    sets = [match(part, snapshot) for part in terms]
    if all(len(one) for one in sets):
        sets += [match(part, snapshot) for part in first if not isinstance(part, q.Term)]
    entries = intersection(sets) if sets else None
    for part in parts:
        if isinstance(part, _PLACED):
            within = None if entries is None else as_doc_ids(entries)
            entries = collect_phrase(part, snapshot, within).doc_ids
    if entries is None:
        entries = snapshot.live_entries
    for part in parts:
        if isinstance(part, q.Not):
            entries = without(entries, match(part.part, snapshot), snapshot.max_doc)
    return entries


def _any(node: q.Any, snapshot: Snapshot) -> EntrySet:
    if not node.parts:
        return NO_ENTRIES
    weights = node.weights or (1.0,) * len(node.parts)
    if node.minimum <= min(weights) + q.EPSILON:
        return union([match(part, snapshot) for part in node.parts], snapshot.max_doc)
    if min(weights) < 0 or node.minimum <= q.EPSILON:
        return collect(node, snapshot).doc_ids
    sets = [match(part, snapshot) for part in node.parts]
    return worth_at_least(sets, weights, node.minimum, snapshot.max_doc)

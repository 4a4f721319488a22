"""Scores of few entries, of many terms at a time.

Of few entries it is the number of numpy calls that counts, not what each does: so all terms'
frequencies are gathered into one table, a row for each term, and become scores together. The
numbers are those of ``evaluate``, added up in its order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from indexer.core import query as q
from indexer.core.dtypes import Array, DocIds, Scores
from indexer.postings.searcher.entry_sets import BIT_OF_WORD
from indexer.postings.searcher.evaluate import estimate
from indexer.postings.searcher.field_reader import impacts_of
from indexer.postings.searcher.snapshot import Snapshot
from indexer.postings.searcher.term_postings import TermPostings, ranked

Rows = dict[int, Scores]
"""``id`` of a node -> its score of each of some entries; nodes that have none score 0."""
SCORELESS: Final = (q.Not, q.Unscored, q.Everything, q.Nothing)
_GROUPS: Final = (q.Prefer, q.All)


def term_rows(nodes: Sequence[q.Term], snapshot: Snapshot, doc_ids: DocIds) -> Rows:
    """The score that each term gives each of ``doc_ids`` (rising): 0 where it does not hold it."""
    found = {id(node): node for node in nodes}
    terms = [
        (node, term)
        for node in found.values()
        if (term := snapshot.field(node.field).term(node.text)).count
    ]
    terms.sort(key=lambda pair: pair[0].field)
    table = _frequencies([term for _, term in terms], doc_ids)
    rows: Rows = {}
    first = 0
    while first < len(terms):
        field = terms[first][0].field
        end = first + 1
        while end < len(terms) and terms[end][0].field == field:
            end += 1
        part = impacts_of(table[first:end], snapshot.field(field).norms(doc_ids))
        part *= np.array([n.weight * t.idf for n, t in terms[first:end]], np.float32)[:, None]
        rows.update(zip((id(node) for node, _ in terms[first:end]), part, strict=True))
        first = end
    return rows


def _frequencies(terms: Sequence[TermPostings], doc_ids: DocIds) -> Array:
    """How often each of ``doc_ids`` holds each term, a row for each."""
    table = np.zeros((len(terms), len(doc_ids)), np.float32)
    bitmaps = [(at, term.bitmap) for at, term in enumerate(terms) if term.bitmap is not None]
    if bitmaps:
        words, ranks = ranked([bitmap for _, bitmap in bitmaps], doc_ids)
        words &= BIT_OF_WORD.take(doc_ids & 63)
        for row, (at, _) in enumerate(bitmaps):
            table[at] = terms[at].frequencies.take(ranks[row], mode="clip")
        table[[at for at, _ in bitmaps]] *= words != 0
    for at, term in enumerate(terms):
        if term.bitmap is None:
            _few(term, doc_ids, table[at])
    return table


def _few(term: TermPostings, doc_ids: DocIds, row: Scores) -> None:
    """The same of a term of few entries. The shorter list is looked up in the longer one."""
    held = term.doc_ids
    if len(held) < len(doc_ids):
        at = doc_ids.searchsorted(held)
        here = (doc_ids.take(at, mode="clip") == held).nonzero()[0]
        row[at.take(here)] = term.frequencies.take(here)
    else:
        at = held.searchsorted(doc_ids)
        here = (held.take(at, mode="clip") == doc_ids).nonzero()[0]
        row[here] = term.frequencies.take(at.take(here))


def total(
    node: q.Query, snapshot: Snapshot, rows: Rows, inside: Mapping[int, bool], entries: int
) -> Scores:
    """The scores of some entries that match a node, from those of its parts (``best.added``).

    Args:
        inside: ``id`` of a part that may match or not -> whether all entries match it, or none; one
            that is not here has a row.
    """
    found = _sure(node, snapshot, rows, inside)
    return np.zeros(entries, np.float32) if found is None else found


def _sure(
    node: q.Query, snapshot: Snapshot, rows: Rows, inside: Mapping[int, bool]
) -> Scores | None:
    match node:
        case q.All():
            parts = sorted(node.parts, key=lambda part: estimate(part, snapshot))
            return _sum([_sure(part, snapshot, rows, inside) for part in parts])
        case q.Prefer():
            required = _sure(node.required, snapshot, rows, inside)
            return _sum([required, _maybe(node.preferred, snapshot, rows, inside)])
        case q.Any():
            return _sum([_maybe(part, snapshot, rows, inside) for part in node.parts])
        case q.Not() | q.Unscored() | q.Everything() | q.Nothing():
            return None
        case _:
            return rows.get(id(node))


def _maybe(
    node: q.Query, snapshot: Snapshot, rows: Rows, inside: Mapping[int, bool]
) -> Scores | None:
    if isinstance(node, q.Any) and node.minimum <= min(node.weights, default=1.0) + q.EPSILON:
        return _sum([_maybe(part, snapshot, rows, inside) for part in node.parts])
    if isinstance(node, _GROUPS) and id(node) in inside:
        return _sure(node, snapshot, rows, inside) if inside[id(node)] else None
    return rows.get(id(node))


def _sum(parts: Sequence[Scores | None]) -> Scores | None:
    """In this order always: sums of a whole array may be added up in another."""
    scores: Scores | None = None
    for part in parts:
        if part is not None:
            scores = part if scores is None else scores + part
    return scores

"""What the leaves of a query match, and what they score: terms, phrases, prefixes, shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from indexer.core import query as q
from indexer.core.dtypes import DocIds, Mask, Scores
from indexer.postings.searcher import phrase as phrases
from indexer.postings.searcher.docsets import frequencies_of, locate, members, members_each, union
from indexer.postings.searcher.field_reader import impacts_of
from indexer.postings.searcher.snapshot import Snapshot
from indexer.postings.searcher.term_postings import TermPostings


class Matches(NamedTuple):
    """Matching entries, rising, and their scores."""

    doc_ids: DocIds
    scores: Scores


class Probed(NamedTuple):
    """For each of some entries whether it matches, and its score (0 where it does not)."""

    matched: Mask
    scores: Scores


def postings_of(node: q.Term, snapshot: Snapshot) -> TermPostings:
    return snapshot.field(node.field).term(node.text)


def collect_term(node: q.Term, snapshot: Snapshot) -> Matches:
    term = postings_of(node, snapshot)
    doc_ids = term.doc_ids
    impacts = snapshot.field(node.field).impacts(doc_ids, term.frequencies)
    return Matches(doc_ids, impacts * np.float32(node.weight * term.idf))


def probe_term(node: q.Term, snapshot: Snapshot, doc_ids: DocIds) -> Probed:
    matched = members(snapshot, postings_of(node, snapshot), doc_ids)
    scores = np.zeros(len(doc_ids), np.float32)
    scores[matched] = sum_scores(((node, postings_of(node, snapshot)),), snapshot, doc_ids[matched])
    return Probed(matched, scores)


def sum_scores(
    terms: Sequence[tuple[q.Term, TermPostings]], snapshot: Snapshot, doc_ids: DocIds
) -> Scores:
    """The terms' scores together, of entries that are known to hold all of them."""
    if not terms:
        return np.zeros(len(doc_ids), np.float32)
    often = frequencies_of([term for _, term in terms], snapshot, doc_ids)
    fields = [node.field for node, _ in terms]
    norms = {name: snapshot.field(name).norms(doc_ids) for name in dict.fromkeys(fields)}
    norm = norms[fields[0]] if len(norms) == 1 else np.array([norms[name] for name in fields])
    impacts = impacts_of(often, norm)
    impacts *= np.array([node.weight * term.idf for node, term in terms], np.float32)[:, None]
    scores = np.zeros(len(doc_ids), np.float32)
    for row in impacts:  # in this order always: sums of a whole array may be added up in another
        scores += row
    return scores


def collect_phrase(
    node: q.Phrase | q.Near, snapshot: Snapshot, within: DocIds | None = None
) -> Matches:
    field = snapshot.field(node.field)
    if isinstance(node, q.Phrase):
        doc_ids, scores = phrases.phrase(snapshot, field, node.texts, node.offsets, within)
    else:
        doc_ids, scores = phrases.near(snapshot, field, node.texts, node.distance, within)
    return Matches(doc_ids, scores * np.float32(node.weight))


def probe_phrase(node: q.Phrase | q.Near, snapshot: Snapshot, doc_ids: DocIds) -> Probed:
    return spread(collect_phrase(node, snapshot, doc_ids), snapshot, doc_ids)


def spread(found: Matches, snapshot: Snapshot, doc_ids: DocIds) -> Probed:
    """Matches as flags and scores of ``doc_ids``."""
    at, matched = locate(snapshot, found.doc_ids, doc_ids)
    scores = np.zeros(len(doc_ids), np.float32)
    scores[matched] = found.scores[at]
    return Probed(matched, scores)


def collect_prefix(node: q.Prefix, snapshot: Snapshot) -> Matches:
    doc_ids = snapshot.field(node.field).prefix(node.text)
    return Matches(doc_ids, np.full(len(doc_ids), node.weight, np.float32))


def probe_prefix(node: q.Prefix, snapshot: Snapshot, doc_ids: DocIds) -> Probed:
    return spread(collect_prefix(node, snapshot), snapshot, doc_ids)


def collect_share(node: q.Share, snapshot: Snapshot) -> Matches:
    field = snapshot.field(node.field)
    postings = [field.term(text).doc_ids for text in node.texts]
    doc_ids = union(snapshot, postings)
    return Matches(doc_ids, shares(node, snapshot, doc_ids))


def probe_share(node: q.Share, snapshot: Snapshot, doc_ids: DocIds) -> Probed:
    scores = shares(node, snapshot, doc_ids)
    return Probed(scores != 0, scores)


def shares(node: q.Share, snapshot: Snapshot, doc_ids: DocIds) -> Scores:
    field = snapshot.field(node.field)
    held = np.zeros(len(doc_ids), np.float32)
    others = field.lengths.take(doc_ids).astype(np.float32)
    terms = [term for text in node.texts if (term := field.term(text)).count]
    for term, there in zip(terms, members_each(snapshot, terms, doc_ids), strict=True):
        others -= there
        held += there * np.float32(term.idf)
    others *= np.float32(node.rest)
    others += held
    scores = np.divide(held, others, out=held, where=held > 0)
    scores *= scores
    scores *= np.float32(node.weight)
    return scores


def unscored(doc_ids: DocIds) -> Matches:
    return Matches(doc_ids, np.zeros(len(doc_ids), np.float32))

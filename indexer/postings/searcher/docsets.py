"""Rising arrays of doc ids as sets: members, unions, intersections; and their scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeVar, cast

import numpy as np

from indexer.core.dtypes import Array, Bits, DocIds, Mask, Scores
from indexer.postings.searcher.entry_sets import (
    BIT_OF_WORD,
    BITS_BELOW,
    as_doc_ids,
    intersection,
)
from indexer.postings.searcher.field_reader import FieldReader
from indexer.postings.searcher.snapshot import Snapshot
from indexer.postings.searcher.term_postings import TermPostings, ranked

Values = TypeVar("Values", bound=np.ndarray[Any, Any])

_SEARCH: Final = 32
"""A binary search for one number costs about as much as reading this many in a row."""


_FEW: Final = 2_000
"""Entries up to which searching for each costs less than the calls that it saves."""
_LOOKED_UP: Final = 2
"""Words of a bitmap that are read in a row in the time of looking an entry up."""

_BIT: Final = np.array([1 << bit for bit in range(8)], np.uint8)


def members(snapshot: Snapshot, term: TermPostings, doc_ids: DocIds) -> Mask:
    """Which of ``doc_ids`` hold the term."""
    if term.bitmap is None:
        return locate(snapshot, term.doc_ids, doc_ids)[1]
    present: Mask = (term.bitmap.bytes.take(doc_ids >> 3) & _BIT.take(doc_ids & 7)) != 0
    return present


def members_each(
    snapshot: Snapshot, terms: Sequence[TermPostings], doc_ids: DocIds
) -> Iterator[Mask]:
    """For each term which of ``doc_ids`` hold it: of few entries with few calls."""
    if len(doc_ids) > _FEW:
        yield from (members(snapshot, term, doc_ids) for term in terms)
        return
    word, bit = doc_ids >> 6, BIT_OF_WORD.take(doc_ids & 63)
    for term in terms:
        if term.bitmap is not None:
            yield (term.bitmap.words.take(word) & bit) != 0
        elif term.count < len(doc_ids):
            at = doc_ids.searchsorted(term.doc_ids)
            present = np.zeros(len(doc_ids), np.bool_)
            present[at[doc_ids.take(at, mode="clip") == term.doc_ids]] = True
            yield present
        else:
            at = term.doc_ids.searchsorted(doc_ids)
            yield term.doc_ids.take(at, mode="clip") == doc_ids


def ranks(snapshot: Snapshot, terms: Sequence[TermPostings], doc_ids: DocIds) -> Iterator[DocIds]:
    """For each term the indices of ``doc_ids``, which all hold it, in its posting list."""
    word, below = doc_ids >> 6, BITS_BELOW.take(doc_ids & 63)
    for term in terms:
        if term.bitmap is None:
            yield locate(snapshot, term.doc_ids, doc_ids)[0]
        else:
            yield term.bitmap.ranks_in(word, term.bitmap.words.take(word) & below)


def frequencies_of(terms: Sequence[TermPostings], snapshot: Snapshot, doc_ids: DocIds) -> Scores:
    """For each term, a row each, how often each of ``doc_ids``, which all hold it, does."""
    table = np.empty((len(terms), len(doc_ids)), np.float32)
    bitmaps = [term.bitmap for term in terms if term.bitmap is not None]
    places = iter(ranked(bitmaps, doc_ids).ranks) if bitmaps else iter(())
    for row, term in zip(table, terms, strict=True):
        if term.bitmap is not None:
            at = next(places)
        elif term.count > _SEARCH * len(doc_ids):
            at = term.doc_ids.searchsorted(doc_ids)
        else:
            at = locate(snapshot, term.doc_ids, doc_ids)[0]
        row[:] = term.frequencies.take(at)
    return table


def _bit_addresses(snapshot: Snapshot, doc_ids: DocIds) -> tuple[DocIds, Bits, Bits]:
    """For each of ``doc_ids`` the word of a bitmap that it is in, its bit, and the bits below."""

    def make() -> tuple[DocIds, Bits, Bits]:
        bit = doc_ids & 63
        return (doc_ids >> 6).astype(np.intp), BIT_OF_WORD.take(bit), BITS_BELOW.take(bit)

    return snapshot.memo.of("", doc_ids, make)


def locate(snapshot: Snapshot, within: DocIds, doc_ids: DocIds) -> tuple[DocIds, Mask]:
    """The indices in ``within`` of those of ``doc_ids`` that are in it, and for each of
    ``doc_ids`` whether it is."""
    if not len(within) or not len(doc_ids):
        return np.empty(0, np.int32), np.zeros(len(doc_ids), np.bool_)
    if len(within) > _SEARCH * len(doc_ids):
        at = within.searchsorted(doc_ids)
        present = within.take(at, mode="clip") == doc_ids
        return select(at, present), present
    marks = snapshot.marks
    marks[doc_ids] = True
    at = marks[within].nonzero()[0]
    marks[doc_ids] = False
    if len(at) == len(doc_ids):
        return at, np.ones(len(doc_ids), np.bool_)
    common = within[at]
    marks[common] = True
    present = marks[doc_ids]
    marks[common] = False
    return at, present


def scores_of(
    snapshot: Snapshot, field: FieldReader, term: TermPostings, weight: float, doc_ids: DocIds
) -> Scores:
    """The term's scores of ``doc_ids``, 0 for those that do not hold it."""
    factor = np.float32(weight * term.idf)
    if not term.count:
        return np.zeros(len(doc_ids), np.float32)
    if term.bitmap is not None:
        word, bit, below = _bit_addresses(snapshot, doc_ids)
        bits = term.bitmap.words.take(word)
        present = (bits & bit) != 0
        at = term.bitmap.ranks_in(word, bits & below)
    elif term.count > _SEARCH * len(doc_ids):
        at = term.doc_ids.searchsorted(doc_ids)
        present = term.doc_ids.take(at, mode="clip") == doc_ids
    else:
        scores = np.zeros(len(doc_ids), np.float32)
        at, present = locate(snapshot, term.doc_ids, doc_ids)
        common = doc_ids[present]
        scores[present] = field.impacts(common, term.frequencies.take(at)) * factor
        return scores
    found = field.impacts_with_memo(doc_ids, term.frequencies.take(at, mode="clip"))
    found *= factor
    found *= present
    return found


def union(snapshot: Snapshot, sets: Sequence[DocIds]) -> DocIds:
    """The entries in any of the sets."""
    filled = [doc_ids for doc_ids in sets if len(doc_ids)]
    if len(filled) == 1:
        return filled[0]
    marks = snapshot.marks
    for doc_ids in filled:
        marks[doc_ids] = True
    found = marks.nonzero()[0].astype(np.int32)
    marks[found] = False
    return found


def common(snapshot: Snapshot, terms: Sequence[TermPostings]) -> DocIds:
    """The entries that hold every term."""
    few = sorted((term for term in terms if term.bitmap is None), key=lambda term: term.count)
    bitmaps = [term.bitmap for term in terms if term.bitmap is not None]
    if not few:
        return as_doc_ids(intersection([bitmap.words for bitmap in bitmaps]))
    doc_ids = few[0].doc_ids
    for term in few[1:]:
        doc_ids = select(doc_ids, members(snapshot, term, doc_ids))
    if not bitmaps or not len(doc_ids):
        return doc_ids
    octet, bits = doc_ids >> 3, _BIT.take(doc_ids & 7)
    # Few entries are left: narrowing them term by term would cost more than it saves.
    words = bitmaps[0].words
    if len(doc_ids) * _LOOKED_UP > len(words):
        both = intersection([bitmap.words for bitmap in bitmaps])
        bits &= both.view(np.uint8).take(octet)
    else:
        for bitmap in bitmaps:
            bits &= bitmap.bytes.take(octet)
    return select(doc_ids, bits)


def select(values: Values, chosen: Array) -> Values:
    """``values[chosen != 0]``, in less time where few are chosen."""
    if chosen.dtype != np.bool_:  # of truth values numpy finds the true ones six times as fast
        chosen = chosen != 0
    return cast("Values", values.take(chosen.nonzero()[0]))

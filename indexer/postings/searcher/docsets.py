"""Rising arrays of entry numbers as sets: members, unions, intersections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeVar, cast

import numpy as np

from indexer.core.dtypes import Array, Bits, DocIds, Mask, Scores
from indexer.postings.searcher.snapshot import FieldView, TermView, View

Values = TypeVar("Values", bound=np.ndarray[Any, Any])

_SEARCH: Final = 32
"""Looking one number up costs about as much as passing over this many."""


_BIT: Final = np.array([1 << bit for bit in range(8)], np.uint8)
_AT: Final = np.array([1 << bit for bit in range(64)], np.uint64)
_BELOW: Final = np.array([(1 << bit) - 1 for bit in range(64)], np.uint64)


def members(view: View, term: TermView, docs: DocIds) -> Mask:
    """Which of ``docs`` hold the term."""
    if term.bitmap is None:
        return places(view, term.docs, docs)[1]
    there: Mask = (term.bitmap.bytes.take(docs >> 3) & _BIT.take(docs & 7)) != 0
    return there


def ranks(view: View, terms: Sequence[TermView], docs: DocIds) -> Iterator[DocIds]:
    """For each term where ``docs``, which all hold it, stand in its postings."""
    word, below = docs >> 6, _BELOW.take(docs & 63)
    for term in terms:
        if term.bitmap is None:
            yield places(view, term.docs, docs)[0]
        else:
            within = np.bitwise_count(term.bitmap.words.take(word) & below)
            yield term.bitmap.before.take(word) + within


def _looked_at(view: View, docs: DocIds) -> tuple[DocIds, Bits, Bits]:
    """For each of ``docs`` the word of a bitmap that it is in, its bit, and the bits below."""

    def make() -> tuple[DocIds, Bits, Bits]:
        bit = docs & 63
        return (docs >> 6).astype(np.intp), _AT.take(bit), _BELOW.take(bit)

    return view.again.of("", docs, make)


def places(view: View, within: DocIds, docs: DocIds) -> tuple[DocIds, Mask]:
    """For each of ``docs`` whether it is in ``within``, and where those that are stand there."""
    if not len(within) or not len(docs):
        return np.empty(0, np.int32), np.zeros(len(docs), np.bool_)
    if len(within) > _SEARCH * len(docs):
        at = within.searchsorted(docs)
        there = within.take(at, mode="clip") == docs
        return kept(at, there), there
    marks = view.marks
    marks[docs] = True
    at = np.flatnonzero(marks[within])
    marks[docs] = False
    if len(at) == len(docs):
        return at, np.ones(len(docs), np.bool_)
    common = within[at]
    marks[common] = True
    there = marks[docs]
    marks[common] = False
    return at, there


def gained(view: View, field: FieldView, term: TermView, weight: float, docs: DocIds) -> Scores:
    """The term's scores of ``docs``, 0 for those that do not hold it."""
    factor = np.float32(weight * term.idf)
    if not len(term.docs):
        return np.zeros(len(docs), np.float32)
    if term.bitmap is not None:
        word, bit, below = _looked_at(view, docs)
        held = term.bitmap.words.take(word)
        there = (held & bit) != 0
        at = term.bitmap.before.take(word) + np.bitwise_count(held & below)
    elif len(term.docs) > _SEARCH * len(docs):
        at = term.docs.searchsorted(docs)
        there = term.docs.take(at, mode="clip") == docs
    else:
        spread = view.scores
        spread[term.docs] = field.impacts(term.docs, term.frequencies) * factor
        scores = spread.take(docs)
        spread[term.docs] = 0
        return scores
    found = field.impacts_again(docs, term.frequencies.take(at, mode="clip"))
    found *= factor
    found *= there
    return found


def union(view: View, sets: Sequence[DocIds]) -> DocIds:
    """The entries in any of the sets."""
    filled = [docs for docs in sets if len(docs)]
    if len(filled) == 1:
        return filled[0]
    marks = view.marks
    for docs in filled:
        marks[docs] = True
    found = np.flatnonzero(marks).astype(np.int32)
    marks[found] = False
    return found


def common(view: View, terms: Sequence[TermView]) -> DocIds:
    """The entries that hold every term."""
    rarest, *others = sorted(terms, key=lambda term: len(term.docs))
    docs = rarest.docs
    frequent = [term.bitmap.bytes for term in others if term.bitmap is not None]
    for term in others[: max(1, len(others) - len(frequent))]:
        docs = kept(docs, members(view, term, docs))
    # What is left is little: narrowing it term by term would cost more than it saves.
    if frequent and len(docs):
        octet, bits = docs >> 3, _BIT.take(docs & 7)
        for held in frequent:
            bits &= held.take(octet)
        docs = kept(docs, bits)
    return docs


def kept(values: Values, there: Array) -> Values:
    """``values[there != 0]``, in less time where few are."""
    return cast("Values", values.take(there.nonzero()[0]))

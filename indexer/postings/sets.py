"""Rising arrays of entry numbers as sets: members, unions, intersections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from indexer.postings.view import Index, Mask, TermView, View

_SEARCH: Final = 32
"""Looking one number up costs about as much as passing over this many."""


def members(view: View, term: TermView, docs: Index) -> Mask:
    """Which of ``docs`` hold the term."""
    if term.bits is not None:
        bits = (term.bits[docs >> 3] >> (docs & 7).astype(np.uint8)) & 1
        there: Mask = bits.view(np.bool_)
        return there
    return places(view, term.docs, docs)[1]


def places(view: View, within: Index, docs: Index) -> tuple[Index, Mask]:
    """For each of ``docs`` whether it is in ``within``, and where those that are stand there."""
    if not len(within) or not len(docs):
        return np.empty(0, np.int32), np.zeros(len(docs), np.bool_)
    if len(within) > _SEARCH * len(docs):
        at = np.searchsorted(within, docs)
        at[at == len(within)] = 0
        there = within[at] == docs
        return at[there], there
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


def union(view: View, sets: Sequence[Index]) -> Index:
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


def common(view: View, terms: Sequence[TermView]) -> Index:
    """The entries that hold every term."""
    rarest, *others = sorted(terms, key=lambda term: len(term.docs))
    docs = rarest.docs
    for term in others:
        if not len(docs):
            break
        docs = docs[members(view, term, docs)]
    return docs

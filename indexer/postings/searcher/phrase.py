"""Where terms stand at given offsets from each other, or close together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.arrayfile import ranges
from indexer.core.dtypes import DocIds, GlobalPositions, Ints, Scores
from indexer.postings.searcher.docsets import common, kept, members, places, ranks
from indexer.postings.searcher.positions import REACH, entries_of, widened
from indexer.postings.searcher.snapshot import FieldView, View


def phrase(
    view: View,
    field: FieldView,
    texts: Sequence[str],
    offsets: Sequence[int],
    within: DocIds | None = None,
) -> tuple[DocIds, Scores]:
    """Entries where ``texts[i]`` stands at ``p + offsets[i]`` for some ``p``, with their BM25
    without weight: one occurrence per ``p``, and the idf of all terms together.

    Args:
        within: look only into these entries.
    """
    docs, idf = _holding_all(view, field, texts, within)
    if not len(docs):
        return docs, np.empty(0, np.float32)
    terms = [field.occurrences(text) for text in texts]
    order = sorted(range(len(texts)), key=lambda i: len(terms[i].places))
    first = order[0]
    # Within reach of a place there is nothing of another entry, so all of a term's places may be
    # looked through. Else each is spelled out, of these entries alone.
    narrow = max(offsets) - min(offsets) <= REACH and all(term.narrow for term in terms)
    starts, entries = _places(view, field, texts[first], docs)
    starts = (starts if narrow else widened(field.origins, starts)) - offsets[first]
    for i in order[1:]:
        found = terms[i].places if narrow else _widened(view, field, texts[i], docs)
        wanted = starts + offsets[i]
        there = found.take(found.searchsorted(wanted), mode="clip") == wanted
        if not there.all():
            starts, entries = kept(starts, there), kept(entries, there)
        if not len(starts):
            break
    # A term may stand twice at one position; a start counts once.
    again = starts[1:] == starts[:-1]
    if again.any():
        entries = entries[np.concatenate(([True], ~again))]
    opens = np.flatnonzero(np.diff(entries, prepend=-1))
    docs = entries[opens]
    frequencies = np.diff(opens, append=len(entries))
    return docs.astype(np.int32, copy=False), field.impacts(docs, frequencies) * np.float32(idf)


def near(
    view: View,
    field: FieldView,
    texts: Sequence[str],
    distance: int,
    within: DocIds | None = None,
) -> tuple[DocIds, Scores]:
    """Entries where all terms stand within ``distance + 1`` positions, with their BM25 without
    weight: one occurrence, and the idf of all terms together."""
    docs, idf = _holding_all(view, field, texts, within)
    if not len(docs):
        return docs, np.empty(0, np.float32)
    # Sweep all occurrences in order, keeping where each term was seen last.
    parts = [_widened(view, field, text, docs) for text in texts]
    everything = np.concatenate(parts)
    owners = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    order = np.lexsort((owners, everything))
    ordered, owners = everything[order], owners[order]
    earliest = ordered.copy()
    for owner in range(len(parts)):
        seen = np.where(owners == owner, ordered, -1)
        np.minimum(earliest, np.maximum.accumulate(seen), out=earliest)
    # Entries are far apart in wide places, so what stands in another entry is never close.
    close = (earliest >= 0) & (ordered - earliest <= distance)
    entries = entries_of(None, ordered[close])
    docs = entries[np.diff(entries, prepend=-1) != 0]
    ones = np.ones(len(docs), np.int64)
    return docs.astype(np.int32), field.impacts(docs, ones) * np.float32(idf)


def _holding_all(
    view: View, field: FieldView, texts: Sequence[str], within: DocIds | None
) -> tuple[DocIds, float]:
    terms = [field.term(text) for text in texts]
    if not terms or not field.positions:
        return np.empty(0, np.int32), 0.0
    if within is None or len(within) > min(len(term.docs) for term in terms):
        docs = common(view, terms)
        if within is not None:
            docs = kept(docs, places(view, within, docs)[1])
    else:
        docs = within
        for term in terms:
            docs = kept(docs, members(view, term, docs))
    return docs, sum(term.idf for term in terms)


def _places(
    view: View, field: FieldView, text: str, docs: DocIds
) -> tuple[GlobalPositions, DocIds]:
    """The places of a term in ``docs``, which all hold it; and the entry of each."""
    found, places = field.occurrences(text)
    term = field.term(text)
    if len(docs) == len(term.docs):
        once = len(places) == len(docs)
        return places, docs if once else np.repeat(docs, term.frequencies)
    (at,) = ranks(view, [term], docs)
    starts = found[at]
    sizes = found[at + 1] - starts
    if int(sizes.sum()) == len(docs):
        return places[starts], docs
    return places[ranges.members(starts, sizes)], np.repeat(docs, sizes)


def _widened(view: View, field: FieldView, text: str, docs: DocIds) -> Ints:
    """The same in 64 bits, in which entries are as far apart as positions go."""
    return widened(field.origins, _places(view, field, text, docs)[0])

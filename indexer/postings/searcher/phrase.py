"""Entries in which terms occur at given offsets from each other, or close together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from indexer.arrayfile import ranges
from indexer.core.dtypes import DocIds, GlobalPositions, Ints, Scores
from indexer.postings.searcher.docsets import common, locate, members, ranks, select
from indexer.postings.searcher.field_reader import FieldReader
from indexer.postings.searcher.positions import (
    REACH,
    WIDE,
    Occurrences,
    doc_ids_at,
    places_at,
    widened,
)
from indexer.postings.searcher.snapshot import Snapshot
from indexer.postings.searcher.term_postings import TermPostings

_RARE: Final = 2
"""Where a term occurs no more often than once in so many entries, its occurrences are looked up
among those of the others; else the entries that hold all terms are found first."""
_FEW_STARTS: Final = 256
"""So few occurrences are searched for at once, without looking at bits before."""
_FEW: Final = 16
"""Evidence in fewer than one in so many of a term's entries: positions are decoded each time."""


_TOGETHER: Final = 512
"""Of so few entries, all terms' positions are decoded at a time."""


def phrase(
    snapshot: Snapshot,
    field: FieldReader,
    texts: Sequence[str],
    offsets: Sequence[int],
    within: DocIds | None = None,
) -> tuple[DocIds, Scores]:
    """Entries where ``texts[i]`` occurs at ``p + offsets[i]`` for some ``p``, with their BM25
    without weight: one occurrence per ``p``, and the idf of all terms together.

    Args:
        within: look only into these entries.
    """
    terms = [field.term(text) for text in texts]
    if not terms or not field.positions or not all(term.count for term in terms):
        return np.empty(0, np.int32), np.empty(0, np.float32)
    rare = within is None and min(term.count for term in terms) * _RARE <= snapshot.max_doc
    found = [field.occurrences(text) for text in texts] if rare else []
    if found and max(offsets) <= REACH and all(one.narrow for one in found):
        starts = _starts_of_rarest(field, texts, offsets, found)
        owners = doc_ids_at(field.origins, starts.astype(np.int32))
    else:
        doc_ids = _holding_all(snapshot, terms, within)
        if not len(doc_ids):
            return doc_ids, np.empty(0, np.float32)
        most = max(term.count for term in terms)
        if within is not None and len(doc_ids) * _FEW < most:
            starts, owners = _starts_in_few(snapshot, field, texts, offsets, doc_ids)
        else:
            starts, owners = _starts(snapshot, field, texts, offsets, doc_ids)
    # A term may occur twice at one position; a start counts once.
    repeated = starts[1:] == starts[:-1]
    if repeated.any():
        owners = owners[np.concatenate(([True], ~repeated))]
    opens = np.ones(len(owners) + 1, np.bool_)  # numpy's diff takes longer than all of this
    np.not_equal(owners[1:], owners[:-1], out=opens[1:-1])
    bounds = opens.nonzero()[0] if len(owners) else np.zeros(1, np.int64)
    doc_ids = owners.take(bounds[:-1])
    frequencies = bounds[1:] - bounds[:-1]
    scores = field.impacts(doc_ids, frequencies) * np.float32(sum(term.idf for term in terms))
    return doc_ids.astype(np.int32, copy=False), scores


def _starts_of_rarest(
    field: FieldReader,
    texts: Sequence[str],
    offsets: Sequence[int],
    occurrences: Sequence[Occurrences],
) -> Ints:
    """Where the phrase starts: of the rarest term's occurrences, those that the others go with.

    Args:
        occurrences: of each term, with global positions of 32 bits.
    """
    found = [one.positions for one in occurrences]
    order = sorted(range(len(texts)), key=lambda i: len(found[i]))
    first = order[0]
    starts: Ints = found[first].astype(np.int64)
    if offsets[first]:
        starts -= offsets[first]
    unsure = order[1:]
    for i in order[1:]:
        if len(starts) <= _FEW_STARTS:
            break
        bits = field.position_bits(texts[i])
        starts = select(starts, bits.holds(starts + offsets[i]))
        if bits.exact:
            unsure.remove(i)
    for i in unsure:
        if not len(starts):
            break
        wanted = (starts + offsets[i]).astype(np.int32)
        starts = select(starts, found[i].take(found[i].searchsorted(wanted), mode="clip") == wanted)
    return starts


def _starts_in_few(
    snapshot: Snapshot,
    field: FieldReader,
    texts: Sequence[str],
    offsets: Sequence[int],
    doc_ids: DocIds,
) -> tuple[Ints, DocIds]:
    """Where the phrase starts, as wide positions, and in which entry: few entries, so only what is
    stored of these is decoded. Rare terms come first: each leaves fewer entries to the next."""
    order = sorted(range(len(texts)), key=lambda i: field.term(texts[i]).count)
    if len(doc_ids) <= _TOGETHER:
        found = _wide_starts(snapshot, field, [(texts[i], offsets[i]) for i in order], doc_ids)
        starts = found[0]
        for others in found[1:]:
            starts = _among(starts, others)
        return starts, (starts + offsets[order[0]]) >> WIDE
    (starts,) = _wide_starts(snapshot, field, [(texts[order[0]], offsets[order[0]])], doc_ids)
    for i in order[1:]:
        owners = (starts + offsets[order[0]]) >> WIDE
        doc_ids = owners[(owners[1:] != owners[:-1]).nonzero()[0] + 1]
        if len(owners):
            doc_ids = np.concatenate((owners[:1], doc_ids)).astype(np.int32)
        (others,) = _wide_starts(snapshot, field, [(texts[i], offsets[i])], doc_ids)
        starts = _among(starts, others)
        if not len(starts):
            break
    return starts, (starts + offsets[order[0]]) >> WIDE


def _among(starts: Ints, others: Ints) -> Ints:
    """Those of some rising numbers that are among others."""
    found: Ints = starts[others.take(others.searchsorted(starts), mode="clip") == starts]
    return found


def _wide_starts(
    snapshot: Snapshot,
    field: FieldReader,
    words: Sequence[tuple[str, int]],
    doc_ids: DocIds,
) -> list[Ints]:
    """For each of some terms with its offset, where a phrase with it would start, as wide
    positions, in entries that hold all of them."""
    terms = [field.term(text) for text, _ in words]
    places = [field.places(text) for text, _ in words]
    at = np.array(list(ranks(snapshot, terms, doc_ids)))
    positions, sizes = places_at(places, [term.count for term in terms], at)
    bases = doc_ids.astype(np.int64) << WIDE
    bases = np.concatenate([bases - offset for _, offset in words])
    wide: Ints = np.repeat(bases, sizes) + positions
    ends = np.cumsum(sizes.reshape(len(words), -1).sum(axis=1)).tolist()
    return [wide[low:high] for low, high in zip([0, *ends[:-1]], ends, strict=True)]


def _starts(
    snapshot: Snapshot,
    field: FieldReader,
    texts: Sequence[str],
    offsets: Sequence[int],
    doc_ids: DocIds,
) -> tuple[GlobalPositions, DocIds]:
    """The same by searching all of a term's occurrences."""
    terms = [field.occurrences(text) for text in texts]
    order = sorted(range(len(texts)), key=lambda i: len(terms[i].positions))
    first = order[0]
    # Within reach of a global position there is nothing of another entry, so all of a term's
    # occurrences may be searched. Else they are widened, those of these entries alone.
    narrow = max(offsets) - min(offsets) <= REACH and all(term.narrow for term in terms)
    starts, owners = _positions(snapshot, field, texts[first], doc_ids)
    starts = (starts if narrow else widened(field.origins, starts)) - offsets[first]
    for i in order[1:]:
        found = terms[i].positions if narrow else _widened(snapshot, field, texts[i], doc_ids)
        wanted = starts + offsets[i]
        present = found.take(found.searchsorted(wanted), mode="clip") == wanted
        if not present.all():
            starts, owners = select(starts, present), select(owners, present)
        if not len(starts):
            break
    return starts, owners


def near(
    snapshot: Snapshot,
    field: FieldReader,
    texts: Sequence[str],
    distance: int,
    within: DocIds | None = None,
) -> tuple[DocIds, Scores]:
    """Entries where all terms occur within ``distance + 1`` positions, with the sum of the terms'
    BM25 without weight."""
    terms = [field.term(text) for text in texts]
    if not terms or not field.positions:
        return np.empty(0, np.int32), np.empty(0, np.float32)
    doc_ids = _holding_all(snapshot, terms, within)
    if not len(doc_ids):
        return doc_ids, np.empty(0, np.float32)
    # Sweep all occurrences in order, remembering where each term was seen last.
    parts = [_widened(snapshot, field, text, doc_ids) for text in texts]
    everything = np.concatenate(parts)
    owners = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    order = np.lexsort((owners, everything))
    ordered, owners = everything[order], owners[order]
    earliest = ordered.copy()
    for owner in range(len(parts)):
        seen = np.where(owners == owner, ordered, -1)
        np.minimum(earliest, np.maximum.accumulate(seen), out=earliest)
    # Entries are far apart in wide positions, so occurrences in two entries are never close.
    close = (earliest >= 0) & (ordered - earliest <= distance)
    entries = doc_ids_at(None, ordered[close])
    doc_ids = entries[np.diff(entries, prepend=-1) != 0].astype(np.int32)
    scores = np.zeros(len(doc_ids), np.float32)
    for term, at in zip(terms, ranks(snapshot, terms, doc_ids), strict=True):
        scores += field.impacts(doc_ids, term.frequencies.take(at)) * np.float32(term.idf)
    return doc_ids, scores


def _holding_all(
    snapshot: Snapshot, terms: Sequence[TermPostings], within: DocIds | None
) -> DocIds:
    """The entries that hold every term."""
    if within is None or len(within) > min(term.count for term in terms):
        doc_ids = common(snapshot, terms)
        if within is not None:
            doc_ids = select(doc_ids, locate(snapshot, within, doc_ids)[1])
    else:
        doc_ids = within
        for term in terms:
            doc_ids = select(doc_ids, members(snapshot, term, doc_ids))
    return doc_ids


def _positions(
    snapshot: Snapshot, field: FieldReader, text: str, doc_ids: DocIds
) -> tuple[GlobalPositions, DocIds]:
    """The global positions of a term in ``doc_ids``, which all hold it; and the entry of each."""
    starts, positions = field.occurrences(text)
    term = field.term(text)
    if len(doc_ids) == term.count:
        once = len(positions) == len(doc_ids)
        return positions, doc_ids if once else np.repeat(doc_ids, term.frequencies)
    (at,) = ranks(snapshot, [term], doc_ids)
    firsts = starts[at]
    sizes = starts[at + 1] - firsts
    if int(sizes.sum()) == len(doc_ids):
        return positions[firsts], doc_ids
    return positions[ranges.members(firsts, sizes)], np.repeat(doc_ids, sizes)


def _widened(snapshot: Snapshot, field: FieldReader, text: str, doc_ids: DocIds) -> Ints:
    """The same in 64 bits, in which entries are as far apart as positions go."""
    return widened(field.origins, _positions(snapshot, field, text, doc_ids)[0])

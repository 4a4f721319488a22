"""Sets of entries: few as rising doc ids, many as one bit an entry.

A million entries are 128 KB of bits. Reading them through takes some 10 us, so sets of many are
cut, joined and counted in less time than it takes to list them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Final, NamedTuple, cast

import numpy as np

from indexer.arrayfile import ranges
from indexer.core.dtypes import Array, Bits, Bytes, DocIds, Ints, Mask
from indexer.core.query import EPSILON

EntrySet = DocIds | Bits
"""Rising doc ids of 32 bits; or words of 64 bits, one bit an entry of the snapshot."""

MANY: Final = 32
"""More than one in so many entries are kept as bits."""
_FEW_WORDS: Final = 4
"""Where fewer than one in so many words has a bit, the others are not unpacked."""
_BRANCHING: Final = 10
"""Sets up to which their combinations are looked into: each may double what that costs."""

BIT_OF_WORD: Final = np.array([1 << bit for bit in range(64)], np.uint64)
BITS_BELOW: Final = np.array([(1 << bit) - 1 for bit in range(64)], np.uint64)
"""For each bit of a word, the bits below it."""
NO_ENTRIES: Final[DocIds] = np.empty(0, np.int32)


def is_bits(entries: EntrySet) -> bool:
    """Whether a set is in the second form."""
    return entries.dtype == np.uint64


def words_of(max_doc: int) -> int:
    """How many words a set of bits has."""
    return -(-max_doc // 64)


def count(entries: EntrySet) -> int:
    """How many entries there are."""
    return int(np.bitwise_count(entries).sum()) if is_bits(entries) else len(entries)


def as_doc_ids(entries: EntrySet) -> DocIds:
    """The set as rising doc ids."""
    if not is_bits(entries):
        return cast("DocIds", entries)
    words = cast("Bits", entries)
    (filled,) = (words != 0).nonzero()  # of truth values, it takes a sixth of the time
    if len(filled) * _FEW_WORDS > len(words):
        return _unpacked(words).nonzero()[0].astype(np.int32)
    (at,) = _unpacked(words.take(filled)).nonzero()
    found: DocIds = (filled << 6).take(at >> 6)
    found += at & 63
    return found.astype(np.int32)


def as_bits(entries: EntrySet, max_doc: int) -> Bits:
    """The set as bits."""
    if is_bits(entries):
        return cast("Bits", entries)
    if len(entries) * MANY > max_doc:
        present = np.zeros(words_of(max_doc) * 64, np.bool_)
        present[entries] = True
        return packed(present)
    words = np.zeros(words_of(max_doc), np.uint64)
    if len(entries):
        word = entries >> 6
        opens = ranges.changes(word)
        words[word[opens]] = np.bitwise_or.reduceat(BIT_OF_WORD.take(entries & 63), opens)
    return words


def packed(present: Mask) -> Bits:
    """A truth value for each entry, as bits."""
    octets = np.packbits(present, bitorder="little")
    spare = -len(octets) % 8
    return np.concatenate((octets, np.zeros(spare, np.uint8)) if spare else (octets,)).view("<u8")


def holds(words: Bits, doc_ids: DocIds) -> Mask:
    """Which of ``doc_ids`` are in a set of bits."""
    octets: Bytes = words.view(np.uint8)
    held: Mask = (octets.take(doc_ids >> 3) >> (doc_ids & 7).astype(np.uint8)) & 1 != 0
    return held


def counts_before(words: Bits) -> Ints:
    """For each word how many entries are in the words before it; and how many there are."""
    sums = np.zeros(len(words) + 1, np.int64)
    np.cumsum(np.bitwise_count(words), out=sums[1:])
    return sums


def below(entries: EntrySet, before: Ints, numbers: Ints) -> Ints:
    """For each of some numbers, up to that of all entries, how many entries of the set are below;
    ``before``: see ``counts_before`` (not read where the set is doc ids)."""
    if not is_bits(entries):
        # In the same type: with any other, numpy would convert all of the entries first.
        found: Ints = entries.searchsorted(numbers.astype(entries.dtype))
        return found
    word = numbers >> 6
    inside = np.bitwise_count(entries.take(word, mode="clip") & BITS_BELOW.take(numbers & 63))
    found = before.take(word)
    found[word < len(entries)] += inside[word < len(entries)]
    return found


def intersection(sets: Sequence[EntrySet]) -> EntrySet:
    """What is in every set, of at least one."""
    rows = sorted((one for one in sets if not is_bits(one)), key=len)
    bits = [cast("Bits", one) for one in sets if is_bits(one)]
    if not rows:
        whole = bits[0]
        for one in bits[1:]:
            whole = whole & one
        return whole
    left = cast("DocIds", rows[0])
    for row in rows[1:]:
        if len(left):
            left = left[_in_rising(cast("DocIds", row), left)]
    for one in bits:
        left = left[holds(one, left)]
    return left


def union(sets: Sequence[EntrySet], max_doc: int) -> EntrySet:
    """What is in any of the sets."""
    filled = [one for one in sets if len(one)]
    if len(filled) <= 1:
        return filled[0] if filled else NO_ENTRIES
    rows = [one for one in filled if not is_bits(one)]
    if len(rows) == len(filled) and sum(map(len, rows)) * MANY <= max_doc:
        return np.unique(np.concatenate(rows))
    whole = np.zeros(words_of(max_doc), np.uint64)
    for one in filled:
        whole |= as_bits(one, max_doc)
    return whole


def without(entries: EntrySet, others: EntrySet, max_doc: int) -> EntrySet:
    """What is in the first set and not in the second."""
    if is_bits(entries):
        return entries & ~as_bits(others, max_doc)
    doc_ids = cast("DocIds", entries)
    return doc_ids[~contained(others, doc_ids)]


def worth_at_least(
    sets: Sequence[EntrySet], weights: Sequence[float], minimum: float, max_doc: int
) -> EntrySet:
    """The entries whose sets' weights (not negative) add up to ``minimum`` (above 0) or more.

    An entry is worth that much with the heaviest set and what is left of ``minimum`` without its
    weight from the others, or from the others alone. Most branches end soon: what is left is
    nothing, or more than the others are worth. Amounts between the same sums of the others' weights
    have the same entries, so each such interval is looked into once.
    """
    pairs = sorted(zip(weights, sets, strict=True), key=lambda pair: -pair[0])
    pairs = [pair for pair in pairs if pair[0] > 0 and len(pair[1])]
    if len(pairs) > _BRANCHING:
        return _added_up(pairs, minimum, max_doc)
    bits = [as_bits(one, max_doc) for _, one in pairs]
    found = _reaching([weight for weight, _ in pairs], bits, minimum)
    return NO_ENTRIES if found is None else found


class _Worth(NamedTuple):
    """What is worth some amount from the sets from one on."""

    entries: Bits | None
    """None: every entry, or none; see ``high``."""
    low: float
    """The same entries for all amounts above this ..."""
    high: float
    """... up to this: below ``EPSILON`` every entry is, and infinite where none is."""


def _reaching(weights: Sequence[float], bits: Sequence[Bits], minimum: float) -> Bits | None:
    """``worth_at_least`` with sets of bits, the heaviest first; None where no entry is."""
    rest = [*np.cumsum(weights[::-1])[::-1].tolist(), 0.0]
    known: list[list[_Worth]] = [[] for _ in weights]

    def reach(first: int, needed: float) -> _Worth:
        if needed <= EPSILON:
            return _Worth(None, -inf, EPSILON)
        if rest[first] < needed - EPSILON:
            return _Worth(None, rest[first] + EPSILON, inf)
        for one in known[first]:
            if one.low < needed <= one.high:
                return one
        weight, own = weights[first], bits[first]
        more, others = reach(first + 1, needed - weight), reach(first + 1, needed)
        entries = own if more.high <= EPSILON else None
        if more.entries is not None:
            entries = own & more.entries
        if others.entries is not None:
            entries = others.entries if entries is None else entries | others.entries
        low, high = max(more.low + weight, others.low), min(more.high + weight, others.high)
        made = _Worth(entries, low, high)
        known[first].append(made)
        return made

    return reach(0, minimum).entries


def _added_up(pairs: Sequence[tuple[float, EntrySet]], minimum: float, max_doc: int) -> EntrySet:
    """The same, entry by entry. The largest sets that are together not worth enough are only looked
    up, not listed: what is worth enough is in another one, too."""
    spare = 0.0
    listed: list[EntrySet] = []
    for weight, entries in sorted(pairs, key=lambda pair: -count(pair[1])):
        spare += weight
        if spare >= minimum - EPSILON:
            listed.append(entries)
    doc_ids = as_doc_ids(union(listed, max_doc))
    worth = np.zeros(len(doc_ids), np.float64)
    for weight, entries in pairs:
        worth += weight * contained(entries, doc_ids)
    return doc_ids[worth >= minimum - EPSILON]


def contained(entries: EntrySet, doc_ids: DocIds) -> Mask:
    """Which of ``doc_ids`` are in a set."""
    if is_bits(entries):
        return holds(cast("Bits", entries), doc_ids)
    return _in_rising(cast("DocIds", entries), doc_ids)


def _in_rising(row: DocIds, doc_ids: DocIds) -> Mask:
    """Which of ``doc_ids`` are in a rising row."""
    if not len(row):
        return np.zeros(len(doc_ids), np.bool_)
    present: Mask = row.take(row.searchsorted(doc_ids), mode="clip") == doc_ids
    return present


def _unpacked(words: Bits) -> Array:
    return np.unpackbits(words.view(np.uint8), bitorder="little").view(np.bool_)

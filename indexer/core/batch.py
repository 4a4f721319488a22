"""A document's entries as a few flat arrays: what one process hands to another, and what is
quickest to put into an index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from analyzers.token import Terms
from indexer.arrayfile import ranges
from indexer.core.document import Clause
from indexer.core.dtypes import Int32s, TermIds
from indexer.core.engine import Entry
from indexer.core.schema import FIELDS
from indexer.core.vocabulary import Vocabulary


class Column(NamedTuple):
    """One field of several entries."""

    codes: TermIds
    """Each term's number in a vocabulary, entry after entry."""
    sizes: Int32s
    """Terms of each entry; -1 for an entry without the field."""
    positions: Int32s | None = None
    """Each term's position, where the field keeps them."""


class Packed(NamedTuple):
    values: tuple[Mapping[str, tuple[str, ...]], ...]
    """Each once that several entries have."""
    valued: Int32s
    """For each entry, which of ``values`` it has."""
    vocabulary: list[str]
    columns: dict[str, Column]
    headings: list[TermIds]
    """The terms of each heading."""
    above: list[tuple[int, ...]]
    """For each entry, which headings stand above it."""
    articles: list[int]
    """``Entry.article`` of each entry."""


def pack(entries: Iterable[Entry]) -> Packed:
    """The entries of one document, small to pickle and quick to write."""
    given = list(entries)
    vocabulary = Vocabulary()
    columns = {}
    for name in dict.fromkeys(name for entry in given for name in entry.terms):
        held = [entry.terms.get(name) for entry in given]
        packed = column(vocabulary, [None if terms is None else terms.texts for terms in held])
        if FIELDS[name].positions:
            positions = chain.from_iterable(terms.positions for terms in held if terms is not None)
            packed = packed._replace(positions=np.fromiter(positions, np.int32, len(packed.codes)))
        columns[name] = packed
    headings = {id(heading): heading for entry in given for heading in entry.above}
    numbers = {key: number for number, key in enumerate(headings)}
    codes = [vocabulary.codes(heading, len(heading)) for heading in headings.values()]
    values = {id(entry.values): entry.values for entry in given}
    places = {key: number for number, key in enumerate(values)}
    valued = (places[id(entry.values)] for entry in given)
    return Packed(
        tuple(values.values()),
        np.fromiter(valued, np.int32, len(given)),
        vocabulary.texts(),
        columns,
        codes,
        [tuple(numbers[id(heading)] for heading in entry.above) for entry in given],
        [entry.article for entry in given],
    )


def column(vocabulary: Vocabulary, texts: Sequence[Sequence[Any] | None]) -> Column:
    """The texts of each entry, numbered; ``None`` for an entry without any."""
    sizes = [-1 if held is None else len(held) for held in texts]
    said = chain.from_iterable(held for held in texts if held is not None)
    count = sum(size for size in sizes if size > 0)
    return Column(vocabulary.codes(said, count), np.array(sizes, np.int32))


def shared_column(vocabulary: Vocabulary, texts: Sequence[Sequence[Any]], which: Int32s) -> Column:
    """As ``column``, of entries that each have one of a few sequences of texts."""
    once = column(vocabulary, texts)
    sizes = once.sizes[which]
    starts = (np.cumsum(once.sizes) - once.sizes)[which]
    return Column(once.codes[ranges.members(starts, sizes)], sizes)


def unpack(packed: Packed, clauses: Sequence[Clause]) -> Iterator[Entry]:
    """The entries again, given their clauses. Positions that no field keeps are just counted."""
    texts = packed.vocabulary
    at = dict.fromkeys(packed.columns, 0)
    headings = [[texts[code] for code in codes] for codes in packed.headings]
    for number, (clause, valued) in enumerate(zip(clauses, packed.valued.tolist(), strict=True)):
        terms = {}
        for name, held in packed.columns.items():
            size = int(held.sizes[number])
            if size >= 0:
                start, end = at[name], at[name] + size
                at[name] = end
                said = [texts[code] for code in held.codes[start:end]]
                kept = held.positions
                positions = range(size) if kept is None else kept[start:end].tolist()
                terms[name] = Terms(said, positions)
        above = tuple(headings[heading] for heading in packed.above[number])
        yield Entry(clause, terms, packed.values[valued], above, packed.articles[number])

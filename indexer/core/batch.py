"""A document's entries as a few flat arrays: cheap to send to another process, and to index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from operator import is_
from typing import Any, NamedTuple

import numpy as np

from analyzers.token import Terms
from indexer.core.document import Clause
from indexer.core.dtypes import Int32s, TermIds
from indexer.core.engine import Entry
from indexer.core.schema import FIELDS
from indexer.core.vocabulary import Joined, Vocabulary, joined


class Column(NamedTuple):
    """One field of several entries."""

    term_ids: TermIds
    """Each term's id in a vocabulary, entry after entry."""
    sizes: Int32s
    """Terms of each entry; -1 for an entry without the field."""
    positions: Int32s | None = None
    """Each term's position, in a field with positions."""


class Batch(NamedTuple):
    """The entries of one document."""

    values: tuple[Mapping[str, tuple[str, ...]], ...]
    """The different ``Entry.values``."""
    value_numbers: Int32s
    """For each entry, the index of its values in ``values``."""
    vocabulary: Joined
    """The terms of all columns and headings; a term's index is its id."""
    columns: dict[str, Column]
    headings: Column
    """The terms of each heading."""
    above: list[tuple[int, ...]]
    """For each entry, the indices of the headings that stand above it."""
    articles: list[int]
    """``Entry.article`` of each entry."""


def batch_of(entries: Iterable[Entry]) -> Batch:
    """The entries of one document, as flat arrays."""
    given = list(entries)
    vocabulary = Vocabulary()
    columns = {}
    placed = _Placed()
    for name in dict.fromkeys(name for entry in given for name in entry.terms):
        terms_of = [entry.terms.get(name) for entry in given]
        made = column(vocabulary, [None if terms is None else terms.texts for terms in terms_of])
        if FIELDS[name].positions:
            made = made._replace(
                positions=placed.array([t.positions for t in terms_of if t is not None])
            )
        columns[name] = made
    headings = {id(heading): heading for entry in given for heading in entry.above}
    heading_numbers = {key: number for number, key in enumerate(headings)}
    values = {id(entry.values): entry.values for entry in given}
    value_numbers = {key: number for number, key in enumerate(values)}
    return Batch(
        values=tuple(values.values()),
        value_numbers=np.fromiter(
            (value_numbers[id(entry.values)] for entry in given), np.int32, len(given)
        ),
        headings=column(vocabulary, list(headings.values())),
        vocabulary=joined(vocabulary),
        columns=columns,
        above=[tuple(heading_numbers[id(heading)] for heading in e.above) for e in given],
        articles=[entry.article for entry in given],
    )


class _Placed:
    """Positions as arrays. Syllables with and without accents stand at the same positions, so the
    array that was made last serves twice, and is handed over once."""

    def __init__(self) -> None:
        self._last: list[Sequence[int]] = []
        self._array = np.empty(0, np.int32)

    def array(self, positions: list[Sequence[int]]) -> Int32s:
        same = len(positions) == len(self._last) and all(map(is_, positions, self._last))
        if not same:
            count = sum(map(len, positions))
            self._array = np.fromiter(chain.from_iterable(positions), np.int32, count)
            self._last = positions
        return self._array


def column(vocabulary: Vocabulary, texts: Sequence[Sequence[Any] | None]) -> Column:
    """The texts of each entry as a column; ``None`` for an entry without the field."""
    sizes = [-1 if some is None else len(some) for some in texts]
    every = chain.from_iterable(some for some in texts if some is not None)
    count = sum(size for size in sizes if size > 0)
    return Column(vocabulary.term_ids(every, count), np.array(sizes, np.int32))


def rows(column: Column) -> list[TermIds]:
    """The term ids of each entry; none for an entry without the field."""
    ends = np.concatenate(([0], np.cumsum(np.maximum(column.sizes, 0)))).tolist()
    return [column.term_ids[start:end] for start, end in pairwise(ends)]


def entries_of(batch: Batch, clauses: Sequence[Clause]) -> Iterator[Entry]:
    """The inverse of ``batch_of``, given the clauses. In a field without positions, an entry's
    terms have the positions 0, 1, 2 ..."""
    texts = batch.vocabulary.texts()
    starts = dict.fromkeys(batch.columns, 0)
    headings = [[texts[term_id] for term_id in heading] for heading in rows(batch.headings)]
    numbers = batch.value_numbers.tolist()
    for index, (clause, value_number) in enumerate(zip(clauses, numbers, strict=True)):
        terms = {}
        for name, whole in batch.columns.items():
            size = int(whole.sizes[index])
            if size >= 0:
                start, end = starts[name], starts[name] + size
                starts[name] = end
                own = [texts[term_id] for term_id in whole.term_ids[start:end]]
                stored = whole.positions
                positions = range(size) if stored is None else stored[start:end].tolist()
                terms[name] = Terms(own, positions)
        above = tuple(headings[heading] for heading in batch.above[index])
        yield Entry(clause, terms, batch.values[value_number], above, batch.articles[index])

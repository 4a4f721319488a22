"""A document's entries as a few flat arrays: what one process hands to another."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analyzers.token import Terms
from indexer.coded import Coded, Codes, Vocabulary
from indexer.document import Clause
from indexer.engine import Entry
from indexer.fields import FIELDS


class Column(NamedTuple):
    """One field of all entries."""

    codes: Codes
    """Each term's number in the vocabulary, entry after entry."""
    sizes: list[int]
    """Terms of each entry; -1 for an entry without the field."""
    positions: array[int] | None
    """Each term's position, where the field keeps them."""


class Packed(NamedTuple):
    values: tuple[Mapping[str, tuple[str, ...]], ...]
    vocabulary: list[str]
    columns: dict[str, Column]
    headings: list[Codes]
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
        kept = FIELDS[name].positions
        positions = array("i")
        parts: list[npt.NDArray[np.int32]] = [np.empty(0, np.int32)]
        sizes: list[int] = []
        for entry in given:
            terms = entry.terms.get(name)
            sizes.append(-1 if terms is None else len(terms.texts))
            if terms is not None:
                parts.append(vocabulary.codes(terms.texts))
                if kept:
                    positions.extend(terms.positions)
        columns[name] = Column(np.concatenate(parts), sizes, positions if kept else None)
    headings = {id(heading): heading for entry in given for heading in entry.above}
    numbers = {key: number for number, key in enumerate(headings)}
    codes = [vocabulary.codes(heading) for heading in headings.values()]
    return Packed(
        tuple(entry.values for entry in given),
        vocabulary.here(),
        columns,
        codes,
        [tuple(numbers[id(heading)] for heading in entry.above) for entry in given],
        [entry.article for entry in given],
    )


def unpack(packed: Packed, clauses: Sequence[Clause]) -> Iterator[Entry]:
    """The entries again, given their clauses. Positions that no field keeps are just counted."""
    at = dict.fromkeys(packed.columns, 0)
    headings = [Coded(packed.vocabulary, codes) for codes in packed.headings]
    for number, (clause, values) in enumerate(zip(clauses, packed.values, strict=True)):
        terms = {}
        for name, column in packed.columns.items():
            size = column.sizes[number]
            if size >= 0:
                start, end = at[name], at[name] + size
                at[name] = end
                texts = Coded(packed.vocabulary, column.codes[start:end])
                kept = column.positions
                terms[name] = Terms(texts, range(size) if kept is None else kept[start:end])
        above = tuple(headings[heading] for heading in packed.above[number])
        yield Entry(clause, terms, values, above, packed.articles[number])

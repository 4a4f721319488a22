"""Numbers at the edges of one, two, three ... bytes: in a stream, in postings, in a dictionary.

A byte below 128 ends a number; 128 and 16,384 have bytes that are 128 exactly, where a test for
"below 128" that is off by one shows.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import Any, get_args

import numpy as np
import pytest

from indexer.arrayfile import varint
from indexer.arrayfile.container import Container, Mapped
from indexer.postings.delta_coding import Inverted, Kind
from indexer.postings.merge import MergePart, merge
from indexer.postings.segment_field import SegmentField, SegmentFieldWriter
from indexer.postings.term_dictionary import TermDictionary, TermDictionaryWriter

BYTES: list[tuple[int, str]] = [
    (0, "00"),
    (1, "01"),
    (127, "7f"),
    (128, "80 01"),
    (129, "81 01"),
    (255, "ff 01"),
    (256, "80 02"),
    (16_383, "ff 7f"),
    (16_384, "80 80 01"),
    (16_385, "81 80 01"),
    (2**21 - 1, "ff ff 7f"),
    (2**21, "80 80 80 01"),
    (2**28 - 1, "ff ff ff 7f"),
    (2**28, "80 80 80 80 01"),
    (2**31 - 1, "ff ff ff ff 07"),
    (2**31, "80 80 80 80 08"),
    (2**32 - 1, "ff ff ff ff 0f"),
    (2**32, "80 80 80 80 10"),
    (2**35 - 1, "ff ff ff ff 7f"),
    (2**35, "80 80 80 80 80 01"),
    (2**42, "80 80 80 80 80 80 01"),
    (2**49, "80 80 80 80 80 80 80 01"),
    (2**56 - 1, "ff ff ff ff ff ff ff 7f"),
    (2**56, "80 80 80 80 80 80 80 80 01"),
    (2**63 - 1, "ff ff ff ff ff ff ff ff 7f"),
]
VALUES = [value for value, _ in BYTES]
IDS = [f"{value:,}" for value in VALUES]
AMID: list[tuple[str, int, int]] = [
    ("alone", 0, 0),
    ("after one", 1, 0),
    ("before one", 0, 1),
    ("among many", 5000, 5000),
    ("at the end of a piece", 16_383, 1),
    ("at the start of a piece", 16_384, 0),
]


def encoded(values: Sequence[int]) -> bytes:
    array = np.array(values, np.int64)
    return varint.encode(array, varint.widths(array)).tobytes()


def decoded(stream: bytes) -> list[int]:
    return varint.decode(np.frombuffer(stream, np.uint8)).tolist()


@pytest.mark.parametrize(("before", "after"), [a[1:] for a in AMID], ids=[a[0] for a in AMID])
@pytest.mark.parametrize(("value", "expected"), BYTES, ids=IDS)
def test_a_number_in_bytes(value: int, expected: str, before: int, after: int) -> None:
    stream = b"\1" * before + bytes.fromhex(expected) + b"\1" * after
    values = [*[1] * before, value, *[1] * after]
    assert encoded(values) == stream
    assert decoded(stream) == values


@pytest.mark.parametrize("repeats", [1, 2, 700], ids=["few", "twice", "many"])
def test_numbers_of_all_sizes_together(repeats: int) -> None:
    stream = bytes.fromhex(" ".join(part for _, part in BYTES)) * repeats
    assert encoded(VALUES * repeats) == stream
    assert decoded(stream) == VALUES * repeats


def test_the_bytes_that_a_number_takes() -> None:
    widths = varint.widths(np.array(VALUES, np.int64)).tolist()
    assert widths == [len(bytes.fromhex(part)) for _, part in BYTES]


def test_no_numbers_are_no_bytes() -> None:
    assert (encoded([]), decoded(b"")) == (b"", [])


def field(kind: Kind, rows: Sequence[tuple[list[int], list[list[int]]]]) -> SegmentField:
    """A field of terms ``t0``, ``t1`` ...: for each its entries and its positions in each."""
    starts, entries, positions = [0], [], []
    for docs, places in rows:
        for doc, found in zip(docs, places, strict=True):
            entries += [doc] * len(found)
            positions += found
        starts.append(len(entries))
    writer = SegmentFieldWriter(kind)
    inverted = Inverted(*(np.array(part, np.int64) for part in (starts, entries, positions)))
    writer.append([b"t%d" % number for number in range(len(rows))], inverted)
    return closed(writer, np.bincount(np.array(entries, np.int64)))


def closed(writer: SegmentFieldWriter, lengths: Any) -> SegmentField:
    file = io.BytesIO()
    container = Container(file)
    writer.close(container, "f", lengths)
    container.close()
    return SegmentField(Mapped(file.getvalue(), "test"), "f")


KINDS: tuple[Kind, ...] = get_args(Kind)
DENSE = np.random.default_rng(2).integers(1, 7, 600).tolist()
EDGES = [1, 127, 128, 129, 16_383, 16_384, 16_385]
STEPS = [
    pytest.param([step], id=f"{step:,} and no more") for step in EDGES
] + [
    pytest.param([1, step, 1, step, 2], id=f"{step:,} between others") for step in EDGES
] + [
    pytest.param(EDGES, id="all"),
    pytest.param(EDGES[::-1] * 40, id="a long row"),
    pytest.param(DENSE, id="a row that is bits"),
]  # fmt: skip


def field_of(kind: Kind, steps: list[int]) -> tuple[SegmentField, list[int]]:
    """A term whose entries are so far from each other, between two others."""
    docs = list(accumulate(steps))
    some = ([0, 1, 2], [[0], [1], [2]])
    return field(kind, [some, (docs, [[7]] * len(docs)), some]), docs


LISTS: list[tuple[str, Callable[[SegmentField], list[int]]]] = [
    ("doc_ids_of", lambda field: field.doc_ids_of(b"t1").tolist()),
    ("doc_ids", lambda field: field.doc_ids(1).tolist()),
    ("postings", lambda field: field.postings(1).doc_ids.tolist()),
    ("find_postings", lambda field: field.find_postings(b"t1").doc_ids.tolist()),  # type: ignore[union-attr]
    ("docs_and_freqs", lambda field: field.docs_and_freqs(b"t1").doc_ids.tolist()),  # type: ignore[union-attr]
    ("doc_ids_between", lambda field: _between(*field.doc_ids_between(0, 3))[1]),
    ("doc_id_runs", lambda field: _members(*field.doc_id_runs(0, 3))),
    ("inverted", lambda field: _occurrences(field)[1]),
]


def _between(docs: Any, starts: Any) -> list[list[int]]:
    return [docs[start:end].tolist() for start, end in pairwise(starts)]


def _members(starts: Any, ends: Any, owners: Any) -> list[int]:
    rows = zip(starts.tolist(), ends.tolist(), owners.tolist(), strict=True)
    return [n for start, end, owner in rows if owner == 1 for n in range(start, end)]


def _occurrences(field: SegmentField) -> list[list[int]]:
    starts, entries, _ = field.inverted(0, 3)
    return _between(entries, starts)


@pytest.mark.parametrize("read", [each[1] for each in LISTS], ids=[each[0] for each in LISTS])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("steps", STEPS)
def test_entries_far_from_each_other(
    steps: list[int], kind: Kind, read: Callable[[SegmentField], list[int]]
) -> None:
    made, docs = field_of(kind, steps)
    assert read(made) == docs


@pytest.mark.parametrize("steps", STEPS)
def test_entries_far_from_each_other_are_counted(steps: list[int]) -> None:
    made, docs = field_of("existence", steps)
    assert made.count_of(b"t1") == len(docs)
    assert made.counts(0, 3).tolist() == [3, len(docs), 3]


FORMS = [
    pytest.param(DENSE, True, id="dense"),
    pytest.param([9 * step for step in DENSE], False, id="sparse"),
    pytest.param([1] * 600, False, id="a run, which zlib makes far shorter"),
    pytest.param(DENSE[:200], False, id="short"),
]


@pytest.mark.parametrize(("steps", "bits"), FORMS)
def test_dense_rows_are_bits(steps: list[int], bits: bool) -> None:
    made, docs = field_of("positions", steps)
    found = made.bits_and_freqs(b"t1")
    assert (found is not None) == bits
    if found is not None:
        octets = found.words.view(np.uint8)
        assert np.flatnonzero(np.unpackbits(octets, bitorder="little")).tolist() == docs


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_bits_are_merged(kind: Kind) -> None:
    docs = list(accumulate(DENSE))
    last = docs[-1] + 1
    parts = [field(kind, [(docs, [[0]] * len(docs))]) for _ in range(2)]
    writer = SegmentFieldWriter(kind)
    merge(
        [MergePart(parts[0], np.arange(last)), MergePart(parts[1], np.arange(last) + last)], writer
    )
    merged = closed(writer, np.ones(2 * last, np.int64))
    assert merged.doc_ids_of(b"t0").tolist() == docs + [last + doc for doc in docs]


def test_long_rows_are_counted() -> None:
    docs = list(accumulate([128, 16_384] * 200))
    made = field("existence", [(docs, [[0]] * len(docs))] * 3)
    assert made.counts(0, 3).tolist() == [400, 400, 400]


@pytest.mark.parametrize("kind", ["positions", "frequencies"])
@pytest.mark.parametrize("often", EDGES)
def test_a_term_that_is_often_in_an_entry(often: int, kind: Kind) -> None:
    places = [[0], list(range(often)), [3, 4]]
    made = field(kind, [([0, 5, 6], places)] * 2)
    assert made.postings(1).frequencies.tolist() == [1, often, 2]
    weighed = made.docs_and_freqs(b"t1")
    assert weighed is not None
    assert weighed.frequencies.tolist() == [1, often, 2]
    starts, entries, _ = made.inverted(0, 2)
    assert np.bincount(entries[starts[1] :]).tolist() == [1, 0, 0, 0, 0, often, 2]


@pytest.mark.parametrize("step", [63, 64, 65, 8191, 8192, 8193, 2**20, 2**30])
def test_positions_far_from_each_other(step: int) -> None:
    places = [[step], [0, step, step + 1], [1]]
    made = field("positions", [([0, 5, 6], places)] * 2)
    flat = [place for found in places for place in found]
    assert made.postings(1).positions.tolist() == flat
    placed = made.narrow_postings(b"t1")
    assert placed is not None
    assert placed.positions.tolist() == flat
    starts, _, positions = made.inverted(0, 2)
    assert positions[starts[1] :].tolist() == flat


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("step", EDGES)
def test_merged_entries_far_from_each_other(step: int, kind: Kind) -> None:
    """The second part's first entry is ``step`` after the first part's last."""
    row = ([0, step], [[0], [1, 2]])
    parts = [field(kind, [row]), field(kind, [row, row])]
    writer = SegmentFieldWriter(kind)
    numbers = [np.arange(step + 1), np.arange(step + 1) + 2 * step]
    merge([MergePart(*pair) for pair in zip(parts, numbers, strict=True)], writer)
    lengths = np.ones(3 * step + 1, np.int64)
    merged = closed(writer, lengths)
    assert merged.doc_ids_of(b"t0").tolist() == [0, step, 2 * step, 3 * step]
    assert merged.doc_ids_of(b"t1").tolist() == [2 * step, 3 * step]
    if kind != "existence":
        assert merged.postings(0).frequencies.tolist() == [1, 2, 1, 2]


@pytest.mark.parametrize("size", [1, 127, 128, 129, 16_383, 16_384])
def test_a_dictionary_of_long_terms(size: int) -> None:
    terms = sorted([b"a", b"b" * size, b"c", b"d" * size, b"e"])
    writer = TermDictionaryWriter()
    writer.extend(terms)
    file = io.BytesIO()
    container = Container(file)
    writer.close(container, "t")
    container.close()
    read = TermDictionary(Mapped(file.getvalue(), "test"), "t")
    assert list(read.range(0, len(terms))) == terms
    assert [read.find(term) for term in terms] == [0, 1, 2, 3, 4]

"""Lengths as one byte: the values of Lucene's ``SmallFloat.intToByte4`` and ``byte4ToInt``."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.arrayfile.container import Container, Mapped
from indexer.core.norms import ROUNDED, rounded_length
from indexer.postings.norms import LENGTHS, LONGEST, Norms, encoded, write_lengths

LENGTH = st.integers(0, 2**31 - 1)


@pytest.mark.parametrize(
    ("length", "rounded"),
    [
        (0, 0),
        (1, 1),
        (23, 23),
        (24, 24),
        (39, 39),
        (40, 40),
        (41, 40),
        (42, 42),
        (55, 54),
        (56, 56),
        (59, 56),
        (60, 60),
        (87, 84),
        (88, 88),
        (100, 96),
        (151, 144),
        (152, 152),
        (1_000, 984),
        (1_048, 1_048),
        (100_000, 98_328),
        (2**31 - 1, 2_013_265_944),
    ],
)
def test_a_length_is_rounded_as_lucene_does(length: int, rounded: int) -> None:
    assert rounded_length(length) == rounded


@pytest.mark.parametrize(
    ("code", "length"),
    [(0, 0), (39, 39), (40, 40), (41, 42), (47, 54), (48, 56), (49, 60), (255, 2_013_265_944)],
)
def test_a_byte_names_the_length_that_lucene_reads(code: int, length: int) -> None:
    assert ROUNDED[code] == length


def test_bytes_name_rising_lengths() -> None:
    assert list(ROUNDED) == sorted(set(ROUNDED))


@given(LENGTH)
def test_rounding_takes_an_eighth_at_most(length: int) -> None:
    assert length - length // 8 <= rounded_length(length) <= length


@given(LENGTH)
def test_a_byte_names_the_rounded_length(length: int) -> None:
    assert LENGTHS[encoded(np.array([length]))].tolist() == [rounded_length(length)]


@given(LENGTH)
def test_no_length_exceeds_the_longest_of_its_byte(length: int) -> None:
    assert LONGEST[encoded(np.array([length]))][0] >= length


def test_the_longest_of_a_byte_has_that_byte() -> None:
    assert encoded(LONGEST).tolist() == list(range(256))


def stored(lengths: list[int]) -> Norms:
    file = io.BytesIO()
    container = Container(file)
    write_lengths(container, "f", np.array(lengths, np.int64))
    container.close()
    return Norms(Mapped(file.getvalue(), "f"), "f")


LENGTHS_OF_A_FIELD = st.lists(st.integers(0, 70_000), max_size=40)


@given(LENGTHS_OF_A_FIELD)
def test_exact_lengths_are_read_back(lengths: list[int]) -> None:
    assert stored(lengths).lengths.tolist() == lengths


@given(LENGTHS_OF_A_FIELD)
def test_totals_are_exact(lengths: list[int]) -> None:
    assert stored(lengths).totals == (sum(length > 0 for length in lengths), sum(lengths))


def test_a_length_takes_one_byte() -> None:
    assert stored([3, 70_000, 0]).codes.nbytes == 3

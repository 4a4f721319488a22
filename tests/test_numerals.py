"""Roman numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.numerals import MOST_READ, roman, roman_value

VALUES = [
    ("I", 1), ("IV", 4), ("XIII", 13), ("XXXIX", 39), ("XC", 90), ("CCCXCIX", 399),
    ("IIII", 0), ("IIX", 0), ("iv", 0), ("D", 0), ("M", 0), ("CD", 0), ("", 0),
]  # fmt: skip


@pytest.mark.parametrize(("numeral", "value"), VALUES)
def test_a_numeral_has_its_value_or_none(numeral: str, value: int) -> None:
    assert roman_value(numeral) == value


def test_a_numeral_above_the_bound_is_none() -> None:
    assert (roman_value("XL", 40), roman_value("XL", 39)) == (40, 0)


@given(st.integers(1, MOST_READ))
def test_what_is_written_is_read_back(value: int) -> None:
    assert roman_value(roman(value)) == value

"""Roman numerals, both ways."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_SIZES: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
MOST_READ: Final = 399
"""The largest numeral that is read. Documents number no item higher, and a lone ``D`` or ``M``
is a letter."""


def roman(value: int) -> str:
    """A number from 1 up as a Roman numeral; above 3,999 with as many ``M`` as it takes.

    >>> roman(14), roman(399)
    ('XIV', 'CCCXCIX')
    """
    numeral = ""
    for size, letters in _SIZES:
        numeral += letters * (value // size)
        value %= size
    return numeral


def roman_value(numeral: str, most: int = MOST_READ) -> int:
    """The value of a Roman numeral in capitals, or 0 where it is none or above ``most``.

    >>> roman_value("XIV"), roman_value("IIX"), roman_value("xiv")
    (14, 0, 0)
    """
    return value if (value := _values().get(numeral, 0)) <= most else 0


@lru_cache(maxsize=1)
def _values() -> dict[str, int]:
    return {roman(value): value for value in range(1, MOST_READ + 1)}

"""The length that BM25 counts with: the number of an entry's terms, rounded to one of 256 values.

As Lucene stores it in one byte (``SmallFloat.intToByte4``), so that an engine built on Lucene gives
the same scores: exact below 40, above that the four highest bits of what exceeds 24, rounded
down, at most an eighth off. Averages are those of the exact numbers.
"""

from __future__ import annotations

from typing import Final

_FREE: Final = 24
"""Lengths below this take a byte of their own; what exceeds it is a float of four bits."""
_BITS: Final = 4


def rounded_length(length: int) -> int:
    """The length that stands for this one: the next lower value that a byte can name."""
    over = length - _FREE
    shift = over.bit_length() - _BITS
    return length if over < 0 or shift <= 0 else _FREE + (over >> shift << shift)


def _named(code: int) -> int:
    over = code - _FREE
    if over < 1 << _BITS:
        return code
    shift, low = divmod(over, 1 << _BITS - 1)
    return _FREE + ((low | 1 << _BITS - 1) << shift - 1)


ROUNDED: Final = tuple(map(_named, range(256)))
"""What each byte names, rising: ``rounded_length`` of any length is one of them."""

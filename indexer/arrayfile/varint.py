"""Variable-length integers, whole arrays at a time: seven bits a byte, low bits first.

The last byte of a number is below 128, the others are not, so the numbers in a slice of a
stream are as many as its bytes below 128.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from indexer.arrayfile import ranges
from indexer.core.dtypes import Bytes, Ints, Mask

_LONGEST: Final = 9
"""Bytes of the largest number: 63 bits."""
_AT_A_TIME: Final = 1 << 14
"""Values encoded at a time, so that intermediate arrays stay in the processor's cache."""
_LONG: Final = 4096
"""Bytes of a stream from which the faster way of decoding is chosen."""
_FEW: Final = 8
"""Fewer continued bytes than one in so many count as few."""


def widths(values: Ints) -> Bytes:
    """How many bytes each value takes."""
    width = np.ones(len(values), np.uint8)
    largest = int(values.max()) if len(values) else 0
    bits = 7
    while largest >> bits:
        width += values >> bits != 0
        bits += 7
    return width


def encode(values: Ints, width: Bytes) -> Bytes:
    """The stream of ``values`` (not negative); ``width`` is ``widths(values)``."""
    if len(values) > _AT_A_TIME:
        firsts = range(0, len(values), _AT_A_TIME)
        pieces = [slice(first, first + _AT_A_TIME) for first in firsts]
        stream: Bytes = np.concatenate([encode(values[p], width[p]) for p in pieces])
        return stream
    longest = int(width.max()) if len(width) else 1
    if longest == 1:
        return values.astype(np.uint8)
    ends = np.cumsum(width, dtype=np.int64)
    stream = np.empty(int(ends[-1]), np.uint8)
    starts = ends - width
    last = width == 1
    stream[starts] = np.where(last, values, (values & 127) | 128)
    chosen = (~last).nonzero()[0]
    for byte in range(1, longest):
        rest = values[chosen] >> (7 * byte)
        more = width[chosen] > byte + 1
        stream[starts[chosen] + byte] = np.where(more, (rest & 127) | 128, rest)
        chosen = chosen[more]
    return stream


def decode(stream: Bytes) -> Ints:
    """The values of a stream, or of a part of one that ends where a value ends."""
    if stream.tobytes().isascii():  # all below 128; faster than numpy finds out
        return stream.astype(np.int64)
    going_on = stream >= 128
    more = going_on.nonzero()[0]
    if len(stream) >= _LONG and len(more) * _FEW <= len(stream):
        return _mostly_short(stream, going_on, more)
    ends = (~going_on).nonzero()[0]
    values = stream[ends].astype(np.int64)
    width = ranges.sizes_to(ends)
    chosen = (width > 1).nonzero()[0]
    for byte in range(1, _LONGEST):
        values[chosen] = (values[chosen] << 7) | (stream[ends[chosen] - byte] & 127)
        chosen = chosen[width[chosen] > byte + 1]
        if not len(chosen):
            break
    return values


def _mostly_short(stream: Bytes, going_on: Mask, more: Ints) -> Ints:
    """The same where few bytes (those at ``more``) are followed by another byte of the same number:
    most numbers are one byte. Long posting lists are like that."""
    values: Ints = stream[~going_on].astype(np.int64)
    owner = more - np.arange(len(more))  # the value that a byte belongs to
    opens = ranges.changes(owner)
    width = np.diff(opens, append=len(more))
    numbers, last = owner[opens], opens + width - 1
    for byte in range(int(width.max())):
        values[numbers] = (values[numbers] << 7) | (stream[more[last - byte]] & 127)
        longer = width > byte + 1
        numbers, last, width = numbers[longer], last[longer], width[longer]
    return values

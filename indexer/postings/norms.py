"""How many terms each entry has in a field: a byte an entry for scoring, and what it leaves out.

========== =================================================================================
section    holds
========== =================================================================================
norms      per entry the index of its rounded length in ``indexer.core.norms.ROUNDED``
remainders per entry how much longer it is, in as few bytes each as the largest takes,
           compressed with zlib; empty where all lengths are exact
========== =================================================================================

The remainders are read only where exact lengths are needed: to merge, for a derived field, for
averages without what was deleted. The fact ``totals`` is how many entries have a term, and how
many terms they have together.
"""

from __future__ import annotations

import zlib
from functools import cached_property
from typing import Final

import numpy as np

from indexer.arrayfile.container import Container, Opened
from indexer.core.dtypes import Array, Bytes, Ints
from indexer.core.norms import ROUNDED

LENGTHS: Final[Ints] = np.array(ROUNDED, np.int64)
"""The rounded length of each byte."""
LONGEST: Final[Ints] = np.append(LENGTHS[1:] - 1, np.iinfo(np.int32).max)
"""The longest exact length of each byte."""


def write_lengths(container: Container, name: str, lengths: Array) -> None:
    """Write the exact lengths of a field's entries."""
    lengths = lengths.astype(np.int64)
    codes = encoded(lengths)
    left = narrow(lengths - LENGTHS.take(codes))
    container.add(f"{name}/norms", codes)
    packed = zlib.compress(left.data, 1) if left.any() else b""
    container.add(f"{name}/remainders", np.frombuffer(packed, np.uint8))
    container.fact(f"{name}/remainder", left.dtype.str)
    container.fact(f"{name}/totals", [int(np.count_nonzero(lengths)), int(lengths.sum())])


def encoded(lengths: Ints) -> Bytes:
    """The byte of each length."""
    return (LENGTHS.searchsorted(lengths, side="right") - 1).astype(np.uint8)


class Norms:
    """The lengths of a field's entries, read back; deleted entries included."""

    def __init__(self, mapped: Opened, name: str) -> None:
        self._codes = mapped[f"{name}/norms"]
        self._remainders = mapped[f"{name}/remainders"]
        self._remainder = mapped.facts[f"{name}/remainder"]
        entries, terms = mapped.facts[f"{name}/totals"]
        self.totals: tuple[int, int] = entries, terms
        """Entries with at least one term, and the terms they have together."""

    def __len__(self) -> int:
        return len(self._codes)

    @cached_property
    def codes(self) -> Bytes:
        """A byte an entry: an index into ``LENGTHS``."""
        return self._codes.all()

    @cached_property
    def lengths(self) -> Array:
        """The exact lengths."""
        lengths = LENGTHS.take(self.codes)
        packed = self._remainders.all()
        if len(packed):
            lengths += np.frombuffer(zlib.decompress(packed.data), self._remainder)
        return narrow(lengths)


def narrow(values: Array) -> Array:
    """Integers, not negative, in as few bytes each as the largest takes."""
    return values.astype(np.min_scalar_type(int(values.max(initial=0))), copy=False)

"""Connected marks of ink on a page, in numpy: by the runs of ink in its rows.

SciPy has this too (``ndimage.label``); an installation does without it (``khoan.trim``).
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.readers.ocr.picture import Grey, Ink

Numbers = NDArray[np.int64]
_ROUNDS: Final = 64
"""Each halves the way to a component's first run: enough for any page."""


class Components(NamedTuple):
    """Marks that hang together, corners included; arrays of one value a component."""

    left: Numbers
    top: Numbers
    right: Numbers
    bottom: Numbers
    """Half-open boxes."""
    darkest: Numbers
    shape: tuple[int, int]
    runs: tuple[Numbers, Numbers, Numbers]
    """Of each run of ink: where it starts in the flat page, where it ends, and its component."""

    def ink(self, chosen: NDArray[np.bool_]) -> Ink:
        """The ink of some components."""
        starts, ends, owner = self.runs
        wanted = chosen[owner]
        edges = np.zeros(self.shape[0] * self.shape[1] + 1, dtype=np.int8)
        edges[starts[wanted]] += 1
        edges[ends[wanted]] -= 1
        return np.cumsum(edges[:-1], dtype=np.int8).astype(bool).reshape(self.shape)


def components(ink: Ink, grey: Grey) -> Components:
    """The marks of a page."""
    height, width = ink.shape
    padded = np.zeros((height, width + 1), dtype=np.int8)
    padded[:, :-1] = ink
    change = np.diff(padded.ravel(), prepend=np.int8(0))
    first = np.flatnonzero(change == 1)
    last = np.flatnonzero(change == -1)
    rows = first // (width + 1)
    owner = _joined(first, last, rows, width + 1)
    names, owner = np.unique(owner, return_inverse=True)
    count = len(names)
    starts, ends = first - rows, last - rows  # without the padding
    darkest = np.full(count, 255, dtype=np.int64)
    if count:
        bounds = np.stack([starts, ends], axis=1).ravel()
        flat = np.append(grey.ravel(), np.uint8(255))
        lows = np.minimum.reduceat(flat, bounds)[::2]
        np.minimum.at(darkest, owner, lows.astype(np.int64))
    left, top = np.full(count, width), np.full(count, height)
    right, bottom = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    np.minimum.at(left, owner, first - rows * (width + 1))
    np.maximum.at(right, owner, last - rows * (width + 1))
    np.minimum.at(top, owner, rows)
    np.maximum.at(bottom, owner, rows + 1)
    return Components(left, top, right, bottom, darkest, (height, width), (starts, ends, owner))


def _joined(first: Numbers, last: Numbers, rows: Numbers, width: int) -> Numbers:
    """Of each run, the number of a run that stands for its component.

    A run touches those of the row above that overlap it or meet its corners.
    """
    low = np.searchsorted(last, first - width, side="left")  # ends at the corner or later
    high = np.searchsorted(first, last - width, side="right")
    counts = np.maximum(high - low, 0)
    below = np.repeat(np.arange(len(first)), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    above = np.repeat(low, counts) + within
    touching = rows[above] == rows[below] - 1
    above, below = above[touching], below[touching]
    owner: NDArray[Any] = np.arange(len(first))
    for _ in range(_ROUNDS):
        a, b = owner[above], owner[below]
        if (a == b).all():
            break
        np.minimum.at(owner, np.maximum(a, b), np.minimum(a, b))
        while (owner[owner] != owner).any():
            owner = owner[owner]
    return owner

"""Round seals: their rings are found and cut, so that letters they touch stay whole.

A seal covers a third of the signature beside it and the first letters of the name below it
(Nghị định 30/2020/NĐ-CP, Điều 33): taken out as one mark, it would take them with it.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.readers.ocr.components import Components
from indexer.readers.ocr.picture import DPI, Ink

_RADIUS: Final = (round(0.45 * DPI), round(0.95 * DPI))
"""Dots: seals are 30 to 42 mm across; copies are a little smaller."""
_MARK: Final = round(4 * DPI)
"""Dots: a larger mark is a frame or the edge of the sheet."""
_AROUND: Final = round(0.3 * DPI)
"""Dots around a mark in which the rest of its seal may stand."""
_COARSE: Final = 4
_COVERED: Final = 0.5
"""Share of a ring that is ink, at least."""
_CUT: Final = 0.4
"""Share of a circle about the middle that is ink, from which it is part of a ring."""


class Ring(NamedTuple):
    """In dots from the top left corner of the page."""

    x: int
    y: int
    radius: int


def rings(found: Components, ink: Ink) -> list[Ring]:
    """The seals on a page."""
    width, height = found.right - found.left, found.bottom - found.top
    least, most = 1.6 * _RADIUS[0], _MARK
    candidates = (width >= least) & (width <= most) & (height >= least) & (height <= most)
    seals: list[Ring] = []
    for number in np.flatnonzero(candidates):
        left, top = (
            max(0, int(found.left[number]) - _AROUND),
            max(0, int(found.top[number]) - _AROUND),
        )
        window = ink[top : found.bottom[number] + _AROUND, left : found.right[number] + _AROUND]
        ring = _ring_in(window)
        if ring is not None:
            placed = Ring(ring.x + left, ring.y + top, ring.radius)
            if not any(np.hypot(placed.x - x, placed.y - y) < radius for x, y, radius in seals):
                seals.append(placed)
    return seals


def ring_ink(ink: Ink, ring: Ring) -> Ink:
    """The ink of a seal's rings, the outer ones and those close to them."""
    rows, columns = np.ogrid[: ink.shape[0], : ink.shape[1]]
    distance = np.hypot(rows - ring.y, columns - ring.x).astype(np.int64)
    near = (distance <= ring.radius + 8) & (distance >= ring.radius * 0.8)
    share = _shares(ink[near], distance[near])
    cut = np.flatnonzero(share > _CUT)
    wide = np.unique(np.concatenate([cut - 1, cut, cut + 1])) if len(cut) else cut
    result: Ink = near & np.isin(distance, wide)
    return result


def _shares(ink: NDArray[np.bool_], distance: NDArray[np.int64]) -> NDArray[Any]:
    all_ = np.bincount(distance)
    share: NDArray[Any] = np.bincount(distance, weights=ink) / np.maximum(all_, 1)
    return share


def _ring_in(mark: Ink) -> Ring | None:
    """The circle of which most is ink, or the outermost about its middle."""
    size = _COARSE
    height, width = (side // size * size for side in mark.shape)
    coarse = mark[:height, :width].reshape(height // size, size, width // size, size).any((1, 3))
    pad = _RADIUS[1] // size + 2
    padded = np.pad(coarse.astype(np.float64), pad)
    spectrum = np.fft.rfft2(padded)
    best, at = _COVERED, None
    for radius in range(_RADIUS[0] // size, _RADIUS[1] // size + 1):
        rows = np.fft.fftfreq(padded.shape[0], 1 / padded.shape[0])[:, None]
        columns = np.fft.fftfreq(padded.shape[1], 1 / padded.shape[1])[None, :]
        circle = np.abs(np.hypot(rows, columns) - radius) < 0.7
        covered = np.fft.irfft2(spectrum * np.fft.rfft2(circle), s=padded.shape) / circle.sum()
        place = np.unravel_index(int(covered.argmax()), covered.shape)
        if covered[place] > best:
            best = float(covered[place])
            at = int(place[1]) - pad, int(place[0]) - pad, radius
    if at is None:
        return None
    return _refined(mark, at[0] * size + size // 2, at[1] * size + size // 2, at[2] * size)


def _refined(mark: Ink, x: int, y: int, radius: int) -> Ring:
    """The circle moved by a few dots to where most of it is ink."""
    points = np.argwhere(mark)
    best = (0.0, Ring(x, y, radius))
    for across in range(x - 5, x + 6):
        for down in range(y - 5, y + 6):
            distance = np.hypot(points[:, 0] - down, points[:, 1] - across)
            near = np.abs(distance - radius) < 8
            counts = np.bincount(distance[near].astype(np.int64))
            if len(counts) and (most := counts.max() / max(counts.argmax(), 1)) > best[0]:
                best = (float(most), Ring(across, down, int(counts.argmax())))
    return _outermost(mark, best[1])


def _outermost(mark: Ink, ring: Ring) -> Ring:
    """A seal has two rings or three; letters stand between them."""
    rows, columns = np.ogrid[: mark.shape[0], : mark.shape[1]]
    distance = np.hypot(rows - ring.y, columns - ring.x).astype(np.int64).ravel()
    share = _shares(mark.ravel(), distance)[: int(ring.radius * 1.6)]
    rings = np.flatnonzero(share > _CUT)
    outer = int(rings.max()) if len(rings) else ring.radius
    return ring._replace(radius=max(ring.radius, outer))

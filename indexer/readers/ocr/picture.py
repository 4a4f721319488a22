"""A page as a picture: a grey array, its ink, how it is turned and how far it is askew.

Rows count from the top; 0 is black, 255 white. Scans of ``DPI`` dots an inch are meant throughout:
300 read no better than 200 on nine real scans (20 pages) and take twice the time.
"""

from __future__ import annotations

import math
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

DPI: Final = 200
"""Dots an inch at which pages are drawn."""

Grey: TypeAlias = NDArray[np.uint8]
Ink: TypeAlias = NDArray[np.bool_]

_STRIP: Final = 16
"""Dots: columns (or rows) that are moved together when a page is straightened."""
_MOST_ASKEW: Final = 0.05
"""Rise over run, about 3 degrees: a page fed further askew is seldom seen."""
_STEP: Final = 0.001
_STRAIGHT: Final = 0.0015
"""Rise over run, up to which a page is left as it is: 2 dots over the width of a page."""
_COLOURED: Final = 60
"""Difference of the strongest and the weakest channel, from which ink is no black."""
_FEW_COLOURED: Final = 0.35
"""Share of the ink that is coloured, up to which it is stamps and signatures; a page printed in
colour has more."""


def grey_of(pixels: NDArray[np.uint8]) -> Grey:
    """A picture of one channel (grey), of three, or of four with the last left out. Of seals in
    red and signatures in blue the strongest channel is taken, in which they are pale."""
    if pixels.ndim == 2:
        return np.ascontiguousarray(pixels)
    if pixels.shape[2] < 3:
        return np.ascontiguousarray(pixels[:, :, 0])
    strong = pixels[:, :, :3].max(axis=2)
    weak = pixels[:, :, :3].min(axis=2)
    ink = weak < 128
    coloured = ink & (strong.astype(np.int16) - weak > _COLOURED)
    if coloured.sum() <= ink.sum() * _FEW_COLOURED:
        return np.ascontiguousarray(strong)
    return np.ascontiguousarray(pixels[:, :, :3].mean(axis=2).astype(np.uint8))


def ink_of(grey: Grey) -> Ink:
    """Which dots are ink, by the threshold that parts dark and light best (Otsu 1979)."""
    counts = np.bincount(grey.ravel(), minlength=256).astype(np.float64)
    below = counts.cumsum()
    weight = (counts * np.arange(256)).cumsum()
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        means = weight / below - (weight[-1] - weight) / above
        between = np.nan_to_num(below * above * means**2)
    return grey <= min(max(int(between.argmax()), 64), 200)


def skew_of(ink: Ink) -> float:
    """How far lines of text rise to the right, as rise over run; 0 where they are straight.

    Where lines run along the rows, sums over rows differ most.
    """
    small = ink[: ink.shape[0] // 2 * 2, : ink.shape[1] // 2 * 2]
    small = small[::2, ::2]
    width = small.shape[1] // _STRIP * _STRIP
    if not width or not small.any():
        return 0.0
    strips = small[:, :width].reshape(small.shape[0], -1, _STRIP).sum(axis=2).astype(np.float64)
    middles = (np.arange(strips.shape[1]) + 0.5) * _STRIP - width / 2

    def sharpness(slope: float) -> float:
        rows = np.zeros(small.shape[0])
        for strip, middle in enumerate(middles):
            rows += np.roll(strips[:, strip], round(slope * middle))
        return float((np.diff(rows) ** 2).sum())

    slopes = np.arange(-_MOST_ASKEW, _MOST_ASKEW + _STEP, _STEP)
    best = float(max(slopes, key=sharpness))
    sure = sharpness(best) > sharpness(0.0) * 1.05
    return best if sure and abs(best) > _STRAIGHT else 0.0


def straightened(grey: Grey, slope: float) -> Grey:
    """The page turned back by the small angle that ``skew_of`` found."""
    if not slope:
        return grey
    turned = Image.fromarray(grey).rotate(
        -math.degrees(math.atan(slope)), Image.Resampling.BILINEAR, fillcolor=255
    )
    return np.array(turned, dtype=np.uint8)


def lies_on_its_side(ink: Ink) -> bool:
    """Lines of text seem to run along the columns: sums over columns differ more."""
    rows, columns = ink.sum(axis=1).astype(float), ink.sum(axis=0).astype(float)
    down = (np.diff(rows) ** 2).sum() / ink.shape[1]
    across = (np.diff(columns) ** 2).sum() / ink.shape[0]
    return bool(across > down * 1.5)

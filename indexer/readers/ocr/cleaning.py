"""What is on a page besides its letters: ruled lines, stamps, seals, signatures, edges.

They are taken out of the picture before it is recognised. Tesseract takes a region with a seal for
a picture and leaves out the name of the signer under it, and reads the box of an arrival stamp as
part of the lines beside it. Where ruled lines stood is remembered: they tell tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from indexer.readers.ocr.picture import DPI, Grey, Ink, ink_of

_RULE: Final = round(0.4 * DPI)
"""Dots: a longer straight run of ink is a ruled line; the longest in a letter is a third."""
_THIN: Final = round(0.05 * DPI)
"""Dots: most that a ruled line is thick."""
_LARGE: Final = round(0.5 * DPI)
"""Dots: a mark as high is no letter but a seal, a signature or the edge of the sheet."""
_SEAL: Final = (round(0.9 * DPI), round(2.4 * DPI))
"""Dots across a seal, which are 30 to 42 mm, with a signature that touches it."""
_STAMP_WIDTH: Final = (round(0.9 * DPI), round(3.4 * DPI))
_STAMP_HEIGHT: Final = (round(0.35 * DPI), round(1.7 * DPI))
"""Dots of the frame of an arrival stamp: about 60 by 25 mm (Nghị định 30/2020/NĐ-CP, Phụ lục IV:
50 by 30 mm)."""
_NEAR: Final = round(0.08 * DPI)
"""Dots by which the corners of a frame may fail to meet."""
_PALE: Final = 70
"""Levels of grey by which the darkest dot of a mark is paler than that of letters, if it shines
through from a stamp or the other side of the sheet."""


class Box(NamedTuple):
    """Half-open, in dots from the top left corner."""

    left: int
    top: int
    right: int
    bottom: int

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x < self.right and self.top <= y < self.bottom


class Marks(NamedTuple):
    """What was taken out of a page."""

    across: tuple[Box, ...] = ()
    """Ruled lines from left to right."""
    down: tuple[Box, ...] = ()
    seals: tuple[Box, ...] = ()
    stamps: tuple[Box, ...] = ()
    """Frames of stamps."""


def cleaned(grey: Grey) -> tuple[Grey, Marks]:
    """The page without marks that are no letters, and what they were."""
    ink = ink_of(grey)
    across = _runs(ink, _RULE)
    down = _runs(ink.T, _RULE).T
    rules = _thin(across) | _thin(down.T).T
    rest = ink & ~(rules & ~_crossed(ink, across, down))
    lines = tuple(_boxes(across)), tuple(_boxes(down))
    stamps = tuple(frames(*lines))
    labels, _ = ndimage.label(rest, structure=np.ones((3, 3)))
    gone, seals = _no_letters(grey, labels, stamps)
    clean = grey.copy()
    clean[ndimage.binary_dilation(gone | (ink & ~rest)) & ~(rest & ~gone)] = 255
    return clean, Marks(*lines, tuple(seals), stamps)


def frames(across: Sequence[Box], down: Sequence[Box]) -> Iterator[Box]:
    """Boxes of ruled lines that stand alone, of the size of a stamp."""
    for left, right in permutations(down, 2):
        top, bottom = max(left.top, right.top), min(left.bottom, right.bottom)
        low, high = min(left.top, right.top), max(left.bottom, right.bottom)
        width = right.right - left.left
        if not (
            _STAMP_WIDTH[0] <= width <= _STAMP_WIDTH[1]
            and _STAMP_HEIGHT[0] <= high - low <= _STAMP_HEIGHT[1]
            and bottom - top > (high - low) * 0.6
        ):
            continue
        box = Box(left.left, low, right.right, high)
        sides = [line for line in across if _is_side(line, box)]
        ends = [line.top for line in sides]
        if (
            ends
            and min(ends) < low + (high - low) * 0.3
            and max(ends) > high - (high - low) * 0.3
            and not any(_leaves(line, box) for line in across)
        ):
            yield Box(box.left, min(low, *ends), box.right, max(high, *ends) + 2)


def _is_side(line: Box, box: Box) -> bool:
    """A ruled line that runs from side to side of a box, in it or a line of letters above."""
    inside = min(line.right, box.right) - max(line.left, box.left)
    return (
        box.top - 3 * _NEAR < line.top < box.bottom + _NEAR
        and inside > (box.right - box.left) * 0.6
        and line.left > box.left - 2 * _NEAR
        and line.right < box.right + 2 * _NEAR
    )


def _leaves(line: Box, box: Box) -> bool:
    """A ruled line goes on outside of a box: a table's."""
    inside = min(line.right, box.right) - max(line.left, box.left)
    return (
        box.top - _NEAR < line.top < box.bottom + _NEAR
        and inside > (box.right - box.left) * 0.6
        and (line.left < box.left - 2 * _NEAR or line.right > box.right + 2 * _NEAR)
    )


def _runs(ink: Ink, length: int) -> Ink:
    """The ink of horizontal runs of at least so many dots; gaps of two dots are bridged."""
    closed = ndimage.binary_closing(ink, np.ones((1, 3)))
    opened: Ink = ndimage.binary_opening(closed, np.ones((1, length)))
    return opened


def _thin(runs: Ink) -> Ink:
    """Without what is thicker than a ruled line."""
    thick: Ink = ndimage.binary_opening(runs, np.ones((_THIN + 1, 1)))
    return runs & ~thick


def _crossed(ink: Ink, across: Ink, down: Ink) -> Ink:
    """The dots of ruled lines at which letters cross them: there is ink on both sides."""
    others = ink & ~across & ~down
    crossed: Ink = _between(others, across) | _between(others.T, down.T).T
    return crossed


def _between(others: Ink, rules: Ink) -> Ink:
    """Of horizontal rules, the dots that have other ink within reach above and below."""
    above, below = np.zeros_like(others), np.zeros_like(others)
    for step in range(1, _THIN // 2 + 3):
        above[step:] |= others[:-step]
        below[:-step] |= others[step:]
    return rules & above & below


def _no_letters(grey: Grey, labels: NDArray[Any], stamps: Sequence[Box]) -> tuple[Ink, list[Box]]:
    """Connected marks that are no letters, and the seals among them."""
    gone: Ink = np.zeros(labels.shape, dtype=bool)
    seals: list[Box] = []
    places = ndimage.find_objects(labels)
    darkest = ndimage.minimum(grey, labels, range(1, len(places) + 1)) if places else ()
    pale = float(np.median(darkest)) + _PALE if places else 255
    for number, (rows, columns) in enumerate(places, 1):
        height, width = rows.stop - rows.start, columns.stop - columns.start
        in_stamp = any(
            box.left <= columns.start and columns.stop <= box.right
            and box.top <= rows.start and rows.stop <= box.bottom
            for box in stamps
        )  # fmt: skip
        if not (height >= _LARGE or in_stamp or darkest[number - 1] > pale):
            continue
        gone[rows, columns] |= labels[rows, columns] == number
        if height >= _LARGE and all(_SEAL[0] <= size <= _SEAL[1] for size in (height, width)):
            seals.append(Box(columns.start, rows.start, columns.stop, rows.stop))
    return gone, seals


def _boxes(runs: Ink) -> Iterator[Box]:
    labels, _ = ndimage.label(runs, structure=np.ones((3, 3)))
    for rows, columns in ndimage.find_objects(labels):
        yield Box(columns.start, rows.start, columns.stop, rows.stop)

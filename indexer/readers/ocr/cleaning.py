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

from indexer.readers.ocr.components import Components, components
from indexer.readers.ocr.picture import DPI, Grey, Ink, ink_of
from indexer.readers.ocr.seals import Ring, ring_ink, rings

_RULE: Final = round(0.4 * DPI)
"""Dots: a longer straight run of ink is a ruled line; the longest in a letter is a third."""
_THIN: Final = round(0.05 * DPI)
"""Dots: most that a ruled line is thick."""
_LARGE: Final = round(0.5 * DPI)
"""Dots: a mark as high is no letter but a seal, a signature or the edge of the sheet."""
_FLAT: Final = round(0.025 * DPI)
"""Dots: most that a part of a dotted line is high."""
_ON_RING: Final = round(0.06 * DPI)
"""Dots from a seal's ring within which a scrap is what its cut has left."""
_DOT_GAP: Final = round(0.08 * DPI)
"""Dots between two parts of a dotted line, at most."""
_DOTTED: Final = round(0.5 * DPI)
"""Dots: a shorter row of dots may be three of a text, or the tone marks of a word."""
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
    found = components(rest, grey)
    seals = tuple(rings(found, rest))
    if seals:
        for seal in seals:
            rest = rest & ~ring_ink(rest, seal)
        found = components(rest, grey)
    gone = found.ink(_no_letters(found, stamps, seals) | _dotted(found))
    clean = grey.copy()
    clean[_grown(gone | (ink & ~rest)) & ~(rest & ~gone)] = 255
    boxes = tuple(Box(x - r, y - r, x + r, y + r) for x, y, r in seals)
    return clean, Marks(*lines, boxes, stamps)


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
    bridged = ink.copy()
    bridged[:, 1:-1] |= ink[:, :-2] & ink[:, 2:]
    bridged[:, 1:-2] |= ink[:, :-3] & ink[:, 3:]
    return _opened(bridged, length)


def _opened(ink: Ink, length: int) -> Ink:
    """Only what lies in horizontal runs of at least so many dots."""
    first, last = _edges(ink)
    long = last - first >= length
    edges = np.zeros(ink.shape[0] * (ink.shape[1] + 1), dtype=np.int8)
    edges[first[long]] = 1
    edges[last[long]] = -1
    opened: Ink = np.cumsum(edges, dtype=np.int8).reshape(ink.shape[0], -1)[:, :-1].astype(bool)
    return opened


def _edges(ink: Ink) -> tuple[NDArray[Any], NDArray[Any]]:
    """Where runs of ink start and end, in the flat page with one column more, which is empty."""
    padded = np.zeros((ink.shape[0], ink.shape[1] + 1), dtype=np.int8)
    padded[:, :-1] = ink
    change = np.diff(padded.ravel(), prepend=np.int8(0))
    return np.flatnonzero(change == 1), np.flatnonzero(change == -1)


def _thin(runs: Ink) -> Ink:
    """Without what is thicker than a ruled line."""
    thin: Ink = runs & ~_opened(runs.T, _THIN + 1).T
    return thin


def _grown(ink: Ink) -> Ink:
    """With the dots beside it, which are half of it at its edge."""
    grown: Ink = ink.copy()
    grown[1:] |= ink[:-1]
    grown[:-1] |= ink[1:]
    grown[:, 1:] |= ink[:, :-1]
    grown[:, :-1] |= ink[:, 1:]
    return grown


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


def _no_letters(
    found: Components, stamps: Sequence[Box], seals: Sequence[Ring]
) -> NDArray[np.bool_]:
    """Which connected marks are no letters."""
    gone: NDArray[np.bool_] = found.bottom - found.top >= _LARGE
    if len(found.darkest):
        gone |= found.darkest > float(np.median(found.darkest)) + _PALE
    for box in stamps:
        gone |= (
            (box.left <= found.left) & (found.right <= box.right)
            & (box.top <= found.top) & (found.bottom <= box.bottom)
        )  # fmt: skip
    for x, y, radius in seals:
        far = np.hypot(
            np.maximum(abs(found.left - x), abs(found.right - x)),
            np.maximum(abs(found.top - y), abs(found.bottom - y)),
        )
        gone |= far <= radius + 4
        middle = np.hypot((found.left + found.right) / 2 - x, (found.top + found.bottom) / 2 - y)
        size = np.maximum(found.right - found.left, found.bottom - found.top)
        gone |= (abs(middle - radius) <= _ON_RING) & (size <= 2 * _ON_RING)
    return gone


def _dotted(found: Components) -> NDArray[np.bool_]:
    """Which flat marks are parts of one dotted or broken line: nothing but such, close together
    on a level."""
    flat = (found.bottom - found.top <= _FLAT) & (found.right - found.left <= _RULE)
    ink = found.ink(flat)
    level = _grown(_grown(ink))
    first, last = _edges(level)
    # Runs of one row that are close become one: what lies between them is bridged.
    close = (first[1:] - last[:-1] <= _DOT_GAP) & (first[1:] - last[:-1] > 0)
    edges = np.zeros(level.shape[0] * (level.shape[1] + 1) + 1, dtype=np.int8)
    edges[last[:-1][close]] += 1
    edges[first[1:][close]] -= 1
    bridges = np.cumsum(edges[:-1], dtype=np.int8).reshape(level.shape[0], -1)[:, :-1] > 0
    lines = _opened(level | bridges, _DOTTED)
    middle = (found.top + found.bottom) // 2, (found.left + found.right) // 2
    dotted: NDArray[np.bool_] = flat & lines[middle]
    return dotted


def _box(found: Components, number: int) -> Box:
    return Box(*(int(side[number]) for side in found[:4]))


def _boxes(runs: Ink) -> Iterator[Box]:
    found = components(runs, np.zeros(runs.shape, dtype=np.uint8))
    for number in range(len(found.left)):
        yield _box(found, number)

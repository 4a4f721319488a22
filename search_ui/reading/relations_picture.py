"""Documents around another one, as a picture: boxes in two columns, with lines to the middle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SHOWN: Final = 12
"""Documents on each side of the picture; the table has all."""
_ROW: Final = 34
_KIND: Final = 24
"""Pixels that the name of a kind takes."""
_WIDTH: Final = 960
_BOX: Final = 290
_LETTERS: Final = 38
"""Of a name in a box; the whole name is its title."""


@dataclass(frozen=True, slots=True)
class Related:
    """A document on one side."""

    name: str
    url: str
    kind: str
    """Loại văn bản, as people call it."""
    count: int
    """Clauses that say so."""
    held: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A document in the picture."""

    related: Related
    x: int
    y: int
    text: str
    line: str
    """The path between it and the document in the middle."""
    kind: str
    """What stands above it, where its kind differs from that of the box above; empty elsewhere."""


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    box: int
    row: int
    middle: int
    """Where the document itself stands, from the top."""
    left: tuple[Box, ...]
    """What cites it."""
    right: tuple[Box, ...]
    """What it cites."""
    more_left: int
    more_right: int


def picture(inward: Sequence[Related], outward: Sequence[Related]) -> Picture:
    """Boxes in two columns under the names of their kinds, most frequent first, with lines to the
    middle."""
    height = max(_height(inward), _height(outward), _ROW) + 20
    middle = height // 2
    return Picture(
        width=_WIDTH,
        height=height,
        box=_BOX,
        row=_ROW - 8,
        middle=middle,
        left=_boxes(inward, 0, _BOX, 350, middle, height),
        right=_boxes(outward, _WIDTH - _BOX, _WIDTH - _BOX, 610, middle, height),
        more_left=max(0, len(inward) - SHOWN),
        more_right=max(0, len(outward) - SHOWN),
    )


def _boxes(
    found: Sequence[Related], x: int, edge: int, centre: int, middle: int, height: int
) -> tuple[Box, ...]:
    shown = found[:SHOWN]
    y = (height - _height(found)) // 2 - _ROW
    above = None
    boxes = []
    for related in shown:
        kind = related.kind if related.kind != above else ""
        above = related.kind
        y += _ROW + (_KIND if kind else 0)
        at = y + (_ROW - 8) // 2
        half = (edge + centre) // 2
        line = f"M {edge} {at} C {half} {at}, {half} {middle}, {centre} {middle}"
        boxes.append(Box(related, x, y, _short(related.name), line, kind))
    return tuple(boxes)


def _height(found: Sequence[Related]) -> int:
    """Of a column: its boxes and the names of their kinds."""
    shown = found[:SHOWN]
    return len(shown) * _ROW + len({one.kind for one in shown}) * _KIND


def _short(name: str) -> str:
    return name if len(name) <= _LETTERS else name[: _LETTERS - 1].rstrip() + "…"

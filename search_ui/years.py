"""Hits by year as bars: the numbers of a small SVG, whose bars are links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from search_ui.facets import Facet, Row

HEIGHT: Final = 48.0
"""Of the tallest bar, in the units of the picture."""
STEP: Final = 12.0
"""From one bar to the next."""
MAX_BARS: Final = 80
_YEAR: Final = re.compile("[0-9]{1,4}")
LEAST: Final = 2.0
"""Of a bar that stands for anything at all, so that it can be seen and clicked."""


@dataclass(frozen=True, slots=True)
class Bar:
    year: int
    row: Row | None
    """None for a year without hits."""
    x: float
    height: float


@dataclass(frozen=True, slots=True)
class Bars:
    bars: tuple[Bar, ...]
    width: float
    height: float = HEIGHT

    @property
    def first(self) -> int:
        return self.bars[0].year

    @property
    def last(self) -> int:
        return self.bars[-1].year


def bars(facet: Facet | None) -> Bars | None:
    """One bar for every year from the first with hits to the last; None where one year is all.

    Of a longer time than ``MAX_BARS`` years, only the years with hits are drawn, side by side.
    """
    rows = (
        {int(row.value): row for row in facet.rows if _YEAR.fullmatch(row.value)} if facet else {}
    )
    if len(rows) < 2:
        return None
    first, last = min(rows), max(rows)
    # A filter may name any year: no list of all between is made before its length is known.
    near = last - first < MAX_BARS
    years = list(range(first, last + 1)) if near else sorted(rows)[-MAX_BARS:]
    most = max(row.count for row in rows.values()) or 1
    drawn = []
    for index, year in enumerate(years):
        row = rows.get(year)
        height = max(LEAST, HEIGHT * row.count / most) if row and row.count else 0.0
        drawn.append(Bar(year, row, index * STEP, round(height, 2)))
    return Bars(tuple(drawn), len(years) * STEP)

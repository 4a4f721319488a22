"""A document in sheets: what one page shows of a long one.

A code of 4,800 pieces is three megabytes of HTML, which nobody reads at once. Where a sheet ends
depends on the document alone, so that its address shows the same to everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from analyzers.token import Span

WHOLE: Final = 40_000
"""Code points of a document that is one sheet: some fifteen pages of paper."""
SHEET: Final = 20_000
"""Code points of a sheet of a longer one, give or take an article: ten pages, or screens."""


def sheets(spans: Sequence[Span], begins: Sequence[bool]) -> tuple[range, ...]:
    """The pieces of each sheet.

    Args:
        spans: where each piece stands, in code points, in order.
        begins: whether something to read begins with it. A sheet ends before such a piece; where
            one thing alone is longer than two sheets, before any piece.
    """
    if not spans:
        return ()
    if spans[-1].end - spans[0].start <= WHOLE:
        return (range(len(spans)),)
    made: list[range] = []
    first = 0
    for number in range(1, len(spans)):
        length = spans[number].end - spans[first].start
        if (length > SHEET and begins[number]) or length > 2 * SHEET:
            made.append(range(first, number))
            first = number
    made.append(range(first, len(spans)))
    return tuple(made)

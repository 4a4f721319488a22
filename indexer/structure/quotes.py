"""Passages that a clause quotes whole: an amending law prints the articles it changes."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from analyzers.token import Span

_OPEN: Final = re.compile(
    r'\n[ ]{0,80}["“«][ ]?(?:Điều|ĐIỀU|Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN|Khoản|Điểm'
    r"|\d{1,3}[a-zđ]?[.)-]|[a-zđ]\d?[.)]|[IVX]{1,6}[.)-])"
)
_CLOSE: Final = re.compile(r'["”»](?:[ ]?[.;,:]{1,2})?[ ]{0,80}(?=\n|\Z)')


def quoted(text: str) -> list[Span]:
    """Stretches of a view from an opening quotation mark before an item to the line that ends in
    a closing one. A quotation that is never closed is no quotation."""
    opens = [match.start() + 1 for match in _OPEN.finditer(text)]
    if not opens:
        return []
    closes = [match.end() for match in _CLOSE.finditer(text, opens[0])]
    found: list[Span] = []
    reached = 0
    for start in opens:
        if start < reached:
            continue
        place = bisect_left(closes, start)
        if place == len(closes):
            break
        reached = closes[place]
        found.append(Span(start, reached))
    return found

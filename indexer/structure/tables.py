"""Tables: runs of lines whose cells the readers join with a bar."""

from __future__ import annotations

import re
from typing import Final

from analyzers.token import Span

_ROW: Final = re.compile(r"^[^\n]*? \|(?: [^\n]*)?$", re.MULTILINE)
_FRAME: Final = re.compile(r"Nơi nhận|NƠI NHẬN|CỘNG H[OÒ][AÀ] XÃ HỘI|ĐẢNG CỘNG SẢN|Độc lập")
"""Heads and signatures stand in tables without lines; their rows are no table."""
_SHORTEST: Final = 2


def tables(text: str) -> list[Span]:
    """Stretches of a view that are tables, in order: at least two rows, blank lines between."""
    found: list[Span] = []
    if " |" not in text:
        return found
    rows = 0
    start = end = -1
    for match in _ROW.finditer(text):
        if rows and not text[end : match.start()].strip():
            end, rows = match.end(), rows + 1
            continue
        _keep(found, text, start, end, rows)
        start, end, rows = match.start(), match.end(), 1
    _keep(found, text, start, end, rows)
    return found


def _keep(found: list[Span], text: str, start: int, end: int, rows: int) -> None:
    if rows >= _SHORTEST and not _FRAME.search(text, start, end):
        found.append(Span(start, end))

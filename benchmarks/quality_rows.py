"""What a quality report is made of."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One measure."""

    measure: str
    value: str
    target: str
    reached: bool


class Report(NamedTuple):
    title: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    """What is missing or wrong, one line each; shown with ``--notes``."""

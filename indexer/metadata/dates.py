"""Dates as documents write them, to ISO 8601."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

DAY_MONTH_YEAR: Final = r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}(?!\d)"
WORDED_DATE: Final = r"\d{1,2}\s{1,3}(?:tháng|THÁNG)\s{1,3}\d{1,2}\s{1,3}(?:năm|NĂM)\s{1,3}\d{4}"

_NUMERIC: Final = re.compile(
    r"(?<!\d)(\d{1,2}) {0,3}[/.-] {0,3}(\d{1,2}) {0,3}[/.-] {0,3}(\d{4})(?!\d)"
)
_WORDED: Final = re.compile(
    r"(?<!\d)(\d{1,2})\s{0,12}tháng\s{0,12}(\d{1,2})\s{0,12}(?:năm|,)?\s{0,12}(\d{4})(?!\d)",
    re.IGNORECASE,
)


def iso(text: str) -> str | None:
    """The first date of a text, or None where it has none that a calendar knows.

    >>> iso("ngày 07/4/2014"), iso("ngày 19 tháng 8 năm 2021"), iso("ngày    tháng 8 năm 2021")
    ('2014-04-07', '2021-08-19', None)
    """
    found = [m for m in (_WORDED.search(text), _NUMERIC.search(text)) if m]
    if not found:
        return None
    day, month, year = map(int, min(found, key=lambda m: m.start()).groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None

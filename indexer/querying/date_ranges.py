"""Dates as people type them in a query: a day, a month, a year, or a range of these."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Final

from indexer.core.engine import DateRange
from indexer.core.errors import QueryError

_FORMS: Final = (
    re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"),
    re.compile(r"(?:(?:(?P<day>\d{1,2})[-/.])?(?P<month>\d{1,2})[-/.])?(?P<year>\d{4})"),
)


def date_range(value: str, position: int) -> DateRange:
    """``2021``, ``8/2021``, ``26/8/2021``, ``2021-08-26``, ``2020..2021-06``, ``>=2021``.

    Raises:
        QueryError: it is no date, or the range runs backwards.
    """
    if value.startswith((">=", "<=")):
        first, last = _bounds(value[2:], value, position)
        return DateRange(first=first) if value[0] == ">" else DateRange(last=last)
    if ".." not in value:
        return DateRange(*_bounds(value, value, position))
    start, _, end = value.partition("..")
    if not (start or end):
        raise _no_date(value, position)
    earliest = _bounds(start, value, position)[0] if start else None
    latest = _bounds(end, value, position)[1] if end else None
    if earliest and latest and earliest > latest:
        raise QueryError("Khoảng ngày «%(value)s» bị ngược.", position, value=value)
    return DateRange(earliest, latest)


def _bounds(text: str, value: str, position: int) -> tuple[str, str]:
    """The first and the last day that the text names, ISO 8601."""
    for form in _FORMS:
        match = form.fullmatch(text.strip())
        if match:
            year = int(match["year"])
            months = (int(match["month"]),) * 2 if match["month"] else (1, 12)
            try:
                length = calendar.monthrange(year, months[1])[1]
                days = (int(match["day"]),) * 2 if match["day"] else (1, length)
                first, last = date(year, months[0], days[0]), date(year, months[1], days[1])
            except ValueError as error:
                raise _no_date(value, position) from error
            return first.isoformat(), last.isoformat()
    raise _no_date(value, position)


def _no_date(value: str, position: int) -> QueryError:
    return QueryError(
        "«%(value)s» không phải ngày.",
        position,
        "Viết 26/8/2021, 2021-08-26, 8/2021, 2021 hoặc 2020..2021-06.",
        value=value,
    )

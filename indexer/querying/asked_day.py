"""The day for which a search asks how texts stand: ``vaongay:``, the request's, or today."""

from __future__ import annotations

from indexer.core.engine import Reader
from indexer.core.errors import QueryError
from indexer.querying.date_ranges import date_range
from indexer.querying.parser import parse
from indexer.querying.request import SearchRequest
from indexer.querying.syntax_tree import And, Restriction
from indexer.validity.codes import today
from indexer.validity.reader import at_day

AT = "at"
"""The field that names the day."""


def asked_day(request: SearchRequest) -> str:
    """The day, ISO 8601: the one that is typed comes before the request's.

    Raises:
        QueryError: bad syntax, or what is typed is no day.
    """
    return typed_day(request.query) or request.at or today()


def typed_day(text: str) -> str | None:
    """The last day that a query names; None where it names none."""
    if ":" not in text:
        return None
    node, _ = parse(text)
    parts = node.parts if isinstance(node, And) else (node,)
    days = [day_of(part) for part in parts if isinstance(part, Restriction) and part.field == AT]
    return days[-1] if days else None


def day_of(node: Restriction) -> str:
    """The one day that a value is.

    Raises:
        QueryError: it is no day.
    """
    found = date_range(node.value, node.position)
    if found.first is None or found.first != found.last:
        raise QueryError(
            "«%(value)s» không phải một ngày.",
            node.position,
            "Viết 1/1/2020 hoặc 2020-01-01.",
            value=node.value,
        )
    return found.first


def seen(engine: Reader, request: SearchRequest, day: str) -> Reader:
    """The reader of a search, which can filter and count by status at a day."""
    return at_day(engine, day, living_first=request.living_first)

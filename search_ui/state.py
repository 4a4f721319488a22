"""A search as its URL says it. The page and the API read the same parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from werkzeug.datastructures import MultiDict

from indexer.engine import Sort
from search_ui.settings import Settings

FILTERS: Final[tuple[str, ...]] = ("type", "issuer", "year")
"""Parameters that keep only documents with one of the given values."""

SORTS: Final[dict[str, Sort]] = {"relevance": "relevance", "date": "date"}


class InputError(ValueError):
    """A parameter that cannot be used. ``parameter`` is its name, the message says why."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


@dataclass(frozen=True, slots=True)
class State:
    """What is being looked at: the query, what narrows it, and which page of it."""

    query: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    """(name, value), in the order they were added. Values of one name are alternatives."""
    first: str | None = None
    """Earliest date of issue, ISO 8601, inclusive."""
    last: str | None = None
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10

    def active(self) -> bool:
        """Whether there is anything to search for."""
        return bool(self.query or self.filters or self.first or self.last)

    def engine_filters(self) -> dict[str, str | list[str]]:
        """As ``Index.search`` takes them."""
        found: dict[str, str | list[str]] = {}
        for name, value in self.filters:
            values = found.setdefault(name, [])
            if isinstance(values, list):
                values.append(value)
        if self.first:
            found["from"] = self.first
        if self.last:
            found["to"] = self.last
        return found

    def has(self, name: str, value: str) -> bool:
        """Whether this value is among the filters."""
        return (name, value) in self.filters

    def adding(self, name: str, value: str) -> State:
        """Narrowed further, from the first page."""
        pairs = tuple(pair for pair in self.filters if pair != (name, value))
        return replace(self, filters=(*pairs, (name, value)), offset=0)

    def removing(self, name: str, value: str | None = None) -> State:
        """Without one value (or any value) of a filter, from the first page."""
        kept = tuple(
            (n, v) for n, v in self.filters if n != name or (value is not None and v != value)
        )
        return replace(self, filters=kept, offset=0)

    def arguments(self, default_limit: int) -> dict[str, str | list[str]]:
        """The URL's parameters, without those that say what is so anyway."""
        found: dict[str, str | list[str]] = {}
        if self.query:
            found["q"] = self.query
        for name in FILTERS:
            values = [v for n, v in self.filters if n == name]
            if values:
                found[name] = values
        optional = {
            "from": self.first,
            "to": self.last,
            "sort": self.sort if self.sort != "relevance" else None,
            "offset": str(self.offset) if self.offset else None,
            "limit": str(self.limit) if self.limit != default_limit else None,
        }
        found.update({name: value for name, value in optional.items() if value})
        return found


def read_state(arguments: MultiDict[str, str], settings: Settings) -> State:
    """Read a search from a URL's parameters; blank ones count as absent.

    Raises:
        InputError: a value is out of its limits or of its form.
    """
    query = arguments.get("q", "").strip()
    if len(query) > settings.max_query:
        raise InputError("q", f"Câu hỏi dài quá {settings.max_query} ký tự.")
    filters = tuple(
        dict.fromkeys(
            (name, value.strip())
            for name in FILTERS
            for value in arguments.getlist(name)
            if value.strip()
        )
    )
    if len(filters) > settings.max_values:
        raise InputError("filters", f"Nhiều hơn {settings.max_values} điều kiện lọc.")
    first, last = _date(arguments, "from"), _date(arguments, "to")
    if first and last and first > last:
        raise InputError("to", "Ngày cuối sớm hơn ngày đầu.")
    sort = arguments.get("sort") or "relevance"
    if sort not in SORTS:
        raise InputError("sort", "Thứ tự phải là relevance hoặc date.")
    return State(
        query=query,
        filters=filters,
        first=first,
        last=last,
        sort=SORTS[sort],
        offset=_number(arguments, "offset", 0, 0, settings.max_offset),
        limit=_number(arguments, "limit", settings.limit, 1, settings.max_limit),
    )


def _number(arguments: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = arguments.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and low <= int(text) <= high):
        raise InputError(name, f"Tham số {name} phải là số từ {low} đến {high}.")
    return int(text)


def _date(arguments: Mapping[str, str], name: str) -> str | None:
    text = arguments.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise InputError(name, "Ngày phải có dạng 2021-09-14 (năm-tháng-ngày).") from None

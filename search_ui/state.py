"""A search and what can be done to it: every state of the page is one of these, and one URL."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from indexer.core.engine import Sort
from indexer.core.filter_fields import VALUE_FIELDS
from indexer.querying.request import SearchRequest
from search_ui.parameters import SearchQuery, filters_of


@dataclass(frozen=True, slots=True)
class State:
    """What is being looked at: the query, what narrows it, and which page of it."""

    query: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    """(name, value). Values of one name are alternatives."""
    first: str | None = None
    """Earliest date of issue, ISO 8601, inclusive."""
    last: str | None = None
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    explain: bool = False
    """Whether each hit says why it was found."""
    literal: bool = False
    """Whether the query is taken as it stands."""
    accents: Literal["any", "typed"] = "any"
    """Whether words typed with accents must have them."""
    at: str | None = None
    """The day for which it is said how documents stand, ISO 8601; None: today."""
    living: bool = False
    """Whether what is no longer in force comes last."""
    group: bool = False
    """Whether hits are gathered by document; ``offset`` and ``limit`` then count documents."""

    def active(self) -> bool:
        """Whether there is anything to search for."""
        return bool(self.query or self.filters or self.first or self.last)

    def request(self) -> SearchRequest:
        """The search that fills this page."""
        filters: dict[str, str | list[str]] = {}
        for name in dict.fromkeys(name for name, _ in self.filters):
            filters[name] = [value for n, value in self.filters if n == name]
        if self.first:
            filters["from"] = self.first
        if self.last:
            filters["to"] = self.last
        return SearchRequest(
            self.query,
            filters,
            self.sort,
            self.offset,
            self.limit,
            explain=self.explain,
            literal=self.literal,
            accents=self.accents,
            at=self.at,
            living_first=self.living,
        )

    def adding(self, name: str, value: str) -> State:
        """Narrowed further, from the first page."""
        pairs = tuple(pair for pair in self.filters if pair != (name, value))
        return replace(self, filters=(*pairs, (name, value)), offset=0)

    def removing(self, name: str, value: str | None = None) -> State:
        """Without one value (or any value) of a filter, from the first page."""
        remaining = tuple(
            (n, v) for n, v in self.filters if n != name or (value is not None and v != value)
        )
        return replace(self, filters=remaining, offset=0)

    def arguments(self, default_limit: int) -> dict[str, str | list[str]]:
        """The URL's parameters, without those that say what is so anyway."""
        found: dict[str, str | list[str]] = {"q": self.query} if self.query else {}
        for name in VALUE_FIELDS:
            values = [v for n, v in self.filters if n == name]
            if values:
                found[name] = values
        optional = {
            "from": self.first,
            "to": self.last,
            "sort": self.sort if self.sort != "relevance" else None,
            "offset": str(self.offset) if self.offset else None,
            "limit": str(self.limit) if self.limit != default_limit else None,
            "at": self.at,
            "living": "first" if self.living else None,
            "group": "document" if self.group else None,
            "explain": "on" if self.explain else None,
            "literal": "on" if self.literal else None,
            "accents": self.accents if self.accents != "any" else None,
        }
        found.update({name: value for name, value in optional.items() if value})
        return found


def state_of(query: SearchQuery) -> State:
    """The state that a request's parameters describe."""
    return State(
        query=query.q,
        filters=filters_of(query),
        first=query.first.isoformat() if query.first else None,
        last=query.last.isoformat() if query.last else None,
        sort=query.sort,
        offset=query.offset,
        limit=query.limit,
        at=query.at.isoformat() if query.at else None,
        living=bool(query.living),
        group=bool(getattr(query, "group", "")),
        explain=bool(query.explain),
        literal=bool(query.literal),
        accents=query.accents or "any",
    )

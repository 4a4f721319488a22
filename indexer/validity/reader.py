"""A reader that can filter and count by status at a day, over an engine that knows no days.

Whether a text is in force depends on the day and on other documents, so no index can store it. The
documents in a state are found once for each generation and day (``collection``), and a filter by
state becomes one by document: a filter that every engine has, and remembers. The counts of states
are those of documents, added up: by the engine, where it can (``EngineRequest.grouped``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, cast

from indexer.core.engine import (
    Count,
    DateRange,
    EngineRequest,
    Filter,
    Hit,
    Hits,
    Reader,
    search_all,
)
from indexer.validity.codes import CODES, state_of
from indexer.validity.collection import Validity, validity_of

STATUS: Final = "status"
"""The name of the field in filters and facets."""
_DOCUMENT: Final = "document"


class AtDay:
    """``indexer.core.engine.Reader`` with the field ``STATUS``. Everything else is the reader's."""

    def __init__(self, reader: Reader, day: str, *, living_first: bool = False) -> None:
        """
        Args:
            day: ISO 8601.
            living_first: whether what is no longer in force comes after everything else.
        """
        self._reader = reader
        self._day = day
        self._living_first = living_first

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            return getattr(self._reader, name)

    def search(self, request: EngineRequest) -> Hits:
        """See ``indexer.core.engine.Reader``."""
        asked = self._translated(request)
        found = self._ordered(asked) if self._living_first else self._reader.search(asked)
        return self._counted(request, found)

    def search_all(self, requests: Sequence[EngineRequest]) -> list[Hits]:
        """See ``indexer.core.engine.Distant``."""
        if self._living_first:
            return [self.search(request) for request in requests]
        found = search_all(self._reader, *map(self._translated, requests))
        return list(map(self._counted, requests, found))

    def scan(self, request: EngineRequest) -> Iterator[Hit]:
        """See ``indexer.core.engine.Reader``."""
        asked = self._translated(request)
        if not self._living_first:
            yield from self._reader.scan(asked)
            return
        left, offset = asked.limit, asked.offset
        for rule in self._in_order():
            part = replace(asked, filters=(*asked.filters, rule), offset=offset, limit=left)
            total = self._reader.search(replace(part, offset=0, limit=0, facets=())).total
            for hit in self._reader.scan(part) if offset < total and left else ():
                left -= 1
                yield hit
            offset = max(0, offset - total)

    def _ordered(self, request: EngineRequest) -> Hits:
        """A page of the living, and then of what is no longer in force."""
        whole = self._reader.search(replace(request, offset=0, limit=0))
        hits: list[Hit] = []
        offset = request.offset
        for rule in self._in_order():
            left = request.limit - len(hits)
            part = replace(request, filters=(*request.filters, rule), facets=())
            found = self._reader.search(replace(part, offset=offset, limit=left))
            hits += found.hits
            offset = max(0, offset - found.total)
        return replace(whole, hits=tuple(hits))

    def _in_order(self) -> tuple[Filter, Filter]:
        states = self._validity.documents(self._day)
        over = states["no_longer"]
        living = [id_ for state, ids in states.items() if state != "no_longer" for id_ in ids]
        return Filter(_DOCUMENT, tuple(living)), Filter(_DOCUMENT, tuple(over))

    @property
    def _validity(self) -> Validity:
        return validity_of(self._reader)

    def _translated(self, request: EngineRequest) -> EngineRequest:
        """The request in fields that the index has."""
        filters = tuple(map(self._rule, request.filters))
        if STATUS in request.facets and getattr(self._reader, "counts_groups", False):
            own = tuple(name for name in request.facets if name != STATUS)
            grouped = (*request.grouped, self._validity.grouping(STATUS, self._day))
            return replace(request, filters=filters, facets=own, grouped=grouped)
        facets = tuple(dict.fromkeys(_stored(name) for name in request.facets))
        return replace(request, filters=filters, facets=facets)

    def _rule(self, rule: Filter | DateRange) -> Filter | DateRange:
        if isinstance(rule, DateRange) or rule.field != STATUS:
            return rule
        wanted = {state for value in rule.values if (state := state_of(value))}
        states = self._validity.documents(self._day) if wanted else {}
        ids = (id_ for state, found in states.items() if state in wanted for id_ in found)
        return Filter(_DOCUMENT, tuple(ids))

    def _counted(self, request: EngineRequest, found: Hits) -> Hits:
        """What was found, with the facets that were asked for."""
        if STATUS not in request.facets:
            return found
        facets = {name: self._facet(name, found) for name in request.facets}
        return replace(found, facets=facets)

    def _facet(self, name: str, found: Hits) -> tuple[Count, ...]:
        if name != STATUS:
            return found.facets.get(name, ())
        counts: Counter[str] = Counter()
        if STATUS in found.facets:
            counts.update({row.value: row.count for row in found.facets[STATUS]})
        elif rows := found.facets.get(_DOCUMENT, ()):
            collection = self._validity  # one generation, looked for once: there are many rows
            for row in rows:
                counts[CODES[collection.standing_of(row.value, self._day).state]] += row.count
        return tuple(Count(code, counts[code]) for code in CODES.values() if counts[code])


def _stored(name: str) -> str:
    return _DOCUMENT if name == STATUS else name


def at_day(reader: Reader, day: str, *, living_first: bool = False) -> Reader:
    """A reader as it finds and counts at a day."""
    return cast("Reader", AtDay(reader, day, living_first=living_first))

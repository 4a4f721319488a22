"""The documents that citations may mean, looked up in the index when they are asked for.

``resolve.Registry`` gathers the same from a list of documents. Here nothing is read until a
citation needs it: after a commit nobody waits until all documents have been read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from indexer.citations.citing import CITES, called, numbered
from indexer.core.document import Metadata
from indexer.core.engine import Distant, EngineRequest, Reader
from indexer.core.query import Term, Unscored
from indexer.identity.citation_keys import name_key
from indexer.identity.document_id import number_key

MOST: Final = 1_000
"""Documents of one number that are looked at. Every office has its 01/QĐ; a citation that says no
more than that is ambiguous with the first two."""
_REMEMBERED: Final = 5_000
"""Numbers and names whose documents are remembered."""


class IndexRegistry:
    """See ``indexer.citations.resolve.Documents``. Of one generation; threads may share it."""

    def __init__(self, engine: Reader) -> None:
        self._engine = engine
        self._found: dict[str, tuple[Metadata, ...]] = {}

    def numbered(self, number: str) -> Sequence[Metadata]:
        """Documents with a number, however it is spelled."""
        key = number_key(number)
        found = self._with(numbered(key))  # a title may have the same key
        return [one for one in found if one.number and number_key(one.number) == key]

    def named(self, title: str) -> Sequence[Metadata]:
        """Laws with a name, whatever their year."""
        return self._with(called(name_key(title)))

    def _with(self, term: str) -> tuple[Metadata, ...]:
        found = self._found.get(term)
        if found is None:
            request = EngineRequest(Unscored(Term(CITES, term)), limit=MOST)
            # Most names are of documents that the index does not have. A server would be asked
            # twice for the others.
            away = isinstance(self._engine, Distant)
            there = away or self._engine.frequencies(CITES, [term])[0]
            hits = self._engine.search(request).hits if there else ()
            if len(self._found) >= _REMEMBERED:
                self._found = {}  # not emptied: another thread may be reading it
            found = self._found[term] = tuple(hit.document for hit in hits)
        return found

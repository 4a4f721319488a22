"""Documents of an index as their ids tell them: most of what effects mean is decided without
reading a record, which takes a tenth of a millisecond and more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final, cast

from indexer.citations.citing import CITES, called
from indexer.citations.registry import IndexRegistry
from indexer.core.document import Metadata
from indexer.core.engine import EngineRequest, Reader
from indexer.core.query import Term, Unscored
from indexer.identity.citation_keys import name_key
from indexer.identity.works import Named
from indexer.validity.works import is_national, key_of, signed_of

_CALLED: Final = called("")
"""What the terms begin with that say which law a document is."""
_READ: Final = ("type", "title", "issuer", "number", "date", "digest")


class Filed:
    """A document: ``indexer.identity.works.Named``. An id with a number of one series for the whole
    country and a day says which work it is (as in ``indexer.validity.works``); everything else is
    read when it is asked for."""

    id: str
    type: str | None
    title: str | None
    issuer: str | None
    number: str | None
    """Its number, or the key of it."""
    date: str | None
    digest: str | None
    """The same for two files of one work whose ids say so; else that of the file."""

    def __init__(self, document_id: str, read: Callable[[str], Metadata | None]) -> None:
        self.id = document_id
        self._read = read
        key, day = key_of(document_id), signed_of(document_id)
        if day and is_national(key):
            self.number, self.date, self.digest = key, day, f"{key}.{day}"

    def __getattr__(self, name: str) -> str | None:
        if name not in _READ:
            raise AttributeError(name)
        known = self._read(self.id) or Metadata(self.id, "")
        for one in _READ:
            self.__dict__.setdefault(one, getattr(known, one))
        return cast("str | None", self.__dict__[name])


class FiledRegistry:
    """See ``indexer.citations.resolve.Documents``. Of one generation; threads may share it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._read = IndexRegistry(reader)
        self._found: dict[str, tuple[Filed, ...]] = {}
        self._filed: dict[str, Filed] = {}

    def filed(self, document_id: str) -> Filed:
        """A document that the index has."""
        found = self._filed.get(document_id)
        if found is None:
            found = self._filed[document_id] = Filed(document_id, self._reader.metadata)
        return found

    def numbered(self, number: str) -> Sequence[Named]:
        """Documents with a number, however it is spelled. Where it is of one series for the whole
        country nobody asks: it is a node."""
        return self._read.numbered(number)

    def named(self, title: str) -> tuple[Filed, ...]:
        """Laws with a name, whatever their year."""
        term = called(name_key(title))
        if term not in self._names:  # most names are of documents that the index does not have
            return ()
        found = self._found.get(term)
        if found is None:
            found = self._found[term] = self._with(term)
        return found

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(term for term, _ in self._reader.terms(CITES, _CALLED))

    def _with(self, term: str) -> tuple[Filed, ...]:
        """The documents with a piece that has a term, the shortest id first."""
        asked = EngineRequest(Unscored(Term(CITES, term)), limit=0, facets=("document",))
        ids = (row.value for row in self._reader.search(asked).facets["document"])
        return tuple(map(self.filed, sorted(ids, key=lambda id_: (len(id_), id_))))

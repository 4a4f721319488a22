"""The engine seam: what sits above it parses, analyses, marks and cites; an engine only finds.

Analysed entries and queries go in, ranked clauses come out, so every engine matches the same
terms and ranks by the same formula (see ``indexer.core.query``). ``tests/test_engines.py`` is the
one suite that every engine passes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, Protocol, runtime_checkable

from analyzers.token import Span, Terms
from indexer.core.document import Citation, Clause, Document, Metadata
from indexer.core.query import Query

Sort = Literal["relevance", "date", "oldest"]
"""``date``: newest first; ``oldest``: oldest first. The undated come last. Ties always fall in the
order of indexing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A clause made ready for an engine."""

    clause: Clause
    terms: Mapping[str, Terms] = field(default_factory=dict)
    """Field name -> terms."""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Values that filters and facets see, as shown to people: ``{"type": ("Chỉ thị",)}``. Never
    changed: entries that have the same may share one mapping."""
    above: tuple[Sequence[str], ...] = ()
    """The terms of each heading that it stands under, and of the title. Entries under the same
    heading have the same sequence, not merely an equal one: an engine may store it once."""
    article: int = 0
    """How many entries before it, in its document, the article stands that it is part of; 0: it is
    part of none. The article is also found by the terms of its parts."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Keeps entries one of whose values of ``field`` has one of these keys.

    Compared by ``indexer.core.filters.value_key``.
    """

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateRange:
    """Keeps entries whose document is dated within [first, last], both ISO and inclusive."""

    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """A facet whose values are groups of the values of a field. Equal to itself only, so that an
    engine can remember what it made of it."""

    name: str
    """Of the facet."""
    field: str
    groups: Mapping[str, str]
    """Value of the field -> its group."""


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """Everything that an engine needs for one search."""

    query: Query
    filters: tuple[Filter | DateRange, ...] = ()
    """An entry must pass every one."""
    sort: Sort = "relevance"
    offset: int = 0
    """Hits before the page."""
    limit: int = 10
    """Hits on the page; 0 only counts."""
    facets: tuple[str, ...] = ()
    """Fields whose values are to be counted."""
    grouped: tuple[Grouping, ...] = ()
    """Counted as facets of their names, by readers that can (``counts_groups``); by others, not."""
    only: tuple[str, ...] = ()
    """Ids of the clauses that may match; empty: any may."""


@dataclass(frozen=True, slots=True)
class Count:
    """One row of a facet."""

    value: str
    count: int
    """Hits that remain if this value is added to the filters."""


class Hit(NamedTuple):
    clause: Clause
    document: Metadata
    score: float


@dataclass(frozen=True, slots=True)
class Hits:
    total: int
    """All matching entries, whatever the page."""
    hits: tuple[Hit, ...]
    """The requested page."""
    facets: Mapping[str, tuple[Count, ...]] = field(default_factory=dict)
    """Facet -> its values, most frequent first, then by value."""


@dataclass(frozen=True, slots=True)
class Statistics:
    documents: int
    clauses: int
    """Live entries, of every kind."""
    generation: int = field(default=0, compare=False)
    """Another number after every commit that changed something. Another index in the same place
    begins at 1 again."""
    token: str = field(default="", compare=False)
    """Names this state of this index, and never another: what is cached, or given to a client, is
    valid as long as this is the same. Empty: the engine has none, and ``generation`` has to do."""


class Writer(Protocol):
    """Changes that become visible together, or not at all."""

    def put(self, document: Document, entries: Iterable[Entry]) -> None:
        """Add a document and its pieces in order, replacing what ``document.id`` named before."""

    def delete(self, document_id: str) -> None:
        """Delete a document and its pieces. An unknown id is no error."""

    def record_run(self, run: str) -> None:
        """What this run did (``indexer.core.run.dump_run``). It becomes visible with the other
        changes; where there are none, no new generation is made of it. Without a call, what the
        run before recorded stays."""


Elsewhere = Callable[..., Callable[[], bool]]
"""Begins to call a function, of a module and with values that can be pickled, in another process.
The result waits for it and returns whether it was done; if not, nobody knows how far it came."""


@runtime_checkable
class Sharing(Protocol):
    """A writer that can have other processes do a part of its work."""

    def share(self, elsewhere: Elsewhere) -> None:
        """Use these processes; they live as long as the writer does."""


class Reader(Protocol):
    """One generation of an index: nothing that a writer does changes what it answers.

    Many threads may read one, and none waits for another.
    """

    @property
    def derived(self) -> dict[str, Any]:
        """What callers made of this generation and look up again, by name; freed with it."""

    def search(self, request: EngineRequest) -> Hits:
        """Rank the entries that match the query and pass every filter.

        Raises:
            QueryError: it takes longer, or more work, than ``indexer.core.deadline`` allows.
        """

    def scan(self, request: EngineRequest) -> Iterator[Hit]:
        """The hits of ``search``, ranked once and each loaded on demand. Facets are
        not counted.

        Raises:
            QueryError: as ``search``, before the first hit or between two.
        """

    def get(self, clause_id: str) -> Clause | None:
        """One piece, by id."""

    def metadata(self, document_id: str) -> Metadata | None:
        """What is known of a document besides its text, by id; none of its pieces is read."""

    def citations(self, document_id: str, inside: Span | None = None) -> tuple[Citation, ...]:
        """What a document cites, in order; none of its pieces is read.

        Args:
            inside: only citations that lie in this part of the document's text.
        """

    def document(self, document_id: str) -> Document | None:
        """One document whole, by id. All its pieces are read for its text."""

    def whole(self, document_id: str) -> tuple[Document, tuple[Clause, ...]] | None:
        """A document and all its pieces, in order, each read once."""

    def clauses(
        self, document_id: str, start: int = 0, stop: int | None = None
    ) -> tuple[Clause, ...]:
        """The pieces of a document, in order; empty where the id is unknown.

        Args:
            start, stop: of them all, only these (a slice, counted from 0); no other is read.
        """

    def documents(self) -> Iterator[Metadata]:
        """Every document, in the order of indexing."""

    def frequencies(self, field: str, texts: Sequence[str]) -> list[int]:
        """For each term the number of live entries that hold it."""

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """The field's terms with this prefix, in code point order, each with its frequency."""

    def most_frequent(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """The ``limit`` terms with this prefix that most live entries hold, most frequent first,
        then in code point order; each with its frequency."""

    def statistics(self) -> Statistics:
        """How much the index holds."""

    def last_run(self) -> str | None:
        """What the last run of indexing recorded (``Writer.record_run``); None: nothing. It may
        change while the generation stays."""


@runtime_checkable
class Distant(Protocol):
    """A reader each of whose calls is a request to a server: what can be asked together is."""

    def search_all(self, requests: Sequence[EngineRequest]) -> list[Hits]:
        """``Reader.search`` of each, together."""

    def look_up(self, wanted: Mapping[str, Sequence[str]]) -> None:
        """Learn the frequencies of some fields' terms, so that ``Reader.frequencies`` needs no
        request for them."""


def search_all(reader: Reader, *requests: EngineRequest) -> list[Hits]:
    """The hits of several requests.

    Raises:
        QueryError: as ``Reader.search``.
    """
    if isinstance(reader, Distant):
        return reader.search_all(requests)
    return [reader.search(request) for request in requests]


class Engine(Reader, Protocol):
    """Stores entries and finds them. Many threads may use one engine; what it reads is the newest
    generation at each call."""

    def writer(self) -> AbstractContextManager[Writer]:
        """Commit on leaving the block; on an exception, everything stays as it was.

        Raises:
            IndexLocked: another writer holds the index.
        """

    def snapshot(self) -> AbstractContextManager[Reader]:
        """The newest generation, readable until the block is left, whatever is committed
        meanwhile."""

    def close(self) -> None:
        """Release files. The engine is not used afterwards."""

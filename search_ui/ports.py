"""What the site needs of an index, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from analyzers.token import Span
from indexer.citations.cited import Cited
from indexer.consolidation.model import Consolidated
from indexer.core.document import Citation, Clause, Document, Metadata
from indexer.core.engine import Hits, Statistics
from indexer.core.run import Run
from indexer.effects.model import Effect
from indexer.effects.terms import Stated
from indexer.querying.duplicates import Similar
from indexer.querying.request import SearchRequest
from indexer.querying.results import Result, Results
from indexer.querying.synonyms import Synonyms
from indexer.validity.collection import Validity
from indexer.validity.corrections import Corrections


class SearchIndex(Protocol):
    """An index in one state. Read from many threads at once."""

    @property
    def derived(self) -> dict[str, Any]:
        """What callers made of this state and look up again, by name."""

    def answer(self, request: SearchRequest) -> Results:
        """One page of results; without a query, all that passes the filters.

        Raises:
            QueryError: the query cannot be understood.
        """

    def export(self, request: SearchRequest) -> Iterator[Result]:
        """All results, ``request.limit`` at most, in one pass.

        Raises:
            QueryError: as ``answer``, also between two results.
        """

    def marker(
        self, query: str, best: Sequence[str] = (), *, recognised: bool = False
    ) -> Callable[[str], tuple[Span, ...]]:
        """What a search for ``query`` marks: a function from any text to spans in it, as far as
        the texts that answer best, if given, do not say that less is meant; in ``recognised``
        texts also what a machine misread.

        Raises:
            QueryError: the query cannot be understood.
        """

    def listing(
        self,
        filters: Mapping[str, str | Sequence[str]],
        *,
        offset: int,
        limit: int,
        facets: tuple[str, ...],
        at: str | None,
    ) -> Hits:
        """Documents, each with its first piece, the newest first; counted as documents.

        Raises:
            QueryError: a filter cannot be understood.
        """

    def document_ids(self, start: int, stop: int) -> list[str]:
        """Of the ids of all documents, in order, those of a slice."""

    def suggest(self, prefix: str, limit: int) -> list[str]:
        """Ways in which what is being typed may go on, the best first."""

    def similar(self, clause_id: str) -> list[Similar]:
        """The other clauses that say nearly the same, the most similar first."""

    def metadata(self, document_id: str) -> Metadata | None:
        """What is known of a document besides its text, or None."""

    def document(self, document_id: str) -> Document | None:
        """One document whole, or None."""

    def whole(self, document_id: str) -> tuple[Document, tuple[Clause, ...]] | None:
        """One document whole, with all its pieces in order, or None."""

    def citations(self, document_id: str) -> tuple[Citation, ...]:
        """What a document cites, in order, as it is written."""

    def clauses(
        self, document_id: str, start: int = 0, stop: int | None = None
    ) -> tuple[Clause, ...]:
        """The pieces of a document, in order, or a slice of them."""

    def get(self, clause_id: str) -> Clause | None:
        """One piece, or None."""

    def statistics(self) -> Statistics:
        """How much the index holds."""

    def last_run(self) -> Run | None:
        """What the last run of indexing did; None: nobody knows."""

    def synonyms(self) -> Synonyms:
        """What searches write out, as it is now."""

    def corrections(self) -> Corrections:
        """What people wrote beside the index of texts in force, as it is now."""

    def cites(self, id_: str, within: Span | None = None) -> list[Cited] | None:
        """What a document, or this part of its text, cites, in order, each with its target; None:
        no such document."""

    def cited_by(self, key: str, *, offset: int = 0, limit: int = 10) -> Hits:
        """The clauses that cite a document, newest first.

        Args:
            key: the document's id, or the key of a document that is not in the index; with
                ``#anchor``, one place in it.
        """

    def best_citation(self, key: str, hits: Hits) -> Citation | None:
        """Of the citations in the hits of ``cited_by``, the one that says most of the document."""

    def quoted(self, key: str, hits: Hits) -> list[Span | None]:
        """For each hit of ``cited_by``, where in the clause's text it names the document."""

    def citing_counts(self, key: str) -> dict[str, int]:
        """Place in a document (anchor) -> how many clauses cite exactly that place."""

    def copies(self, document_id: str) -> tuple[Metadata, ...]:
        """The other files that hold the same document."""

    def effects_of(self, document_id: str) -> tuple[Effect, ...]:
        """What a document states about others and itself, in order."""

    def effects_on(self, key: str) -> tuple[Stated, ...]:
        """What other documents state about one, by its id or key."""

    def consolidated(self, document_id: str, at: str) -> Consolidated | None:
        """What a document says at a day (ISO 8601), with what others did to it; None: unknown."""

    def is_changed(self, document_id: str) -> bool:
        """Whether anything in the index changes the words of a document, at whatever day."""

    def validity(self) -> Validity:
        """What the texts say of one another, and how each stands at a day."""

    def named(self, key: str) -> tuple[Metadata, ...]:
        """The documents that a citation with this key may mean."""


class OpenIndex(SearchIndex, Protocol):
    """An open index, whose state changes as documents come and go."""

    def snapshot(self) -> AbstractContextManager[SearchIndex]:
        """The index as it is now, whatever changes until the block is left."""

"""What the site needs of an index, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from indexer.document import Clause, Document, Metadata
from indexer.engine import Sort, Statistics
from indexer.results import Results


class SearchIndex(Protocol):
    """An open index. Read from many threads at once."""

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        filters: Mapping[str, str | Sequence[str]] | None = None,
    ) -> Results:
        """One page of results.

        Raises:
            QueryError: the query cannot be understood.
        """

    def document(self, document_id: str) -> Document | None:
        """One document whole, or None."""

    def clauses(self, document_id: str) -> tuple[Clause, ...]:
        """All pieces of a document, in order."""

    def get(self, clause_id: str) -> Clause | None:
        """One piece, or None."""

    def documents(self) -> Iterator[Metadata]:
        """Every document, in the order of indexing."""

    def statistics(self) -> Statistics:
        """How much the index holds."""

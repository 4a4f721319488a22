"""Documents, rather than clauses: all of them, or those with some values, the newest first.

Each document has one first piece, which is marked as such in every index, so a list of documents is
a search for these pieces: what is counted is in the index, and no document is read but those that
are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from indexer.core.engine import EngineRequest, Filter, Hits, Reader
from indexer.core.ids import OF_DOCUMENT, document_of
from indexer.core.query import Everything
from indexer.identity.filter_values import FIRST, PIECE
from indexer.querying.search import compile_filters
from indexer.validity.codes import today
from indexer.validity.reader import at_day

FIRST_PIECES: Final = Filter(PIECE, (FIRST,))
"""Keeps one entry of each document."""


def listing(
    reader: Reader,
    filters: Mapping[str, str | Sequence[str]],
    *,
    offset: int = 0,
    limit: int = 10,
    facets: tuple[str, ...] = (),
    at: str | None = None,
) -> Hits:
    """Documents as hits, each with its first piece: the newest first, those of one day in the order
    of indexing, the undated last. Totals and facets count documents.

    Args:
        filters: as those of ``SearchRequest``.
        at: the day for which a status is asked, ISO 8601; None: today.

    Raises:
        QueryError: a filter is unknown or malformed.
    """
    rules = (FIRST_PIECES, *compile_filters(filters))
    request = EngineRequest(Everything(), rules, "date", offset, limit, facets)
    return at_day(reader, at or today()).search(request)


def document_ids(reader: Reader, start: int, stop: int) -> Iterator[str]:
    """Of the ids of all documents, in order of their terms, those of a slice. No document is
    read."""
    terms = reader.terms("address", OF_DOCUMENT)
    return (document_of(term) for term, _ in islice(terms, start, stop))

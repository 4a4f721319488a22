"""What a search gives back, for the page, the command line, the API and Python alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analyzers.token import Span
from indexer.document import Clause, Metadata
from indexer.engine import Count


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of a clause with the places to mark."""

    text: str
    """A slice of ``Clause.text``."""
    marks: tuple[Span, ...]
    """In code points of ``text``, ordered, not overlapping."""


@dataclass(frozen=True, slots=True)
class Result:
    """One clause that was found."""

    clause: Clause
    document: Metadata
    score: float
    label: str
    """The address as a person writes it: ``khoản 3 mục II``."""
    marks: tuple[Span, ...]
    """In code points of ``clause.text``."""
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results."""

    query: str
    total: int
    """Clauses found, whatever the page."""
    hits: tuple[Result, ...]
    offset: int
    limit: int
    took_ms: float
    """Wall-clock milliseconds of the search."""
    relaxed: bool = False
    """True where no clause had all the words, so the hits have most of them."""
    suggestion: str | None = None
    """Another spelling of the query that would find more."""
    facets: Mapping[str, tuple[Count, ...]] = field(default_factory=dict)

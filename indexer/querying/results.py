"""What a search gives back, for the page, the command line, the API and Python alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from analyzers.token import Span
from indexer.core.document import Clause, Metadata, Path
from indexer.core.engine import Count
from indexer.querying.notices import Notice
from indexer.validity.status import Standing


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of a clause with the places to mark."""

    text: str
    """A slice of ``Clause.text``."""
    marks: tuple[Span, ...]
    """In code points of ``text``, ordered, not overlapping."""


class Reason(NamedTuple):
    """One piece of evidence for a hit."""

    kind: str
    """unaccented, exact, pair, word, phrase, near, context, heading, reference, abbreviation,
    accents or expansion."""
    text: str
    """The term that matched, as it is indexed, with blanks between its syllables."""
    score: float
    """Its part of the hit's score."""


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
    other_accents: bool = False
    """Whether it has some word of a short query only with other accents than were typed. Such hits
    come last."""
    standing: Standing | None = None
    """How its document stands at the day that was asked for (``Results.at``)."""
    reasons: tuple[Reason, ...] = ()
    """Why it was found, the weightiest first; empty where that was not requested."""


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
    """True where too few clauses had all the words, so the hits have most of them."""
    suggestion: str | None = None
    """Another spelling of the query that the person may have intended."""
    notices: tuple[Notice, ...] = ()
    """What was done with the query besides finding its words, in the order to be read."""
    facets: Mapping[str, tuple[Count, ...]] = field(default_factory=dict)
    named: tuple[Metadata, ...] = ()
    """The documents that the query names by number or name, where it names any."""
    place: Path = ()
    """The place in them that it names as well."""
    others: tuple[int, ...] = ()
    """By document: for each hit, how many more there are in its document."""
    more: bool = False
    """By document: whether there are documents after these."""
    next_cursor: str | None = None
    """Where the search goes on, where it was asked with a cursor; None: there is no more."""
    at: str = ""
    """The day for which it is said how documents stand, ISO 8601."""
    instead: Results | None = None
    """Where quotation marks are why nothing was found: what the words find with other accents, or
    without the marks. A notice says so, and has the query."""

"""A search as it is requested: made once where it comes in, and passed whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, get_args

from indexer.core.engine import Sort
from indexer.core.filter_fields import VALUE_FIELDS, facet_fields

MAX_QUERY: Final = 1000
"""Code points; a longer query is refused."""
MAX_GROUPED: Final = 1_000
"""Hits that are looked at for one page of documents."""
MAX_SECONDS: Final = 10.0
"""A search that takes longer is stopped; between steps, so it may end a little later."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a person wants found, and how it is to be shown.

    Raises:
        ValueError: a value that is none of those allowed, such as ``sort="newest"``; says which.
    """

    query: str = ""
    """What was typed, with or without accents; blank for all that passes the filters."""
    filters: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    """Name -> value or values (``indexer.core.filter_fields``); ``from`` and ``to`` bound the date
    (ISO 8601, inclusive). Values of one name are alternatives."""
    sort: Sort = "relevance"
    offset: int = 0
    """Clauses before the page."""
    limit: int = 10
    """Clauses on the page, 0 or more."""
    facets: tuple[str, ...] = field(default_factory=facet_fields)
    """Fields whose values are counted."""
    mark: bool = True
    """Whether hits and snippets say where the words of the query are."""
    passages: bool = True
    """Whether hits have marks and snippets at all."""
    explain: bool = False
    """Whether each hit says what matched (``Result.reasons``)."""
    literal: bool = False
    """Whether the query is taken as it stands: no keystrokes are decoded, no abbreviations or
    everyday words written out."""
    accents: Literal["any", "typed"] = "any"
    """``typed``: syllables typed with accents must stand in the clause's own text with them, as
    between quotation marks."""
    by_document: bool = False
    """Whether only the best hit of each document is wanted; ``offset`` and ``limit`` then count
    documents, of those in the first ``MAX_GROUPED`` hits."""
    at: str | None = None
    """The day for which it is asked how texts stand, ISO 8601; None: today. One that is typed in
    the query (``vaongay:``) comes first."""
    living_first: bool = False
    """Whether what is no longer in force comes after everything else."""
    seconds: float = MAX_SECONDS
    """How long the search may take."""

    def __post_init__(self) -> None:
        if not isinstance(self.query, str):
            raise ValueError(f"query: a text, not {self.query!r}")  # noqa: TRY004  # one kind for all
        if self.sort not in get_args(Sort):
            raise ValueError(f"sort: one of {', '.join(get_args(Sort))}, not {self.sort!r}")
        if self.at is not None:
            date.fromisoformat(self.at)
        for name in ("offset", "limit"):
            value = getattr(self, name)
            if type(value) is not int or value < 0:
                raise ValueError(f"{name}: a whole number, 0 or more, not {value!r}")
        unknown = [name for name in self.facets if name not in VALUE_FIELDS]
        if unknown:
            raise ValueError(f"facets: of {', '.join(VALUE_FIELDS)}, not {', '.join(unknown)}")

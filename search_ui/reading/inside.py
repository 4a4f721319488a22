"""A search carried into a document: which of its pieces answer it, and where it came from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask import request

from analyzers.token import Span
from indexer.core.errors import QueryError
from indexer.querying.request import SearchRequest
from indexer.querying.results import Result
from search_ui.parameters import InputError, read
from search_ui.reading.outline import Outline
from search_ui.site import site
from search_ui.state import State, state_of

RANK: Final = "kq"
"""The parameter that says which result a reader came from, counted from 1."""
MOST: Final = 500
"""Answering pieces of one document that are stepped through."""
_BEST: Final = 20
"""Answers that decide what is marked."""
Marker = Callable[[str], Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Inside:
    """What a query finds in one document."""

    total: int = 0
    rows: tuple[int, ...] = ()
    """Of the outline, in the order of the text, ``MOST`` at most."""
    best: tuple[str, ...] = ()
    """The texts of the best answers."""

    def before(self, number: int) -> int | None:
        """The last answer before a row."""
        return next((row for row in reversed(self.rows) if row < number), None)

    def after(self, number: int) -> int | None:
        """The first answer after a row."""
        return next((row for row in self.rows if row > number), None)


@dataclass(frozen=True, slots=True)
class Origin:
    """The results that a reader came from."""

    state: State
    """Without a rank, only its query means anything."""
    rank: int = 0
    """Of the result, counted from 1; 0: the reader came from elsewhere."""
    previous: Result | None = None
    following: Result | None = None


def origin() -> Origin:
    """The search in the address of this request. One that cannot be read counts as none."""
    here = site()
    try:
        state = state_of(read(here.page_query, request.args))
    except InputError:
        return Origin(State(query=request.args.get("q", "").strip()[: here.settings.max_query]))
    given = request.args.get(RANK, "")
    rank = int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 0
    if not (rank and state.active() and rank <= here.settings.max_offset):
        return Origin(state)
    first = max(0, rank - 2)
    wanted = replace(
        state.request(),
        offset=first,
        limit=rank + 1 - first,
        facets=(),
        passages=False,
        explain=False,
    )
    try:
        hits = here.index.answer(wanted).hits
    except QueryError:
        return Origin(state)
    at = rank - 1 - first
    return Origin(
        replace(state, offset=(rank - 1) // state.limit * state.limit),
        rank,
        hits[at - 1] if 0 < at <= len(hits) else None,
        hits[at + 1] if at + 1 < len(hits) else None,
    )


def inside(query: str, document_id: str, outline: Outline) -> Inside:
    """What a query finds in a document; nothing where it cannot be understood."""
    if not query:
        return Inside()
    wanted = SearchRequest(query, {"document": document_id}, limit=MOST, facets=(), passages=False)
    try:
        found = site().index.answer(replace(wanted, accents="typed"))
        if not found.total:
            found = site().index.answer(wanted)
    except QueryError:
        return Inside()
    anchors = (hit.clause.id.partition("#")[2] for hit in found.hits)
    rows = sorted(outline.at[anchor] for anchor in anchors if anchor in outline.at)
    return Inside(found.total, tuple(rows), tuple(hit.clause.text for hit in found.hits[:_BEST]))


def marker(query: str, found: Inside, *, recognised: bool = False) -> Marker:
    """What to mark, in the first ``Settings.max_marked`` code points. A query that cannot be
    understood marks nothing: the text is still read."""
    here = site()
    left = here.settings.max_marked
    try:
        mark = here.index.marker(query, found.best, recognised=recognised)
    except QueryError:
        return lambda _: ()

    def bounded(text: str) -> Sequence[Span]:
        nonlocal left
        if not query or left <= 0:
            return ()
        left -= len(text)
        return mark(text)

    return bounded

"""The pages people read, rendered on the server. Each view is a plain function of the request."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace as changed

from flask import abort, render_template, request, url_for

from indexer.document import Clause, Metadata
from indexer.errors import QueryError
from indexer.results import Results
from search_ui.site import site
from search_ui.state import InputError, State, read_state
from search_ui.words import anchor_of, identity, piece

PageResponse = str | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Paging:
    """Where one page of results stands among the others. Numbers count from 1."""

    first: int
    last: int
    page: int
    pages: int
    previous: State | None
    following: State | None


def search_page() -> PageResponse:
    """``/``: the search box, and what was found where something is asked."""
    here = site()
    try:
        state = read_state(request.args, here.settings)
    except InputError as error:
        return _wrong(State(query=request.args.get("q", "")[:200]), str(error))
    if not state.active():
        statistics = here.index.statistics()
        return render_template("khoan/home.html", state=state, statistics=statistics)
    try:
        results = here.index.search(
            state.query,
            limit=state.limit,
            offset=state.offset,
            sort=state.sort,
            filters=state.engine_filters(),
        )
    except QueryError as error:
        return _wrong(state, error.message, error.position, error.advice)
    return render_template(
        "khoan/search.html", state=state, results=results, paging=paging(state, results)
    )


def document_page(document_id: str) -> str:
    """``/van-ban/<id>``: one document, each clause under the anchor that hits link to."""
    here = site()
    document = here.index.document(document_id)
    if document is None:
        abort(404)
    return render_template(
        "khoan/document.html",
        document=document,
        clauses=here.index.clauses(document_id),
        query=request.args.get("q", "")[: here.settings.max_query],
    )


def paging(state: State, results: Results) -> Paging:
    """The neighbours of a page of results."""
    limit, most = state.limit, site().settings.max_offset
    later = state.offset + limit
    return Paging(
        first=min(state.offset + 1, results.total),
        last=state.offset + len(results.hits),
        page=state.offset // limit + 1,
        pages=max(1, -(-results.total // limit)),
        previous=changed(state, offset=max(0, state.offset - limit)) if state.offset else None,
        following=changed(state, offset=later) if later < min(results.total, most + 1) else None,
    )


def search_url(state: State, endpoint: str = ".search_page") -> str:
    """The link to a search."""
    return url_for(endpoint, **state.arguments(site().settings.limit))  # type: ignore[arg-type]  # lists are repeated parameters


def document_url(metadata: Metadata, query: str = "") -> str:
    """The link to a document, with the words to mark in it."""
    return url_for(".document_page", document_id=metadata.id, q=query or None)


def clause_url(clause: Clause, query: str = "") -> str:
    """The link to a clause: its document's page, at its anchor."""
    return url_for(
        ".document_page",
        document_id=clause.document_id,
        q=query or None,
        _anchor=anchor_of(clause.id),
    )


def _wrong(
    state: State, message: str, position: int | None = None, advice: str = ""
) -> tuple[str, int]:
    """The page with what is wrong with the request, and the request still in the box."""
    where = None
    if position is not None and 0 <= position <= len(state.query):
        where = (state.query[:position], state.query[position : position + 1])
    page = render_template(
        "khoan/wrong.html", state=state, message=message, advice=advice, where=where
    )
    return page, 400


HELPERS = {
    "search_url": search_url,
    "document_url": document_url,
    "clause_url": clause_url,
    "identity": identity,
    "piece": piece,
    "anchor_of": anchor_of,
}
"""What templates may call."""

"""Searching over HTTP: pages of results, a walk over all of them, suggestions, an export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice

from flask import Response, request

from indexer.jsonform.results import hit_json, results_json
from indexer.querying.results import Result, Results
from search_ui.api import cursors
from search_ui.api.answers import answer, dumps
from search_ui.api.models import SearchJson, SuggestJson, SuggestQuery
from search_ui.guard import exporting
from search_ui.i18n import tr
from search_ui.parameters import ApiQuery, InputError, read
from search_ui.site import site
from search_ui.state import State, state_of


def search() -> Response:
    """Find clauses

    One page of results; the same as `khoan search --json`. To walk over all hits, send `cursor=*`
    and then each answer's `next_cursor`.
    """
    here = site()
    query = read(here.api_query, request.args, strict=True)
    state = state_of(query)
    now = here.state()
    if query.cursor:
        if query.offset:
            raise InputError("cursor", tr("cursor, offset: chỉ dùng một trong hai."))
        state = replace(state, offset=cursors.read(query.cursor, state, now))
    results = _found(state, query)
    body: SearchJson = {**results_json(results)}  # type: ignore[typeddict-item]  # a superset
    if query.cursor:
        after = state.offset + len(results.hits)
        more = bool(results.hits) and after < results.total
        body["next_cursor"] = cursors.write(state, after, now) if more else None
    return answer(body)


def suggest() -> Response:
    """Complete what is being typed"""
    query = read(SuggestQuery, request.args, strict=True)
    found = site().index.suggest(query.q, query.limit) if query.q else []
    body: SuggestJson = {"query": query.q, "suggestions": found}
    return answer(body)


def export() -> Response:
    """Export every hit

    One hit a line, in the form of the hits of a search (NDJSON), best first, up to the site's
    limit. `limit`, `offset` and `cursor` are not used.
    """
    here = site()
    query = read(here.api_query, request.args, strict=True)
    exporting()
    whole = replace(state_of(query), offset=0, limit=here.settings.max_export).request()
    hits = here.index.export(replace(whole, mark=query.highlight == "on"))
    first = list(islice(hits, 1))  # an error must be answered before the first line is sent
    response = Response(_lines(chain(first, hits)), mimetype="application/x-ndjson")
    response.headers["Content-Disposition"] = 'attachment; filename="khoan.ndjson"'
    response.cache_control.no_store = True
    return response


def _lines(hits: Iterable[Result]) -> Iterator[bytes]:
    for hit in hits:
        yield dumps(hit_json(hit)) + b"\n"


def _found(state: State, query: ApiQuery) -> Results:
    return site().index.answer(replace(state.request(), mark=query.highlight == "on"))

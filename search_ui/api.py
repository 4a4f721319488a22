"""The JSON API. Values take the form of ``indexer.jsonform``; errors are problem documents."""

from __future__ import annotations

from flask import Response, jsonify, request

from indexer.jsonform import results_json
from search_ui.site import site
from search_ui.state import read_state


def search() -> Response:
    """``GET /api/v1/search``: one page of results, the same as ``khoan search --json``."""
    here = site()
    state = read_state(request.args, here.settings)
    results = here.index.search(
        state.query,
        limit=state.limit,
        offset=state.offset,
        sort=state.sort,
        filters=state.engine_filters(),
    )
    return jsonify(results_json(results))

"""What a page of hits is asked for with, and what counts them."""

from __future__ import annotations

from typing import Any, Final

from indexer.core.engine import EngineRequest
from indexer.engines.opensearch.asking import Asked, Asking
from indexer.engines.opensearch.mapping import WINDOW
from indexer.engines.opensearch.query import Known, compiled, filtered, needs_terms, unranked
from indexer.engines.opensearch.terms import stored

MOST_VALUES: Final = 10_000
"""Rows of a facet; the less frequent are left out."""
_LIVE: Final = {"term": {"live": "1"}}
_SORTED: Final[dict[str, list[Any]]] = {
    "relevance": [{"_score": "desc"}, {"sequence": "asc"}],
    "date": [{"date": {"order": "desc", "missing": "_last"}}, {"sequence": "asc"}],
    "oldest": [{"date": {"order": "asc", "missing": "_last"}}, {"sequence": "asc"}],
}

Dsl = dict[str, Any]


def is_far(request: EngineRequest) -> bool:
    """Whether a page lies further back than servers cut pages from."""
    return request.offset + request.limit > WINDOW


def searches(request: EngineRequest, asking: Asking, known: Known) -> list[Asked]:
    """What counts the hits, and what loads a page of them. Facets are counted by themselves:
    nothing has to be scored for them, and servers remember them."""
    paged = request.limit > 0 and not is_far(request)
    if paged and not request.facets:
        return [Asked({**page(request, asking, known), "track_total_hits": True}, ranked=True)]
    counted = counting(asking, compiled(unranked(request.query), known), *_rules(request))
    if request.facets:
        counted["aggs"] = {
            name: {"terms": {"field": f"shown.{name}", "size": MOST_VALUES}}
            for name in request.facets
        }
    ranked = [Asked(page(request, asking, known), ranked=True)] if paged else []
    return [Asked(counted), *ranked]


def page(request: EngineRequest, asking: Asking, known: Known) -> Dsl:
    """A page of hits. Scores are read from what hits are sorted by, if they are: a server that is
    asked for them besides scores entries that cannot be among the best."""
    return {
        "query": asking.scored(compiled(request.query, known), _rules(request)),
        "from": request.offset,
        "size": request.limit,
        "sort": _SORTED[request.sort],
        "track_scores": request.sort != "relevance",
        "track_total_hits": False,
        "stored_fields": ["payload", "metadata"],
    }


def counting(asking: Asking, *rules: Dsl) -> Dsl:
    """How many records of the generation pass some rules."""
    return {"size": 0, "track_total_hits": True, "query": asking.visible(*rules)}


def _rules(request: EngineRequest) -> list[Dsl]:
    rules = [filtered(rule) for rule in request.filters]
    if request.only:
        rules.append({"terms": {"id": list(map(stored, request.only))}})
    return rules if needs_terms(request.query) else [*rules, _LIVE]

"""The API's table of routes, and its OpenAPI document, which is generated from it (spectree)."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from flask import Response
from spectree import Response as Answers
from spectree import SpecTree
from spectree.plugins.flask_plugin import FlaskPlugin

from search_ui import run_page
from search_ui.api import documents, models, search
from search_ui.api.answers import answer
from search_ui.remembered import Remember
from search_ui.site import Site

PREFIX: Final = "/api/v1"
PROBLEM: Final = "application/problem+json"
ANSWER: Final = Remember()


class Documenting(FlaskPlugin):
    """Documents views and leaves calling them to Flask, so that answers can be streamed."""

    def validate(self, func: Callable[..., Any], *rest: Any, **values: Any) -> Any:
        """Call the view with its path's values; what precedes them is spectree's own."""
        return func(*rest[_OWN:], **values)


_OWN: Final = 11
"""Positional arguments between the view and those of its path."""


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of the API. Its summary and description are its view's docstring."""

    path: str
    name: str
    """Endpoint, and the OpenAPI ``operationId``."""
    view: Callable[..., Response]
    answer: Any
    """The model of a good answer; None where it is not JSON."""
    query: Any = None
    """The model of the query parameters, or the site's attribute that holds it."""
    missing: bool = False
    """Whether it may answer 404."""
    media_type: str = "application/json"
    remember: Remember | None = ANSWER
    """How its answers are given again."""


ROUTES: Final = (
    Route("/search", "search", search.search, models.Search, "api_query"),
    Route(
        "/export",
        "export",
        search.export,
        None,
        "api_query",
        media_type="application/x-ndjson",
        remember=None,
    ),
    Route("/suggest", "suggest", search.suggest, models.Suggest, models.SuggestQuery),
    Route(
        "/documents/<document_id>",
        "document",
        documents.document,
        models.Parsed,
        models.DocumentQuery,
        missing=True,
    ),
    Route("/clauses/<clause_id>", "clause", documents.clause, models.ClauseAnswer, missing=True),
    Route("/similar/<clause_id>", "similar", documents.similar, models.SimilarTo, missing=True),
    Route(
        "/citations/<key>",
        "citations",
        documents.citations,
        models.Citations,
        models.PageOfCiting,
        missing=True,
    ),
    Route("/effects/<key>", "effects", documents.effects, models.Effects, missing=True),
    Route(
        "/status/<key>",
        "status",
        documents.status,
        models.Status,
        models.StatusQuery,
        missing=True,
    ),
    Route(
        "/consolidated/<document_id>",
        "consolidated",
        documents.consolidated,
        models.ConsolidatedText,
        models.StatusQuery,
        missing=True,
    ),
    Route("/browse", "browse", documents.browse, models.Browse, "browse_query"),
    Route("/stats", "stats", documents.stats, models.Stats),
    Route("/run", "run", run_page.last_run, models.LastRun, remember=None),
)


def register(here: Site) -> None:
    """Add the API's routes, and ``openapi.json``, to a site."""
    spec = SpecTree(
        backend=Documenting,
        title="Khoản",
        version="1",
        description="Full-text search for Vietnamese legal documents, clause by clause.",
        mode="strict",
        annotations=False,
        validation_error_status=400,
        validation_error_model=models.Problem,
        naming_strategy=lambda model: model.__name__,
        nested_naming_strategy=lambda _parent, child: child,
    )
    for route in ROUTES:
        codes: dict[str, Any] = {"HTTP_200": route.answer, "HTTP_400": models.Problem}
        if route.missing:
            codes["HTTP_404"] = models.Problem
        query = getattr(here, route.query) if isinstance(route.query, str) else route.query
        documented = spec.validate(
            query=query,
            resp=Answers(**codes),
            operation_id=route.name,
            skip_validation=True,  # the views read their parameters through the same models
        )(route.view)
        here.add_url_rule(
            PREFIX + route.path, f"api_{route.name}", documented, remember=route.remember
        )

    made: list[dict[str, Any]] = []

    def openapi() -> Response:
        if not made:
            made.append(_finished(spec.spec))
        return answer(made[0])

    here.add_url_rule(f"{PREFIX}/openapi.json", "api_openapi", openapi)
    here.openapi = lambda: made[0] if made else _finished(spec.spec)


def _finished(generated: dict[str, Any]) -> dict[str, Any]:
    """The generated document with the media types of what is not plain JSON, and with what each
    member of a form means."""
    document = deepcopy(generated)
    for form, schema in document["components"]["schemas"].items():
        for name, about in models.meanings(form).items():
            member = schema["properties"][name]
            # A bare reference may have a description beside it since OpenAPI 3.1.
            member.setdefault("description", about)
    media_types = {route.name: route.media_type for route in ROUTES}
    for methods in document["paths"].values():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                content = response.get("content", {})
                if status != "200":
                    response["content"] = {PROBLEM: content.get("application/json", {})}
                elif not content:
                    schema = {"type": "string"}
                    response["content"] = {
                        media_types[operation["operationId"]]: {"schema": schema}
                    }
    return document

"""For whoever keeps the site running: is it well, and how much does it do."""

from __future__ import annotations

import time
from collections.abc import Callable

from flask import Response, g, json, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from indexer.core.errors import KhoanError
from search_ui.site import Site, site


def healthz() -> Response:
    """``/healthz``: 200 while the index answers, 503 while it does not."""
    try:
        found = site().index.statistics()
        body, status = {"status": "ok", "documents": found.documents}, 200
    except KhoanError:
        body, status = {"status": "unavailable"}, 503
    response = Response(json.dumps(body), status, mimetype="application/json")
    response.cache_control.no_store = True
    return response


def watch(here: Site) -> Callable[[], Response]:
    """Count and time what a site answers; gives the view of ``/metrics`` (Prometheus)."""
    registry = CollectorRegistry()
    requests = Counter(
        "khoan_requests_total", "Requests answered", ["endpoint", "status"], registry=registry
    )
    seconds = Histogram(
        "khoan_request_seconds", "Seconds to answer a request", ["endpoint"], registry=registry
    )
    documents = Gauge("khoan_documents", "Documents in the index", registry=registry)
    clauses = Gauge("khoan_clauses", "Pieces of documents in the index", registry=registry)

    def begin() -> None:
        g.khoan_started = time.perf_counter()

    def end(response: Response) -> Response:
        name = (request.endpoint or "").rpartition(".")[2]
        requests.labels(name, str(response.status_code)).inc()
        if "khoan_started" in g:
            seconds.labels(name).observe(time.perf_counter() - g.khoan_started)
        return response

    def metrics() -> Response:
        found = here.index.statistics()
        documents.set(found.documents)
        clauses.set(found.clauses)
        response = Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
        response.cache_control.no_store = True
        return response

    here.before_request(begin)
    here.after_request(end)
    return metrics

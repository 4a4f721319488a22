"""For whoever keeps the site running: is it well, and how much does it do."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from flask import Response, current_app, g, json, request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from indexer.core.errors import KhoanError
from search_ui.counters import Counters
from search_ui.headers import harden
from search_ui.ports import SearchIndex
from search_ui.site import Site, site


def healthz() -> Response:
    """``/healthz``: 200 while the index answers, 503 while it does not."""
    return look(site().index)


def look(index: SearchIndex) -> Response:
    """The same, of any index and outside of a request, too."""
    try:
        found = index.statistics()
        body, status = {"status": "ok", "documents": found.documents}, 200
    except KhoanError:
        body, status = {"status": "unavailable"}, 503
    response = Response(json.dumps(body, sort_keys=True), status, mimetype="application/json")
    response.cache_control.no_store = True
    response.vary.add("Accept-Encoding")  # as all answers of the site have
    return harden(response)


class _Families(Collector):
    """All counts of a site, as they are now."""

    def __init__(self, here: Site, counters: Counters, names: Sequence[str]) -> None:
        self._here = here
        self._counters = counters
        self._names = names

    def collect(self) -> Iterator[Metric]:
        yield from self._counters.families(self._names)
        found = self._here.index.statistics()
        yield GaugeMetricFamily("khoan_documents", "Documents in the index", found.documents)
        yield GaugeMetricFamily("khoan_clauses", "Pieces of documents in the index", found.clauses)


def watch(here: Site) -> Callable[[], Response]:
    """Count and time what a site answers, over all processes of the server; gives the view of
    ``/metrics`` (Prometheus)."""
    counters = here.shared.counters()
    numbers: dict[str, int] = {}
    """Endpoint -> its number, the same in each process."""

    def number(endpoint: str) -> int:
        if not numbers:
            rules = {str(rule.endpoint) for rule in current_app.url_map.iter_rules()}
            of_site = {name for name in rules if name.rpartition(".")[0] == request.blueprint}
            names = ["", *sorted(name.rpartition(".")[2] for name in of_site)]
            numbers.update((name, at) for at, name in enumerate(names))
        return numbers.get(endpoint, 0)

    def begin() -> None:
        g.khoan_started = time.perf_counter()

    def end(response: Response) -> Response:
        started = g.get("khoan_started")
        took = None if started is None else time.perf_counter() - started
        name = (request.endpoint or "").rpartition(".")[2]
        counters.add(number(name), str(response.status_code), took)
        return response

    def metrics() -> Response:
        registry = CollectorRegistry()
        number("")
        registry.register(_Families(here, counters, tuple(numbers)))
        response = Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
        response.cache_control.no_store = True
        return response

    here.before_request(begin)
    here.after_request(end)
    return metrics

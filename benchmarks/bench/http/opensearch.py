"""OpenSearch, one node that is started for the time of a measurement (``make opensearch``)."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import islice
from typing import Any, Final

from benchmarks.bench.http.local_engines import TOP, Clauses, Search
from benchmarks.servers.cluster import running as cluster
from benchmarks.servers.distribution import Unavailable, java_home

HEAP_MB: Final = 1024
_BULK: Final = 2_000
"""Clauses of one request while writing."""
_INDEX: Final = {
    "settings": {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": -1},
    "mappings": {
        "properties": {
            "g": {"type": "keyword"},
            "t": {"type": "text", "analyzer": "whitespace"},
        }
    },
}


def missing() -> str:
    """Why it cannot be run here; empty where it can."""
    try:
        java_home()
    except Unavailable as error:
        return str(error)
    return ""


@contextmanager
def running() -> Iterator[tuple[str, list[int]]]:
    """A node with nothing in it; gives ``host:port``, and its process."""
    with cluster(heap_mb=HEAP_MB) as found:
        yield found.hosts, [node.process.pid for node in found.nodes if node.process]


def write(clauses: Clauses, address: str) -> None:
    """Write the clauses into one segment."""
    base = HTTPConnection(address, timeout=300)
    _ask(base, "PUT", "/bench", json.dumps(_INDEX))
    rows = iter(clauses)
    while part := list(islice(rows, _BULK)):
        lines = (f'{{"index":{{}}}}\n{json.dumps({"g": g, "t": t})}\n' for g, t in part)
        _ask(base, "POST", "/bench/_bulk", "".join(lines))
    _ask(base, "POST", "/bench/_forcemerge?max_num_segments=1", "")
    _ask(base, "POST", "/bench/_refresh", "")
    base.close()


def search_of(address: str) -> Search:
    """The best of what has any of some words. Each thread has a connection of its own."""
    here = threading.local()

    def search(words: list[str]) -> list[tuple[float, str, str]]:
        if not hasattr(here, "base"):
            here.base = HTTPConnection(address, timeout=60)
        asked = {"size": TOP, "query": {"match": {"t": " ".join(words)}}}
        found = _ask(here.base, "POST", "/bench/_search", json.dumps(asked))
        return [
            (hit["_score"], hit["_source"]["g"], hit["_source"]["t"])
            for hit in found["hits"]["hits"]
        ]

    return search


def _ask(base: HTTPConnection, method: str, path: str, body: str) -> Mapping[str, Any]:
    base.request(method, path, body.encode(), {"Content-Type": "application/json"})
    answer = base.getresponse()
    found: Mapping[str, Any] = json.loads(answer.read())
    if answer.status >= 300 or found.get("errors"):
        raise RuntimeError(f"{method} {path}: {answer.status} {str(found)[:300]}")
    return found

"""Deletes for good what the newest generation leaves out. Never part of a commit: readers of older
generations may still want it, and until it is done only frequencies count what is gone."""

from __future__ import annotations

import threading
from time import sleep, time
from typing import Any, Final

import orjson

from indexer.core.errors import KhoanError
from indexer.engines.opensearch.asking import Asked, Asking
from indexer.engines.opensearch.client import Client
from indexer.engines.opensearch.generation import Generation, first_of

GRACE: Final = 30.0
"""Seconds for which readers may still ask the generation before."""
_PAGE: Final = 5_000
_TRIES: Final = 15
_PAUSE: Final = 3.0
"""Seconds before another try: a server keeps what is deleted for half a minute, for its copies."""
_MERGED: Final = {"only_expunge_deletes": True}


def tidy(client: Client, name: str, generation: Generation) -> int:
    """Delete what a generation leaves out, and what its servers still count of it.

    Returns:
        How many records that was.
    """
    rules = left_out(generation)
    if not rules:
        return 0
    count = delete(client, name, generation, rules)
    path = f"/{generation.index}"
    for _ in range(_TRIES):
        client.call("POST", f"{path}/_refresh")
        client.call("POST", f"{path}/_forcemerge", **_MERGED)
        client.call("POST", f"{path}/_refresh")
        left = client.call("GET", f"{path}/_stats/docs")["_all"]["total"]["docs"]["deleted"]
        if not left:
            break
        sleep(_PAUSE)
    return count


def left_out(generation: Generation) -> list[dict[str, Any]]:
    """The records below a generation's limit that are not in it, as queries."""
    found: list[dict[str, Any]] = [
        {"range": {"version": {"gte": first, "lte": last}}} for first, last in generation.ranges
    ]
    if generation.singles:
        found.append({"terms": {"version": list(generation.singles)}})
    return found


def sweep(client: Client, name: str, generation: Generation, epoch: int) -> None:
    """Delete what writers between a generation and this epoch left behind."""
    between = {"gte": generation.limit, "lt": first_of(epoch)}
    client.call("POST", f"/{generation.index}/_refresh")
    if delete(client, name, generation, [{"range": {"version": between}}]):
        client.call("POST", f"/{generation.index}/_refresh")


def settled(generation: Generation) -> bool:
    """Whether nobody reads an older one any more."""
    return time() - generation.committed > GRACE


def delete(client: Client, name: str, generation: Generation, rules: list[dict[str, Any]]) -> int:
    """Delete the records that match any of some queries; returns how many."""
    asking = Asking(client, name, generation)
    query = {"bool": {"should": rules, "minimum_should_match": 1}}
    body: dict[str, Any] = {
        "query": {"bool": {"filter": [query]}}, "size": _PAGE, "sort": [{"sequence": "asc"}],
        "stored_fields": "_none_", "docvalue_fields": ["sequence"], "track_total_hits": False,
    }  # fmt: skip
    count = 0
    while True:
        rows = asking.ask([Asked(body)])[0].get("hits", {}).get("hits", [])
        if rows:
            ids = [row["sort"][0] for row in rows]
            remove(client, generation.index, ids)
            count += len(ids)
        if len(rows) < _PAGE:
            return count
        body["search_after"] = rows[-1]["sort"]


def remove(client: Client, index: str, numbers: list[int]) -> None:
    """Delete records by number."""
    body = b"".join(orjson.dumps({"delete": {"_id": str(n)}}) + b"\n" for n in numbers)
    client.call("POST", f"/{index}/_bulk", body, filter_path="items.*.error")


class Tidying:
    """Tidies some time after a commit, in a thread that dies with the process."""

    def __init__(self, client: Client, name: str) -> None:
        self._client = client
        self._name = name
        self._timer: threading.Timer | None = None
        self._asked = ""
        self._lock = threading.Lock()

    def after(self, generation: Generation) -> None:
        """Tidy when nobody reads older generations any more, unless that has been asked for."""
        with self._lock:
            if not left_out(generation) or self._asked == generation.token:
                return
            self._asked = generation.token
            if self._timer:
                self._timer.cancel()
            wait = max(1.0, generation.committed + GRACE - time())
            self._timer = threading.Timer(wait, self._tidy, (generation,))
            self._timer.daemon = True
            self._timer.start()

    def close(self) -> None:
        """Leave it to others."""
        with self._lock:
            if self._timer:
                self._timer.cancel()

    def _tidy(self, generation: Generation) -> None:
        try:
            tidy(self._client, self._name, generation)
        except KhoanError:
            return  # the next writer does it

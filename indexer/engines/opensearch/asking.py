"""Searches of one generation: what is sent for each, several in one request."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from time import monotonic, sleep
from typing import Any, Final, NamedTuple
from uuid import uuid4

from indexer.core import deadline
from indexer.engines.opensearch.client import Client
from indexer.engines.opensearch.errors import Stale, kinds_of, passing, refused
from indexer.engines.opensearch.generation import Generation

_COPIES: Final = uuid4().hex[:8]
"""Searches of one process go to the same copies of shards, so that pages follow one another even
where copies differ in what deleted entries still count."""
_WAITS: Final = 30.0
"""Seconds for which a search that is not limited otherwise is repeated where some shard cannot
answer: another copy of it takes over."""
_PAUSE: Final = 0.2
"""Seconds before a search is repeated; then twice as long ..."""
_LONGEST_PAUSE: Final = 1.0
"""... up to this."""
_MOST: Final = 250
"""Searches in one request."""


class Asked(NamedTuple):
    """One search."""

    body: dict[str, Any]
    ranked: bool = False
    """Whether scores count, so that statistics of all shards are gathered first."""
    vocabulary: bool = False
    """Whether the vocabulary is searched, not the entries."""


class Asking:
    """Searches one generation. Safe to share between threads."""

    def __init__(self, client: Client, name: str, generation: Generation) -> None:
        self.client = client
        self.generation = generation
        self._alias = generation.alias(name)
        self._visible: list[dict[str, Any]] = generation.filter()["bool"]["must_not"]

    def visible(self, *rules: dict[str, Any]) -> dict[str, Any]:
        """A query without scores: the generation's records that pass some rules."""
        return {"bool": {"filter": list(rules), "must_not": self._visible}}

    def scored(self, query: dict[str, Any], rules: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """A query: the generation's records that match and pass some rules, with their scores."""
        return {"bool": {"must": [query], "filter": list(rules), "must_not": self._visible}}

    def ask(self, searches: Sequence[Asked], *, verify: bool = False) -> list[Any]:
        """The answers, in order.

        Args:
            verify: make sure, in the same request, that there is no newer generation.

        Raises:
            Stale: there is.
            KhoanError: no answer, or not a whole one.
        """
        answers: list[Any] = []
        for start in range(0, max(1, len(searches)), _MOST):
            some = searches[start : start + _MOST]
            answers += self._ask(some, verify and start == 0)
        return answers

    def _ask(self, searches: Sequence[Asked], verify: bool) -> list[Any]:
        if not (searches or verify):
            return []

        def lines() -> list[tuple[dict[str, Any], dict[str, Any]]]:
            made = [(self._where(asked), asked.body) for asked in searches]
            nothing = {"size": 0, "query": {"match_none": {}}}
            return [*made, ({"index": self._alias}, nothing)] if verify else made

        pause, until = _PAUSE, monotonic() + min(_WAITS, _left())
        while True:
            answers = self.client.search(lines)
            failed = next((answer for answer in answers if answer.get("status", 200) >= 300), None)
            if verify and "index_not_found_exception" in kinds_of(answers[-1].get("error")):
                raise Stale
            if failed is None:
                return answers[: len(searches)]
            status, error = failed["status"], failed.get("error")
            deadline.check()
            if monotonic() + pause > until or not passing(status, error):
                raise refused(str(self.client.address), status, error)
            sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _where(self, asked: Asked) -> dict[str, Any]:
        index = self.generation.index
        where: dict[str, Any] = {
            "index": f"{index}.terms" if asked.vocabulary else index,
            "allow_partial_search_results": False,
        }
        if asked.ranked:
            where["search_type"] = "dfs_query_then_fetch"
        if not self.client.slow:
            where["preference"] = _COPIES
        left = _left()
        if left < inf:
            where["cancel_after_time_interval"] = f"{max(1, int(left * 1000))}ms"
        return where


def _left() -> float:
    allowance = deadline.current()
    return allowance.until - allowance.clock()

"""Milliseconds a query, engine beside engine."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Any, Final

from benchmarks.bench.contenders.contender import Ask

ROUNDS: Final = 3
"""Times that each query is timed; its median counts."""
ENOUGH_MS: Final = 100.0
"""A query that has taken so long is not run again: once measures it well enough. An engine
that keeps what it decodes, and not all that these queries need, takes some 40 ms to make a thing
again; the median of three is that of what it keeps."""
WARM_SECONDS: Final = 4.0
"""An engine is warmed with all the queries of a kind, or with as many as it answers meanwhile."""

Queries = Sequence[tuple[list[str], str]]


def latencies(engines: Mapping[str, Mapping[str, Ask]], queries: Queries) -> dict[str, Any]:
    """By engine and kind: p50 and p95, the number of queries and of their hits.

    Engines take turns at each query, so that whatever else the machine does meets all of them
    alike, and each runs every query.
    """
    kinds = sorted(
        ((name, kind) for name, asks in engines.items() for kind in asks), key=lambda pair: pair[1]
    )
    for name, kind in kinds:
        _warm(engines[name][kind], queries)
    times: dict[tuple[str, str], list[float]] = {pair: [] for pair in kinds}
    hits = dict.fromkeys(kinds, 0)
    for words, group in queries:
        for name, kind in kinds:
            taken, found = _timed(engines[name][kind], words, group)
            times[name, kind].append(taken)
            hits[name, kind] += found
    result: dict[str, Any] = {name: {} for name in engines}
    for (name, kind), taken_all in times.items():
        result[name][kind] = {
            **quantiles(taken_all),
            "queries": len(taken_all),
            "hits": hits[name, kind],
        }
    return result


def quantiles(times: list[float]) -> dict[str, float]:
    """Half of the times are at most ``p50``, nineteen in twenty at most ``p95``."""
    return {"p50": statistics.median(times), "p95": sorted(times)[int(len(times) * 0.95)]}


def _warm(ask: Ask, queries: Queries) -> None:
    end = perf_counter() + WARM_SECONDS
    for words, group in queries:
        ask(words, group)
        if perf_counter() > end:
            return


def _timed(ask: Ask, words: list[str], group: str) -> tuple[float, int]:
    """Milliseconds of a query, and its hits on the first page."""
    taken: list[float] = []
    hits = 0
    while len(taken) < ROUNDS and sum(taken) < ENOUGH_MS:
        start = perf_counter()
        answer = ask(words, group)
        taken.append(1e3 * (perf_counter() - start))
        hits = len(answer.scores)
    return statistics.median(taken), hits

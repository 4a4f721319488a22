"""How many requests were answered, with which status, in how much time: in memory that all
processes of a server share, so that any of them can say the sum.

A process writes into a part of its own. One that takes over the part of a process that died counts
on from there: no request is forgotten.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Final

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric

STATUSES: Final = (
    "200", "206", "301", "302", "304", "308", "400", "403", "404", "405", "413", "416", "429",
    "499", "500", "503", "other",
)  # fmt: skip
BUCKETS: Final = (
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
)  # fmt: skip
"""Upper bounds in seconds, as prometheus_client has them by default; one more is without bound."""
MOST_NAMES: Final = 64
"""Endpoints that are told apart."""
_ROW: Final = len(STATUSES) + len(BUCKETS) + 2
SIZE: Final = MOST_NAMES * _ROW
"""Numbers in the part of one process."""


class Counters:
    """Numbers by endpoint."""

    def __init__(self, memory: memoryview[float], part: int = 0) -> None:
        """
        Args:
            memory: ``SIZE`` doubles for each process.
            part: which of them this process writes.
        """
        self._memory = memory
        self._first = part * SIZE
        self._lock = Lock()

    def add(self, name: int, status: str, seconds: float | None) -> None:
        """Count one request to an endpoint."""
        row = self._first + min(name, MOST_NAMES - 1) * _ROW
        kind = STATUSES.index(status if status in STATUSES else "other")
        memory = self._memory
        with self._lock:
            memory[row + kind] += 1
            if seconds is not None:
                memory[row + len(STATUSES) + bisect_left(BUCKETS, seconds)] += 1
                memory[row + _ROW - 1] += seconds

    def families(self, names: Sequence[str]) -> Iterator[Metric]:
        """The sums over all processes, as prometheus_client writes them.

        Args:
            names: of the endpoints, by number.
        """
        requests = CounterMetricFamily(
            "khoan_requests", "Requests answered", labels=["endpoint", "status"]
        )
        seconds = HistogramMetricFamily(
            "khoan_request_seconds", "Seconds to answer a request", labels=["endpoint"]
        )
        for number, name in enumerate(names[:MOST_NAMES]):
            row = self._row(number)
            for status, count in zip(STATUSES, row, strict=False):
                if count:
                    requests.add_metric([name, status], count)
            counts = row[len(STATUSES) : -1]
            if any(counts):
                seconds.add_metric([name], _cumulative(counts), sum_value=row[-1])
        yield from (requests, seconds)

    def _row(self, number: int) -> list[float]:
        parts = range(number * _ROW, len(self._memory), SIZE)
        rows = (self._memory[first : first + _ROW].tolist() for first in parts)
        return [sum(column) for column in zip(*rows, strict=True)]


def _cumulative(counts: Sequence[float]) -> list[tuple[str, float]]:
    bounds = [*(str(bound) for bound in BUCKETS), "+Inf"]
    return [(bound, sum(counts[: at + 1])) for at, bound in enumerate(bounds)]

"""What an index on servers costs beside the embedded one: the figures of docs/SCALE.md.

python -m benchmarks.servers.figures FOLDER --nodes 3 --shards 3

Both index the same files and answer the same searches, in turns, in one run, so that the ratios
mean something on a busy machine. The servers run on this machine, too.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any, Final

from benchmarks.bench.process_memory import resident
from benchmarks.servers.cluster import Cluster, ended_in_order, running
from benchmarks.soak.cluster.asked import Asked, searches
from indexer.core.errors import QueryError
from indexer.index import Index, create_index, open_index

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_ROUNDS: Final = 3
"""Times that every search is asked of each index; the median counts, so none is cold."""


@dataclass
class Cost:
    """Of one index."""

    clauses: int = 0
    seconds: float = 0.0
    client: float = 0.0
    """Processor seconds of this process while it indexed ..."""
    server: float = 0.0
    """... and of all nodes."""
    megabytes: float = 0.0
    """On disk."""
    searches: list[float] = field(default_factory=list)
    """Seconds of each search, ordered."""
    client_search: float = 0.0
    """Processor milliseconds of this process for a search, on average ..."""
    server_search: float = 0.0
    """... and of all nodes."""
    requests: float = 0.0
    """That went to a server for a search, on average ..."""
    requests_first: float = 0.0
    """... and for one that nobody has asked before."""

    def at(self, share: float) -> float:
        """Milliseconds in which this share of the searches was answered."""
        return 1000 * self.searches[min(len(self.searches) - 1, int(share * len(self.searches)))]

    def row(self) -> dict[str, float]:
        """For people."""
        return {
            "clauses": self.clauses,
            "clauses/s": round(self.clauses / self.seconds, 1),
            "client CPU s": round(self.client, 1),
            "server CPU s": round(self.server, 1),
            "MB on disk": round(self.megabytes, 1),
            "p50 ms": round(self.at(0.5), 2),
            "p95 ms": round(self.at(0.95), 2),
            "client CPU ms a search": round(self.client_search, 2),
            "server CPU ms a search": round(self.server_search, 2),
            "requests a search": round(self.requests, 2),
            "requests of one asked for the first time": round(self.requests_first, 2),
        }


def processor(cluster: Cluster) -> float:
    """Processor seconds that all nodes have used so far."""
    used = 0
    for node in cluster.nodes:
        if node.process is not None:
            stat = Path(f"/proc/{node.process.pid}/stat").read_text(encoding="utf-8")
            fields = stat.rpartition(")")[2].split()
            used += int(fields[11]) + int(fields[12])
    return used / _TICKS


def build(index: Index, folders: Sequence[Path], cost: Cost, cluster: Cluster) -> None:
    """Index the files, in one process."""
    before, own, began = processor(cluster), process_time(), perf_counter()
    report = index.add(folders)
    cost.seconds, cost.client = perf_counter() - began, process_time() - own
    cost.server = processor(cluster) - before
    cost.clauses = report.clauses


def ask(pairs: Sequence[tuple[Index, Cost]], asked: Sequence[Asked]) -> None:
    """Ask each of the same, in turns."""
    for one in asked:
        taken: dict[int, list[float]] = {}
        for turn in range(_ROUNDS):
            for place, (index, cost) in enumerate(pairs):
                sent = requests(index)
                began, used = perf_counter(), process_time()
                try:
                    index.answer(one.request)
                except QueryError:
                    continue
                if turn == 0:
                    cost.requests_first += (requests(index) - sent) / len(asked)
                taken.setdefault(place, []).append(perf_counter() - began)
                cost.client_search += 1000 * (process_time() - used) / (_ROUNDS * len(asked))
        for place, times in taken.items():
            pairs[place][1].searches.append(median(times))
    for _, cost in pairs:
        cost.searches.sort()


def requests(index: Index) -> int:
    """That its client has sent so far."""
    client = getattr(index.engine, "client", None)
    return int(client.requests) if client else 0


def size(cluster: Cluster) -> float:
    """MB on disk of all indexes, of all copies of their shards."""
    stats: dict[str, Any] = cluster.nodes[0].ask("/_stats/store") or {}
    return float(stats["_all"]["total"]["store"]["size_in_bytes"]) / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.servers.figures")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--heap-mb", type=int, default=512)
    parser.add_argument("--searches", type=int, default=200)
    parser.add_argument("--embedded", type=Path, help="an embedded index that is there already")
    given = parser.parse_args()
    embedded, served = Cost(), Cost()
    ended_in_order()
    with ExitStack() as stack:
        cluster = stack.enter_context(running(given.nodes, heap_mb=given.heap_mb))
        folder = given.embedded or Path(stack.enter_context(TemporaryDirectory()), "index")
        address = cluster.index("figures")
        with create_index(folder) as one:
            build(one, given.folders, embedded, cluster)
        with create_index(address, shards=given.shards) as other:
            build(other, given.folders, served, cluster)
        cluster.wait()
        embedded.megabytes = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        served.megabytes = size(cluster)
        with open_index(folder) as one, open_index(address) as other:
            asked = searches(one, given.searches)
            before, used = requests(other), processor(cluster)
            ask([(one, embedded), (other, served)], asked)
            times = _ROUNDS * len(asked)
            served.requests = (requests(other) - before) / times
            served.server_search = 1000 * (processor(cluster) - used) / times
        memory = [
            round(resident("VmRSS", node.process.pid)) for node in cluster.nodes if node.process
        ]
    print(json.dumps({"embedded": embedded.row(), "served": served.row()}, indent=1))
    for share in (0.5, 0.95):
        print(f"p{share * 100:.0f}: {served.at(share) / embedded.at(share):.1f} times")
    print(f"indexing: {served.seconds / embedded.seconds:.1f} times the time")
    print(f"MB of memory of each node: {memory}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""``make cluster-soak``: nodes and writers killed, at length.

python -m benchmarks.soak.cluster [--short] [--nodes 3] [--times N] [TRIAL ...]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final, NamedTuple

from benchmarks.servers.cluster import Cluster, ended_in_order, running
from benchmarks.soak.cluster import failover, writers
from benchmarks.soak.cluster.failover import Scene, begun
from benchmarks.soak.outcome import Outcome
from indexer.engines.opensearch.lock import EXPIRY


class Trial(NamedTuple):
    """What is tried, and how often: at length, and briefly."""

    run: Callable[[Scene, int], Outcome]
    times: int
    briefly: int


TRIALS: Final = {
    "killed-nodes": Trial(failover.killed_nodes, 50, 3),
    "killed-in-commits": Trial(failover.killed_in_commits, 30, 2),
    "stopped-nodes": Trial(failover.stopped_nodes, 6, 1),
    "two-writers": Trial(writers.two_writers, 10, 1),
    "killed-writers": Trial(writers.killed_writers, 50, 2),
    "taken-over": Trial(lambda scene, _: writers.taken_over(scene, EXPIRY), 1, 1),
}


def trial(name: str, cluster: Cluster, folder: Path, times: int) -> Outcome:
    """One trial, over an index of its own."""
    scene = Scene(cluster, cluster.index(name), folder / name / "files")
    begun(scene)
    return TRIALS[name].run(scene, times)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak.cluster", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a few of each")
    parser.add_argument("--times", type=int, help="how often each is tried")
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("trials", nargs="*", metavar="TRIAL", help=", ".join(TRIALS))
    given = parser.parse_args()
    if unknown := sorted(set(given.trials) - set(TRIALS)):
        parser.error(f"no such trial: {', '.join(unknown)}")
    lost = 0
    ended_in_order()
    with running(given.nodes) as cluster, TemporaryDirectory(prefix="khoan-soak-") as folder:
        for name in given.trials or TRIALS:
            began = perf_counter()
            usual = TRIALS[name].briefly if given.short else TRIALS[name].times
            outcome = trial(name, cluster, Path(folder), given.times or usual)
            notes = "; ".join(f"{key}: {value}" for key, value in outcome.notes.items())
            print(
                f"| `{name}` | {outcome.tried} | {outcome.times} | {len(outcome.lost)} "
                f"| {perf_counter() - began:.0f} | {notes} |",
                flush=True,
            )
            lost += len(outcome.lost)
            for sentence in outcome.lost[:20]:
                print(f"  LOST ({name}): {sentence}", file=sys.stderr, flush=True)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())

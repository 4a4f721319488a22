"""``make cluster-soak``: nodes and writers killed, at length.

python -m benchmarks.soak.cluster [--short] [--nodes 3] [--kills 50] [TRIAL ...]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from benchmarks.servers.cluster import Cluster, running
from benchmarks.soak.cluster import failover, writers
from benchmarks.soak.cluster.failover import Scene, begun
from benchmarks.soak.outcome import Outcome

Trial = Callable[[Scene, bool], Outcome]
"""Runs over an index that is there, briefly or at length."""

TRIALS: Final[dict[str, Trial]] = {
    "killed-nodes": lambda scene, short: failover.killed_nodes(scene, 2 if short else 50),
    "killed-in-commits": lambda scene, short: failover.killed_in_commits(scene, 2 if short else 30),
    "stopped-nodes": lambda scene, short: failover.stopped_nodes(scene, 1 if short else 6),
    "two-writers": lambda scene, short: writers.two_writers(scene, 1 if short else 10),
    "killed-writers": lambda scene, short: writers.killed_writers(scene, 2 if short else 50),
    "taken-over": lambda scene, _: writers.taken_over(scene, 30.0),
}


def trial(name: str, cluster: Cluster, folder: Path, short: bool) -> Outcome:
    """One trial, over an index of its own."""
    scene = Scene(cluster, cluster.index(name), folder / name / "files")
    begun(scene)
    return TRIALS[name](scene, short)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak.cluster", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a few of each")
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("trials", nargs="*", metavar="TRIAL", help=", ".join(TRIALS))
    given = parser.parse_args()
    if unknown := sorted(set(given.trials) - set(TRIALS)):
        parser.error(f"no such trial: {', '.join(unknown)}")
    lost = 0
    with running(given.nodes) as cluster, TemporaryDirectory(prefix="khoan-soak-") as folder:
        for name in given.trials or TRIALS:
            began = perf_counter()
            outcome = trial(name, cluster, Path(folder), given.short)
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

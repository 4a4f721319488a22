"""A site under attack: what a normal user notices, what one request can cost, what memory it takes.

python -m benchmarks.soak.hostile INDEX [--trial attack] [--server 'path/to/khoan']
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks.soak.hostile_clients import under_attack
from benchmarks.soak.hostile_memory import growing
from benchmarks.soak.hostile_requests import costs
from benchmarks.soak.memory import index_clauses
from benchmarks.soak.outcome import Outcome
from benchmarks.soak.site import KHOAN


def with_index(folder: Path, clauses: int) -> Path:
    """An index of invented clauses for these trials."""
    index_clauses(folder / "index", clauses)
    return folder / "index"


TRIALS: Final[dict[str, Callable[[Path, argparse.Namespace], Outcome]]] = {
    "attack": lambda index, given: under_attack(index, given.seconds, given.server),
    "costs": lambda index, given: costs(index, given.requests),
    "memory": lambda index, given: growing(index, given.requests, given.server),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--trial", choices=sorted(TRIALS), default="attack")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--requests", type=int, default=2_000)
    parser.add_argument("--server", default=KHOAN, help="the khoan that serves")
    given = parser.parse_args()
    outcome = TRIALS[given.trial](given.index, given)
    print(f"{outcome.tried}: {outcome.times:,} times, {len(outcome.lost)} lost")
    for name, value in outcome.notes.items():
        print(f"  {name}: {value}")
    for sentence in outcome.lost[:20]:
        print(f"  LOST: {sentence[:200]}")


if __name__ == "__main__":
    main()

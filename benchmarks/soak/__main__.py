"""``make soak``: every trial at length, and the table of docs/RELIABILITY.md.

python -m benchmarks.soak [--short] [--save FILE] [TRIAL ...]
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from benchmarks.soak import (
    bad_files,
    concurrency,
    crash,
    damage,
    folders,
    hostile,
    imports,
    kills,
    memory,
    moving,
    queries,
    unchanged,
)
from benchmarks.soak.outcome import Outcome

Trial = Callable[[Path, bool], Outcome]
"""Runs in an empty folder, briefly or at length."""


def _serving(folder: Path, short: bool) -> Outcome:
    memory.index_clauses(folder / "index", 1_000 if short else 20_000)
    return memory.serving(folder / "index", 500 if short else 100_000)


def _hostile(trial: Callable[..., Outcome], briefly: int, at_length: int) -> Trial:
    """A trial of the hostile ones, over invented clauses."""

    def run(folder: Path, short: bool) -> Outcome:
        index = hostile.with_index(folder, 1_000 if short else 20_000)
        return trial(index, briefly if short else at_length)

    return run


TRIALS: dict[str, Trial] = {
    "kill-operations": lambda f, short: crash.killed_at_operations(f, 9 if short else 1),
    "kill-random": lambda f, short: crash.killed_at_random(f, 5 if short else 300),
    "kill-command": lambda f, short: crash.killed_commands(f, 2 if short else 40),
    "kill-all": lambda f, short: kills.kills(f, 3 if short else 15, kills.WORKS),
    "kill-libreoffice": lambda f, short: kills.kills(
        f, 1 if short else 15, kills.WITH_LIBREOFFICE if shutil.which("soffice") else {}
    ),
    "io-errors": lambda f, short: crash.failing_at_operations(f, 9 if short else 1),
    "failing-writes": lambda f, short: crash.failing_writes(f, 5 if short else 100),
    "full-disk": lambda f, short: crash.full_disk(f, 5 if short else 100),
    "damage": lambda f, short: damage.damage(f, 6 if short else 400),
    "readers": lambda f, short: concurrency.readers(f, 2 if short else 4, 1 if short else 30),
    "server": lambda f, short: concurrency.server(f, 3 if short else 60),
    "hostile-clients": _hostile(hostile.under_attack, 3, 60),
    "hostile-requests": _hostile(hostile.costs, 60, 2_000),
    "hostile-memory": _hostile(hostile.growing, 200, 20_000),
    "bad-files": lambda f, short: bad_files.bad_files(f, 30 if short else 2500, 1 if short else 4),
    "queries": lambda f, short: queries.in_parts(f, 500 if short else 100_000),
    "unchanged": lambda f, short: unchanged.unchanged(f, 100 if short else 2_000),
    "export-import": lambda f, short: moving.carried_over(f, 20 if short else 400),
    "imports": lambda f, short: imports.imports(f, 60 if short else 2_000),
    "folders": lambda f, short: folders.folders(f, 20 if short else 200),
    "mounts": lambda f, short: folders.mounts(f, 20 if short else 200),
    "snapshots": lambda f, short: moving.snapshots(f, 3 if short else 60),
    "memory-indexing": lambda f, short: memory.indexing(f, (1000, 2000) if short else memory.STEPS),
    "memory-serving": _serving,
}


HEAD = "| trial | what was tried | times | lost | seconds | |\n|---|---|---:|---:|---:|---|"


def _say(row: str, save: Path | None) -> None:
    print(row, flush=True)
    if save:
        with save.open("a", encoding="utf-8") as stream:
            stream.write(row + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a minute instead of half an hour")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--save", type=Path, help="write each row here, too, as soon as it is done")
    parser.add_argument("trials", nargs="*", metavar="TRIAL", help=", ".join(TRIALS))
    given = parser.parse_args()
    unknown = sorted(set(given.trials) - set(TRIALS))
    if unknown:
        parser.error(f"no such trial: {', '.join(unknown)}")
    lost = 0
    if given.save:
        given.save.write_text("", encoding="utf-8")
    if not given.json:
        _say(HEAD, given.save)
    for name in given.trials or TRIALS:
        started = perf_counter()
        with tempfile.TemporaryDirectory(prefix="khoan-soak-", ignore_cleanup_errors=True) as made:
            outcome = TRIALS[name](Path(made).resolve(), given.short)
        took = perf_counter() - started
        lost += len(outcome.lost)
        if given.json:
            summary = {"trial": name, "lost": outcome.lost, "notes": outcome.notes}
            row = json.dumps(
                {**summary, "times": outcome.times, "seconds": took}, ensure_ascii=False
            )
            _say(row, given.save)
            continue
        notes = "; ".join(f"{key}: {value}" for key, value in outcome.notes.items())
        _say(
            f"| `{name}` | {outcome.tried} | {outcome.times:,} | {len(outcome.lost)} "
            f"| {took:.0f} | {notes} |",
            given.save,
        )
        for sentence in outcome.lost[:20]:
            print(f"  LOST ({name}): {sentence}", file=sys.stderr, flush=True)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())

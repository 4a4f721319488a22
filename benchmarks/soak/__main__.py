"""``make soak``: every trial at length, and the table of docs/RELIABILITY.md.

python -m benchmarks.soak [--short] [--save FILE] [--jobs N] [--bounds] [TRIAL ...]
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any, Final

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
    "hostile-clients": _hostile(hostile.under_attack, 3, 30),
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


BOUNDS: Final = (
    "hostile-clients", "hostile-requests", "hostile-memory", "kill-all", "kill-libreoffice",
    "imports", "folders", "mounts",
)  # fmt: skip
"""What strangers, killed commands and disks that go away can do: ``--bounds``."""
ALONE: Final = frozenset({"hostile-clients"})
"""Trials whose times count: none runs beside them."""
HEAD: Final = "| trial | what was tried | times | lost | seconds | |\n|---|---|---:|---:|---:|---|"


def _say(row: str, save: Path | None) -> None:
    print(row, flush=True)
    if save:
        with save.open("a", encoding="utf-8") as stream:
            stream.write(row + "\n")


def _here(name: str, short: bool) -> dict[str, Any]:
    """Run a trial; what came out, and how long it took."""
    started = perf_counter()
    with tempfile.TemporaryDirectory(prefix="khoan-soak-", ignore_cleanup_errors=True) as made:
        outcome = TRIALS[name](Path(made).resolve(), short)
    return {"trial": name, **asdict(outcome), "seconds": perf_counter() - started}


def _apart(name: str, short: bool) -> dict[str, Any]:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.soak", "--json", name]
    command += ["--short"] if short else []
    ran = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    try:
        return dict(json.loads(ran.stdout))
    except ValueError:
        lost = [f"the trial ended with status {ran.returncode}"]
        return {"trial": name, "tried": "?", "times": 0, "lost": lost, "notes": {}, "seconds": 0.0}


def _all(names: Sequence[str], short: bool, jobs: int) -> Iterator[dict[str, Any]]:
    """Run trials; each as soon as it is done."""
    if jobs == 1:
        yield from (_here(name, short) for name in names)
        return
    yield from (_apart(name, short) for name in names if name in ALONE)
    with ThreadPoolExecutor(jobs) as pool:
        others = [pool.submit(_apart, name, short) for name in names if name not in ALONE]
        yield from (one.result() for one in as_completed(others))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a minute instead of half an hour")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--save", type=Path, help="write each row here, too, as soon as it is done")
    parser.add_argument("--jobs", type=int, default=1, help="trials at a time")
    parser.add_argument(
        "--bounds", action="store_true", help=f"only {', '.join(BOUNDS)}: ten minutes of two cores"
    )
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
    names = given.trials or (BOUNDS if given.bounds else tuple(TRIALS))
    for found in _all(names, given.short, given.jobs):
        lost += len(found["lost"])
        if given.json:
            _say(json.dumps(found, ensure_ascii=False), given.save)
            continue
        notes = "; ".join(f"{key}: {value}" for key, value in found["notes"].items())
        _say(
            f"| `{found['trial']}` | {found['tried']} | {found['times']:,} | {len(found['lost'])} "
            f"| {found['seconds']:.0f} | {notes} |",
            given.save,
        )
        for sentence in found["lost"][:20]:
            print(f"  LOST ({found['trial']}): {sentence}", file=sys.stderr, flush=True)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())

"""The stages about engines: writing the streams, opening what was written, asking it."""

from __future__ import annotations

import json
import shutil
import statistics
from pathlib import Path
from typing import Any, Final

from benchmarks.bench import streams
from benchmarks.bench.child import python
from benchmarks.bench.contenders import SLOW
from benchmarks.bench.plan import Plan

QUERIES: Final = 200
BUILDS: Final = 3
"""Times that an index is written; the median counts."""
ENOUGH_SECONDS: Final = 15.0
"""An engine that has written for so long does not write again."""
OPENINGS: Final = 5
ENOUGH_MS: Final = 5e3
"""An engine that has taken so long to open is not opened again."""

_ONE_THREAD: Final = {
    f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "NUMBA")
}


def write(plan: Plan, clauses: int) -> dict[str, Any]:
    """Every engine writes the same clauses, each time in a process of its own, in turns.

    Gives seconds (by the clock, and of processor in all threads), the growth of memory at its
    highest, and the size of what was written.
    """
    folder = _folder(plan, clauses)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    size = streams.write(plan.folder, clauses, folder / "streams")
    texts = streams.queries(folder / "streams", QUERIES)
    (folder / "queries").write_text(json.dumps(texts), encoding="utf-8")
    built: dict[str, list[dict[str, float]]] = {name: [] for name in _names(plan, clauses)}
    for _ in range(BUILDS):
        for name, before in built.items():
            if sum(one["seconds"] for one in before) < ENOUGH_SECONDS:
                shutil.rmtree(folder / name, ignore_errors=True)
                (folder / name).mkdir()
                before.append(_one("build", name, folder / name, folder / "streams"))
    return {
        **size._asdict(),
        "engines": {
            name: {**_medians(runs), "builds": len(runs), "index_mb": bytes_of(folder / name) / 1e6}
            for name, runs in built.items()
        },
    }


def open_(plan: Plan, clauses: int) -> dict[str, Any]:
    """Opening and a first query in fresh processes, in turns; see ``one.first``."""
    folder = _folder(plan, clauses)
    words, _ = json.loads((folder / "queries").read_text(encoding="utf-8"))[0]
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in _names(plan, clauses)}
    for _ in range(OPENINGS):
        for name, before in runs.items():
            if sum(one["first_ms"] for one in before) < ENOUGH_MS:
                before.append(_one("first", name, folder / name, " ".join(words)))
    return {"engines": {name: _medians(times) for name, times in runs.items()}}


def ask(plan: Plan, clauses: int) -> dict[str, Any]:
    """The same queries to all engines in one process; see ``asking.latencies``."""
    folder = _folder(plan, clauses)
    names = ",".join(_names(plan, clauses))
    return {"engines": _one("ask", names, folder, folder / "queries")}


def bytes_of(folder: Path) -> int:
    """Of all files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _names(plan: Plan, clauses: int) -> list[str]:
    return [name for name in plan.engines if name != SLOW or clauses == min(plan.sizes)]


def _folder(plan: Plan, clauses: int) -> Path:
    return plan.work / f"engines-{clauses}"


def _one(what: str, name: str, folder: Path, rest: object) -> dict[str, Any]:
    done = python("benchmarks.bench.one", what, name, folder, rest, environment=_ONE_THREAD)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {key: statistics.median(one[key] for one in runs) for key in runs[0]}

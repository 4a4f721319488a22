"""One measurement of engines in a process of its own: ``python -m benchmarks.bench.one WHAT ...``.

Prints one JSON object.
"""

from __future__ import annotations

import gc
import importlib
import json
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks.bench.asking import latencies
from benchmarks.bench.contenders import CONTENDERS
from benchmarks.bench.process_memory import reset_peak, resident
from benchmarks.bench.streams import read


def build(name: str, folder: Path, streams: Path) -> dict[str, float]:
    """Seconds to write the index, and by how much memory grew at most.

    What the engine imports, and the clauses, are in memory before the clock starts.
    """
    engine = CONTENDERS[name]
    _load(name)
    if engine.splits:
        given: list[tuple[str, Any]] = [(clause.group, clause.text) for clause in read(streams)]
    else:
        given = [_split(clause.group, clause.text) for clause in read(streams)]
    gc.collect()
    gc.freeze()  # nobody's garbage collections pass over the clauses
    measured = reset_peak()
    before = resident("VmRSS")
    start, cpu = perf_counter(), process_time()
    engine.build(given, folder)
    return {
        "seconds": perf_counter() - start,
        "cpu_seconds": process_time() - cpu,
        "peak_mb": resident("VmHWM") - before if measured else float("nan"),
    }


def first(name: str, folder: Path, words: list[str]) -> dict[str, float]:
    """Milliseconds of importing an engine, of opening the index with a first query, and of doing
    that again, which is without whatever the engine makes once for a process."""
    start = perf_counter()
    _load(name)
    times = [perf_counter() - start]
    for _ in range(2):
        start = perf_counter()
        CONTENDERS[name].open(folder)["any"](words, "")
        times.append(perf_counter() - start)
    return {
        kind: 1e3 * seconds
        for kind, seconds in zip(("imports_ms", "first_ms", "again_ms"), times, strict=True)
    }


def ask(names: list[str], folder: Path, queries: Path) -> dict[str, Any]:
    """Latencies of all the engines, each open in its part of the folder."""
    for name in names:
        _load(name)
    opened = {name: CONTENDERS[name].open(folder / name) for name in names}
    return latencies(opened, json.loads(queries.read_text(encoding="utf-8")))


def _load(name: str) -> None:
    for module in CONTENDERS[name].imports:
        importlib.import_module(module)


def _split(group: str, text: str) -> tuple[str, list[str]]:
    """The words of a text, each text of a word once in memory, as a cached analysis gives them."""
    return group, [sys.intern(word) for word in text.split(" ")]


def main() -> None:
    what, name, folder, rest = sys.argv[1], sys.argv[2], Path(sys.argv[3]), sys.argv[4]
    result: dict[str, Any]
    if what == "build":
        result = build(name, folder, Path(rest))
    elif what == "first":
        result = first(name, folder, rest.split())
    else:
        result = ask(name.split(","), folder, Path(rest))
    print(json.dumps(result))


if __name__ == "__main__":
    main()

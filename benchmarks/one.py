"""One measurement of one engine in a process of its own: ``python -m benchmarks.one WHAT ...``.

Prints one JSON object.
"""

from __future__ import annotations

import json
import pickle
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks.contenders import CONTENDERS
from benchmarks.streams import Streams


def build(name: str, folder: Path, streams_file: Path) -> dict[str, Any]:
    """Seconds to write the index, and by how much memory grew at most."""
    streams: Streams = pickle.loads(streams_file.read_bytes())
    Path("/proc/self/clear_refs").write_text("5")  # resets the high-water mark
    before = resident("VmRSS")
    start, cpu = perf_counter(), process_time()
    CONTENDERS[name].build(streams, folder)
    seconds, cpu = perf_counter() - start, process_time() - cpu
    return {"seconds": seconds, "cpu_seconds": cpu, "peak_mb": resident("VmHWM") - before}


def first(name: str, folder: Path, words: list[str]) -> dict[str, Any]:
    """Milliseconds to open and answer the first query: at once, and apart from imports.

    The second is what a process pays that has opened an index before.
    """
    start = perf_counter()
    CONTENDERS[name].open(folder)["any"](words, "")
    both = perf_counter() - start
    start = perf_counter()
    CONTENDERS[name].open(folder)["any"](words, "")
    return {"with_imports_ms": 1e3 * both, "after_imports_ms": 1e3 * (perf_counter() - start)}


def serve(name: str, folder: Path, queries_file: Path) -> dict[str, Any]:
    """Memory of a process that has answered every query, beyond the files it maps."""
    asks = CONTENDERS[name].open(folder)
    queries = json.loads(queries_file.read_text())
    for ask in asks.values():
        for words, group in queries:
            ask(words, group)
    return {"anonymous_mb": anonymous()}


def resident(name: str) -> float:
    """``VmRSS`` (now) or ``VmHWM`` (at most, since the mark was reset) in MB (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def anonymous() -> float:
    """Resident memory that no file backs, in MB (Linux)."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Anonymous:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def main() -> None:
    what, name, folder, rest = sys.argv[1], sys.argv[2], Path(sys.argv[3]), sys.argv[4]
    if what == "build":
        result = build(name, folder, Path(rest))
    elif what == "first":
        result = first(name, folder, rest.split())
    else:
        result = serve(name, folder, Path(rest))
    print(json.dumps(result))


if __name__ == "__main__":
    main()

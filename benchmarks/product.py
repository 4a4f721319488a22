"""The whole product path: parse, analyse, search, facets, snippets, on an index of real documents.

    python -m benchmarks.product INDEX [--queries 200]

Prints JSON: milliseconds per query, time to open in a fresh process, memory beyond files.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks.one import anonymous
from benchmarks.streams import QUERY_SIZES, fold
from indexer.index import Index, open_index

DOCUMENTS = 40
"""Documents that queries are drawn from."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--first", help="only open the index and ask this")
    options = parser.parse_args()
    if options.first:
        print(json.dumps(first(options.index, options.first)))
    else:
        print(json.dumps(measure(options.index, options.queries), indent=1))


def measure(folder: Path, count: int) -> dict[str, Any]:
    """Every query is asked once to warm up, then timed."""
    command = [sys.executable, "-m", "benchmarks.product", str(folder), "--first"]
    with open_index(folder) as index:
        clauses = index.statistics().clauses
        asked = drawn(index, count)
        for text in asked:
            index.search(text)
        timed = [_timed(index, text) for text in asked]
        memory = anonymous()
    opened = [
        json.loads(subprocess.run([*command, asked[0]], capture_output=True, check=True).stdout)
        for _ in range(5)
    ]
    return {
        "clauses": clauses,
        **_quantiles("ms", [wall for wall, _ in timed]),
        **_quantiles("ms_of_processor", [cpu for _, cpu in timed]),
        "memory_beyond_files_mb": memory,
        **{name: statistics.median(one[name] for one in opened) for name in opened[0]},
    }


def drawn(index: Index, count: int) -> list[str]:
    """Runs of 2 to 8 words of real clauses, half of them without accents."""
    random_ = random.Random(13)
    clauses = [
        clause.text
        for document in islice(index.documents(), DOCUMENTS)
        for clause in index.clauses(document.id)
    ]
    found: list[str] = []
    while len(found) < count:
        words = [w for w in random_.choice(clauses).split() if w.isalpha()]
        size = random_.randint(*QUERY_SIZES)
        if len(words) >= size:
            start = random_.randint(0, len(words) - size)
            text = " ".join(words[start : start + size]).lower()
            found.append(text if len(found) % 2 else fold(text))
    return found


def first(folder: Path, text: str) -> dict[str, float]:
    """Milliseconds to open an index and ask one query, imports apart."""
    wall, cpu = perf_counter(), process_time()
    with open_index(folder) as index:
        index.search(text)
    return {
        "open_and_first_ms": 1e3 * (perf_counter() - wall),
        "open_and_first_ms_of_processor": 1e3 * (process_time() - cpu),
    }


def _quantiles(unit: str, times: list[float]) -> dict[str, float]:
    return {
        f"p50_{unit}": statistics.median(times),
        f"p95_{unit}": sorted(times)[int(len(times) * 0.95)],
    }


def _timed(index: Index, text: str) -> tuple[float, float]:
    """Milliseconds on the clock, and of processor, for on a busy machine they differ."""
    wall, cpu = perf_counter(), process_time()
    index.search(text)
    return 1e3 * (perf_counter() - wall), 1e3 * (process_time() - cpu)


if __name__ == "__main__":
    main()

"""The whole product path: parse, analyse, search, facets, snippets, on an index of real documents.

    python -m benchmarks.bench.product INDEX [--queries 200]

Prints JSON: milliseconds per query, and of opening with a first query in a fresh process.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks.bench.asking import ROUNDS, quantiles
from benchmarks.bench.child import python
from benchmarks.bench.indexing import indexed
from benchmarks.bench.plan import Plan
from benchmarks.bench.process_memory import resident
from benchmarks.bench.streams import QUERY_SIZES, fold
from indexer.core.malloc import reuse
from indexer.index import Index, open_index

DOCUMENTS = 100
"""Documents that queries are drawn from, or all if there are fewer."""
TRIES = 100
"""Attempts to draw each query, so that an index of few words gives fewer queries, but an end."""
OPENINGS = 5


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


def stage(plan: Plan) -> dict[str, Any]:
    """An index of ``path_clauses``, and ``measure`` in a process of its own."""
    folder, written = indexed(plan, plan.path_clauses)
    return {**written, **json.loads(python("benchmarks.bench.product", folder).stdout)}


def measure(folder: Path, count: int) -> dict[str, Any]:
    """Every query runs once to warm up, then in turn with the others ``ROUNDS`` times, of
    which the median counts."""
    with open_index(folder) as index:
        clauses = index.statistics().clauses
        queries = drawn(index, count)
        for text in queries:
            index.search(text)
        rounds = [[_timed(index.search, text) for text in queries] for _ in range(ROUNDS)]
        memory = resident("RssAnon")
        suggested = [_timed(index.suggest, text) for text in keystrokes(queries)]
    walls = [statistics.median(wall for wall, _ in one) for one in zip(*rounds, strict=True)]
    cpus = [statistics.median(cpu for _, cpu in one) for one in zip(*rounds, strict=True)]
    opened = [
        json.loads(python("benchmarks.bench.product", folder, "--first", queries[0]).stdout)
        for _ in range(OPENINGS)
    ]
    return {
        "clauses": clauses,
        "queries": len(queries),
        "ms": quantiles(walls),
        "ms_of_processor": quantiles(cpus),
        "suggest_ms": quantiles([wall for wall, _ in suggested]),
        "suggest_ms_of_processor": quantiles([cpu for _, cpu in suggested]),
        "memory_beyond_files_mb": memory,
        **{name: statistics.median(one[name] for one in opened) for name in opened[0]},
    }


def drawn(index: Index, count: int) -> list[str]:
    """Different runs of 2 to 8 words of real clauses, half of them without accents."""
    random_ = random.Random(13)
    documents = list(index.documents())
    clauses = [
        clause.text
        for document in random_.sample(documents, min(DOCUMENTS, len(documents)))
        for clause in index.clauses(document.id)
    ]
    found: dict[str, None] = {}
    for _ in range(TRIES * count):
        if len(found) == count:
            break
        words = [w for w in random_.choice(clauses).split() if w.isalpha()]
        size = random_.randint(*QUERY_SIZES)
        if len(words) >= size:
            start = random_.randint(0, len(words) - size)
            text = " ".join(words[start : start + size]).lower()
            found[text if len(found) % 2 else fold(text)] = None
    return list(found)


def first(folder: Path, text: str) -> dict[str, float]:
    """Milliseconds to open an index and ask one query, after imports; as ``khoan search``."""
    reuse()
    wall, cpu = perf_counter(), process_time()
    with open_index(folder) as index:
        opened = perf_counter()
        index.search(text)
        done, done_cpu = perf_counter(), process_time()
        index.suggest(text[:-1])
        suggested = perf_counter()
    return {
        "open_ms": 1e3 * (opened - wall),
        "open_and_first_ms": 1e3 * (done - wall),
        "first_suggestion_ms": 1e3 * (suggested - done),
        "open_and_first_ms_of_processor": 1e3 * (done_cpu - cpu),
    }


def keystrokes(queries: list[str]) -> list[str]:
    """What stands in the box after each key, for every third query, its first three aside."""
    return [text[:end] for text in queries[::3] for end in range(3, len(text) + 1)]


def _timed(ask: Callable[[str], object], text: str) -> tuple[float, float]:
    """Milliseconds on the clock, and of processor, for on a busy machine they differ."""
    wall, cpu = perf_counter(), process_time()
    ask(text)
    return 1e3 * (perf_counter() - wall), 1e3 * (process_time() - cpu)


if __name__ == "__main__":
    main()

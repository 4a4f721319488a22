"""How fast is it? The same tokens in every engine, side by side, in one run.

    python -m benchmarks.bench FOLDER [--clauses 200000] [--clauses 1000000] [--json FILE]

FOLDER holds UTF-8 .txt files. Engines that are not installed are left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import pickle
import platform
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.contenders import CONTENDERS, Ask
from benchmarks.report import table
from benchmarks.streams import Streams, queries, streams

QUERIES = 200
ROUNDS = 3
"""Times that each query is timed; its median counts."""
SLOW = "whoosh"
"""Runs on the first size only, with fewer queries, each asked once."""
SLOW_QUERIES = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clauses", type=int, action="append")
    parser.add_argument("--engine", action="append", choices=CONTENDERS)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    names = [name for name in options.engine or CONTENDERS if _installed(name)]
    sizes = options.clauses or [200_000, 1_000_000]
    report: dict[str, Any] = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "runs": [],
    }
    for place, size in enumerate(sizes):
        here = [name for name in names if name != SLOW or place == 0]
        report["runs"].append(run(options.folder, size, here))
    print(table(report))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def run(folder: Path, size: int, names: list[str]) -> dict[str, Any]:
    """Everything about one size."""
    with tempfile.TemporaryDirectory(prefix="khoan-bench-") as place:
        work = Path(place)
        made = streams(folder, size)
        (work / "streams").write_bytes(pickle.dumps(made))
        asked = _asked(made)
        (work / "queries").write_text(json.dumps(asked))
        result: dict[str, Any] = {
            "clauses": size,
            "syllables": sum(map(len, made.clauses)),
            "text_mb": made.text_bytes / 1e6,
            "engines": {name: {} for name in names},
        }
        del made
        for name in names:
            print(f"{size}: building {name}", file=sys.stderr)
            (work / name).mkdir()
            engine = result["engines"][name]
            engine["build"] = _alone("build", name, work / name, work / "streams")
            engine["index_mb"] = sum(f.stat().st_size for f in (work / name).iterdir()) / 1e6
        for name in names:
            engine = result["engines"][name]
            opened = [_alone("first", name, work / name, " ".join(asked[0][0])) for _ in range(5)]
            engine["first"] = {
                key: statistics.median(one[key] for one in opened) for key in opened[0]
            }
            if name != SLOW:
                engine["serve"] = _alone("serve", name, work / name, work / "queries")
        latencies = _latencies({name: CONTENDERS[name].open(work / name) for name in names}, asked)
        for name in names:
            result["engines"][name]["ms"] = latencies[name]
    return result


def _asked(made: Streams) -> list[tuple[list[str], str]]:
    """Each query with the group it is filtered by, drawn as often as groups have clauses."""
    random_ = random.Random(11)
    return [(words, random_.choice(made.groups)) for words in queries(made.clauses, QUERIES)]


def _alone(what: str, name: str, folder: Path, rest: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.one", what, name, str(folder), str(rest)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _latencies(
    engines: dict[str, dict[str, Ask]], asked: list[tuple[list[str], str]]
) -> dict[str, dict[str, dict[str, float]]]:
    """Milliseconds by engine and kind. Engines take turns at each query, so that whatever else
    the machine does meets all of them alike."""
    kinds = [(name, kind) for name, asks in engines.items() for kind in asks]
    times: dict[tuple[str, str], list[float]] = {}
    for name, kind in kinds:  # warm
        if name != SLOW:
            for words, group in asked:
                engines[name][kind](words, group)
    by_kind = sorted(kinds, key=lambda pair: pair[1])
    for place, (words, group) in enumerate(asked):
        for name, kind in by_kind:
            if name == SLOW and place >= SLOW_QUERIES:
                continue
            ask = engines[name][kind]
            taken = []
            for _ in range(1 if name == SLOW else ROUNDS):
                start = perf_counter()
                ask(words, group)
                taken.append(1e3 * (perf_counter() - start))
            times.setdefault((name, kind), []).append(statistics.median(taken))
    found: dict[str, dict[str, dict[str, float]]] = {name: {} for name in engines}
    for (name, kind), taken in times.items():
        taken.sort()
        found[name][kind] = {
            "p50": statistics.median(taken),
            "p95": taken[int(len(taken) * 0.95)],
        }
    return found


def _installed(name: str) -> bool:
    needs = {"tantivy": ["tantivy"], "bm25s": ["bm25s", "numba"]}
    return all(importlib.util.find_spec(module) for module in needs.get(name, []))


if __name__ == "__main__":
    main()

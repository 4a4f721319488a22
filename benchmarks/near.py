"""Nearly the same clauses: how many of them are found, and how long it takes.

    python -m benchmarks.near INDEX [--clauses 300]

Half of the sample is chosen by chance among clauses that have their like, half among all.
Prints JSON; the truth is the Jaccard similarity of every clause with every other.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
import numpy.typing as npt

from analyzers.analysis import pairs
from indexer.core.document import SEARCHED, Clause
from indexer.index import Index, open_index
from indexer.querying.duplicates import MOST, SAME, SHORTEST

Ints = npt.NDArray[np.int64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--clauses", type=int, default=300)
    options = parser.parse_args()
    with open_index(options.index) as index:
        print(json.dumps(measure(index, options.clauses), indent=1))


def measure(index: Index, count: int) -> dict[str, Any]:
    """Every clause is looked up twice; the second time most of what it needs is cached."""
    clauses = [
        clause
        for document in index.documents()
        for clause in index.clauses(document.id)
        if clause.kind in SEARCHED
    ]
    everything = _Everything(clauses)
    sample = list(islice(_sample(everything, count), count))
    truth = [everything.alike(number) for number in sample]
    times: tuple[list[float], list[float]] = ([], [])
    found: list[set[str]] = []
    for milliseconds in times:
        found = []
        for number in sample:
            started = process_time()
            answer = index.similar(clauses[number].id)
            milliseconds.append(1e3 * (process_time() - started))
            found.append({one.clause.id for one in answer})
    few = [at for at, alike in enumerate(truth) if 0 < len(alike) < MOST]
    return {
        "clauses": len(clauses),
        "asked": len(sample),
        "with their like": sum(map(bool, truth)),
        "of these with fewer than MOST": len(few),
        "their recall": _recall([truth[at] for at in few], [found[at] for at in few]),
        "recall of all": _recall(truth, found),
        "ms of processor, p50 (p95), first time": _quantiles(times[0]),
        "again": _quantiles(times[1]),
    }


class _Everything:
    """All clauses as sets of pairs, and which clauses have each pair."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._ids = [clause.id for clause in clauses]
        numbers: dict[str, int] = {}
        self.sets = [
            np.array([numbers.setdefault(p, len(numbers)) for p in set(pairs(clause.text))], int)
            for clause in clauses
        ]
        self._sizes = np.array(list(map(len, self.sets)))
        members = np.fromiter(chain.from_iterable(self.sets), np.int64)
        order = np.argsort(members, kind="stable")
        self._having = np.repeat(np.arange(len(clauses)), self._sizes)[order]
        self._starts = np.searchsorted(members[order], np.arange(len(numbers) + 1))

    def alike(self, number: int) -> set[str]:
        """The others that are nearly the same."""
        rows = [self._having[self._starts[p] : self._starts[p + 1]] for p in self.sets[number]]
        shared: Ints = np.bincount(np.concatenate(rows), minlength=len(self._ids))
        like = shared / (self._sizes + self._sizes[number] - shared)
        return {self._ids[other] for other in np.flatnonzero(like >= SAME) if other != number}


def _sample(everything: _Everything, count: int) -> Iterator[int]:
    random_ = random.Random(1)
    long = [number for number, members in enumerate(everything.sets) if len(members) >= SHORTEST]
    having = (n for n in random_.sample(long, len(long)) if everything.alike(n))
    yield from islice(having, count // 2)
    yield from random_.sample(long, count - count // 2)


def _recall(truth: Sequence[set[str]], found: Sequence[set[str]]) -> float | None:
    wanted = sum(map(len, truth))
    met = sum(len(one & other) for one, other in zip(truth, found, strict=True))
    return round(met / wanted, 4) if wanted else None


def _quantiles(times: Sequence[float]) -> str:
    return f"{statistics.median(times):.2f} ({sorted(times)[int(len(times) * 0.95)]:.2f})"


if __name__ == "__main__":
    main()

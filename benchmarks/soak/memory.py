"""How much memory indexing and serving take as a collection grows."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from random import Random

from benchmarks.soak import corpus
from benchmarks.soak.outcome import Outcome
from indexer.index import create_index, open_index

PER_DOCUMENT = 50
"""Clauses of a document."""
STEPS = (1_000, 10_000, 50_000, 200_000)
CHILD = """
import json, sys
from pathlib import Path
from benchmarks.soak import memory
name, folder, number = sys.argv[1:]
print(json.dumps(getattr(memory, name)(Path(folder), int(number))))
"""


def index_clauses(folder: Path, clauses: int) -> float:
    """Index that many in one run; the peak of this process in MB."""
    from indexer.entries import entries
    from indexer.parse import parse

    with create_index(folder) as opened, opened.engine.writer() as writer:
        for number in range(1, clauses // PER_DOCUMENT + 1):
            text = corpus.text(number, clauses=PER_DOCUMENT)
            document, pieces = parse(text, f"{number}.txt")
            writer.put(document, entries(document, pieces))
    return peak()


def ask_queries(folder: Path, count: int) -> list[float]:
    """Ask that many different queries of one open index; memory in MB after each tenth."""
    random = Random(0)
    said = []
    with open_index(folder) as opened:
        for number in range(1, count + 1):
            words = random.sample(corpus.SYLLABLES, random.randint(1, 4))
            opened.search(" ".join(words), limit=10)
            if number % (count // 10) == 0:
                said.append(resident())
    return said


def peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def resident() -> float:
    """What it has now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def _child(name: str, folder: Path, number: int) -> object:
    command = [sys.executable, "-c", CHILD, name, str(folder), str(number)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(ran.stdout)


def indexing(folder: Path, steps: tuple[int, ...] = STEPS) -> Outcome:
    """Peak memory of one indexing run, for more and more clauses."""
    outcome = Outcome("peak memory while indexing, by clauses")
    peaks = []
    for clauses in steps:
        peaks.append(float(str(_child("index_clauses", folder / str(clauses), clauses))))
        outcome.notes[f"{clauses:,}"] = f"{peaks[-1]:.0f} MB"
        outcome.times += clauses
    return outcome


def serving(index: Path, count: int) -> Outcome:
    """Memory of a process that answers one query after another."""
    outcome = Outcome("memory while answering queries, after each tenth")
    said = _child("ask_queries", index, count)
    assert isinstance(said, list)
    outcome.times = count
    outcome.notes["MB"] = " ".join(f"{value:.0f}" for value in said)
    half, end = said[4], said[-1]
    if end > 1.05 * half + 5:
        outcome.lost.append(f"{half:.0f} MB after half of them, {end:.0f} MB after all")
    return outcome

"""How much memory indexing and serving take as a collection grows."""

from __future__ import annotations

import json
import re
import resource
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from benchmarks.soak import corpus
from benchmarks.soak.outcome import Outcome
from indexer.index import create_index, open_index
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse

PER_DOCUMENT = 50
"""Clauses of a document."""
LAWS = Path(__file__).parents[3] / "shared" / "corpora" / "laws"
FLAT = 1.5
"""How many times the peak of the first step that of the last may be."""
STEPS = (1_000, 10_000, 50_000, 200_000)
CHILD = """
import json, sys
from pathlib import Path
from benchmarks.soak import memory
name, folder, number = sys.argv[1:]
print(json.dumps(getattr(memory, name)(Path(folder), int(number))))
"""


def write_clauses(folder: Path, clauses: int) -> None:
    """Files of so many clauses, with sentences of real laws where they are on this machine."""
    sentences = _sentences()
    random = Random(clauses)
    folder.mkdir(parents=True)
    for number in range(1, clauses // PER_DOCUMENT + 1):
        text = corpus.text(number, clauses=PER_DOCUMENT)
        if sentences:
            text = corpus.head(number) + "".join(
                f"{item}. {random.choice(sentences)}\n\n" for item in range(1, PER_DOCUMENT + 1)
            )
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")


def _sentences() -> list[str]:
    """Lines of real laws, without their numbers."""
    lines = (
        re.sub(r"^(?:Điều )?[\w.]{1,6}[.)] ", "", line.strip())
        for path in sorted(LAWS.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    return [line for line in lines if 40 < len(line) < 1000]


def index_files_of(folder: Path, _: int) -> float:
    """Index a folder's files in one run; the peak of this process in MB."""
    with create_index(folder.with_suffix(".index")) as opened:
        opened.add([folder])
    return peak()


def index_clauses(folder: Path, clauses: int) -> None:
    """An index of so many invented clauses."""
    with create_index(folder) as opened, opened.engine.writer() as writer:
        for number in range(1, clauses // PER_DOCUMENT + 1):
            text = corpus.text(number, clauses=PER_DOCUMENT)
            document, pieces = parse(text, f"{number}.txt")
            writer.put(document, entries(document, pieces))


def ask_queries(folder: Path, count: int) -> list[float]:
    """Ask that many different queries of one open index; memory in MB after each tenth."""
    random = Random(0)
    sizes = []
    with open_index(folder) as opened:
        for number in range(1, count + 1):
            words = random.sample(corpus.SYLLABLES, random.randint(1, 4))
            opened.search(" ".join(words), limit=10)
            if number % (count // 10) == 0:
                sizes.append(resident())
    return sizes


def peak() -> float:
    """The most memory that this process has had, in MB. (``ru_maxrss`` is no less than what the
    process had that started this one.)"""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(
        int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:")
    )


def resident() -> float:
    """What it has now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def _child(name: str, folder: Path, number: int) -> object:
    command = [sys.executable, "-c", CHILD, name, str(folder), str(number)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(ran.stdout)


def indexing(folder: Path, steps: tuple[int, ...] = STEPS) -> Outcome:
    """Peak memory of one indexing run, for more and more clauses: a process of its own each, two
    at a time."""
    outcome = Outcome("peak memory while indexing, by clauses")
    with ThreadPoolExecutor(2) as pool:
        longest_first = {
            clauses: pool.submit(_peak_of, folder / str(clauses), clauses)
            for clauses in sorted(steps, reverse=True)
        }
        peaks = [longest_first[clauses].result() for clauses in steps]
    for clauses, measured in zip(steps, peaks, strict=True):
        outcome.notes[f"{clauses:,}"] = f"{measured:.0f} MB"
        outcome.times += clauses
    sentences = len(_sentences())
    outcome.notes["text"] = f"{sentences:,} sentences of laws" if sentences else "invented"
    if peaks[-1] > FLAT * peaks[0]:
        outcome.lost.append(f"{peaks[-1]:.0f} MB for {steps[-1]:,} clauses, not flat")
    return outcome


def _peak_of(files: Path, clauses: int) -> float:
    write_clauses(files, clauses)
    measured = float(str(_child("index_files_of", files, clauses)))
    shutil.rmtree(files)
    shutil.rmtree(files.with_suffix(".index"))
    return measured


def serving(index: Path, count: int) -> Outcome:
    """Memory of a process that answers one query after another."""
    outcome = Outcome("memory while answering queries, after each tenth")
    sizes = _child("ask_queries", index, count)
    assert isinstance(sizes, list)
    outcome.times = count
    outcome.notes["MB"] = " ".join(f"{value:.0f}" for value in sizes)
    half, end = sizes[4], sizes[-1]
    if end > 1.05 * half + 5:
        outcome.lost.append(f"{half:.0f} MB after half of them, {end:.0f} MB after all")
    return outcome

"""Indexing again what has not changed."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter, process_time

from benchmarks.soak import corpus
from benchmarks.soak.outcome import Outcome
from indexer.index import create_index

LIMIT = 0.5
"""Seconds of processor time for a thousand files: well under one."""


def unchanged(folder: Path, files: int) -> Outcome:
    """Index a folder, then again three times; the best of these."""
    outcome = Outcome("files that have not changed since they were indexed")
    corpus.write(folder / "files", range(1, files + 1))
    best = []
    for turn in range(4):
        started, used = perf_counter(), process_time()
        with create_index(folder / "index") as opened:
            report = opened.add([folder / "files"])
        if turn:
            best.append((process_time() - used, perf_counter() - started))
            outcome.times += report.unchanged
            if report.unchanged != files:
                outcome.lost.append(f"{report.unchanged} of {files} were left alone")
    processor, clock = (min(times) * 1000 / files for times in zip(*best, strict=True))
    outcome.notes["per 1,000 files"] = f"{processor:.2f} s of processor, {clock:.2f} s by the clock"
    if processor > LIMIT:
        outcome.lost.append(f"{processor:.2f} s of processor for 1,000 files")
    return outcome

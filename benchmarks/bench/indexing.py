"""The stage about ``khoan index``: the texts whole, beside analysing them alone; and how large.

Both are commands in fresh processes, timed from start to end, in turns.
"""

from __future__ import annotations

import json
import shutil
import statistics
from pathlib import Path
from typing import Any, Final

from benchmarks.bench import copies
from benchmarks.bench.child import Done, python
from benchmarks.bench.engines import bytes_of
from benchmarks.bench.plan import Plan
from indexer.core.errors import KhoanError
from indexer.index import open_index

ROUNDS: Final = 3
"""Times that each of the two runs; medians count."""


def measure(plan: Plan) -> dict[str, Any]:
    """Seconds of both, by the clock and of processor, and bytes of the index and of the texts."""
    texts, index = plan.work / "texts-1", plan.work / "index-1"
    size = _texts(plan, 1)
    alone, whole = [], []
    for _ in range(ROUNDS):
        alone.append(python("benchmarks.bench.analysis", texts, plan.jobs))
        shutil.rmtree(index, ignore_errors=True)
        whole.append(_khoan(texts, index, plan.jobs))
    facts = json.loads(alone[0].stdout)
    (plan.work / "analysis.json").write_text(alone[0].stdout, encoding="utf-8")
    return {
        **facts,
        "jobs": plan.jobs,
        "analysis": _medians(alone),
        "index": _medians(whole),
        "text_mb": size / 1e6,
        "index_mb": bytes_of(index) / 1e6,
    }


def indexed(plan: Plan, clauses: int) -> tuple[Path, dict[str, Any]]:
    """An index of as many copies of the texts as have so many clauses, written by
    ``khoan index``, and what writing it took. One that an earlier stage wrote is used again."""
    times = -(-clauses // _clauses_of_one(plan))
    texts, index = plan.work / f"texts-{times}", plan.work / f"index-{times}"
    facts = index.with_suffix(".json")
    if facts.exists() and _usable(index):
        written: dict[str, Any] = json.loads(facts.read_text(encoding="utf-8"))
        return index, written
    size = _texts(plan, times)
    shutil.rmtree(index, ignore_errors=True)
    done = _khoan(texts, index, plan.jobs)
    shutil.rmtree(texts)
    written = {
        "copies": times,
        "index": _medians([done]),
        "text_mb": size / 1e6,
        "index_mb": bytes_of(index) / 1e6,
    }
    facts.write_text(json.dumps(written), encoding="utf-8")
    return index, written


def _usable(index: Path) -> bool:
    """Whether an earlier stage wrote this index, as it would be written now."""
    try:
        with open_index(index):
            return True
    except KhoanError:
        return False


def _clauses_of_one(plan: Plan) -> int:
    """Clauses of the texts, from an earlier stage or found out now."""
    known = plan.work / "analysis.json"
    if not known.exists():
        _texts(plan, 1)
        done = python("benchmarks.bench.analysis", plan.work / "texts-1", plan.jobs)
        known.write_text(done.stdout, encoding="utf-8")
    clauses: int = json.loads(known.read_text(encoding="utf-8"))["clauses"]
    return clauses


def _texts(plan: Plan, times: int) -> int:
    texts = plan.work / f"texts-{times}"
    shutil.rmtree(texts, ignore_errors=True)
    return copies.write(plan.folder, times, texts)


def _khoan(texts: Path, index: Path, jobs: int) -> Done:
    # 1: some files could not be read, which is no matter here; the others were indexed.
    return python("khoan", "index", texts, "--index", index, "--jobs", jobs, well=(0, 1))


def _medians(runs: list[Done]) -> dict[str, Any]:
    return {
        "seconds": statistics.median(run.seconds for run in runs),
        "cpu_seconds": statistics.median(run.cpu_seconds for run in runs),
        "runs": [run.seconds for run in runs],
    }

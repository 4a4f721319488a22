"""``python -m benchmarks.mutate``: a sample of mutants, and whether a test notices each.

A run can be stopped at any time and goes on where it was: results are stored by mutant and by the
text of its module. ``--again`` runs the survivors again, after tests were written.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from queue import SimpleQueue
from typing import Final, NamedTuple

from benchmarks.mutate.record import configuration
from benchmarks.mutate.sites import Site, mutated, sites
from benchmarks.mutate.tests_for import Record

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGES: Final = ["analyzers", "indexer", "khoan", "search_ui"]
EQUIVALENT: Final = Path(__file__).with_name("equivalent.tsv")
"""Mutants that no test can distinguish from the code: key, change, reason."""
_COPIED: Final = [*PACKAGES, "benchmarks", "tests", "data", "docs"]
_TARGET: Final = 0.85
"""Of the mutants that can be killed."""
_MOST: Final = 25.0
"""Seconds of tests for each mutant, as they took when they were recorded."""


class Outcome(NamedTuple):
    site: Site
    status: str
    """killed, late (the tests did not end: also killed), survived or equivalent"""
    note: str
    """The test that failed, or the reason."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=100, help="mutants (100)")
    parser.add_argument("--seed", default="khoan", help="which sample (khoan)")
    parser.add_argument("--jobs", type=int, default=2, help="mutants at a time (2)")
    parser.add_argument("--work", type=Path, default=ROOT / ".venv" / "mutate")
    parser.add_argument("--record", action="store_true", help="record again which tests run what")
    parser.add_argument("--again", action="store_true", help="run the survivors again")
    parser.add_argument("--only", default="", help="mutants whose key contains this")
    options = parser.parse_args()
    work: Path = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    chosen = [s for s in sample(options.count, options.seed) if options.only in s.key]
    record = _record(work, options.record)
    runner = _Runner(chosen, work, record, options.jobs, options.again)
    with ThreadPoolExecutor(options.jobs) as pool:
        outcomes = []
        for outcome in pool.map(runner.run, chosen):
            outcomes.append(outcome)
            print(f"{len(outcomes):3} {outcome.status:10} {outcome.site.key}", flush=True)
    return _summary(outcomes)


def sample(count: int, seed: str) -> list[Site]:
    """The ``count`` mutants whose names hash lowest with the seed."""
    paths = (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    found = [site for path in paths for site in sites(ROOT, path)]
    return sorted(found, key=lambda site: sha256(f"{seed}:{site.key}".encode()).digest())[:count]


def equivalent() -> dict[tuple[str, str], str]:
    """Reasons by key and change: where the code has changed, the judgement is void."""
    lines = EQUIVALENT.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {(key, change): reason for key, change, reason in rows}


def _tree(folder: Path) -> Path:
    """A copy of what the tests need."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    skipped = shutil.ignore_patterns("__pycache__", "out")
    for name in _COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=skipped)
    for path in ROOT.iterdir():
        if path.is_file() and path.suffix in {"", ".cfg", ".md", ".toml", ".txt"}:
            shutil.copy(path, folder)
    shared, link = ROOT.parent / "shared", folder.parent / "shared"
    if shared.is_dir() and not link.exists():
        link.symlink_to(shared)
    return folder


def _pytest(tree: Path, *arguments: str, **variables: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(
        command,
        cwd=tree,
        env={**environment, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def _record(work: Path, again: bool) -> Record:
    """All tests once, under coverage.py, unless that has been done."""
    folder, tree = work / "record", work / "tree-0"
    if again or not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        _tree(tree)
        settings = configuration(folder, tree, PACKAGES)
        running = _pytest(
            tree,
            *("-n", "2", "-p", "benchmarks.mutate.record", "--hypothesis-seed=0", "tests"),
            MUTATE_RECORD=str(folder),
            COVERAGE_PROCESS_START=str(settings),
        )
        output, _ = running.communicate()
        print("\n".join(output.splitlines()[-12:]), flush=True)
        (folder / "done").touch()
    return Record(folder, tree)


class _Runner:
    def __init__(
        self, chosen: list[Site], work: Path, record: Record, jobs: int, again: bool
    ) -> None:
        self._known = work / "results"
        self._known.mkdir(exist_ok=True)
        self._record, self._again = record, again
        self._equivalent = equivalent()
        self._trees: SimpleQueue[Path] = SimpleQueue()
        for number in range(jobs):
            self._trees.put(_tree(work / f"tree-{number}"))
        tests = sorted((ROOT / "tests").glob("test_*.py"))
        self._newer = [f"tests/{path.name}" for path in tests if record.is_older(path)]
        """Test modules written after the record, run whole."""
        self._existing = self._collected()
        self._texts = {s.path: (ROOT / s.path).read_text(encoding="utf-8") for s in chosen}

    def run(self, site: Site) -> Outcome:
        """One mutant, run or remembered."""
        reason = self._equivalent.get((site.key, site.change))
        if reason:
            return Outcome(site, "equivalent", reason)
        text = self._texts[site.path]
        name = sha256(f"{site.key}\n{text}".encode()).hexdigest()[:16]
        stored = self._known / f"{name}.json"
        if stored.exists():
            status, note = json.loads(stored.read_text())
            if not (self._again and status == "survived"):
                return Outcome(site, status, note)
        tree = self._trees.get()
        changed = tree / site.path
        try:
            changed.write_text(mutated(tree, site), encoding="utf-8")
            recorded = self._record.tests_for(site, _MOST)
            tests = [*self._newer, *(test for test in recorded if test in self._existing)]
            status, note = self._tested(tree, tests)
        finally:
            changed.write_text(text, encoding="utf-8")
            self._trees.put(tree)
        stored.write_text(json.dumps([status, note]))
        return Outcome(site, status, note)

    def _collected(self) -> set[str]:
        """The tests that there are now; those of the record may have other names."""
        tree = self._trees.get()
        output, _ = _pytest(tree, "-n", "0", "--collect-only", "tests").communicate()
        self._trees.put(tree)
        return set(output.splitlines())

    def _tested(self, tree: Path, tests: list[str]) -> tuple[str, str]:
        if not tests:
            return "survived", "no test runs it"
        limit = 60 + 6 * sum(self._record.seconds.get(test, 5.0) for test in tests)
        running = _pytest(tree, "-x", "-n", "0", "--tb=no", "--hypothesis-seed=0", *tests)
        try:
            output, _ = running.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, 9)
            running.communicate()
            return "late", f"after {limit:.0f} s"
        if running.returncode == 0:
            return "survived", f"{len(tests)} tests passed"
        lines = output.splitlines()
        failed = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
        return "killed", (failed or lines[-1:] or [""])[0][:200]


def _summary(outcomes: list[Outcome]) -> int:
    print()
    for outcome in outcomes:
        if outcome.status in {"survived", "equivalent"}:
            site = outcome.site
            print(f"{outcome.status}: {site.path}:{site.lines.start}  {site.key}")
            print(f"    {site.change}\n    {outcome.note}")
    counts = Counter(outcome.status for outcome in outcomes)
    killed = counts["killed"] + counts["late"]
    killable = len(outcomes) - counts["equivalent"]
    print(
        f"\n{killed} of {killable} killed ({counts['late']} by the time limit), "
        f"{counts['survived']} survived, {counts['equivalent']} equivalent"
    )
    return 0 if killed >= _TARGET * killable else 1


if __name__ == "__main__":
    sys.exit(main())

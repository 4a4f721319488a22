"""Which tests can see a change, the quickest first."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path
from typing import Final

import coverage

from benchmarks.mutate.sites import Site

_FEWEST: Final = 12
"""Tests below which a test's whole file is run too: a fixture that several tests share, or a cache,
is put down to the first of them."""


class Record:
    """What ``benchmarks.mutate.record`` wrote."""

    def __init__(self, folder: Path, root: Path) -> None:
        self._made = (folder / "done").stat().st_mtime
        self.seconds: dict[str, float] = {}
        for part in folder.glob("seconds.*.json"):
            self.seconds |= json.loads(part.read_text())
        self._files: dict[str, list[str]] = defaultdict(list)
        for test in self.seconds:
            self._files[test.split("::")[0]].append(test)
        self._lines: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for part in folder.glob("data*"):
            data = coverage.CoverageData(str(part))
            try:
                data.read()
            except coverage.exceptions.DataError:  # of a process that a test killed
                continue
            for name in data.measured_files():
                path = Path(name)
                if path.is_relative_to(root):
                    known = self._lines[path.relative_to(root).as_posix()]
                    for line, tests in data.contexts_by_lineno(name).items():
                        known[line].update(tests)

    def is_older(self, path: Path) -> bool:
        """Whether a test module was written after the tests were recorded."""
        return path.stat().st_mtime > self._made

    def tests_for(self, site: Site, most: float) -> list[str]:
        """Tests of at most ``most`` seconds together: those that run its lines, those of the same
        function where that is none (defaults, or code that runs once), at last of its module."""
        known = self._lines[site.path]
        near: set[str] = set()
        for lines in (site.lines, site.around, known):
            near = self._that_run(known, lines)
            if near:
                break
        order = sorted(near, key=self.seconds.__getitem__)
        if len(order) < _FEWEST:
            files = dict.fromkeys(test.split("::")[0] for test in order)
            more = [test for file in files for test in self._files[file] if test not in near]
            order += sorted(more, key=self.seconds.__getitem__)
        within = accumulate(self.seconds[test] for test in order)
        chosen = [test for test, total in zip(order, within, strict=True) if total <= most]
        return chosen or order[:1]

    def _that_run(self, known: dict[int, set[str]], lines: Iterable[int]) -> set[str]:
        found = {test for line in lines if line in known for test in known[line]}
        return found & self.seconds.keys()

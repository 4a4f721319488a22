"""A pytest plugin that records which tests run which lines, and how long each takes.

Writes into the folder ``$MUTATE_RECORD``: coverage.py's data, one file a process, and per
worker the seconds of each test that passed.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

_TEST = "MUTATE_TEST"
"""Names the running test to the processes that it starts."""


def configuration(folder: Path, root: Path, packages: list[str]) -> Path:
    """Write coverage.py's configuration for a record in ``folder``."""
    made = folder / "coverage.ini"
    sources = "".join(f"\n    {root / package}" for package in packages)
    made.write_text(
        f"[run]\ndata_file = {folder / 'data'}\nparallel = true\ncontext = ${{{_TEST}-}}\n"
        f"patch =\n    subprocess\n    _exit\nsource = {sources}\n",
        encoding="utf-8",
    )
    return made


class _Recorder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._coverage = coverage.Coverage(config_file=str(folder / "coverage.ini"))
        self._seconds: dict[str, float] = {}
        self._failed: set[str] = set()
        self._coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        os.environ[_TEST] = item.nodeid
        self._coverage.switch_context(item.nodeid)
        begun = time.monotonic()
        result = yield
        self._seconds[item.nodeid] = time.monotonic() - begun
        self._coverage.switch_context("")
        os.environ[_TEST] = ""
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self._failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        self._coverage.stop()
        self._coverage.save()
        passed = {test: s for test, s in self._seconds.items() if test not in self._failed}
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        (self._folder / f"seconds.{worker}.json").write_text(json.dumps(passed))


def pytest_configure(config: pytest.Config) -> None:
    folder = os.environ.get("MUTATE_RECORD")
    if folder and (hasattr(config, "workerinput") or config.getoption("numprocesses") == 0):
        config.pluginmanager.register(_Recorder(Path(folder)))

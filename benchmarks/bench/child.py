"""Running a module of Python in a process of its own, and what that took."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Collection, Mapping
from time import perf_counter
from typing import NamedTuple


class Done(NamedTuple):
    """A process that ended well."""

    stdout: str
    seconds: float
    cpu_seconds: float
    """Of it and of all the processes it started and waited for."""


class Failed(Exception):
    """A process that did not end well; says what it wrote last."""


def python(
    module: str,
    *arguments: object,
    environment: Mapping[str, str] | None = None,
    well: Collection[int] = (0,),
) -> Done:
    """Run ``python -m module arguments`` to its end.

    Args:
        well: statuses it may end with.

    Raises:
        Failed: it ended with another.
    """
    command = [sys.executable, "-m", module, *map(str, arguments)]
    before, start = _spent(), perf_counter()
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **(environment or {})},
    )
    seconds, spent = perf_counter() - start, _spent() - before
    if done.returncode not in well:
        raise Failed(f"{module} ended with {done.returncode}: {done.stderr[-2000:]}")
    return Done(done.stdout, seconds, spent)


def _spent() -> float:
    """Seconds of processor that finished children of this process took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime

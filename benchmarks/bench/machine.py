"""What a run was made with: enough to judge its figures, nothing that names the machine."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

PACKAGES = ("numpy", "scipy", "Whoosh-Reloaded", "tantivy", "bm25s", "numba")


def machine() -> dict[str, Any]:
    """Processor, cores, memory, and versions of all that is measured."""
    return {
        "processor": _processor(),
        "cores": cores(),
        "memory_gb": round(_memory() / 1e9, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": {"sqlite": sqlite3.sqlite_version, **_versions()},
    }


def described(found: dict[str, Any]) -> str:
    """The same in a line."""
    versions = ", ".join(f"{name} {number}" for name, number in found["versions"].items())
    return (
        f"{found['processor']}, {found['cores']} cores, {found['memory_gb']:g} GB, "
        f"{found['system']}, Python {found['python']}, {versions}"
    )


def cores() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def load() -> float:
    """Processes that ran or waited to run in the last minute, on average."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def _memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0


def _versions() -> dict[str, str]:
    there = {found.metadata["Name"]: found.version for found in distributions()}
    return {name: there[name] for name in PACKAGES if name in there}

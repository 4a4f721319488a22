"""Processor time and memory of a server: of its process and of all that it started (Linux)."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def family(process: int) -> list[int]:
    """A process and its descendants."""
    found = [process]
    for one in found:
        for listed in Path(f"/proc/{one}/task").glob("*/children"):
            with suppress(OSError):  # a thread that has ended meanwhile
                found += map(int, listed.read_text(encoding="ascii").split())
    return found


def processor_seconds(process: int) -> float:
    """Of all threads of the family so far; not a number where the system does not say. Processes
    that ended count where their parent waited for them."""
    ticks = 0
    for one in family(process):
        try:
            stat = Path(f"/proc/{one}/stat").read_text(encoding="utf-8")
        except OSError:
            return float("nan")
        ticks += sum(map(int, stat.rpartition(")")[2].split()[11:15]))
    return ticks / _TICK


def memory_mb(process: int) -> float:
    """What no file backs (``Pss_Anon``), of the family: what they share counts once."""
    total = 0
    for one in family(process):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        except OSError:
            return float("nan")
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:"))
    return total / 1024

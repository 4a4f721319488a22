"""Memory of a process in MB, as Linux reports it; not a number on other systems."""

from __future__ import annotations

from pathlib import Path


def resident(kind: str, process: int | str = "self") -> float:
    """A line of the process's status: ``VmRSS`` (now), ``VmHWM`` (at most, since the mark was
    reset), ``RssAnon`` (now, what no file backs)."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return float("nan")
    return next(
        (int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{kind}:")), float("nan")
    )


def family(process: int) -> list[int]:
    """A process and those that it started."""
    try:
        listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except OSError:
        return [process]
    return [process, *(int(one) for one in listed.split())]


def resident_in_all(kind: str, process: int) -> float:
    """A line of ``smaps_rollup`` (``Pss``, ``Pss_Anon``, ``Pss_File``) of a process and those that
    it started, added up: what they share counts once."""
    total = 0.0
    for one in family(process):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")) / 1024
    return total or float("nan")


def reset_peak() -> bool:
    """Let ``VmHWM`` of this process start again; returns whether the system allows that."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")
    except OSError:
        return False
    return True

"""The processes below a process (Linux: what ``/proc`` says)."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple


class Process(NamedTuple):
    """One process. Ids are used again, so the time of its start belongs to its name."""

    id: int
    started: str
    command: str


def below(process: int) -> list[Process]:
    """All processes that a process has started, and theirs, parents first."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        if known := _state(int(folder.name)):
            children.setdefault(int(known[1]), []).append(int(folder.name))
    found: list[Process] = []
    waiting = [process]
    while waiting:
        some = children.get(waiting.pop(0), [])
        waiting += some
        found += [each for one in some if (each := _process(one))]
    return found


def alive(process: Process) -> bool:
    """Whether it still runs; one that nobody has waited for does not."""
    known = _state(process.id)
    return bool(known) and known[0] != "Z" and known[19] == process.started


def left_after(processes: Iterable[Process], seconds: float) -> list[Process]:
    """Those of the processes that have not ended by themselves after so many seconds."""
    end = monotonic() + seconds
    left = [each for each in processes if alive(each)]
    while left and monotonic() < end:
        sleep(0.02)
        left = [each for each in left if alive(each)]
    return left


def _process(id_: int) -> Process | None:
    known = _state(id_)
    if not known:
        return None
    with suppress(OSError):
        command = Path(f"/proc/{id_}/cmdline").read_bytes().replace(b"\0", b" ")
        return Process(id_, known[19], command.decode(errors="replace"))
    return None


def _state(id_: int) -> list[str]:
    """What ``/proc/ID/stat`` says after the name: state, parent ... start; empty: no process."""
    try:
        line = Path(f"/proc/{id_}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return line.rpartition(")")[2].split()

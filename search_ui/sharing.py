"""What the processes of one server have in common: turns of large requests, counts for the rate
limit and for ``/metrics``, answers that are given again. One process has the same, for its threads.
"""

from __future__ import annotations

import mmap
import os
import secrets
import tempfile
from dataclasses import dataclass, replace
from typing import Final

from search_ui import counters, rates
from search_ui.counters import Counters
from search_ui.lanes import Lane, Locks, SharedLane, Turns
from search_ui.rates import Rates
from search_ui.settings import Settings
from search_ui.shared_answers import SharedAnswers, memory_for

_DOUBLE: Final = 8
_FIRST_LOCK: Final = 1
"""The one before is that of the rates."""


@dataclass(frozen=True, slots=True)
class Shared:
    """See the functions ``alone`` and ``between``."""

    counts: memoryview[float]
    """See ``counters.Counters``."""
    rates: Rates
    locks: Locks | None = None
    """None where there is one process."""
    part: int = 0
    """Which part of ``counts`` this process writes."""
    answers: SharedAnswers | None = None
    """None where each process has its own."""

    def counters(self) -> Counters:
        """The counts of requests."""
        return Counters(self.counts, self.part)

    def lanes(self, settings: Settings) -> tuple[Turns, Turns]:
        """Where large requests and exports take their turns."""
        large = settings.large_slots, settings.large_waiting, settings.large_wait
        exports = settings.export_slots, settings.export_waiting, settings.large_wait
        if self.locks is None:
            lane: Turns = Lane(*large)
            return lane, Lane(*exports) if exports[0] else lane
        lane = SharedLane(self.locks, _FIRST_LOCK, *large)
        after = _FIRST_LOCK + 2 * large[0] + large[1]
        return lane, SharedLane(self.locks, after, *exports) if exports[0] else lane

    def of(self, part: int) -> Shared:
        """The same, for the process that writes this part of the counts."""
        return replace(self, part=part)


def alone() -> Shared:
    """For one process."""
    counts = memoryview(bytearray(counters.SIZE * _DOUBLE)).cast("d")
    return Shared(counts, Rates(memoryview(bytearray(rates.SIZE)), secrets.token_bytes(16)))


def between(processes: int, answers: float = 0) -> Shared:
    """For so many processes, which are forked afterwards and inherit it.

    Args:
        answers: bytes of answers that are given again, of all processes together.

    Nothing of it has a name in a file system, so nothing stays when they end, however they end.
    """
    with tempfile.TemporaryFile(prefix="khoan-locks-", buffering=0) as named:
        file = os.dup(named.fileno())
    counts = memoryview(mmap.mmap(-1, processes * counters.SIZE * _DOUBLE)).cast("d")
    table = memoryview(mmap.mmap(-1, rates.SIZE))
    stored = None
    if answers:
        stored = SharedAnswers(memoryview(mmap.mmap(-1, memory_for(answers))), answers, file)
    rates_ = Rates(table, secrets.token_bytes(16), file)
    return Shared(counts, rates_, Locks(file), answers=stored)

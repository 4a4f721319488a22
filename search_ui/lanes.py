"""Large requests take turns: some are worked on at a time, some wait, the rest come later."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from threading import BoundedSemaphore, Lock
from typing import Final, Protocol

_LOOK: Final = 0.01
"""Seconds between two looks whether another process has given a slot back."""


class Busy(Exception):
    """Other large requests come first, and enough are waiting."""


class Turns(Protocol):
    """Where large requests take their turns."""

    def enter(self) -> Callable[[], None]:
        """Wait for a slot; returns what gives it back.

        Raises:
            Busy: too many wait already, or none became free in time.
        """


class Lane:
    """The turns of the threads of one process."""

    def __init__(self, slots: int, waiting: int, seconds: float) -> None:
        self._slots = BoundedSemaphore(slots)
        self._places = slots + waiting
        self._taken = 0
        self._seconds = seconds
        self._lock = Lock()

    def enter(self) -> Callable[[], None]:
        with self._lock:
            if self._taken >= self._places:
                raise Busy
            self._taken += 1
        if not self._slots.acquire(timeout=self._seconds):
            self._leave_line()
            raise Busy
        return self.leave

    def leave(self) -> None:
        """Give the slot back."""
        self._slots.release()
        self._leave_line()

    def _leave_line(self) -> None:
        with self._lock:
            self._taken -= 1


class Turn:
    """One small request after another in a process.

    Its threads share one interpreter: two searches at the same time take three times the processor
    of one after the other, and neither is done sooner. Nobody waits for long, though: after
    ``PATIENCE`` a request goes on beside the one before it.
    """

    PATIENCE: Final = 0.5
    """Seconds; most requests take a hundredth of that."""

    def __init__(self) -> None:
        self._free = BoundedSemaphore(1)

    def take(self) -> Callable[[], None]:
        """Wait for the turn; returns what gives it back. That may be called again."""
        if not self._free.acquire(timeout=self.PATIENCE):
            return _nothing
        given = Lock()

        def give() -> None:
            if given.acquire(blocking=False):
                self._free.release()

        return give


def _nothing() -> None:
    pass


class Locks:
    """Numbered locks, each for one thread of all processes that inherit the file.

    The operating system gives back what a process held when it ends, however it ends.
    """

    def __init__(self, file: int) -> None:
        self._file = file
        self._mine: set[int] = set()
        self._lock = Lock()

    def take(self, number: int) -> bool:
        """Whether nobody had it; now the caller does."""
        from fcntl import LOCK_EX, LOCK_NB, lockf

        with self._lock:
            if number in self._mine:  # lockf does not tell threads apart
                return False
            try:
                lockf(self._file, LOCK_EX | LOCK_NB, 1, number)
            except OSError:
                return False
            self._mine.add(number)
            return True

    def give(self, number: int) -> None:
        """Give it back."""
        from fcntl import LOCK_UN, lockf

        with self._lock:
            self._mine.discard(number)
            lockf(self._file, LOCK_UN, 1, number)


class Alone:
    """One thread of all processes at a time: ``with alone: ...``.

    The operating system gives it back when a process ends, however it ends.
    """

    def __init__(self, file: int | None, number: int) -> None:
        """
        Args:
            file: that all processes inherit; None where there is one.
            number: of a byte of it that nobody else locks.
        """
        self._file = file
        self._number = number
        self._lock = Lock()

    def __enter__(self) -> None:
        self._lock.acquire()
        if self._file is not None:
            from fcntl import LOCK_EX, lockf

            try:
                lockf(self._file, LOCK_EX, 1, self._number)
            except BaseException:
                self._lock.release()
                raise

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            from fcntl import LOCK_UN, lockf

            lockf(self._file, LOCK_UN, 1, self._number)
        self._lock.release()


class SharedLane:
    """The turns of all processes of one server.

    Args:
        first: number of the first of ``2 * slots + waiting`` locks.
    """

    def __init__(self, locks: Locks, first: int, slots: int, waiting: int, seconds: float) -> None:
        self._locks = locks
        self._slots = range(first, first + slots)
        self._places = range(first + slots, first + 2 * slots + waiting)
        self._seconds = seconds

    def enter(self) -> Callable[[], None]:
        place = self._any(self._places)
        if place is None:
            raise Busy
        until = time.monotonic() + self._seconds
        while (slot := self._any(self._slots)) is None:
            if time.monotonic() >= until:
                self._locks.give(place)
                raise Busy
            time.sleep(_LOOK)
        return partial(self._leave, place, slot)

    def _leave(self, place: int, slot: int) -> None:
        self._locks.give(slot)
        self._locks.give(place)

    def _any(self, numbers: range) -> int | None:
        return next((number for number in numbers if self._locks.take(number)), None)

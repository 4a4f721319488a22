"""A cache of decoded postings, bounded in bytes: what saves least goes first."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock, RLock, local
from time import thread_time
from typing import Final, TypeVar, cast

from indexer.core.dtypes import Array

T = TypeVar("T")

_SPARE: Final = 16
"""One part in so many of the limit is freed at a time."""
_LEAST: Final = 1e-9
"""Seconds that making a byte takes at least: clocks may be coarse."""


class _Stored:
    """A value, and what it is worth to keep it."""

    __slots__ = ("bytes", "due", "seconds", "used", "value")

    def __init__(self, value: object, size: int, seconds: float) -> None:
        self.value, self.bytes, self.seconds = value, size, seconds
        self.used = 0
        self.due = 0.0
        """The cache's clock at which it goes."""


class ByteCache:
    """One per snapshot, shared by its threads.

    What goes first is what saves least: seconds to make it again, times how often it was used, per
    byte (*GreedyDual-Size-Frequency*, Cherkasova 1998). A clock that advances to the worth of what
    goes makes old values lose. By age alone, values that are used in turn and are together a little
    larger than the limit would each be removed just before the next use.
    """

    def __init__(self, limit: int, clock: Callable[[], float] = thread_time) -> None:
        """``clock``: seconds, by which making a value is measured."""
        self._limit = limit
        self._seconds = clock
        self._values: dict[Hashable, _Stored] = {}
        self._bytes = 0
        self._clock = 0.0
        self._lock = Lock()
        self._making = RLock()

    def get(self, key: Hashable, make: Callable[[], tuple[T, int]]) -> T:
        """The value under ``key``; ``make`` returns it and its size in bytes where it is absent.

        A value of size 0 is not stored: it is empty and found quickly, and there is no limit to
        the number of words that no document has.
        """
        stored = self._used(key)
        if stored is None:
            # One at a time: while it is decoded, a value takes several times its size.
            with self._making:
                stored = self._used(key) or self._made(key, make)
        return cast("T", stored.value)

    def used(self, key: Hashable) -> object:
        """The value under ``key``, or None: without a function to make it, which takes as long to
        hand over as looking it up."""
        stored = self._used(key)
        return stored and stored.value

    def _used(self, key: Hashable) -> _Stored | None:
        stored = self._values.get(key)
        if stored is not None:
            # Threads may overwrite each other's count: one use more or less does not matter.
            stored.used += 1
            stored.due = self._clock + stored.used * stored.seconds / stored.bytes
        return stored

    def _made(self, key: Hashable, make: Callable[[], tuple[T, int]]) -> _Stored:
        started = self._seconds()
        value, size = make()
        made = _Stored(value, size, self._seconds() - started + size * _LEAST)
        if size:
            made.used = 1
            made.due = self._clock + made.seconds / size
            with self._lock:
                self._values[key] = made
                self._bytes += size
                if self._bytes > self._limit:
                    self._shrink(key)
        return made

    def _shrink(self, newest: Hashable) -> None:
        """Make room, for some time to come: sorting all takes as long as decoding a term or two."""
        for key in sorted(self._values, key=lambda key: self._values[key].due):
            if self._bytes <= self._limit - self._limit // _SPARE:
                return
            if key != newest:
                stored = self._values.pop(key)
                self._bytes -= stored.bytes
                self._clock = max(self._clock, stored.due)

    def peek(self, key: Hashable) -> object:
        """The value under ``key``, or None."""
        stored = self._values.get(key)
        return stored and stored.value

    @property
    def bytes(self) -> int:
        """Bytes in the cache now."""
        return self._bytes


class ThreadMemo:
    """What a thread last computed from an array, by name, until ``forget``: term after term is
    scored on the same array of entries."""

    def __init__(self) -> None:
        self._local = local()

    def of(self, name: str, array: Array, make: Callable[[], T]) -> T:
        """What ``make`` returns for this array, computed again only for another array object."""
        known: tuple[Array, T] | None = self._local.__dict__.get(name)
        if known is None or known[0] is not array:
            known = self._local.__dict__[name] = array, make()
        return known[1]

    def forget(self) -> None:
        """Drop the arrays, when a query is answered."""
        self._local.__dict__.clear()

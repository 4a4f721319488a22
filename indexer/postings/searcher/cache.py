"""A cache of decoded postings, bounded in bytes: of the half that was used least recently, the
largest values are removed first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from itertools import islice
from threading import Lock, RLock, local
from typing import Final, TypeVar, cast

from indexer.core.dtypes import Array

T = TypeVar("T")

_SPARE: Final = 16
"""One part in so many of the limit is freed at a time."""


class ByteCache:
    """One per snapshot, shared by its threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._values: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._bytes = 0
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
                stored = self._used(key) or self._store(key, make())
        return cast("T", stored[0])

    def _used(self, key: Hashable) -> tuple[object, int] | None:
        with self._lock:
            stored = self._values.get(key)
            if stored is not None:
                self._values.move_to_end(key)
            return stored

    def _store(self, key: Hashable, made: tuple[object, int]) -> tuple[object, int]:
        if not made[1]:
            return made
        with self._lock:
            self._values[key] = made
            self._bytes += made[1]
            if self._bytes > self._limit:
                self._shrink()
        return made

    def _shrink(self) -> None:
        """Make room. Removing one large value leaves many small ones, which cost nearly as much to
        make again. By age alone, values that are used in turn and are together a little larger
        than the limit would each be removed just before the next use."""
        older = list(islice(self._values, len(self._values) // 2))
        older.sort(key=lambda key: -self._values[key][1])
        for key in older:
            if self._bytes <= self._limit - self._limit // _SPARE:
                return
            self._bytes -= self._values.pop(key)[1]
        while self._bytes > self._limit and len(self._values) > 1:
            self._bytes -= self._values.popitem(last=False)[1][1]

    def peek(self, key: Hashable) -> object:
        """The value under ``key``, or None."""
        stored = self._values.get(key)
        return stored and stored[0]

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

"""Decoded postings kept for the next query: least recently used first out, bounded in bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

T = TypeVar("T")


class ByteCache:
    """One per view, shared by its threads. Two threads may make the same value; one is kept."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], tuple[T, int]]) -> T:
        """The value under ``key``; ``make`` gives it and its size in bytes where it is absent."""
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
                return cast("T", held[0])
        value, size = make()
        with self._lock:
            if key not in self._held:
                self._held[key] = (value, size)
                self._bytes += size
                while self._bytes > self._limit and len(self._held) > 1:
                    self._bytes -= self._held.popitem(last=False)[1][1]
        return value

    def peek(self, key: Hashable) -> object:
        """The value under ``key``, or None."""
        held = self._held.get(key)
        return held and held[0]

    @property
    def bytes(self) -> int:
        """Bytes held now."""
        return self._bytes

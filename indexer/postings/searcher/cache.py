"""Decoded postings kept for the next query, bounded in bytes: of the half that was used least
recently, the largest are the first out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from itertools import islice
from threading import Lock, RLock, local
from typing import Final, TypeVar, cast

from indexer.core.dtypes import Array

T = TypeVar("T")

_SPARE: Final = 16
"""One part in so many of the bound is made free at a time."""


class ByteCache:
    """One per view, shared by its threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()
        self._making = RLock()

    def get(self, key: Hashable, make: Callable[[], tuple[T, int]]) -> T:
        """The value under ``key``; ``make`` gives it and its size in bytes where it is absent.

        What has no size is not kept: it is nothing, found at once, and there is no end of words
        that are in no document.
        """
        held = self._used(key)
        if held is None:
            # One at a time: while it is decoded, a value takes several times its size.
            with self._making:
                held = self._used(key) or self._keep(key, make())
        return cast("T", held[0])

    def _used(self, key: Hashable) -> tuple[object, int] | None:
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
            return held

    def _keep(self, key: Hashable, made: tuple[object, int]) -> tuple[object, int]:
        if not made[1]:
            return made
        with self._lock:
            self._held[key] = made
            self._bytes += made[1]
            if self._bytes > self._limit:
                self._shrink()
        return made

    def _shrink(self) -> None:
        """Make room. One large value makes it for many small ones, which cost nearly as much to
        make again; and what is asked for in turns, and is a little too much for the bound, would be
        lost whole by age alone, each value just before it is asked for."""
        older = list(islice(self._held, len(self._held) // 2))
        older.sort(key=lambda key: -self._held[key][1])
        for key in older:
            if self._bytes <= self._limit - self._limit // _SPARE:
                return
            self._bytes -= self._held.pop(key)[1]
        while self._bytes > self._limit and len(self._held) > 1:
            self._bytes -= self._held.popitem(last=False)[1][1]

    def peek(self, key: Hashable) -> object:
        """The value under ``key``, or None."""
        held = self._held.get(key)
        return held and held[0]

    @property
    def bytes(self) -> int:
        """Bytes held now."""
        return self._bytes


class Again:
    """What a thread made of an array last, by name, until it forgets: term after term is scored
    on the same entries."""

    def __init__(self) -> None:
        self._local = local()

    def of(self, name: str, array: Array, make: Callable[[], T]) -> T:
        """What ``make`` gives for this array, the same object as before or another."""
        known: tuple[Array, T] | None = self._local.__dict__.get(name)
        if known is None or known[0] is not array:
            known = self._local.__dict__[name] = array, make()
        return known[1]

    def forget(self) -> None:
        """Let go of the arrays: a query is answered."""
        self._local.__dict__.clear()

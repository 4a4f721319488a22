"""Tell the C library when to return freed memory to the system.

New memory comes page by page, and each costs a microsecond when it is touched the first time: a
fifth of the first query of a million clauses, for arrays that were freed just before. A server
gives memory back, but not at once; a command that answers and ends reuses all of it.
"""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import Any, Final

_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_ARENA_MAX: Final = -8
"""Names of parameters in glibc's malloc.h; see mallopt(3)."""
_LARGE: Final = 2 << 20
"""Bytes from which an array has pages of its own, which are returned when it is freed. By default
glibc raises this to 32 MB as large arrays are freed, and the memory stays fragmented."""
_LEAST_FREE: Final = 2 << 20
_MOST_FREE: Final = 8 << 20
_FREE_FOR_EACH: Final = 8
"""Bytes at the end of its memory that a server may have free, for each clause: what a query needs
for a while grows with them. By default, once the above is set, they are 128 KB: 200 queries over a
million clauses, each for the first time, took 6.9 s of processor instead of 6.1, over 208,250
clauses 2.3 instead of 2.1."""
_ARENAS: Final = 1
"""By default glibc has one for each thread, at most eight times the number of cores; two take 15 MB
more. Threads take turns at Python, so they seldom wait for one another here."""
_MOST: Final = 32 << 20
"""The highest that glibc takes for an array to share memory with others."""


def give_back(clauses: int) -> bool:
    """From now on, large arrays are returned to the system as soon as they are freed, and what else
    is free beyond some megabytes: as much as queries over so many clauses need. Returns whether the
    C library supports that: only glibc does."""
    free = min(max(_LEAST_FREE, _FREE_FOR_EACH * clauses), _MOST_FREE)
    return _set(_LARGE, free, _ARENAS)


def reuse() -> bool:
    """From now on, freed memory is used again: for a process that ends soon. Returns whether the C
    library supports that."""
    return _set(_MOST, 4 * _MOST, _ARENAS)


def _set(large: int, free: int, arenas: int) -> bool:
    mallopt = _libc("mallopt")
    if mallopt is None:
        return False
    values = ((_MMAP_THRESHOLD, large), (_TRIM_THRESHOLD, free), (_ARENA_MAX, arenas))
    return all(mallopt(name, value) for name, value in values)


def trim() -> bool:
    """Return free memory that lies between memory in use (see malloc_trim(3)): takes a few
    milliseconds. Returns whether there was any."""
    trimmed = _libc("malloc_trim")
    return trimmed is not None and bool(trimmed(0))


@lru_cache(maxsize=2)
def _libc(name: str) -> Any:
    """A function of the C library; None where it does not have it."""
    try:
        return getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError, TypeError):
        return None

"""Have the C library return freed memory to the system."""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import Any, Final

_MMAP_THRESHOLD: Final = -3
_ARENA_MAX: Final = -8
"""Names of parameters in glibc's malloc.h; see mallopt(3)."""
_LARGE: Final = 2 << 20
"""Bytes from which an array has pages of its own, which are returned when it is freed. By default
glibc raises this to 32 MB as large arrays are freed, and the memory stays fragmented."""
_ARENAS: Final = 2
"""By default glibc has one for each thread, at most eight times the number of cores."""


def give_back() -> bool:
    """From now on, large arrays are returned to the system as soon as they are freed. Returns
    whether the C library supports that: only glibc does."""
    mallopt = _libc("mallopt")
    if mallopt is None:
        return False
    return bool(mallopt(_MMAP_THRESHOLD, _LARGE) and mallopt(_ARENA_MAX, _ARENAS))


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

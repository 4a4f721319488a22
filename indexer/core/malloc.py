"""Memory that a process gives back to the system."""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import Any, Final

_MMAP_THRESHOLD: Final = -3
_ARENA_MAX: Final = -8
"""Names of parameters in glibc's malloc.h; see mallopt(3)."""
_LARGE: Final = 2 << 20
"""Bytes from which an array has pages of its own, which go back when it does. Left to itself,
glibc raises this to 32 MB as large arrays come and go, and what they leave stays scattered."""
_ARENAS: Final = 2
"""Left to itself, glibc keeps one for each thread, eight times the cores at most."""


def give_back() -> bool:
    """Have large arrays give their pages back, from now on. Whether the C library was told to:
    others than glibc are left as they are."""
    tell = _libc("mallopt")
    return tell is not None and bool(tell(_MMAP_THRESHOLD, _LARGE) and tell(_ARENA_MAX, _ARENAS))


def trim() -> bool:
    """Give back what is free now between things that are not (see malloc_trim(3)): a few
    milliseconds. Whether anything was."""
    trimmed = _libc("malloc_trim")
    return trimmed is not None and bool(trimmed(0))


@lru_cache(maxsize=2)
def _libc(name: str) -> Any:
    """A function of the C library; None where it has no such one."""
    try:
        return getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError, TypeError):
        return None

"""Memory that a long-lived process gives back to the system."""

from __future__ import annotations

import ctypes
from typing import Final

_MMAP_THRESHOLD: Final = -3
_ARENA_MAX: Final = -8
"""Names of parameters in glibc's malloc.h; see mallopt(3)."""
_LARGE: Final = 2 << 20
"""Bytes from which an array has pages of its own, which go back when it does. Left to itself,
glibc raises this to 32 MB as large arrays come and go, and what they leave stays scattered."""
_ARENAS: Final = 2
"""Left to itself, glibc keeps one for each thread, eight times the cores at most."""


def give_back() -> bool:
    """Whether the C library was told to. Others than glibc are left as they are."""
    try:
        tell = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return False
    return bool(tell(_MMAP_THRESHOLD, _LARGE) and tell(_ARENA_MAX, _ARENAS))

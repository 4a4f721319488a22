"""How many bytes of decoded postings a snapshot caches: by its size and the machine's memory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from indexer.core.errors import SystemRefused

SETTING: Final = "KHOAN_POSTINGS_MB"
"""Environment variable: megabytes (2**20) of decoded postings in each process."""

_AN_ENTRY: Final = 512
"""Bytes for each entry. Over 1,041,176 clauses of laws, what 200 queries of 2 to 8 syllables decode
takes 294 MB, and what 400 do some 350."""
_LEAST: Final = 8 << 20
_PART: Final = 8
"""One part in so many of the memory there is."""
_CONTROL_GROUP: Final = Path("/sys/fs/cgroup/memory.max")


def cache_limit(entries: int) -> int:
    """Bytes to cache at most, for so many entries.

    Raises:
        SystemRefused: the setting is no number.
    """
    given = os.environ.get(SETTING)
    if given is None:
        return max(_LEAST, min(entries * _AN_ENTRY, memory() // _PART))
    if not given.isdecimal():
        raise SystemRefused(
            "%(name)s=%(value)s không phải số.",
            "Ghi bằng số MB, chẳng hạn %(name)s=256, hoặc bỏ trống.",
            name=SETTING,
            value=given,
        )
    return int(given) << 20


def memory() -> int:
    """Bytes of memory that this process may use: the machine's, or less in a container."""
    try:
        whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # Windows
        whole = 4 << 30
    try:
        allowed = _CONTROL_GROUP.read_text()
    except OSError:
        return whole
    return min(whole, int(allowed)) if allowed.strip().isdecimal() else whole

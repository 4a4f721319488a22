"""Results that are kept of functions of one text: bounded in number and in length, so in bytes.

Words come from documents and from strangers' queries. A bound in number alone would let long ones
take any memory, and one that fits the words of all documents would let made-up words take as much.
Vietnamese has some 7,000 syllables; with capitals and numbers, texts of laws use a few times that.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Final, TypeVar

T = TypeVar("T")

SYLLABLES: Final = 20_000
"""Syllables as written whose forms a process has at hand."""
LONGEST_KNOWN: Final = 24
"""Code points up to which the result for a syllable is cached: a text may be a single syllable of
millions."""


def known(most: int, longest: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Cache what a pure function gives for the last texts of at most ``longest`` code points."""

    def around(function: Callable[[str], T]) -> Callable[[str], T]:
        cached = lru_cache(maxsize=most)(function)

        @wraps(function)
        def inside(text: str) -> T:
            return cached(text) if len(text) <= longest else function(text)

        return inside

    return around

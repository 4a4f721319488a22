"""The two values that every analysis is made of: where something stands, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open interval of a text, in code points: ``text[start:end]``."""

    start: int
    end: int


class Token(NamedTuple):
    """One unit of a text.

    Filters may change ``text``; they never change ``span``, so a mark drawn from a token is
    always drawn on what the source really says.
    """

    text: str
    position: int
    """Ordinal of the token's first syllable, counted from 0. Adjacent syllables differ by 1."""
    span: Span


class Terms(NamedTuple):
    """The terms of one text in one index field, as parallel columns (no spans: see ``Token``)."""

    texts: Sequence[str]
    positions: Sequence[int]
    """Same length as ``texts``, never decreasing. Two terms may share a position."""

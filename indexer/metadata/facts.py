"""What was read, and where: a value never travels without its place in the view."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from analyzers.token import Span


class Fact(NamedTuple):
    value: str
    span: Span
    """In the view."""


Facts = Mapping[str, Fact]
"""Field of `indexer.core.document.Metadata` -> what was read of it."""

NOTHING: Final[Facts] = MappingProxyType({})


def known(**read: Fact | None) -> Facts:
    """The fields that were found."""
    return {name: fact for name, fact in read.items() if fact is not None}


class Read(NamedTuple):
    """What one layout of head was found to say."""

    facts: Facts
    after: int
    """Place of the first line below it."""
    blank: str = ""
    """What stands behind a number that was left blank: ``QĐ-UBND``."""

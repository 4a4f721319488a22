"""What is read of a clause before it is an effect of its document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from indexer.core.document import Path
from indexer.effects.kinds import EffectKind
from indexer.effects.model import Target, When
from indexer.effects.wording import Pair


@dataclass(frozen=True, slots=True)
class Context:
    """What the clauses above say."""

    document: Target | None = None
    """What is changed."""
    base: Path = ()
    """The place that bare places lie in: *một số điểm của Điều 17*."""
    kind: EffectKind | None = None
    """What is done to everything that is listed below: *Bãi bỏ các văn bản sau đây:*."""
    start: When | None = None
    until: When | None = None
    """Of that list."""


class Change(NamedTuple):
    """One effect, in positions of the clause's text."""

    kind: EffectKind
    start: int
    end: int
    target: Target
    begins: When | None = None
    ends: When | None = None
    exempt: tuple[tuple[int, int], ...] = ()
    words: tuple[Pair, ...] = ()
    after: Path = ()


class Read(NamedTuple):
    """What a clause says."""

    changes: tuple[Change, ...]
    below: Context
    """For the clauses under it."""
    header: bool = False
    """It only announces what the clauses under it say, if there are any that change something."""

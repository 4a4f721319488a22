"""Generations of an index: which records belong to each.

A writer numbers its records from ``first_of(epoch)`` on; epochs rise with every writer. When it
commits, its epoch is the newest generation: everything numbered below ``first_of(epoch + 1)``, save
what was replaced or deleted, and what writers left behind that never committed. What a generation
is stands in one alias, its counts in the alias's name and its records in the alias's filter, so
that one request to change aliases is a whole commit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

_BITS: Final = 32
"""Of the number of a record within its epoch."""
_NUMBERS: Final = re.compile(r"(\d+)\.(\d+)\.(\d+)\.(\d+)\.([01])")


@dataclass(frozen=True, slots=True)
class Generation:
    """What an index is from one commit to the next."""

    index: str
    """The OpenSearch index that has its records."""
    number: int
    """The epoch of the writer that committed it; 0: nobody has."""
    documents: int = 0
    clauses: int = 0
    committed: int = 0
    """Seconds since 1970, by the writer's clock."""
    exact: bool = False
    """Whether the vocabulary counts these records and no others: nothing was ever deleted."""
    ranges: tuple[tuple[int, int], ...] = ()
    """First and last version of documents that are left out, rising."""
    singles: tuple[int, ...] = ()
    """Versions of further documents that are left out, rising."""

    @property
    def limit(self) -> int:
        """The first number that is not in it."""
        return first_of(self.number + 1)

    @property
    def token(self) -> str:
        """See ``indexer.core.engine.Statistics``."""
        return f"{self.index}.{self.number}"

    def alias(self, name: str) -> str:
        """The alias that stands for it."""
        counts = f"{self.documents}.{self.clauses}.{self.committed}.{int(self.exact)}"
        return f"{generations(name)}{self.number}.{counts}"

    def filter(self) -> dict[str, Any]:
        """Its records, as a query."""
        left_out: list[dict[str, Any]] = [{"range": {"sequence": {"gte": self.limit}}}]
        left_out += [
            {"range": {"version": {"gte": first, "lte": last}}} for first, last in self.ranges
        ]
        if self.singles:
            left_out.append({"terms": {"version": list(self.singles)}})
        return {"bool": {"must_not": left_out}}


def first_of(epoch: int) -> int:
    """The number of an epoch's first record."""
    return epoch << _BITS


def generations(name: str) -> str:
    """What the aliases of an index's generations begin with."""
    return f"{name}.generation."


def newest(name: str, aliases: Mapping[str, Any]) -> Generation | None:
    """The newest generation among the aliases that a server lists; None: there is none."""
    found = [
        read
        for index, known in aliases.items()
        if isinstance(known, Mapping)
        for alias, about in known.get("aliases", {}).items()
        if (read := _read(name, index, alias, about)) is not None
    ]
    return max(found, key=lambda generation: generation.number, default=None)


def _read(name: str, index: str, alias: str, about: Mapping[str, Any]) -> Generation | None:
    numbers = re.fullmatch(
        r"(\d+)\.(\d+)\.(\d+)\.(\d+)\.([01])", alias.removeprefix(generations(name))
    )
    if not numbers:
        return None
    number, documents, clauses, committed, exact = map(int, numbers.groups())
    left_out = about.get("filter", {}).get("bool", {}).get("must_not", [])
    versions = [rule["range"]["version"] for rule in left_out if "version" in rule.get("range", {})]
    singles = [v for rule in left_out for v in rule.get("terms", {}).get("version", ())]
    return Generation(
        index,
        number,
        documents,
        clauses,
        committed,
        bool(exact),
        ranges=tuple((int(known["gte"]), int(known["lte"])) for known in versions),
        singles=tuple(map(int, singles)),
    )


class Held(NamedTuple):
    """A document in an index."""

    version: int
    entries: int


def without(
    before: Generation, dead: Iterable[tuple[int, int]], gone: Iterable[Held]
) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...]]:
    """What the generation after this one leaves out, as ``ranges`` and ``singles``.

    Args:
        dead: further ranges of versions.
        gone: documents, each once. Neighbours become one range: a rebuild leaves out a few.
    """
    ranges = [*before.ranges, *dead]
    singles = list(before.singles)
    run: list[Held] = []
    for held in [*sorted(gone), Held(-2, 0)]:
        if run and held.version != run[-1].version + run[-1].entries + 1:
            if len(run) > 1:
                ranges.append((run[0].version, run[-1].version))
            else:
                singles.append(run[0].version)
            run = []
        run.append(held)
    return tuple(sorted(ranges)), tuple(sorted(singles))

"""What a writer has written before its end, as runs: temporary files of postings.

Each is like a segment's file, of the documents after those of the run before it. At the end they
are merged into one. However many there have been, few are open at a time: where ``FAN`` of one
size have come together they become one run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, closing
from functools import partial
from typing import Any, Final, NamedTuple

import numpy as np

from indexer.arrayfile.container import Container, Opened
from indexer.arrayfile.unmapped import Read
from indexer.core.dtypes import Array, Ints
from indexer.core.malloc import trim
from indexer.postings.derived_field_writer import merge_gathered
from indexer.postings.merge import Part, merge
from indexer.postings.segment_field import Field, FieldWriter, narrow

FAN: Final = 32
"""Runs that are merged at a time: their files are open together, 60 KB each for what they hold."""


class _Run(NamedTuple):
    name: str
    entries: int
    """Documents that it is of."""
    level: int
    """How often its postings have been merged."""


class Runs:
    """The runs of one writer."""

    def __init__(self, storage: Any, name: str) -> None:
        """
        Args:
            storage: where temporary files go.
            name: what their names begin with.
        """
        self._storage = storage
        self._name = name
        self._made = 0
        self._runs: list[_Run] = []

    def add(self, entries: int, write: Callable[[Container], None]) -> None:
        """A run of so many documents, which ``write`` fills."""
        self._runs.append(self._written(entries, 0, write))
        while len(newest := self._of_one_size()) == FAN:
            entries, level = sum(run.entries for run in newest), newest[0].level + 1
            joined = self._written(entries, level, partial(self._merge, newest, packing=False))
            self._runs[-FAN:] = [joined]

    def merge(self, container: Container) -> None:
        """All runs as one file; they are gone then."""
        self._merge(self._runs, container, packing=True)
        self._runs = []

    def _of_one_size(self) -> list[_Run]:
        return [run for run in self._runs if run.level == self._runs[-1].level]

    def _written(self, entries: int, level: int, write: Callable[[Container], None]) -> _Run:
        name = f"{self._name}.{self._made}.run"
        self._made += 1
        with closing(self._storage.create_file(name)) as file:
            container = Container(file)
            write(container)
            container.close()
        return _Run(name, entries, level)

    def _merge(self, runs: Sequence[_Run], container: Container, *, packing: bool) -> None:
        base = 0
        sources: list[tuple[Opened, Ints, int]] = []
        with ExitStack() as stack:
            for run in runs:
                file = stack.enter_context(closing(self._storage.open_file(run.name)))
                numbers = np.arange(base, base + run.entries)
                sources.append((Read(file.raw_file(), run.name), numbers, run.entries))
                base += run.entries
            names = {name for opened, _, _ in sources for name in opened.facts["fields"]}
            merge_fields(container, sources, names, packing=packing)
        for run in runs:
            self._storage.delete_file(run.name)


def merge_fields(
    container: Container,
    sources: Sequence[tuple[Opened, Ints, int]],
    fields: Iterable[str],
    *,
    packing: bool = True,
) -> None:
    """Merge fields of several files into one.

    Args:
        sources: (file, new number of each of its entries or -1, entries it has in all).
        packing: see ``FieldWriter``.
    """
    known = {n: {s[0].facts.get(f"{n}/kind") for s in sources} - {None} for n in sorted(fields)}
    gathered = [name for name, kinds in known.items() if kinds == {"gathered"}]
    plain = [name for name, kinds in known.items() if kinds and name not in gathered]
    of = {n for name in gathered for s in sources for n in s[0].facts.get(f"{name}/of", ())}
    all_lengths: dict[str, Array] = {}
    for name in plain:
        having = [s for s in sources if f"{name}/kind" in s[0].facts]
        parts = [Part(Field(mapped, name), numbers) for mapped, numbers, _ in having]
        writer = FieldWriter(parts[0].field.kind, packing=packing)
        merge(parts, writer)
        count = 1 + max((int(n.max(initial=-1)) for _, n, _ in sources), default=-1)
        lengths = np.zeros(count, np.int32)
        for field, numbers in parts:
            if len(field.lengths):
                kept = numbers >= 0
                lengths[numbers[kept]] = field.lengths[kept]
        writer.close(container, name, lengths)
        if name in of:
            all_lengths[name] = narrow(lengths)
        trim()
    for name in gathered:
        merge_gathered(container, name, sources, all_lengths)
    container.fact("fields", sorted((*plain, *gathered)))

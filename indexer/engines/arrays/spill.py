"""Spills: temporary files of postings that a writer makes before its end, to bound its memory.

Each is like a segment's file, of the documents after those of the spill before it. At the end they
are merged into one. However many there have been, few are open at a time: where ``FAN`` of one
size have come together they become one spill.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from indexer.arrayfile.container import Container
from indexer.arrayfile.unmapped import Read
from indexer.core.engine import Elsewhere
from indexer.postings.merge_apart import Apart, File
from indexer.postings.merge_fields import in_order, merge_fields

FAN: Final = 32
"""Spills that are merged at a time: their files are open together, 60 KB of memory each."""


class _Spill(NamedTuple):
    name: str
    max_doc: int
    """How many entries it has."""
    level: int
    """How many times its postings have been merged."""


class Spills:
    """The spills of one writer."""

    def __init__(self, storage: Any, name: str) -> None:
        """
        Args:
            storage: where temporary files go.
            name: what their names begin with.
        """
        self._storage = storage
        self._name = name
        self._made = 0
        self._spills: list[_Spill] = []

    def add(self, max_doc: int, write: Callable[[Container], None]) -> None:
        """Make a spill of so many entries, whose content ``write`` writes."""
        self._spills.append(self._write(max_doc, 0, write))
        while len(newest := self._of_one_size()) == FAN:
            max_doc, level = sum(spill.max_doc for spill in newest), newest[0].level + 1
            merged = self._write(max_doc, level, partial(self._merge, newest, packing=False))
            self._spills[-FAN:] = [merged]

    def merge(self, container: Container, elsewhere: Elsewhere | None = None) -> None:
        """Merge all spills into one file, and remove them.

        Args:
            elsewhere: processes that merge some of the fields.
        """
        self._merge(self._spills, container, packing=True, elsewhere=elsewhere)
        self._spills = []

    def _of_one_size(self) -> list[_Spill]:
        return [spill for spill in self._spills if spill.level == self._spills[-1].level]

    def _write(self, max_doc: int, level: int, write: Callable[[Container], None]) -> _Spill:
        name = f"{self._name}.{self._made}.run"
        self._made += 1
        with closing(self._storage.create_file(name)) as file:
            container = Container(file)
            write(container)
            container.close()
        return _Spill(name, max_doc, level)

    def _merge(
        self,
        spills: Sequence[_Spill],
        container: Container,
        *,
        packing: bool,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        folder = getattr(self._storage, "folder", None)
        with ExitStack() as stack:
            opened = []
            for spill in spills:
                file = stack.enter_context(closing(self._storage.open_file(spill.name)))
                opened.append(Read(file.raw_file(), spill.name))
            sources = in_order(zip(opened, (spill.max_doc for spill in spills), strict=True))
            names = {name for one in opened for name in one.facts["fields"]}
            if elsewhere is None or not folder:  # in memory: nobody else can read them
                merge_fields(container, sources, names, packing=packing)
            else:
                files = [File(Path(folder, spill.name), spill.max_doc) for spill in spills]
                apart = Apart(elsewhere, files, opened, sources, Path(folder, self._name))
                stack.callback(apart.close)
                merge_fields(container, sources, names, packing=packing, taken=apart.take)
        for spill in spills:
            self._storage.delete_file(spill.name)

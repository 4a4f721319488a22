"""Fields of some files of postings merged by other processes, a group of fields each.

What is written is what ``merge_fields`` writes, byte for byte. While one process merges at the end
of indexing, those that prepared the documents have nothing else to do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final, NamedTuple

from indexer.arrayfile.container import Container
from indexer.arrayfile.unmapped import Read
from indexer.core.engine import Elsewhere
from indexer.postings.derived_field import DERIVED
from indexer.postings.merge import MergeSource
from indexer.postings.merge_fields import in_order, merge_derived, merge_field

GROUPS: Final = 6
"""Groups of fields: so many that two or three processes end at about the same time. To open the
files for a group takes some milliseconds."""
MEMORY: Final = 4
"""See ``merge``: a process that has analysed documents has 15 MB more at its disposal, and merges
an eighth faster with it."""
_TERM: Final = 16
"""A term takes as long as so many bytes of postings."""


class File(NamedTuple):
    """A file of postings that is merged with those before and after it."""

    path: Path
    size: int
    """How many entries it has."""


class Apart:
    """Fields that other processes merge, and derived ones, which this one merges meanwhile."""

    def __init__(
        self,
        elsewhere: Elsewhere,
        files: Sequence[File],
        opened: Sequence[Read],
        sources: Sequence[MergeSource],
        into: Path,
    ) -> None:
        """Begin to merge all fields.

        Args:
            opened: the files, open.
            sources: the same files.
            into: how the paths of temporary files begin.
        """
        self._groups: dict[str, _Group] = {}
        for number, names in enumerate(_grouped(opened)):
            path = into.with_name(f"{into.name}.part-{number}.run")
            group = _Group(elsewhere(merge_files, files, names, path), path)
            self._groups.update(dict.fromkeys(names, group))
        path = into.with_name(f"{into.name}.derived.run")
        names = sorted({name for file in opened for name in _fields(file, derived=True)})
        self._groups.update(dict.fromkeys(names, _Group(lambda: True, path)))
        with path.open("xb") as made:
            container = Container(made)
            merge_derived(container, sources, names)
            container.close()

    def take(self, container: Container, name: str) -> bool:
        """Wait for a field and add it; returns whether it was merged."""
        group = self._groups.get(name)
        if group is None or not group.done():
            return False
        with group.path.open("rb") as file:
            Read(file, group.path.name).copy(container, f"{name}/")
        return True

    def close(self) -> None:
        """Remove the temporary files."""
        for group in self._groups.values():
            with suppress(OSError):
                group.path.unlink(missing_ok=True)


class _Group(NamedTuple):
    done: Callable[[], bool]
    path: Path


def _grouped(opened: Sequence[Read]) -> list[list[str]]:
    """The fields in groups that take about as long, those first that take longest."""
    costs: dict[str, int] = {}
    for file in opened:
        for name in _fields(file, derived=False):
            cost = _TERM * file.facts[f"{name}/terms.count"] + file.size(f"{name}/")
            costs[name] = costs.get(name, 0) + cost
    groups: list[tuple[int, list[str]]] = [(0, [])] * GROUPS
    for name in sorted(costs, key=costs.__getitem__, reverse=True):
        groups.sort()
        cost, names = groups[0]
        groups[0] = cost + costs[name], [*names, name]
    return [names for _, names in sorted(groups, reverse=True) if names]


def _fields(file: Read, *, derived: bool) -> list[str]:
    names: list[str] = file.facts["fields"]
    return [name for name in names if (file.facts[f"{name}/kind"] == DERIVED) == derived]


def merge_files(files: Sequence[File], names: Sequence[str], into: Path) -> None:
    """Merge some fields of files into a new file."""
    with ExitStack() as stack:
        raw = [stack.enter_context(file.path.open("rb")) for file in files]
        opened = [Read(one, file.path.name) for one, file in zip(raw, files, strict=True)]
        sources = in_order(zip(opened, (file.size for file in files), strict=True))
        container = Container(stack.enter_context(into.open("xb")))
        for name in names:
            merge_field(container, sources, name, memory=MEMORY)
        container.close()

"""What a run of indexing did: a report for whoever started it, and a shorter one that is stored
with the index (``indexer.core.run``)."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from time import monotonic
from typing import Final

from indexer.core.run import FileOutcome, Run, dump_run, tallies
from indexer.core.said import Said

_PATH: Final = re.compile(r"(?<![\w./])(?:/[^/\s'\"<>:]+)+/")
"""Folders of an absolute path, as errors of the system and of libraries write it."""
_NO_READER: Final = Said("chưa có trình đọc cho loại tệp này")
_NO_SUFFIX: Final = Said("tệp không có đuôi, không rõ là loại gì")
_LINK: Final = Said("liên kết tới thư mục hoặc ra ngoài nơi được lập chỉ mục, không được theo")
_NOT_YET: Final = Said("những lần trước chưa đọc được")


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that was skipped."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was found in a folder and not looked into."""

    source: str
    kind: str
    """The suffix of a file, in lower case (empty: it has none), or ``link``: one that is not
    followed."""
    reason: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Report:
    """What one run did, in files."""

    indexed: int = 0
    unchanged: int = 0
    clauses: int = 0
    """Pieces of the files that were indexed."""
    failures: tuple[Failure, ...] = ()
    warnings: tuple[Failure, ...] = ()
    """Files that were indexed although their text cannot be fully trusted."""
    pruned: int = 0
    """Documents that were deleted because their file is gone."""
    left_out: tuple[LeftOut, ...] = ()
    """Files that no reader is for, and links that are not followed, in order of name."""
    files: tuple[FileOutcome, ...] = field(default=(), compare=False, repr=False)
    """Every file that was found, once, with what became of it."""


class Outcomes:
    """Collects what becomes of files during a run."""

    def __init__(self) -> None:
        self.started = datetime.now(timezone.utc)
        self._clock = monotonic()
        self.outcomes: list[FileOutcome] = []
        self.failures: list[Failure] = []
        self.pruned = 0

    def add(self, outcome: FileOutcome) -> None:
        """A file, and what became of it."""
        self.outcomes.append(outcome)

    def failed(self, source: str, kind: str, reason: str, advice: str = "") -> None:
        """A file that could not be read."""
        self.failures.append(Failure(source, reason))
        self.add(FileOutcome(source, kind, "failed", reason, advice))

    def report(self) -> Report:
        """All of it."""
        files = self.outcomes
        indexed = [one for one in files if one.state == "indexed"]
        return Report(
            indexed=len(indexed),
            unchanged=sum(one.state == "unchanged" for one in files),
            clauses=sum(one.clauses for one in indexed),
            failures=tuple(self.failures),
            warnings=tuple(Failure(one.source, one.reason) for one in indexed if one.reason),
            pruned=self.pruned,
            left_out=tuple(
                LeftOut(one.source, one.kind, one.reason)
                for one in files
                if one.state == "left_out"
            ),
            files=tuple(files),
        )

    def stored(self, others: Iterable[FileOutcome] = ()) -> str:
        """What the index keeps of it (``indexer.core.run.dump_run``).

        Args:
            others: files that this run did not look at, as they stand.
        """
        every = [*self.outcomes, *others]
        total, kinds, folders = tallies(every)
        doubtful = [one for one in every if one.state == "indexed" and one.reason]
        shown = [
            *(one for one in every if one.state == "failed"),
            *doubtful,
            *(one for one in every if one.state == "left_out"),
        ]
        return dump_run(
            Run(
                started=self.started.isoformat(timespec="seconds"),
                seconds=monotonic() - self._clock,
                total=total,
                clauses=sum(one.clauses for one in self.outcomes if one.state == "indexed"),
                pruned=self.pruned,
                kinds=kinds,
                folders=folders,
                files=tuple(map(_without_paths, shown)),
            )
        )


def kind_of_name(source: str) -> str:
    """The suffix of a file's name, in lower case."""
    return Path(source).suffix.lower()


def left_out(source: str, kind: str) -> FileOutcome:
    """A file that no reader is for, or a link that is not followed."""
    reason = _LINK if kind == "link" else _NO_READER if kind else _NO_SUFFIX
    return FileOutcome(source, kind, "left_out", reason)


def not_looked_at(sources: Iterable[tuple[str, bool]], before: Run | None) -> Iterator[FileOutcome]:
    """How files stand that a run did not look at.

    Args:
        sources: each with whether the index has it.
        before: the run before, which may say why it has not.
    """
    known = {one.source: one for one in before.files} if before else {}
    sources = list(sources)
    given = {source for source, _ in sources}
    for one in known.values():  # what could not be read inside a container
        if one.source not in given and any(place in given for place in _above(one.source)):
            yield one
    for source, indexed in sources:
        then = known.get(source)
        if indexed:
            yield FileOutcome(source, kind_of_name(source), "unchanged")
        elif then is not None and then.state in {"failed", "left_out"}:
            yield then
        else:
            yield FileOutcome(source, kind_of_name(source), "failed", _NOT_YET)


def _above(source: str) -> Iterator[str]:
    """Everything that a source may lie in."""
    while "/" in source:
        source = source.rpartition("/")[0]
        yield source


def folder_name(path: Path, roots: Collection[Path]) -> str:
    """A folder as reports call it: relative to what was named, ``/`` at its end."""
    root = next((root for root in roots if root in path.parents), path)
    name = path.relative_to(root).as_posix() if path != root else path.name
    return f"{name}/".encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _without_paths(one: FileOutcome) -> FileOutcome:
    return one._replace(reason=_hidden(one.reason), advice=_hidden(one.advice))


def _hidden(text: str) -> str:
    """A text without paths of this machine: only file names are left of them."""
    if isinstance(text, Said):
        values = {
            name: _hidden(value) if isinstance(value, str) else value
            for name, value in text.values.items()
        }
        return Said(text.template, **values)
    for known in (tempfile.gettempdir(), str(Path.home())):
        text = text.replace(known, "…")
    return _PATH.sub("…/", text)

"""Brings an index up to date with files: those that are new or changed are prepared and put."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from indexer.core.engine import Engine, Writer
from indexer.core.errors import UnreadableFile
from indexer.core.ocr_mode import Mode
from indexer.core.said import Said
from indexer.ingest.catalog import Catalog
from indexer.ingest.files import File, absolute, find, gone
from indexer.ingest.prepare import PendingFile, PreparedFile, Preparer
from indexer.ingest.prune import prunable
from indexer.ingest.read import digest_of
from indexer.readers import readers

Prune = bool | Literal["all"]
"""Whether documents are forgotten whose file is gone: none, those that surely are, or ``all`` that
are not found. See ``indexer.ingest.prune``."""
Progress = Callable[[int, int, str], None]
"""Called before each file with (files done, files in all, the next file's source), and before each
page that is recognised, from another thread, with the page behind the source: ``a.pdf (3/12)``."""


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


def index_files(
    engine: Engine,
    paths: Iterable[Path],
    *,
    rebuild: bool = False,
    prune: Prune = False,
    only: Collection[Path] | None = None,
    follow_links: bool = False,
    progress: Progress | None = None,
    processes: int = 1,
    ocr: Mode | None = None,
) -> Report:
    """Bring the index up to date with the files under ``paths``, all or nothing.

    Files that have not changed since they were indexed are skipped. A file that cannot be read is
    reported and skipped; its document in the index stays.

    Args:
        rebuild: read every file again, changed or not.
        prune: delete documents whose file was under ``paths`` and is gone. What is not found and
            may come back stays, and is among the failures; ``"all"`` deletes it too.
        only: ignore all files but these absolute paths.
        follow_links: follow links to files that lead out of ``paths``.
        progress: see ``Progress``.
        processes: how many processes prepare files; with 1, this process prepares short plain
            texts, and one other the rest.
        ocr: which pages are recognised by Tesseract: those without text of their own (``auto``),
            none, or all (``always``); None: what ``KHOAN_OCR`` in the environment says, or auto.

    Raises:
        IndexLocked: another program is writing.
        IndexUnwritable: a full disk, or no permission.
    """
    roots = [absolute(path) for path in paths]
    failures: list[Failure] = []
    others: list[File] = []

    def unlisted(error: OSError) -> None:
        failures.append(_unlisted(error, roots))

    files = list(find(roots, readers(), unlisted, others.append, follow_links=follow_links))
    wanted = [file for file in files if only is None or file.path in only]
    if prune == "all":
        wanted = [file for file in wanted if file.path not in roots or not gone(file.path)]
    now = _Now(progress)
    with (
        engine.writer() as writer,
        Preparer(processes, ocr=ocr, page_begins=now.page_begins) as preparer,
    ):
        catalog = Catalog(engine.documents())
        report = Report(failures=tuple(failures), left_out=_left_out(others, roots, only))
        start = partial(_start, catalog=catalog, preparer=preparer, rebuild=rebuild)
        pending: deque[_Outcome] = deque()
        for done, file in enumerate(wanted):
            now.file_begins(done, len(wanted), file.source)
            while len(pending) <= preparer.ahead and done + len(pending) < len(wanted):
                pending.append(start(wanted[done + len(pending)]))
            report = _counted(report, _put(writer, catalog, pending.popleft()))
        if prune:
            for root in roots:
                report = _prune(writer, catalog, root, files, report, everything=prune == "all")
        now.file_begins(len(wanted), len(wanted), "")
    return report


class _Now:
    """Tells where a run is: at which file, and at which page of one that takes long."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._done, self._total = 0, 0

    def file_begins(self, done: int, total: int, source: str) -> None:
        self._done, self._total = done, total
        if self._progress:
            self._progress(done, total, source)

    def page_begins(self, source: str, done: int, total: int) -> None:
        if self._progress and total > 1:
            self._progress(self._done, self._total, f"{source} ({done + 1}/{total})")


class _Started(NamedTuple):
    """A file that is being prepared."""

    file: File
    prepared: PendingFile


_Outcome = _Started | Failure | None
"""The state of a file; None: it has not changed."""


def _start(file: File, catalog: Catalog, preparer: Preparer, rebuild: bool) -> _Outcome:
    """Begin to prepare a file, unless it has not changed."""
    try:
        fingerprint = digest_of(file)
    except UnreadableFile as error:
        return Failure(file.source, error.reason)
    if catalog.unchanged(file, fingerprint) and not rebuild:
        return None
    return _Started(file, preparer.start(file, fingerprint))


def _put(writer: Writer, catalog: Catalog, outcome: _Outcome) -> PreparedFile | Failure | None:
    """Wait for a file that is being prepared and put it into the index. Of a file that cannot be
    prepared, nothing is put."""
    if not isinstance(outcome, _Started):
        return outcome
    try:
        document, entries = prepared = outcome.prepared(catalog.free_id)
    except UnreadableFile as error:
        return Failure(outcome.file.source, error.reason)
    for old in catalog.superseded(document):
        writer.delete(old)
    catalog.add(document)
    writer.put(document, entries)
    return prepared


def _prune(
    writer: Writer,
    catalog: Catalog,
    root: Path,
    files: list[File],
    report: Report,
    *,
    everything: bool,
) -> Report:
    """Delete documents whose file is gone."""
    forgotten, kept = prunable(catalog, root, files, everything=everything)
    for row in forgotten:
        writer.delete(row.id)
        catalog.forget(row)
    failures = tuple(Failure(str(one.folder), one.reason) for one in kept)
    return replace(
        report,
        failures=report.failures + failures,
        pruned=report.pruned + len(forgotten),
    )


def _left_out(
    others: list[File], roots: list[Path], only: Collection[Path] | None
) -> tuple[LeftOut, ...]:
    """A report on the files that were not looked into. Those that were named themselves are read,
    and refused with a reason."""
    return tuple(
        LeftOut(file.source, "link" if file.link else file.path.suffix.lower())
        for file in {file.path: file for file in others}.values()
        if file.path not in roots and (only is None or file.path in only)
    )


def _unlisted(error: OSError, roots: list[Path]) -> Failure:
    path = Path(error.filename or "")
    root = next((root for root in roots if root in path.parents), path)
    name = path.relative_to(root).as_posix() if path != root else path.name
    return Failure(f"{name}/", error.strerror or Said("không mở được"))


def _counted(report: Report, outcome: PreparedFile | Failure | None) -> Report:
    if outcome is None:
        return replace(report, unchanged=report.unchanged + 1)
    if isinstance(outcome, Failure):
        return replace(report, failures=(*report.failures, outcome))
    document, entries = outcome
    warning = (Failure(document.source, document.quality),) if document.quality else ()
    return replace(
        report,
        indexed=report.indexed + 1,
        clauses=report.clauses + len(entries),
        warnings=report.warnings + warning,
    )

"""Files to index. The whole way in, readable at a glance: read, parse, analyse, put."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from indexer.analysing import Analysed, Analysing
from indexer.document import Clause, Document
from indexer.engine import Engine, Writer
from indexer.errors import UnreadableFile
from indexer.files import File, absolute, digest, find, gone
from indexer.isolation import Isolation
from indexer.known import Known
from indexer.readers import READERS

Progress = Callable[[int, int, str], None]
"""Called before each file with (files done, files in all, the next file's source)."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that was skipped."""

    source: str
    reason: str


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
    """Documents that were forgotten because their file is gone."""


def index_files(
    engine: Engine,
    paths: Iterable[Path],
    *,
    rebuild: bool = False,
    prune: bool = False,
    only: Collection[Path] | None = None,
    progress: Progress | None = None,
    processes: int = 1,
) -> Report:
    """Bring the index up to date with the files under ``paths``, all or nothing.

    What has not changed since it was indexed is left alone. A file that cannot be read is
    reported and skipped; what the index knew of it stays.

    Args:
        rebuild: read every file again, changed or not.
        prune: forget documents whose file lay under ``paths`` and is gone.
        only: look at no other files than these absolute paths.
        progress: see ``Progress``.
        processes: how many analyse documents beside this one; with 1, this one analyses what is
            short, and another what is long.

    Raises:
        IndexLocked: another program is writing.
        IndexUnwritable: a full disk, or no permission.
    """
    roots = [absolute(path) for path in paths]
    failures: list[Failure] = []
    files = list(find(roots, READERS, lambda error: failures.append(_unlisted(error, roots))))
    wanted = [file for file in files if only is None or file.path in only]
    with engine.writer() as writer, Isolation() as isolation, Analysing(processes) as analysing:
        known = Known(engine.documents())
        report = Report(failures=tuple(failures))
        start = partial(_start, known=known, isolation=isolation, rebuild=rebuild)
        for outcome in _analysed(_outcomes(wanted, start, progress), known, analysing):
            made = _put(writer, known, outcome) if isinstance(outcome, _Ready) else outcome
            report = _counted(report, made)
        if prune:
            report = _prune(writer, known, roots, files, report)
        if progress:
            progress(len(wanted), len(wanted), "")
    return report


class _Made(NamedTuple):
    """A file that was read."""

    document: Document
    clauses: tuple[Clause, ...]


class _Ready(NamedTuple):
    """A document that is analysed, or being so."""

    document: Document
    clauses: tuple[Clause, ...]
    superseded: list[str]
    """Ids that its file had before."""
    analysed: Analysed


_Outcome = _Made | Failure | None
"""What became of a file; None: it has not changed."""


def _outcomes(
    files: list[File], start: Callable[[File], Callable[[], _Outcome]], progress: Progress | None
) -> Iterator[_Outcome]:
    """What becomes of each file. While one is put into the index, the next is being read."""
    pending = start(files[0]) if files else None
    for done, file in enumerate(files):
        if progress:
            progress(done, len(files), file.source)
        outcome = pending() if pending else None
        pending = start(files[done + 1]) if done + 1 < len(files) else None
        yield outcome


def _start(file: File, known: Known, isolation: Isolation, rebuild: bool) -> Callable[[], _Outcome]:
    """Begin to read a file, unless it has not changed. The answer is waited for."""
    try:
        fingerprint = _digest(file)
    except UnreadableFile as error:
        failure = Failure(file.source, error.reason)
        return lambda: failure
    if known.unchanged(file, fingerprint) and not rebuild:
        return lambda: None
    reading = isolation.start(file)

    def wait() -> _Outcome:
        try:
            document, clauses = reading()
        except UnreadableFile as error:
            return Failure(file.source, error.reason)
        return _Made(replace(document, digest=fingerprint, origin=str(file.path)), clauses)

    return wait


def _analysed(
    outcomes: Iterator[_Outcome], known: Known, analysing: Analysing
) -> Iterator[_Ready | Failure | None]:
    """The same outcomes in the same order; documents under ids of their own, and being analysed."""
    pending: deque[_Ready | Failure | None] = deque()
    for outcome in outcomes:
        if isinstance(outcome, _Made):
            document, clauses = known.renamed(*outcome)
            old = known.superseded(document)
            known.add(document)
            analysed = analysing.start(document, clauses)
            pending.append(_Ready(document, clauses, old, analysed))
        else:
            pending.append(outcome)
        while len(pending) > analysing.ahead:
            yield pending.popleft()
    yield from pending


def _put(writer: Writer, known: Known, ready: _Ready) -> _Outcome:
    """Put a document that is analysed: one that cannot be leaves no half behind."""
    document, clauses, superseded, analysed = ready
    try:
        prepared = analysed()
    except UnreadableFile as error:
        known.forget(document)
        return Failure(document.source, error.reason)
    except Exception as error:  # noqa: BLE001  # one document does not stop the others
        known.forget(document)
        reason = f"không phân tích được tệp này ({type(error).__name__}: {error})"
        return Failure(document.source, reason)
    for old in superseded:
        writer.delete(old)
    writer.put(document, prepared)
    return _Made(document, clauses)


def _prune(
    writer: Writer, known: Known, roots: list[Path], files: list[File], report: Report
) -> Report:
    """Forget what is gone; but a folder without any file is taken for a disk that is missing."""
    for root in roots:
        lost = [d for d in known.under(root) if gone(Path(d.origin or ""))]
        if lost and not any(file.path == root or root in file.path.parents for file in files):
            reason = f"không còn tệp nào; giữ {len(lost)} văn bản, phòng khi ổ đĩa chưa gắn"
            report = replace(report, failures=(*report.failures, Failure(str(root), reason)))
            continue
        for document in lost:
            writer.delete(document.id)
            known.forget(document)
        report = replace(report, pruned=report.pruned + len(lost))
    return report


def _unlisted(error: OSError, roots: list[Path]) -> Failure:
    path = Path(error.filename or "")
    root = next((root for root in roots if root in path.parents), path)
    name = path.relative_to(root).as_posix() if path != root else path.name
    return Failure(f"{name}/", error.strerror or "không mở được")


def _counted(report: Report, outcome: _Outcome) -> Report:
    if outcome is None:
        return replace(report, unchanged=report.unchanged + 1)
    if isinstance(outcome, Failure):
        return replace(report, failures=(*report.failures, outcome))
    document, clauses = outcome
    warning = (Failure(document.source, document.quality),) if document.quality else ()
    return replace(
        report,
        indexed=report.indexed + 1,
        clauses=report.clauses + len(clauses),
        warnings=report.warnings + warning,
    )


def _digest(file: File) -> str:
    if not file.path.is_file():
        raise UnreadableFile(file.source, "không phải tệp thường, hoặc không còn nữa")
    try:
        return digest(file.path)
    except OSError as error:
        raise UnreadableFile(file.source, error.strerror or "không mở được") from error

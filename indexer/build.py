"""Files to index. The whole way in, readable at a glance: read, parse, analyse, put."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.document import Clause, Document, Metadata
from indexer.engine import Engine
from indexer.entries import entries
from indexer.errors import UnreadableFile
from indexer.files import File, digest, find
from indexer.parse import parse
from indexer.readers import READERS, read_text

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


def read(file: File) -> tuple[Document, tuple[Clause, ...]]:
    """One file as a document and its pieces.

    Raises:
        UnreadableFile: it cannot be turned into text.
    """
    raw = read_text(file.path, file.source)
    return parse(raw.text, file.source, raw.quality, raw.title)


def index_files(
    engine: Engine,
    paths: Iterable[Path],
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Bring the index up to date with the files under ``paths``, all or nothing.

    What has not changed since it was indexed is left alone. A file that cannot be read is
    reported and skipped; what the index knew of it stays.

    Args:
        rebuild: read every file again, changed or not.
        progress: see ``Progress``.

    Raises:
        IndexLocked: another program is writing.
    """
    files = list(find(paths, READERS))
    known = _Known(engine.documents())
    report = Report()
    with engine.writer() as writer:
        for done, file in enumerate(files):
            if progress:
                progress(done, len(files), file.source)
            try:
                fingerprint = _digest(file)
                if known.unchanged(file, fingerprint) and not rebuild:
                    report = replace(report, unchanged=report.unchanged + 1)
                    continue
                document, clauses = read(file)
            except UnreadableFile as error:
                failure = Failure(file.source, error.reason)
                report = replace(report, failures=(*report.failures, failure))
                continue
            document = replace(document, digest=fingerprint, origin=str(file.path))
            document, clauses = _renamed(document, clauses, known.free_id(document))
            for gone in known.superseded(document):
                writer.delete(gone)
            writer.put(document, entries(document, clauses))
            known.add(document)
            report = _counted(report, document, clauses)
        if progress:
            progress(len(files), len(files), "")
    return report


def _counted(report: Report, document: Document, clauses: tuple[Clause, ...]) -> Report:
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


class _Known:
    """What the index holds, by the file it came from and by id; kept up as the run goes on."""

    def __init__(self, documents: Iterable[Metadata]) -> None:
        self._by_origin: dict[str, Metadata] = {}
        self._by_id: dict[str, Metadata] = {}
        for document in documents:
            self.add(document)

    def add(self, document: Metadata) -> None:
        self._by_id[document.id] = document
        if document.origin:
            self._by_origin[document.origin] = document

    def unchanged(self, file: File, fingerprint: str) -> bool:
        before = self._by_origin.get(str(file.path))
        return before is not None and before.digest == fingerprint and before.source == file.source

    def superseded(self, document: Metadata) -> list[str]:
        """The id this file had, if what it now says gives it another."""
        before = self._by_origin.get(document.origin or "")
        return [before.id] if before and before.id != document.id else []

    def free_id(self, document: Metadata) -> str:
        """The document's own id, unless another file that still exists holds it.

        Two files may be the same document (a .docx and its .pdf), or seem to be. Both are kept;
        the later one's id says which file it is, and stays the same on the next run.
        """
        holder = self._by_id.get(document.id)
        if holder is None or holder.origin == document.origin:
            return document.id
        if holder.origin is None or not Path(holder.origin).exists():
            return document.id  # the file was moved or renamed: its document is this one
        return f"{document.id}~{hashlib.sha256(document.source.encode()).hexdigest()[:6]}"


def _renamed(
    document: Document, clauses: tuple[Clause, ...], new_id: str
) -> tuple[Document, tuple[Clause, ...]]:
    if new_id == document.id:
        return document, clauses
    anchors = [clause.id.partition("#")[2] for clause in clauses]
    return replace(document, id=new_id), tuple(
        replace(clause, id=f"{new_id}#{anchor}", document_id=new_id)
        for clause, anchor in zip(clauses, anchors, strict=True)
    )

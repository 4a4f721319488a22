"""Brings an index up to date with files: those that are new or changed are prepared and put."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Literal

from indexer.core.engine import Engine, Writer
from indexer.core.ocr_mode import Mode, mode
from indexer.core.run import FileOutcome, load_run
from indexer.core.said import Said
from indexer.ingest.catalog import Catalog
from indexer.ingest.files import File, absolute, find, gone
from indexer.ingest.prepare import Preparer
from indexer.ingest.prune import prunable
from indexer.ingest.putting import Putting
from indexer.ingest.report import (
    Failure,
    LeftOut,
    Outcomes,
    Report,
    folder_name,
    kind_of_name,
    left_out,
    not_looked_at,
)
from indexer.readers import readers

__all__ = ["Failure", "LeftOut", "Progress", "Prune", "Report", "index_files"]

Prune = bool | Literal["all"]
"""Whether documents are forgotten whose file is gone: none, those that surely are, or ``all`` that
are not found. See ``indexer.ingest.prune``."""
Progress = Callable[[int, int, str], None]
"""Called before each file with (files done, files in all, the next file's source), and before each
page that is recognised, from another thread, with the page behind the source: ``a.pdf (3/12)``."""


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
    run = Outcomes()
    others: list[File] = []

    def unlisted(error: OSError) -> None:
        name = folder_name(Path(error.filename or ""), roots)
        run.failed(name, "folder", error.strerror or Said("không mở được"))

    files = list(find(roots, readers(), unlisted, others.append, follow_links=follow_links))
    wanted = [file for file in files if only is None or file.path in only]
    if prune == "all":
        wanted = [file for file in wanted if file.path not in roots or not gone(file.path)]
    left = list(_left_out(others, roots))
    now = _Now(progress)
    with (
        Preparer(processes, ocr=ocr, page_begins=now.page_begins) as preparer,
        engine.writer() as writer,
    ):
        if processes > 1:
            preparer.share_with(writer)
        catalog = Catalog(engine.documents(), lambda: _recognises(ocr))
        with Putting(writer, catalog, preparer, run, rebuild=rebuild) as putting:
            putting.put(wanted, lambda done, name: now.file_begins(done, len(wanted), name))
        for other, outcome in left:
            if only is None or other.path in only:
                run.add(outcome)
        if prune:
            for root in roots:
                _prune(writer, catalog, root, files, run, everything=prune == "all")
        aside = _aside(files, left, only, catalog, engine.last_run())
        writer.record_run(run.stored(aside))
        now.file_begins(len(wanted), len(wanted), "")
    return run.report()


def _recognises(ocr: Mode | None) -> bool:
    """Whether pages that are pictures can be read in this run."""
    from indexer.readers.ocr.program import tesseract  # few runs ask

    return (ocr or mode()) != "never" and tesseract() is not None


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


def _prune(
    writer: Writer,
    catalog: Catalog,
    root: Path,
    files: list[File],
    run: Outcomes,
    *,
    everything: bool,
) -> None:
    """Delete documents whose file is gone."""
    forgotten, kept = prunable(catalog, root, files, everything=everything)
    for row in forgotten:
        writer.delete(row.id)
        catalog.forget(row)
    run.pruned += len(forgotten)
    for one in kept:
        run.failures.append(Failure(str(one.folder), one.reason))
        run.add(FileOutcome(folder_name(one.folder, [root]), "folder", "failed", one.reason))


def _left_out(others: list[File], roots: list[Path]) -> Iterator[tuple[File, FileOutcome]]:
    """The files that were not looked into. Those that were named themselves are read, and refused
    with a reason."""
    for file in {file.path: file for file in others}.values():
        if file.path not in roots:
            yield file, left_out(file.source, "link" if file.link else kind_of_name(file.source))


def _aside(
    files: list[File],
    left: list[tuple[File, FileOutcome]],
    only: Collection[Path] | None,
    catalog: Catalog,
    before: str | None,
) -> Iterator[FileOutcome]:
    """What stands in the folders and was not looked at this time."""
    if only is None:
        return
    rest: list[tuple[str, bool]] = []
    for file in files:
        if file.path not in only:
            inside = [(row.source, True) for row in catalog.inside(file)]
            rest += [(file.source, bool(inside) or catalog.has(file)), *inside]
    yield from not_looked_at(rest, load_run(before))
    yield from (outcome for file, outcome in left if file.path not in only)

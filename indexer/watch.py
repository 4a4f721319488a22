"""Keeping an index fresh: what changes under some folders is indexed as it changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from itertools import chain
from pathlib import Path

from indexer.core.errors import IndexLocked, IndexUnwritable, KhoanError
from indexer.core.ocr_mode import Mode
from indexer.core.system_paths import ANY, system_path
from indexer.index import Index
from indexer.ingest.files import absolute
from indexer.ingest.report import Report

Changes = Iterable[Collection[Path]]
"""Sets of absolute paths that were added, changed or removed, as they come. An empty one says
that time has passed."""


def watch(
    index: Index,
    paths: Collection[Path],
    changes: Changes,
    *,
    follow_links: bool = False,
    ocr: Mode | None = None,
    done: Callable[[Report], None] = lambda _: None,
    refused: Callable[[KhoanError], None] = lambda _: None,
) -> None:
    """Bring the index up to date with ``paths``, then after each set of changes; what is surely
    gone is forgotten (``indexer.ingest.prune``). Returns when ``changes`` ends. With the first
    set, every file is looked at once more: what changed before anybody watched is in no set.

    A writer that holds the lock, or a full disk, does not end it: what could not be written is
    tried again with the next changes.

    Args:
        done: called after each run that did something.
        refused: called with the error that prevented a run from writing.
    """
    missed: set[Path] = set()
    for turn, changed in enumerate(chain([()], changes)):
        missed |= _files_at(changed)
        if turn > 1 and not missed:
            continue
        try:
            report = index.add(
                paths,
                prune=True,
                only=missed if turn > 1 else None,
                follow_links=follow_links,
                ocr=ocr,
            )
        except (IndexLocked, IndexUnwritable) as error:
            refused(error)
            continue
        missed = set()
        if report.indexed or report.pruned or report.failures:
            done(report)


def _files_at(changed: Collection[Path]) -> set[Path]:
    """The changed files; for a folder that came as a whole, every file in it."""
    found: set[Path] = set()
    for path in changed:
        here = absolute(path)
        found.add(here)
        top = system_path(here, ANY)
        for walked, _, names in os.walk(top):  # what goes away meanwhile is passed over
            folder = here / Path(walked).relative_to(top)
            found.update(folder / name for name in names)
    return found

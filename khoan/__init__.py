"""Khoản: full-text search for Vietnamese administrative and legal documents, clause by clause.

>>> import khoan
>>> report = khoan.index(["data"], "khoan-index")            # doctest: +SKIP
>>> with khoan.open_index("khoan-index") as index:                 # doctest: +SKIP
...     page = index.search("thi dua yeu nuoc", limit=10, filters={"type": "Chỉ thị"})
...     for hit in page.hits:
...         print(hit.document.number, hit.label, hit.snippet.text)

This is the only name to import. What it gives back is typed and immutable; what can go wrong is a
``KhoanError`` that says what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from khoan._siblings import PREFIX as _PREFIX
from khoan._siblings import check as _check_siblings

_check_siblings()

from khoan._version import __version__  # noqa: E402  # the guard above must run first

if TYPE_CHECKING:
    from analyzers.token import Span
    from indexer.citations.cited import Cited, Citing
    from indexer.core.document import Citation, Clause, Document, Metadata, Step
    from indexer.core.engine import Count, Hit, Hits, Sort, Statistics
    from indexer.core.errors import (
        BadCorrections,
        BadCursor,
        BadExport,
        BadSynonyms,
        IndexDamaged,
        IndexIncompatible,
        IndexLocked,
        IndexMissing,
        IndexUnreadable,
        IndexUnwritable,
        KhoanError,
        QueryError,
        UnreadableFile,
    )
    from indexer.core.run import FileOutcome, Run, Tally
    from indexer.index import Index
    from indexer.index_reader import IndexReader
    from indexer.ingest.build import Progress
    from indexer.ingest.report import Failure, LeftOut, Report
    from indexer.querying.duplicates import Similar
    from indexer.querying.notices import Notice
    from indexer.querying.request import SearchRequest
    from indexer.querying.results import Reason, Result, Results, Snippet
    from indexer.readers.raw import RawText, Refused
    from search_ui.app import blueprint, create_app
    from search_ui.settings import Settings

_MODULES: Final = {
    "analyzers.token": ("Span",),
    "indexer.citations.cited": ("Cited", "Citing"),
    "indexer.core.document": ("Citation", "Clause", "Document", "Metadata", "Step"),
    "indexer.core.engine": ("Count", "Hit", "Hits", "Sort", "Statistics"),
    "indexer.core.errors": (
        "BadCorrections", "BadCursor", "BadExport", "BadSynonyms", "IndexDamaged",
        "IndexIncompatible", "IndexLocked", "IndexMissing", "IndexUnreadable", "IndexUnwritable",
        "KhoanError", "QueryError", "UnreadableFile",
    ),
    "indexer.index": ("Index",),
    "indexer.index_reader": ("IndexReader",),
    "indexer.core.run": ("FileOutcome", "Run", "Tally"),
    "indexer.ingest.report": ("Failure", "LeftOut", "Report"),
    "indexer.querying.duplicates": ("Similar",),
    "indexer.querying.notices": ("Notice",),
    "indexer.querying.request": ("SearchRequest",),
    "indexer.querying.results": ("Reason", "Result", "Results", "Snippet"),
    "indexer.readers.raw": ("RawText", "Refused"),
    "search_ui.app": ("blueprint", "create_app"),
    "search_ui.settings": ("Settings",),
}  # fmt: skip
"""Where each name is, imported on first use: ``khoan --version`` needs none of them, and a search
not what reads files."""
_HOME: Final = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "BadCorrections",
    "BadCursor",
    "BadExport",
    "BadSynonyms",
    "Citation",
    "Cited",
    "Citing",
    "Clause",
    "Count",
    "Document",
    "Failure",
    "FileOutcome",
    "Hit",
    "Hits",
    "Index",
    "IndexDamaged",
    "IndexIncompatible",
    "IndexLocked",
    "IndexMissing",
    "IndexReader",
    "IndexUnreadable",
    "IndexUnwritable",
    "KhoanError",
    "LeftOut",
    "Metadata",
    "Notice",
    "QueryError",
    "RawText",
    "Reason",
    "Refused",
    "Report",
    "Result",
    "Results",
    "Run",
    "SearchRequest",
    "Settings",
    "Similar",
    "Snippet",
    "Sort",
    "Span",
    "Statistics",
    "Step",
    "Tally",
    "UnreadableFile",
    "__version__",
    "blueprint",
    "create_app",
    "highlight",
    "index",
    "open",
    "open_index",
]


def __getattr__(name: str) -> object:
    """See ``_MODULES``."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_PREFIX + _HOME[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def open_index(
    folder: str | PathLike[str], *, synonyms: str | PathLike[str] | None = None
) -> Index:
    """Open an index for searching.

    Args:
        folder: where ``khoan.index`` or ``khoan index`` put it: a folder, or an address such as
            ``opensearch://host:9200/khoan`` (docs/SCALE.md).
        synonyms: a table of words that stand for others (docs/SYNONYMS.md); None: the file
            ``synonyms.tsv`` in the folder or next to it, where there is one.

    Raises:
        IndexMissing: there is none.
        IndexIncompatible: it was made by another version; rebuild it.
        IndexDamaged: its files cannot be read.
        BadSynonyms: the table of synonyms cannot be used; says the line.
    """
    from indexer.index import open_index as open_

    return open_(_address(folder), synonyms=None if synonyms is None else Path(synonyms))


open = open_index  # noqa: A001  # khoan.open reads well


def _address(folder: str | PathLike[str]) -> str | Path:
    return folder if isinstance(folder, str) and "://" in folder else Path(folder)


def highlight(text: str, marks: Sequence[Span]) -> str:
    """A text as HTML, escaped, with ``<mark>`` around its marks.

    Args:
        text: a clause's or a snippet's.
        marks: those that came with it.
    """
    from search_ui.highlight import marked

    return str(marked(text, marks))


def index(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
    folder: str | PathLike[str],
    *,
    rebuild: bool = False,
    prune: bool | Literal["all"] = False,
    follow_links: bool = False,
    jobs: int = 1,
    progress: Progress | None = None,
    shards: int | None = None,
    replicas: int | None = None,
) -> Report:
    """Index files and folders, leaving alone what has not changed since last time.

    Args:
        paths: one path or several; a folder stands for every readable file under it.
        folder: the index, as for ``open_index``; made where there is none.
        rebuild: read every file again, changed or not.
        prune: forget documents whose file lay under ``paths`` and is surely gone; ``"all"``: also
            those that may only be out of sight, or are suspiciously many.
        follow_links: follow links to files that lead out of ``paths``.
        jobs: how many processes read and analyse files; with 1, this process reads short plain
            texts, and one other the rest.
        progress: called before each file with (files done, files in all, the next file's name).
        shards: parts that a new index on servers is cut into.
        replicas: copies of each part besides itself.

    Returns:
        What was done, with the files that were skipped and why.

    Raises:
        IndexLocked: another program is writing to the index.
        IndexIncompatible, IndexDamaged: see ``open``.
        IndexUnwritable: a full disk, or no permission.
    """
    from indexer.index import create_index

    several = [paths] if isinstance(paths, (str, PathLike)) else paths
    with create_index(_address(folder), replace=rebuild, shards=shards, replicas=replicas) as made:
        return made.add(
            [Path(path) for path in several],
            rebuild=rebuild,
            prune=prune,
            follow_links=follow_links,
            processes=jobs,
            progress=progress,
        )

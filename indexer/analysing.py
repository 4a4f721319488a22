"""Documents analysed in several processes, for analysis takes most of the time of indexing."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread
from types import TracebackType
from typing import Final

from indexer.document import Clause, Document
from indexer.engine import Entry
from indexer.entries import entries
from indexer.packed import Packed, PackedEntries, pack

_FEW: Final = 4
"""So many documents are analysed here before processes are started, which takes a second each."""
_AHEAD: Final = 2
"""Documents that each process may be ahead of the writer, which bounds memory."""

Clauses = tuple[Clause, ...]
Analysed = Callable[[], Iterable[Entry]]
"""Waits for a document's entries. Raises whatever analysing it raised."""


class Analysing:
    """Analyses documents beside this process. Use it as a context manager."""

    def __init__(self, processes: int) -> None:
        """With one process there is none but this, which analyses when it is asked to wait."""
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None
        self._started = 0

    @property
    def ahead(self) -> int:
        """Documents that may be waited for at a time."""
        return _AHEAD * self._processes if self._pool else 0

    def start(self, document: Document, clauses: Clauses) -> Analysed:
        """Begin to analyse a document."""
        self._started += 1
        if self._processes == 1 or self._started <= _FEW:
            return lambda: list(entries(document, clauses))
        if self._pool is None:
            # Spawned, not forked: a fork copies whatever locks the caller's threads hold.
            self._pool = ProcessPoolExecutor(
                self._processes, mp_context=get_context("spawn"), initializer=_helper
            )
        try:
            future = self._pool.submit(_analysed, document, clauses)
        except BrokenProcessPool:
            return lambda: list(entries(document, clauses))
        return lambda: _waited(future, document, clauses)

    def __enter__(self) -> Analysing:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)


def _waited(future: Future[Packed], document: Document, clauses: Clauses) -> Iterable[Entry]:
    try:
        return PackedEntries(future.result(), clauses)
    except BrokenProcessPool:
        # The system ended a process, for want of memory perhaps. What it left undone is done here.
        return list(entries(document, clauses))


def _analysed(document: Document, clauses: Clauses) -> Packed:
    return pack(entries(document, clauses))


def _helper() -> None:
    """Ctrl-C is for the process that writes: it ends the others, and they end if it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    owner = parent_process()
    if owner is not None:
        owner.join()
        os._exit(1)  # nobody is left to take an answer

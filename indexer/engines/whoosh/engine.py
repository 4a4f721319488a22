"""The default engine: an embedded Whoosh index in one directory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any, Final

from whoosh.index import TOC, FileIndex
from whoosh.reading import EmptyReader, MultiReader, SegmentReader

from analyzers.token import Span
from indexer.core.document import Citation, Clause, Document, Metadata
from indexer.core.engine import Elsewhere, EngineRequest, Entry, Hit, Hits, Statistics
from indexer.core.errors import IndexDamaged, IndexIncompatible
from indexer.engines.folder.access import read_newest, reading_errors, writing_errors
from indexer.engines.folder.lock import write_lock
from indexer.engines.folder.manifest import FORMAT, MANIFEST, read_manifest, write_manifest
from indexer.engines.folder.run_file import read_run, write_run
from indexer.engines.folder.storage import NAME, CheckedStorage, describe
from indexer.engines.whoosh.generation import WhooshSnapshot
from indexer.engines.whoosh.layouts import Layout
from indexer.engines.whoosh.schema import schema

LOCK_WAIT: Final = 10.0
"""Seconds that a second writer waits for the first."""


class WhooshEngine:
    """See ``indexer.core.engine.Engine``. Open one by ``engines.embedded``."""

    def __init__(self, storage: CheckedStorage, layout: Layout) -> None:
        self._storage = storage
        self._layout = layout
        self._index = read_newest(storage, lambda: FileIndex(storage, schema()))
        self._opening = Lock()
        self._current: WhooshSnapshot | None = None

    @classmethod
    def create(
        cls, folder: Path, fingerprint: str, layout: Layout, *, replace: bool = False
    ) -> WhooshEngine:
        """Open the index in ``folder``, making an empty one where there is none.

        Args:
            fingerprint: names the analysis; an index of another analysis is not opened.
            replace: where an index cannot be opened, begin an empty one. The old one stays as it is
                until the first commit, which replaces it whole.
            layout: an index of another layout is not opened.

        Raises:
            IndexIncompatible, IndexDamaged: see ``open``; not with ``replace`` if a rebuild helps.
            IndexUnwritable: the folder cannot be written.
        """
        storage = _storage(folder, fingerprint, layout)
        with writing_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            if not (folder / MANIFEST).exists():
                with write_lock(folder, LOCK_WAIT):
                    _make(storage, layout)
        try:
            return cls.open(folder, fingerprint, layout)
        except (IndexDamaged, IndexIncompatible):
            if not replace:
                raise
        with writing_errors(folder):
            if not storage.generations():
                with write_lock(folder, LOCK_WAIT):
                    FileIndex.create(storage, schema())
        storage.replacing = layout.name
        return cls(storage, layout)

    @classmethod
    def open(cls, folder: Path, fingerprint: str, layout: Layout) -> WhooshEngine:
        """Open the index in ``folder``. Its ``layout`` must be the one that is expected: Whoosh's
        own codec unpickles what it finds, and is for comparing with.

        Raises:
            IndexMissing: there is none.
            IndexIncompatible: another format, or another analysis.
            IndexDamaged: its files are not what was written.
            IndexUnreadable: the operating system refuses.
        """
        found = read_manifest(folder)
        if (found.get("format"), found.get("layout")) != (FORMAT, layout.name):
            raise IndexIncompatible(describe(FORMAT, fingerprint), describe(found.get("format")))
        engine = cls(_storage(folder, fingerprint, layout), layout)
        engine._now()  # errors in its files are raised now, not at the first search
        return engine

    @contextmanager
    def writer(self) -> Iterator[_Writer]:
        storage = self._storage
        with ExitStack() as stack:
            with writing_errors(storage.path):
                stack.enter_context(write_lock(storage.path, LOCK_WAIT))
                storage.sweep()
                inner = self._layout.writer(self._index, _lk=False)
            writer = _Writer(inner, self._layout, storage)
            try:
                yield writer
                writer.commit()
            except BaseException:
                writer.abandon()
                raise
            finally:
                storage.sweep()

    @contextmanager
    def snapshot(self) -> Iterator[WhooshSnapshot]:
        yield self._now()

    @property
    def counts_groups(self) -> bool:
        """See ``WhooshSnapshot``."""
        return self._layout.groups

    @property
    def derived(self) -> dict[str, Any]:
        return self._now().derived

    def search(self, request: EngineRequest) -> Hits:
        return self._now().search(request)

    def scan(self, request: EngineRequest) -> Iterator[Hit]:
        return self._now().scan(request)

    def get(self, clause_id: str) -> Clause | None:
        return self._now().get(clause_id)

    def metadata(self, document_id: str) -> Metadata | None:
        return self._now().metadata(document_id)

    def citations(self, document_id: str, inside: Span | None = None) -> tuple[Citation, ...]:
        return self._now().citations(document_id, inside)

    def document(self, document_id: str) -> Document | None:
        return self._now().document(document_id)

    def whole(self, document_id: str) -> tuple[Document, tuple[Clause, ...]] | None:
        return self._now().whole(document_id)

    def clauses(
        self, document_id: str, start: int = 0, stop: int | None = None
    ) -> tuple[Clause, ...]:
        return self._now().clauses(document_id, start, stop)

    def documents(self) -> Iterator[Metadata]:
        return self._now().documents()

    def frequencies(self, field: str, texts: Sequence[str]) -> list[int]:
        return self._now().frequencies(field, texts)

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        return self._now().terms(field, prefix)

    def most_frequent(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        return self._now().most_frequent(field, prefix, limit)

    def statistics(self) -> Statistics:
        return self._now().statistics()

    def last_run(self) -> str | None:
        return self._now().last_run()

    def close(self) -> None:
        with self._opening:
            if self._current:
                self._current.reader.whoosh_reader.close()
            self._current = None

    def _now(self) -> WhooshSnapshot:
        """The newest generation; threads that use an older one finish with that."""
        now = self._current
        if now is not None and now.state == self._latest():
            return now
        with self._opening:  # only one thread opens a new generation
            if self._current is None or self._current.state != self._latest():
                # An outdated reader is dropped, not closed: a thread may still use it.
                self._current = read_newest(self._storage, self._opened)
            return self._current

    def _opened(self) -> WhooshSnapshot:
        while True:
            state = self._latest()
            toc, reader = self._whoosh_reader()
            token = self._storage.token(toc.generation)
            if state == self._latest():  # else what was read may be of the one before
                made = self._layout.reader(reader)
                folder = self._storage.path
                return WhooshSnapshot(made, self._layout, toc.generation, token, state, folder)

    def _latest(self) -> tuple[int, ...]:
        with reading_errors(self._storage.path):
            return self._storage.newest()

    def _whoosh_reader(self) -> tuple[Any, Any]:
        """The newest table of contents, and Whoosh's reader of it."""
        toc = TOC.read(self._storage, NAME, schema=schema())
        leaves = [
            SegmentReader(self._storage, toc.schema, segment, generation=toc.generation)
            for segment in toc.segments
        ]
        if not leaves:
            return toc, EmptyReader(toc.schema)
        if len(leaves) == 1:
            return toc, leaves[0]
        return toc, MultiReader(leaves, generation=toc.generation)


class _Writer:
    """See ``indexer.core.engine.Writer``."""

    def __init__(self, inner: Any, layout: Layout, storage: CheckedStorage) -> None:
        self._inner = inner
        self._storage = storage
        self._changed = bool(storage.replacing)
        self._add = layout.add
        self._here: dict[str, range] = {}
        self._superseded: list[int] = []
        self._run: str | None = None

    def put(self, document: Document, entries: Iterable[Entry]) -> None:
        self.delete(document.id)
        self._changed = True
        first = self._inner.docnum
        with writing_errors(self._storage.path):
            self._add(self._inner, document, entries)
        self._here[document.id] = range(first, self._inner.docnum)

    def delete(self, document_id: str) -> None:
        # What this writer added is not yet visible to Whoosh's own deletion.
        self._superseded += self._here.pop(document_id, ())
        with writing_errors(self._storage.path):
            for field in ("document", "record"):
                if _delete_exact(self._inner, field, document_id):
                    self._changed = True

    def record_run(self, run: str) -> None:
        self._run = run

    def share(self, elsewhere: Elsewhere) -> None:
        """See ``indexer.core.engine.Sharing``. Whoosh's own writer does not use it."""
        self._inner.elsewhere = elsewhere

    def commit(self) -> None:
        """Make the changes the newest generation; without any, leave the index as it is."""
        newest = max(self._storage.generations(), default=0)
        if not self._changed:
            self.abandon()
            if self._run is not None:
                with writing_errors(self._storage.path):
                    write_run(self._storage.path, newest, self._run)
            return
        run = self._run
        if run is None and not self._storage.replacing:
            run = read_run(self._storage.path, newest)
        segment = self._inner.get_segment()
        for number in self._superseded:
            segment.delete_document(number)
        layout = self._storage.replacing
        with writing_errors(self._storage.path):
            if run is not None:
                write_run(self._storage.path, self._inner.generation, run)
            try:
                self._inner.commit()
            except OSError:
                # Once the table of contents has its name, failing to tidy up undoes nothing.
                if self._inner.generation not in self._storage.generations():
                    raise
            if layout:
                write_manifest(self._storage.path, layout)

    def abandon(self) -> None:
        """Forget the changes. What cannot be tidied up now (a full disk), the next sweep does.

        Once the table of contents has its name they are made, and their files are the index: an
        interrupt may come between that and the end of ``commit``.
        """
        with suppress(Exception):
            if self._inner.generation not in self._storage.generations():
                self._inner.cancel()


def _delete_exact(inner: Any, field: str, text: str) -> int:
    """Delete what holds a term; gives how many that was."""
    count = 0
    for segment_reader, base in inner.searcher().reader().leaf_readers():
        if (field, text.encode()) in segment_reader:
            matcher = segment_reader.postings(field, text.encode())
            while matcher.is_active():
                inner.delete_document(base + matcher.id())
                matcher.next()
                count += 1
    return count


def _storage(folder: Path, fingerprint: str, layout: Layout) -> CheckedStorage:
    return CheckedStorage(folder, FORMAT, fingerprint, schema(), layout.classes)


def _make(storage: CheckedStorage, layout: Layout) -> None:
    """An empty index, unless another program has just made one. The manifest comes last."""
    if (storage.path / MANIFEST).exists():
        return
    if not storage.generations():  # with any, only the manifest is missing: nothing is lost
        FileIndex.create(storage, schema())
    write_manifest(storage.path, layout.name)

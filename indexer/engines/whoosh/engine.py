"""The default engine: an embedded Whoosh index in one directory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any, Final

from whoosh.index import TOC, FileIndex
from whoosh.reading import EmptyReader, MultiReader, SegmentReader

from indexer.core.document import Clause, Document, Metadata
from indexer.core.engine import EngineRequest, Entry, Hit, Hits, Statistics
from indexer.core.errors import REBUILD, IndexDamaged, IndexIncompatible
from indexer.core.records import (
    load_clause,
    load_document,
    load_metadata,
)
from indexer.engines.folder.access import read_newest, reading_errors, writing_errors
from indexer.engines.folder.lock import write_lock
from indexer.engines.folder.manifest import FORMAT, MANIFEST, read_manifest, write_manifest
from indexer.engines.folder.storage import NAME, CheckedStorage, describe
from indexer.engines.whoosh.layouts import Layout
from indexer.engines.whoosh.reader import WhooshReader
from indexer.engines.whoosh.schema import schema

LOCK_WAIT: Final = 10.0
"""Seconds that a second writer waits for the first."""
MOST_KNOWN: Final = 5_000
"""Documents whose metadata is cached, a few megabytes at most."""


class WhooshEngine:
    """See ``indexer.core.engine.Engine``. Open one by ``engines.embedded``."""

    def __init__(self, storage: CheckedStorage, layout: Layout) -> None:
        self._storage = storage
        self._layout = layout
        self._index = read_newest(storage, lambda: FileIndex(storage, schema()))
        self._lock = RLock()
        self._generation = -1
        self._current: WhooshReader | None = None

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
        engine._reader()  # errors in its files are raised now, not at the first search
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

    def search(self, request: EngineRequest) -> Hits:
        with self._lock:
            reader = self._reader()
            ranked = self._layout.rank(reader, request)
            hits = self._hits(reader, ranked.page)
        return Hits(total=ranked.total, hits=hits, facets=ranked.facets)

    def get(self, clause_id: str) -> Clause | None:
        with self._lock:
            reader = self._reader()
            numbers = reader.doc_ids("id", clause_id)
            return load_clause(reader.payload(numbers[0])) if numbers else None

    def document(self, document_id: str) -> Document | None:
        with self._lock:
            record = self._record(self._reader(), document_id)
            return load_document(record, self.clauses(document_id)) if record else None

    def clauses(self, document_id: str) -> tuple[Clause, ...]:
        with self._lock:
            reader = self._reader()
            numbers = sorted(reader.doc_ids("document", document_id), key=reader.sequence)
            return tuple(load_clause(reader.payload(number)) for number in numbers)

    def documents(self) -> Iterator[Metadata]:
        with self._lock:
            reader = self._reader()
            numbers = [
                n for text, _ in reader.terms("record", "") for n in reader.doc_ids("record", text)
            ]
            numbers.sort(key=reader.sequence)
            return iter([load_metadata(reader.payload(number)) for number in numbers])

    def frequencies(self, field: str, texts: Sequence[str]) -> list[int]:
        with self._lock:
            reader = self._reader()
            return [reader.count(field, text) for text in texts]

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        with self._lock:
            return iter(list(self._reader().terms(field, prefix)))

    def statistics(self) -> Statistics:
        with self._lock:
            reader = self._reader()
            entries = reader.whoosh_reader.doc_count() - reader.documents
            return Statistics(reader.documents, entries, self._generation)

    def close(self) -> None:
        with self._lock:
            if self._current:
                self._current.whoosh_reader.close()
            self._current, self._generation = None, -1

    def _reader(self) -> WhooshReader:
        """The newest generation; threads that use an older one finish with that."""
        with reading_errors(self._storage.path):
            latest = max(self._storage.generations(), default=-1)
        if self._current is None or latest != self._generation:
            # An outdated reader is dropped, not closed: a thread may still use it.
            self._current = read_newest(
                self._storage, lambda: self._layout.reader(self._whoosh_reader())
            )
            self._generation = latest
        return self._current

    def _whoosh_reader(self) -> Any:
        toc = TOC.read(self._storage, NAME, schema=schema())
        leaves = [
            SegmentReader(self._storage, toc.schema, segment, generation=toc.generation)
            for segment in toc.segments
        ]
        if not leaves:
            return EmptyReader(toc.schema)
        return leaves[0] if len(leaves) == 1 else MultiReader(leaves, generation=toc.generation)

    @staticmethod
    def _record(reader: WhooshReader, document_id: str) -> str | None:
        numbers = reader.doc_ids("record", document_id)
        return reader.payload(numbers[0]) if numbers else None

    def _hits(self, reader: WhooshReader, page: list[tuple[int, float]]) -> tuple[Hit, ...]:
        known = reader.known
        if len(known) > MOST_KNOWN:
            known.clear()
        hits = []
        for number, score in page:
            clause = load_clause(reader.payload(number))
            if clause.document_id not in known:
                record = self._record(reader, clause.document_id)
                if record is None:
                    raise IndexDamaged(
                        "Chỉ mục có %(id)s nhưng thiếu văn bản của nó.", REBUILD, id=clause.id
                    )
                known[clause.document_id] = load_metadata(record)
            hits.append(Hit(clause, known[clause.document_id], score))
        return tuple(hits)


class _Writer:
    """See ``indexer.core.engine.Writer``."""

    def __init__(self, inner: Any, layout: Layout, storage: CheckedStorage) -> None:
        self._inner = inner
        self._storage = storage
        self._changed = bool(storage.replacing)
        self._add = layout.add
        self._here: dict[str, range] = {}
        self._superseded: list[int] = []

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

    def commit(self) -> None:
        """Make the changes the newest generation; without any, leave the index as it is."""
        if not self._changed:
            self.abandon()
            return
        segment = self._inner.get_segment()
        for number in self._superseded:
            segment.delete_document(number)
        layout = self._storage.replacing
        with writing_errors(self._storage.path):
            try:
                self._inner.commit()
            except OSError:
                # Once the table of contents has its name, failing to tidy up undoes nothing.
                if self._inner.generation not in self._storage.generations():
                    raise
            if layout:
                write_manifest(self._storage.path, layout)

    def abandon(self) -> None:
        """Forget the changes. What cannot be tidied up now (a full disk), the next sweep does."""
        with suppress(Exception):
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

"""The default engine: an embedded Whoosh index in one directory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, Final

from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex, LockError

from indexer.document import Clause, Document, Metadata
from indexer.engine import DateRange, Entry, Filter, Hit, Hits, Sort, Statistics
from indexer.engines.records import (
    dump_clause,
    dump_document,
    load_clause,
    load_document,
    load_metadata,
)
from indexer.engines.whoosh_layouts import LAYOUTS, Layout
from indexer.engines.whoosh_schema import day_number, entry_values, schema
from indexer.engines.whoosh_source import WhooshSource
from indexer.errors import IndexDamaged, IndexIncompatible, IndexLocked, IndexMissing
from indexer.query import Query

FORMAT: Final = 2
"""Raised whenever an index written before could not be read as it is meant."""

MANIFEST: Final = "khoan.json"
_OWN_FILES: Final = (MANIFEST, "_MAIN_*.toc", "MAIN_*.*")
"""What an index consists of; nothing else in its folder is ours to remove."""

LOCK_WAIT: Final = 10.0
"""Seconds that a second writer waits for the first."""

_REBUILD: Final = "Xóa thư mục chỉ mục rồi lập lại: khoan index THƯ_MỤC_VĂN_BẢN"


class WhooshEngine:
    """See ``indexer.engine.Engine``. Open one with ``WhooshEngine.open`` or ``.create``."""

    def __init__(self, index: FileIndex, layout: Layout) -> None:
        self._index = index
        self._layout = layout
        self._lock = RLock()
        self._generation = -1
        self._now: WhooshSource | None = None

    @classmethod
    def create(
        cls, folder: Path, fingerprint: str, *, afresh: bool = False, layout: str = "arrays"
    ) -> WhooshEngine:
        """Open the index in ``folder``, making an empty one where there is none.

        Args:
            fingerprint: names the analysis; an index of another analysis is not opened.
            afresh: where the index there cannot be used, remove its files and start anew.
            layout: of a new index, one of ``LAYOUTS``; an index keeps the one it was made with.

        Raises:
            IndexIncompatible, IndexDamaged: see ``open``; not for want of a rebuild if ``afresh``.
        """
        if afresh and not _usable(folder, fingerprint):
            for pattern in _OWN_FILES:
                for file in folder.glob(pattern):
                    file.unlink()
        if not (folder / MANIFEST).exists():
            folder.mkdir(parents=True, exist_ok=True)
            storage = FileStorage(str(folder))
            FileIndex.create(storage, schema())
            manifest = {"format": FORMAT, "analysis": fingerprint, "layout": layout}
            (folder / MANIFEST).write_text(json.dumps(manifest) + "\n", encoding="utf-8")
        return cls.open(folder, fingerprint)

    @classmethod
    def open(cls, folder: Path, fingerprint: str) -> WhooshEngine:
        """Open the index in ``folder``.

        Raises:
            IndexMissing: there is none.
            IndexIncompatible: another format, or another analysis.
            IndexDamaged: its files cannot be read.
        """
        expected = {"format": FORMAT, "analysis": fingerprint}
        found = _manifest(folder)
        layout = LAYOUTS.get(str(found.pop("layout", None)))
        if found != expected or layout is None:
            raise IndexIncompatible(_describe(expected), _describe(found))
        try:
            return cls(FileIndex(FileStorage(str(folder)), schema()), layout)
        except EmptyIndexError:
            raise IndexDamaged(
                "%(folder)s có tệp kê khai nhưng không có chỉ mục.",
                "Xóa thư mục ấy rồi lập lại chỉ mục.",
                folder=folder,
            ) from None

    @contextmanager
    def writer(self) -> Iterator[_Writer]:
        try:
            inner = self._layout.writer(self._index, timeout=LOCK_WAIT)
        except LockError:
            raise IndexLocked(
                "Một chương trình khác đang ghi vào chỉ mục này.", "Chờ nó xong rồi thử lại."
            ) from None
        writer = _Writer(inner, self._layout)
        try:
            yield writer
        except BaseException:
            inner.cancel()
            raise
        writer.commit()

    def search(
        self,
        query: Query,
        *,
        filters: Sequence[Filter | DateRange] = (),
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int = 10,
        facets: Sequence[str] = (),
    ) -> Hits:
        with self._lock:
            source = self._source()
            ranked = self._layout.rank(source, query, filters, sort, offset, limit, facets)
            hits = self._hits(source, ranked.page)
        return Hits(total=ranked.total, hits=hits, facets=ranked.facets)

    def get(self, clause_id: str) -> Clause | None:
        with self._lock:
            source = self._source()
            numbers = source.numbers("id", clause_id)
            return load_clause(source.payload(numbers[0])) if numbers else None

    def document(self, document_id: str) -> Document | None:
        with self._lock:
            record = self._record(self._source(), document_id)
            return load_document(record, self.clauses(document_id)) if record else None

    def clauses(self, document_id: str) -> tuple[Clause, ...]:
        with self._lock:
            source = self._source()
            numbers = sorted(source.numbers("document", document_id), key=source.sequence)
            return tuple(load_clause(source.payload(number)) for number in numbers)

    def documents(self) -> Iterator[Metadata]:
        with self._lock:
            source = self._source()
            numbers = [
                n for text, _ in source.terms("record", "") for n in source.numbers("record", text)
            ]
            numbers.sort(key=source.sequence)
            return iter([load_metadata(source.payload(number)) for number in numbers])

    def frequencies(self, field: str, texts: Sequence[str]) -> list[int]:
        with self._lock:
            source = self._source()
            return [source.count(field, text) for text in texts]

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        with self._lock:
            return iter(list(self._source().terms(field, prefix)))

    def statistics(self) -> Statistics:
        with self._lock:
            source = self._source()
            documents = sum(1 for _ in source.terms("record", ""))
            return Statistics(documents, source.reader.doc_count() - documents)

    def close(self) -> None:
        with self._lock:
            if self._now:
                self._now.reader.close()
            self._now, self._generation = None, -1

    def _source(self) -> WhooshSource:
        """The newest generation; readers of an older one keep theirs until they are done."""
        latest = self._index.latest_generation()
        if self._now is None or latest != self._generation:
            # A reader that is no longer wanted is dropped, not closed: a thread may still use it.
            self._now = self._layout.source(self._index.reader())
            self._generation = latest
        return self._now

    @staticmethod
    def _record(source: WhooshSource, document_id: str) -> str | None:
        numbers = source.numbers("record", document_id)
        return source.payload(numbers[0]) if numbers else None

    def _hits(self, source: WhooshSource, page: list[tuple[int, float]]) -> tuple[Hit, ...]:
        known: dict[str, Metadata] = {}
        hits = []
        for number, score in page:
            clause = load_clause(source.payload(number))
            if clause.document_id not in known:
                record = self._record(source, clause.document_id)
                if record is None:
                    raise IndexDamaged(
                        "Chỉ mục có %(id)s nhưng thiếu văn bản của nó.", _REBUILD, id=clause.id
                    )
                known[clause.document_id] = load_metadata(record)
            hits.append(Hit(clause, known[clause.document_id], score))
        return tuple(hits)


class _Writer:
    """See ``indexer.engine.Writer``."""

    def __init__(self, inner: Any, layout: Layout) -> None:
        self._inner = inner
        self._lengths = not layout.keeps_lengths
        # Generations only rise, so sequence numbers do: no need to read what is there.
        self._sequence = inner.generation << 32
        self._here: dict[str, list[int]] = {}
        self._superseded: list[int] = []

    def put(self, document: Document, entries: Iterable[Entry]) -> None:
        self.delete(document.id)
        first = self._inner.docnum
        day = day_number(document.date)
        pieces = []
        for entry in entries:
            pieces.append(entry.clause)
            payload = dump_clause(entry.clause)
            self._add(payload=payload, date=day, **entry_values(entry, self._lengths))
        self._add(record=(document.id,), payload=dump_document(document, pieces))
        self._here[document.id] = list(range(first, self._inner.docnum))

    def delete(self, document_id: str) -> None:
        # What this writer added is not yet visible to Whoosh's own deletion.
        self._superseded += self._here.pop(document_id, [])
        for field in ("document", "record"):
            _delete_exact(self._inner, field, document_id)

    def commit(self) -> None:
        segment = self._inner.get_segment()
        for number in self._superseded:
            segment.delete_document(number)
        self._inner.commit()

    def _add(self, **values: Any) -> None:
        self._inner.add_document(sequence=self._sequence, **values)
        self._sequence += 1


def _delete_exact(inner: Any, field: str, text: str) -> None:
    for segment_reader, base in inner.searcher().reader().leaf_readers():
        if (field, text.encode()) in segment_reader:
            matcher = segment_reader.postings(field, text.encode())
            while matcher.is_active():
                inner.delete_document(base + matcher.id())
                matcher.next()


def _usable(folder: Path, fingerprint: str) -> bool:
    try:
        WhooshEngine.open(folder, fingerprint).close()
    except (IndexMissing, IndexIncompatible, IndexDamaged):
        return False
    return True


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(
            "Không có chỉ mục trong %(folder)s.",
            "Lập chỉ mục trước: khoan index THƯ_MỤC_VĂN_BẢN --index %(folder)s",
            folder=folder,
        ) from None
    except (ValueError, OSError) as error:
        raise IndexDamaged(
            "Không đọc được %(file)s (%(error)s).", _REBUILD, file=folder / MANIFEST, error=error
        ) from None
    if not isinstance(found, dict):
        raise IndexDamaged("%(file)s không phải tệp kê khai.", _REBUILD, file=folder / MANIFEST)
    return found


def _describe(manifest: dict[str, Any]) -> str:
    return f"định dạng {manifest.get('format')}, phân tích {manifest.get('analysis')}"

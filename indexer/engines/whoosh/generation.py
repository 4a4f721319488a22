"""One generation of an embedded index, as ``indexer.core.engine.Reader``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Any, Final

from analyzers.token import Span
from indexer.core.deadline import check, spend
from indexer.core.document import Citation, Clause, Document, Metadata
from indexer.core.engine import EngineRequest, Hit, Hits, Statistics
from indexer.core.errors import REBUILD, IndexDamaged
from indexer.core.records import (
    load_citations,
    load_clause,
    load_clauses,
    load_document,
    load_metadata,
)
from indexer.engines.folder.run_file import read_run
from indexer.engines.whoosh.layouts import Layout
from indexer.engines.whoosh.rank import Ranked
from indexer.engines.whoosh.reader import MOST_KNOWN, WhooshReader

_LOADED: Final = 1_500
"""Units of work (``indexer.core.deadline``) that loading one hit is."""


class WhooshSnapshot:
    """Never changed once it is opened, so that threads share it without waiting for one another.
    A layout whose readers have files with one position for all threads is read by one at a time."""

    def __init__(
        self,
        reader: WhooshReader,
        layout: Layout,
        generation: int,
        token: str,
        state: tuple[int, ...],
        folder: Path,
    ) -> None:
        """
        Args:
            token: see ``indexer.core.engine.Statistics``.
            state: the storage's ``newest`` when this was read.
            folder: of the index.
        """
        self.reader = reader
        self.generation = generation
        self.token = token
        self.state = state
        self._folder = folder
        self.derived: dict[str, Any] = {}
        self.counts_groups = layout.groups
        """Whether it counts ``EngineRequest.grouped``."""
        self._layout = layout
        self._turn: AbstractContextManager[object] = nullcontext() if layout.shared else RLock()

    def search(self, request: EngineRequest) -> Hits:
        with self._turn:
            ranked = self._layout.rank(self.reader, request)
            hits = tuple(self._hit(number, score) for number, score in ranked.page)
        return Hits(total=ranked.total, hits=hits, facets=ranked.facets)

    def scan(self, request: EngineRequest) -> Iterator[Hit]:
        with self._turn:
            ranked: Ranked = self._layout.rank(self.reader, request)
        for number, score in ranked.page:
            with self._turn:
                hit = self._hit(number, score)
            yield hit

    def get(self, clause_id: str) -> Clause | None:
        with self._turn:
            numbers = self.reader.doc_ids("id", clause_id)
            return load_clause(self.reader.payload(numbers[0])) if numbers else None

    def metadata(self, document_id: str) -> Metadata | None:
        with self._turn:
            return self._known(document_id)

    def citations(self, document_id: str, inside: Span | None = None) -> tuple[Citation, ...]:
        with self._turn:
            record = self._record(document_id)
            return load_citations(record, inside) if record else ()

    def document(self, document_id: str) -> Document | None:
        found = self.whole(document_id)
        return found[0] if found else None

    def whole(self, document_id: str) -> tuple[Document, tuple[Clause, ...]] | None:
        with self._turn:
            record = self._record(document_id)
            if record is None:
                return None
            pieces = self.clauses(document_id)
            return load_document(record, pieces), pieces

    def clauses(
        self, document_id: str, start: int = 0, stop: int | None = None
    ) -> tuple[Clause, ...]:
        with self._turn:
            numbers = sorted(self.reader.doc_ids("document", document_id), key=self.reader.sequence)
            return tuple(load_clauses(map(self._payload, numbers[start:stop])))

    def documents(self) -> Iterator[Metadata]:
        with self._turn:
            numbers = [
                number
                for text, _ in self.reader.terms("record", "")
                for number in self.reader.doc_ids("record", text)
            ]
            numbers.sort(key=self.reader.sequence)
            return iter([load_metadata(self.reader.payload(number)) for number in numbers])

    def frequencies(self, field: str, texts: Sequence[str]) -> list[int]:
        with self._turn:
            return [self.reader.count(field, text) for text in texts]

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        with self._turn:
            return iter(list(self.reader.terms(field, prefix)))

    def most_frequent(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        with self._turn:
            return self.reader.most_frequent(field, prefix, limit)

    def statistics(self) -> Statistics:
        return self._statistics

    def last_run(self) -> str | None:
        return read_run(self._folder, self.generation)

    @cached_property
    def _statistics(self) -> Statistics:
        """Each request asks three times."""
        with self._turn:
            entries = self.reader.whoosh_reader.doc_count() - self.reader.documents
            return Statistics(self.reader.documents, entries, self.generation, self.token)

    def _clause(self, number: int) -> Clause:
        return load_clause(self._payload(number))

    def _payload(self, number: int) -> str:
        check()
        return self.reader.payload(number)

    def _record(self, document_id: str) -> str | None:
        numbers = self.reader.doc_ids("record", document_id)
        return self.reader.payload(numbers[0]) if numbers else None

    def _hit(self, number: int, score: float) -> Hit:
        spend(_LOADED)
        clause = self.reader.clauses.get(number)
        if clause is None:
            clause = self._clause(number)
            self.reader.clauses.put(number, clause, _bytes_of(clause))
        else:
            check()
        return Hit(clause, self._metadata(clause), score)

    def _metadata(self, clause: Clause) -> Metadata:
        found = self._known(clause.document_id)
        if found is None:
            raise IndexDamaged(
                "Chỉ mục có %(id)s nhưng thiếu văn bản của nó.", REBUILD, id=clause.id
            )
        return found

    def _known(self, document_id: str) -> Metadata | None:
        """Reading it again for every hit costs more than the search."""
        known = self.reader.known
        found = known.get(document_id)
        if found is None:
            numbers = self.reader.doc_ids("record", document_id)
            if not numbers:
                return None
            found = self.reader.metadata(numbers[0])
            if len(known) >= MOST_KNOWN:
                known.clear()  # other threads only look up, and read again what is missing
            known[document_id] = found
        return found


def _bytes_of(clause: Clause) -> int:
    """In memory, about: two bytes a letter, and the objects of its path."""
    letters = len(clause.text) + sum(len(step.heading) for step in clause.path)
    return 800 + 2 * letters + 300 * len(clause.path)

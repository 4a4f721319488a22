"""An engine in plain dictionaries: for tests, and for small folders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from uuid import uuid4

from analyzers.token import Span, Terms
from indexer.core.deadline import check
from indexer.core.derived_fields import derived_terms
from indexer.core.document import Citation, Clause, Document, Metadata
from indexer.core.engine import (
    Count,
    DateRange,
    EngineRequest,
    Entry,
    Filter,
    Hit,
    Hits,
    Sort,
    Statistics,
)
from indexer.core.filters import in_range, tally, value_key
from indexer.core.schema import FIELDS
from indexer.engines.reference import DocScores, evaluate, most_frequent


@dataclass(slots=True)
class _State:
    """One generation: never changed once it is published."""

    documents: dict[str, Document] = field(default_factory=dict)
    entries: dict[int, Entry] = field(default_factory=dict)
    members: dict[str, tuple[int, ...]] = field(default_factory=dict)
    next_number: int = 0
    run: str | None = None


class _Reader:
    """The state as postings; built once per generation, on first use."""

    def __init__(self, state: _State) -> None:
        self.state = state
        self.postings: dict[str, dict[str, dict[int, list[int]]]] = {}
        self.field_lengths: dict[str, dict[int, int]] = {}
        for number, entry in state.entries.items():
            for name, terms in entry.terms.items():
                self._add(name, number, terms)
        for members in state.members.values():
            entries = [state.entries[number] for number in members]
            for name, spec in FIELDS.items():
                texts = derived_terms(entries, spec.derived_from) if spec.derived_from else []
                for number, own in zip(members, texts, strict=bool(texts)):
                    self._add(name, number, Terms(own, range(len(own))))

    def _add(self, name: str, number: int, terms: Terms) -> None:
        if terms.texts:
            self.field_lengths.setdefault(name, {})[number] = len(terms.texts)
        lists = self.postings.setdefault(name, {})
        for text, position in zip(terms.texts, terms.positions, strict=True):
            lists.setdefault(text, {}).setdefault(number, []).append(position)

    def frequencies(self, field: str, text: str) -> Mapping[int, int]:
        return {entry: len(positions) for entry, positions in self.positions(field, text).items()}

    def positions(self, field: str, text: str) -> Mapping[int, Sequence[int]]:
        return self.postings.get(field, {}).get(text, {})

    def lengths(self, field: str) -> Mapping[int, int]:
        return self.field_lengths.get(field, {})

    def totals(self, field: str) -> tuple[int, int]:
        lengths = self.lengths(field)
        return len(lengths), sum(lengths.values())

    def live(self) -> AbstractSet[int]:
        return {number for lengths in self.field_lengths.values() for number in lengths}

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        lists = self.postings.get(field, {})
        for text in sorted(lists):
            if text.startswith(prefix):
                yield text, len(lists[text])


class _Writer:
    def __init__(self, state: _State) -> None:
        self.state = state

    def put(self, document: Document, entries: Iterable[Entry]) -> None:
        self.delete(document.id)
        numbers = []
        for entry in entries:
            number = self.state.next_number
            self.state.entries[number] = entry
            self.state.next_number += 1
            numbers.append(number)
        self.state.documents[document.id] = document
        self.state.members[document.id] = tuple(numbers)

    def delete(self, document_id: str) -> None:
        self.state.documents.pop(document_id, None)
        for number in self.state.members.pop(document_id, ()):
            del self.state.entries[number]

    def record_run(self, run: str) -> None:
        self.state.run = run


class _Snapshot:
    """See ``indexer.core.engine.Reader``."""

    def __init__(self, reader: _Reader, generation: int) -> None:
        self._reader = reader
        self._generation = generation
        self._token = uuid4().hex
        self.derived: dict[str, Any] = {}

    @property
    def state(self) -> _State:
        """What a writer starts from."""
        return self._reader.state

    def search(self, request: EngineRequest) -> Hits:
        state = self.state
        scores = self._scores(request)
        return Hits(
            total=len(scores),
            hits=tuple(
                self._hit(state, number, scores[number]) for number in self._page(scores, request)
            ),
            facets={name: self._facet(state, scores, name) for name in request.facets},
        )

    def scan(self, request: EngineRequest) -> Iterator[Hit]:
        scores = self._scores(request)
        for number in self._page(scores, request):
            check()
            yield self._hit(self.state, number, scores[number])

    def _scores(self, request: EngineRequest) -> DocScores:
        return {
            number: score
            for number, score in evaluate(request.query, self._reader).items()
            if all(self._passes(self.state, number, rule) for rule in request.filters)
            and (not request.only or self.state.entries[number].clause.id in request.only)
        }

    def _page(self, scores: DocScores, request: EngineRequest) -> list[int]:
        ranked = self._ranked(self.state, scores, request.sort)
        return ranked[request.offset : request.offset + request.limit]

    def get(self, clause_id: str) -> Clause | None:
        entries = self.state.entries.values()
        return next((e.clause for e in entries if e.clause.id == clause_id), None)

    def metadata(self, document_id: str) -> Metadata | None:
        found = self.document(document_id)
        return found.metadata if found else None

    def citations(self, document_id: str, inside: Span | None = None) -> tuple[Citation, ...]:
        found = self.document(document_id)
        if found is None or inside is None:
            return found.citations if found else ()
        return tuple(
            c for c in found.citations if inside.start <= c.span.start <= c.span.end <= inside.end
        )

    def document(self, document_id: str) -> Document | None:
        return self.state.documents.get(document_id)

    def whole(self, document_id: str) -> tuple[Document, tuple[Clause, ...]] | None:
        found = self.document(document_id)
        return (found, self.clauses(document_id)) if found else None

    def clauses(
        self, document_id: str, start: int = 0, stop: int | None = None
    ) -> tuple[Clause, ...]:
        numbers = self.state.members.get(document_id, ())[start:stop]
        return tuple(self.state.entries[number].clause for number in numbers)

    def documents(self) -> Iterator[Metadata]:
        return iter([d.metadata for d in self.state.documents.values()])

    def frequencies(self, field: str, texts: Sequence[str]) -> list[int]:
        return [len(self._reader.positions(field, text)) for text in texts]

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        return self._reader.terms(field, prefix)

    def most_frequent(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        return most_frequent(self._reader.terms(field, prefix), limit)

    def statistics(self) -> Statistics:
        state = self.state
        return Statistics(len(state.documents), len(state.entries), self._generation, self._token)

    def last_run(self) -> str | None:
        return self.state.run

    @staticmethod
    def _passes(state: _State, number: int, rule: Filter | DateRange) -> bool:
        entry = state.entries[number]
        if isinstance(rule, DateRange):
            return in_range(state.documents[entry.clause.document_id].date, rule)
        have = {value_key(rule.field, value) for value in entry.values.get(rule.field, ())}
        return not have.isdisjoint(value_key(rule.field, value) for value in rule.values)

    @staticmethod
    def _ranked(state: _State, scores: DocScores, sort: Sort) -> list[int]:
        ranked = sorted(scores, key=lambda number: (-scores[number], number))

        def date(number: int) -> str:
            return state.documents[state.entries[number].clause.document_id].date or ""

        if sort == "date":
            ranked.sort()
            ranked.sort(key=date, reverse=True)
        elif sort == "oldest":
            ranked.sort(key=lambda number: (date(number) or "9999", number))
        return ranked

    @staticmethod
    def _hit(state: _State, number: int, score: float) -> Hit:
        clause = state.entries[number].clause
        return Hit(clause, state.documents[clause.document_id].metadata, score)

    @staticmethod
    def _facet(state: _State, scores: DocScores, name: str) -> tuple[Count, ...]:
        counts = Counter(
            value for number in scores for value in state.entries[number].values.get(name, ())
        )
        return tally(name, counts)


class MemoryEngine:
    """See ``indexer.core.engine.Engine``."""

    def __init__(self) -> None:
        self._now = _Snapshot(_Reader(_State()), 0)
        self._writing = Lock()

    @contextmanager
    def writer(self) -> Iterator[_Writer]:
        with self._writing:
            now = self._now.state
            writer = _Writer(
                _State(
                    dict(now.documents),
                    dict(now.entries),
                    dict(now.members),
                    now.next_number,
                    now.run,
                )
            )
            yield writer
            self._now = _Snapshot(_Reader(writer.state), self._now.statistics().generation + 1)

    @contextmanager
    def snapshot(self) -> Iterator[_Snapshot]:
        yield self._now

    @property
    def derived(self) -> dict[str, Any]:
        return self._now.derived

    def search(self, request: EngineRequest) -> Hits:
        return self._now.search(request)

    def scan(self, request: EngineRequest) -> Iterator[Hit]:
        return self._now.scan(request)

    def get(self, clause_id: str) -> Clause | None:
        return self._now.get(clause_id)

    def metadata(self, document_id: str) -> Metadata | None:
        return self._now.metadata(document_id)

    def citations(self, document_id: str, inside: Span | None = None) -> tuple[Citation, ...]:
        return self._now.citations(document_id, inside)

    def document(self, document_id: str) -> Document | None:
        return self._now.document(document_id)

    def whole(self, document_id: str) -> tuple[Document, tuple[Clause, ...]] | None:
        return self._now.whole(document_id)

    def clauses(
        self, document_id: str, start: int = 0, stop: int | None = None
    ) -> tuple[Clause, ...]:
        return self._now.clauses(document_id, start, stop)

    def documents(self) -> Iterator[Metadata]:
        return self._now.documents()

    def frequencies(self, field: str, texts: Sequence[str]) -> list[int]:
        return self._now.frequencies(field, texts)

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        return self._now.terms(field, prefix)

    def most_frequent(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        return self._now.most_frequent(field, prefix, limit)

    def statistics(self) -> Statistics:
        return self._now.statistics()

    def last_run(self) -> str | None:
        return self._now.last_run()

    def close(self) -> None:
        self._now = _Snapshot(_Reader(_State()), self._now.statistics().generation)

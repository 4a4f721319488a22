"""An engine in plain dictionaries: for tests, and for small folders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from analyzers.token import Terms
from indexer.core.derived_fields import derived_terms
from indexer.core.document import Clause, Document, Metadata
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
from indexer.engines.reference import DocScores, evaluate


@dataclass(slots=True)
class _State:
    """One generation: never changed once it is published."""

    documents: dict[str, Document] = field(default_factory=dict)
    entries: dict[int, Entry] = field(default_factory=dict)
    members: dict[str, tuple[int, ...]] = field(default_factory=dict)
    next_number: int = 0


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


class MemoryEngine:
    """See ``indexer.core.engine.Engine``."""

    def __init__(self) -> None:
        self._reader = _Reader(_State())
        self._writing = Lock()
        self._generation = 0

    @contextmanager
    def writer(self) -> Iterator[_Writer]:
        with self._writing:
            now = self._reader.state
            writer = _Writer(
                _State(dict(now.documents), dict(now.entries), dict(now.members), now.next_number)
            )
            yield writer
            self._reader = _Reader(writer.state)
            self._generation += 1

    def search(self, request: EngineRequest) -> Hits:
        reader = self._reader
        scores = {
            number: score
            for number, score in evaluate(request.query, reader).items()
            if all(self._passes(reader.state, number, rule) for rule in request.filters)
        }
        page = self._ranked(reader.state, scores, request.sort)
        page = page[request.offset : request.offset + request.limit]
        return Hits(
            total=len(scores),
            hits=tuple(self._hit(reader.state, number, scores[number]) for number in page),
            facets={name: self._facet(reader.state, scores, name) for name in request.facets},
        )

    def get(self, clause_id: str) -> Clause | None:
        entries = self._reader.state.entries.values()
        return next((e.clause for e in entries if e.clause.id == clause_id), None)

    def document(self, document_id: str) -> Document | None:
        return self._reader.state.documents.get(document_id)

    def clauses(self, document_id: str) -> tuple[Clause, ...]:
        state = self._reader.state
        return tuple(state.entries[n].clause for n in state.members.get(document_id, ()))

    def documents(self) -> Iterator[Metadata]:
        return iter([d.metadata for d in self._reader.state.documents.values()])

    def frequencies(self, field: str, texts: Sequence[str]) -> list[int]:
        reader = self._reader
        return [len(reader.positions(field, text)) for text in texts]

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        return self._reader.terms(field, prefix)

    def statistics(self) -> Statistics:
        state = self._reader.state
        return Statistics(len(state.documents), len(state.entries), self._generation)

    def close(self) -> None:
        self._reader = _Reader(_State())

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
        if sort == "date":
            ranked.sort()

            def date(number: int) -> str:
                return state.documents[state.entries[number].clause.document_id].date or ""

            ranked.sort(key=date, reverse=True)
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

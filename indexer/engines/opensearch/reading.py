"""One generation of an index on servers, as the seam's ``Reader``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, starmap
from threading import Lock
from typing import Any, Final

from analyzers.token import Span
from indexer.core import query as q
from indexer.core.deadline import check, spend
from indexer.core.document import Citation, Clause, Document, Metadata
from indexer.core.engine import EngineRequest, Hit, Hits, Statistics
from indexer.core.filters import tally
from indexer.core.records import (
    load_citations,
    load_clause,
    load_clauses,
    load_document,
    load_metadata,
)
from indexer.core.schema import FIELDS
from indexer.engines.opensearch import terms as stored_terms
from indexer.engines.opensearch import vocabulary
from indexer.engines.opensearch.asking import Asked, Asking
from indexer.engines.opensearch.mapping import WINDOW
from indexer.engines.opensearch.pages import counting, is_far, page, searches
from indexer.engines.opensearch.query import Known, leaves
from indexer.engines.opensearch.run_record import read_run

MOST_KNOWN: Final = 5_000
"""Documents whose metadata is cached, a few megabytes at most."""
MOST_COUNTED: Final = 100_000
"""Terms whose counts are cached, some 10 MB."""
_PAGE: Final = 1_000
"""Records that are read at once."""
_COUNTED: Final = 5_000
"""Terms that are counted at once."""
_ASKED: Final = 1_000
"""Units of work (``indexer.core.deadline``) that a search is at least ..."""
_LOADED: Final = 1_500
"""... and each of its hits."""
_RECORD: Final = {"exists": {"field": "record"}}
_IN_ORDER: Final = [{"sequence": "asc"}]


class Memory:
    """What is remembered of a generation. Threads share it."""

    def __init__(self) -> None:
        self.derived: dict[str, Any] = {}
        self.known: dict[str, Metadata] = {}
        self.counts: dict[tuple[str, str], int] = {}
        self.totals: dict[str, int] = {}
        self.listed = True
        """Whether the vocabulary may still be that of the generation."""
        self.lock = Lock()


class Reading:
    """See ``indexer.core.engine.Reader``."""

    def __init__(
        self, asking: Asking, memory: Memory, factor: float, *, verify: bool = False
    ) -> None:
        """
        Args:
            factor: see ``query.Known``.
            verify: raise ``Stale`` where there is a newer generation by now.
        """
        self._asking = asking
        self._memory = memory
        self._compiling = Known(factor, self._idfs)
        self._verify = verify
        self.asked = False
        """Whether a request was sent, so that ``verify`` has had its effect."""

    @property
    def derived(self) -> dict[str, Any]:
        """See ``indexer.core.engine.Reader``."""
        return self._memory.derived

    def search(self, request: EngineRequest) -> Hits:
        """See ``indexer.core.engine.Reader``."""
        return self.search_all([request])[0]

    def search_all(self, requests: Sequence[EngineRequest]) -> list[Hits]:
        """See ``indexer.core.engine.Distant``."""
        spend(sum(_ASKED + _LOADED * request.limit for request in requests))
        self._count_shares([request.query for request in requests])
        asked = [searches(request, self._asking, self._compiling) for request in requests]
        answers = iter(self._ask([one for some in asked for one in some]))
        return [
            self._answer(request, [next(answers) for _ in some])
            for request, some in zip(requests, asked, strict=True)
        ]

    def scan(self, request: EngineRequest) -> Iterator[Hit]:
        """See ``indexer.core.engine.Reader``."""
        spend(_ASKED)
        return self._walk(request)

    def get(self, clause_id: str) -> Clause | None:
        """See ``indexer.core.engine.Reader``."""
        found = self._first({"term": {"id": stored_terms.stored(clause_id)}}, "payload")
        return load_clause(found) if found else None

    def metadata(self, document_id: str) -> Metadata | None:
        """See ``indexer.core.engine.Reader``."""
        known = self._memory.known.get(document_id)
        if known is None:
            found = self._first({"term": {"record": document_id}}, "metadata")
            known = self._learnt(document_id, found) if found else None
        return known

    def citations(self, document_id: str, inside: Span | None = None) -> tuple[Citation, ...]:
        """See ``indexer.core.engine.Reader``."""
        found = self._first({"term": {"record": document_id}}, "payload")
        return load_citations(found, inside) if found else ()

    def document(self, document_id: str) -> Document | None:
        """See ``indexer.core.engine.Reader``."""
        found = self.whole(document_id)
        return found[0] if found else None

    def whole(self, document_id: str) -> tuple[Document, tuple[Clause, ...]] | None:
        """See ``indexer.core.engine.Reader``."""
        of_document = self._asking.visible({"term": {"record": document_id}})
        record, page = self._ask(
            [
                Asked({"query": of_document, "stored_fields": ["payload"], "size": 1}),
                Asked(self._pieces(document_id, 0, _PAGE)),
            ]
        )
        found = _payloads(record)
        if not found:
            return None
        payloads = _payloads(page)
        if len(payloads) == _PAGE:
            rest = self._pieces(document_id, 0, _PAGE)
            payloads += [_payload(row) for row in self._rows(rest, page["hits"]["hits"][-1])]
        pieces = tuple(load_clauses(payloads))
        return load_document(found[0], pieces), pieces

    def clauses(
        self, document_id: str, start: int = 0, stop: int | None = None
    ) -> tuple[Clause, ...]:
        """See ``indexer.core.engine.Reader``."""
        if stop is None or stop > WINDOW:
            rows = self._rows(self._pieces(document_id, 0, _PAGE))
            return tuple(load_clauses(map(_payload, rows)))[start:stop]
        if stop <= start:
            return ()
        found = _payloads(self._one(Asked(self._pieces(document_id, start, stop - start))))
        return tuple(load_clauses(found))

    def documents(self) -> Iterator[Metadata]:
        """See ``indexer.core.engine.Reader``."""
        query = self._asking.visible(_RECORD)
        body = {"query": query, "stored_fields": ["metadata"], "sort": _IN_ORDER, "size": _PAGE}
        for row in self._rows(body):
            yield load_metadata(row["fields"]["metadata"][0])

    def frequencies(self, field: str, texts: Sequence[str]) -> list[int]:
        """See ``indexer.core.engine.Reader``."""
        for start in range(0, len(texts), _COUNTED):
            self._count({field: texts[start : start + _COUNTED]})
        counts = self._memory.counts
        return [counts[field, text] for text in texts]

    def look_up(self, wanted: Mapping[str, Sequence[str]]) -> None:
        """See ``indexer.core.engine.Distant``."""
        self._count(wanted, totals=True)

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """See ``indexer.core.engine.Reader``."""
        for some in vocabulary.pages(self._vocabulary, field, prefix):
            counts = self._counted(field, some)
            yield from ((text, count) for text, count in counts if count)

    def most_frequent(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """See ``indexer.core.engine.Reader``."""
        counts = self._counted(field, vocabulary.likely(self._vocabulary, field, prefix, limit))
        return sorted((pair for pair in counts if pair[1]), key=lambda p: (-p[1], p[0]))[:limit]

    def statistics(self) -> Statistics:
        """See ``indexer.core.engine.Reader``."""
        now = self._asking.generation
        return Statistics(now.documents, now.clauses, now.number, now.token)

    def last_run(self) -> str | None:
        """See ``indexer.core.engine.Reader``."""
        return read_run(self._asking.client, self._asking.generation)

    def verified(self) -> None:
        """Make sure that there is no newer generation, unless that was done.

        Raises:
            Stale: there is.
        """
        if self._verify and not self.asked:
            self._ask([])

    def _ask(self, searches: Sequence[Asked]) -> list[Any]:
        verify, self._verify = self._verify, False
        answers = self._asking.ask(searches, verify=verify)
        self.asked = True
        return answers

    def _one(self, asked: Asked) -> Any:
        return self._ask([asked])[0]

    def _vocabulary(self, body: dict[str, Any]) -> list[Any]:
        both = (body, vocabulary.counting(()))
        found, stamp = self._ask([Asked(one, vocabulary=True) for one in both])
        self._compare(vocabulary.counted(_hits(stamp)))
        return _hits(found)

    def _compare(self, counts: Mapping[tuple[str, str], int]) -> None:
        """Notice where the vocabulary counts what a later writer has put."""
        if counts.get(vocabulary.STAMP) != self._asking.generation.number:
            self._memory.listed = False

    def _first(self, rule: dict[str, Any], wanted: str) -> str | None:
        query = self._asking.visible(rule)
        rows = _hits(self._one(Asked({"query": query, "stored_fields": [wanted], "size": 1})))
        return rows[0]["fields"][wanted][0] if rows else None

    def _pieces(self, document_id: str, start: int, size: int) -> dict[str, Any]:
        query = self._asking.visible({"term": {"document": document_id}})
        page = {"from": start, "size": size, "sort": _IN_ORDER, "stored_fields": ["payload"]}
        return {"query": query, **page}

    def _answer(self, request: EngineRequest, answers: Sequence[Any]) -> Hits:
        hits = self._walk(request) if is_far(request) else map(self._hit, _hits(answers[-1]))
        return Hits(
            total=answers[0]["hits"]["total"]["value"],
            hits=tuple(hits),
            facets={name: _facet(name, answers[0]) for name in request.facets},
        )

    def _walk(self, request: EngineRequest) -> Iterator[Hit]:
        """The hits of a page that may lie anywhere, each loaded on demand."""
        self._count_shares([request.query])
        body = page(request, self._asking, self._compiling) | {"from": 0}
        last: list[Any] = []
        passed = given = 0
        while given < request.limit:
            behind = request.offset - passed
            size = min(WINDOW, behind) if behind > 0 else min(_PAGE, request.limit - given)
            loaded = {"stored_fields": "_none_"} if behind > 0 else {}
            after = {"search_after": last} if last else {}
            rows = _hits(self._one(Asked({**body, "size": size, **loaded, **after}, ranked=True)))
            if not rows:
                return
            last = rows[-1]["sort"]
            if behind > 0:
                passed += len(rows)
                continue
            for row in rows:
                check()
                spend(_LOADED)
                given += 1
                yield self._hit(row)

    def _rows(self, body: dict[str, Any], after: Mapping[str, Any] | None = None) -> Iterator[Any]:
        """All records that a query finds, in order."""
        while True:
            follows = {"search_after": after["sort"], "from": 0} if after else {}
            rows = _hits(self._one(Asked({**body, **follows, "track_total_hits": False})))
            yield from rows
            if len(rows) < body["size"]:
                return
            after = rows[-1]

    def _hit(self, row: Mapping[str, Any]) -> Hit:
        check()
        clause = load_clause(_payload(row))
        metadata = self._memory.known.get(clause.document_id)
        if metadata is None:
            metadata = self._learnt(clause.document_id, row["fields"]["metadata"][0])
        score = row.get("_score")
        return Hit(clause, metadata, float(row["sort"][0] if score is None else score))

    def _learnt(self, document_id: str, record: str) -> Metadata:
        known = self._memory.known
        if len(known) >= MOST_KNOWN:
            known.clear()  # other threads only look up, and read again what is missing
        return known.setdefault(document_id, load_metadata(record))

    def _count_shares(self, queries: Sequence[q.Query]) -> None:
        """Count what the queries' ``Share`` nodes need, in one request."""
        wanted: dict[str, list[str]] = {}
        for leaf in chain.from_iterable(map(leaves, queries)):
            if isinstance(leaf, q.Share):
                wanted.setdefault(leaf.field, []).extend(leaf.texts)
        if wanted:
            self._count(wanted, totals=True)

    def _idfs(self, field: str, texts: Sequence[str]) -> list[float]:
        if field not in FIELDS:
            return [0.0] * len(texts)
        counts = [self._memory.counts[field, text] for text in texts]
        number = self._memory.totals[field]
        return [q.idf(number, count) if count else 0.0 for count in counts]

    def _counted(self, field: str, found: Mapping[str, int]) -> Iterable[tuple[str, int]]:
        """Terms of the vocabulary with their frequencies."""
        if self._is_listed(field):
            return found.items()
        return zip(found, self.frequencies(field, list(found)), strict=True)

    def _count(self, wanted: Mapping[str, Sequence[str]], *, totals: bool = False) -> None:
        """Learn in how many entries terms are: from the vocabulary, if it counts nothing else, or
        else by a search for each.

        Args:
            totals: and how many entries have the fields at all.
        """
        memory = self._memory
        if len(memory.counts) > MOST_COUNTED:
            memory.counts = {}
        new = [
            (field, text)
            for field, texts in wanted.items()
            for text in dict.fromkeys(texts)
            if (field, text) not in memory.counts
        ]
        listed = [pair for pair in new if self._is_listed(pair[0])]
        single = [pair for pair in new if pair[0] in FIELDS and not self._is_listed(pair[0])]
        fields = [f for f in wanted if totals and f in FIELDS and f not in memory.totals]
        rules = [*starmap(_holds, single), *({"exists": {"field": field}} for field in fields)]
        searches = [Asked(counting(self._asking, rule)) for rule in rules]
        if listed:
            searches.append(Asked(vocabulary.counting(listed), vocabulary=True))
        answers = self._ask(searches) if searches else []
        found = [answer["hits"]["total"]["value"] for answer in answers[: len(rules)]]
        known = dict.fromkeys(new, 0)
        known.update(zip(single, found, strict=False))
        if listed:
            counts = vocabulary.counted(_hits(answers[-1]))
            self._compare(counts)
            if not self._memory.listed:
                self._count(wanted, totals=totals)
                return
            known.update((p, counts.get((p[0], stored_terms.stored(p[1])), 0)) for p in listed)
        memory.totals.update(zip(fields, found[len(single) :], strict=True))
        memory.counts.update(known)

    def _is_listed(self, field: str) -> bool:
        """Whether the vocabulary has the frequencies of a field's terms."""
        exact = self._asking.generation.exact and self._memory.listed
        return exact and field in FIELDS and not FIELDS[field].derived_from


def _holds(field: str, text: str) -> dict[str, Any]:
    return {"term": {field: stored_terms.stored(text, placed=FIELDS[field].positions)}}


def _facet(name: str, answer: Any) -> tuple[Any, ...]:
    rows = answer.get("aggregations", {}).get(name, {}).get("buckets", ())
    return tally(name, {row["key"]: row["doc_count"] for row in rows})


def _hits(answer: Any) -> list[Any]:
    rows: list[Any] = answer.get("hits", {}).get("hits", [])
    return rows


def _payload(row: Mapping[str, Any]) -> str:
    return str(row["fields"]["payload"][0])


def _payloads(answer: Any) -> list[str]:
    return [_payload(row) for row in _hits(answer)]

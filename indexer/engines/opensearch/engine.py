"""An index on servers, as the seam's ``Engine``: each call reads the newest generation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from time import monotonic
from typing import Any, Final, TypeVar

from analyzers.token import Span
from indexer.core.document import Citation, Clause, Document, Metadata
from indexer.core.engine import EngineRequest, Hit, Hits, Statistics
from indexer.engines.opensearch import lock as locking
from indexer.engines.opensearch.asking import Asking
from indexer.engines.opensearch.client import Client
from indexer.engines.opensearch.commit import newest_of, replaced
from indexer.engines.opensearch.errors import Stale, missing
from indexer.engines.opensearch.generation import Generation
from indexer.engines.opensearch.reading import Memory, Reading
from indexer.engines.opensearch.tidy import Tidying, tidy
from indexer.engines.opensearch.writer import Writer

_T = TypeVar("_T")
_FRESH: Final = 0.25
"""Seconds for which what is remembered is taken to be of the newest generation; whatever is asked
for makes sure of it."""
_TRIES: Final = 5


class OpenSearchEngine:
    """See ``indexer.core.engine.Engine``. Open one by ``opensearch.opening``."""

    def __init__(
        self, client: Client, name: str, factor: float, *, replacing: Generation | None = None
    ) -> None:
        """
        Args:
            factor: see ``query.Known``.
            replacing: an empty generation, to be written to instead of the newest.
        """
        self.client = client
        self._name = name
        self._factor = factor
        self._replacing = replacing
        self._current: tuple[Asking, Memory] | None = None
        self._verified = 0.0
        self._opening = Lock()
        self._tidying = Tidying(client, name)

    @contextmanager
    def writer(self) -> Iterator[Writer]:
        """See ``indexer.core.engine.Engine``."""
        found = newest_of(self.client, self._name)
        with locking.held(self.client, self._name, found.number + 1 if found else 1) as lock:
            before = newest_of(self.client, self._name)
            if before is None:
                raise missing(str(self.client.address))
            writer = Writer(self.client, self._name, before, self._replacing or before, lock)
            try:
                yield writer
                made = writer.commit()
            except BaseException:
                writer.abandon()
                raise
            if made and self._replacing:
                self._replacing = None
                replaced(self.client, self._name, made)
        if made:
            self._learn(made)

    @contextmanager
    def snapshot(self) -> Iterator[Reading]:
        """See ``indexer.core.engine.Engine``."""
        yield self._newest()

    @property
    def derived(self) -> dict[str, Any]:
        """See ``indexer.core.engine.Engine``. Of the newest generation that is known: no request is
        made for it, since what is asked for next finds out whether there is a newer one."""
        return self._reading().derived

    def search(self, request: EngineRequest) -> Hits:
        """See ``indexer.core.engine.Reader``."""
        return self._fresh(lambda reading: reading.search(request))

    def search_all(self, requests: Sequence[EngineRequest]) -> list[Hits]:
        """See ``indexer.core.engine.Distant``."""
        return self._fresh(lambda reading: reading.search_all(requests))

    def look_up(self, wanted: Mapping[str, Sequence[str]]) -> None:
        """See ``indexer.core.engine.Distant``."""
        self._fresh(lambda reading: reading.look_up(wanted))

    def scan(self, request: EngineRequest) -> Iterator[Hit]:
        """See ``indexer.core.engine.Reader``."""
        return self._newest().scan(request)

    def get(self, clause_id: str) -> Clause | None:
        """See ``indexer.core.engine.Reader``."""
        return self._fresh(lambda reading: reading.get(clause_id))

    def metadata(self, document_id: str) -> Metadata | None:
        """See ``indexer.core.engine.Reader``."""
        return self._fresh(lambda reading: reading.metadata(document_id))

    def citations(self, document_id: str, inside: Span | None = None) -> tuple[Citation, ...]:
        """See ``indexer.core.engine.Reader``."""
        return self._fresh(lambda reading: reading.citations(document_id, inside))

    def document(self, document_id: str) -> Document | None:
        """See ``indexer.core.engine.Reader``."""
        return self._fresh(lambda reading: reading.document(document_id))

    def whole(self, document_id: str) -> tuple[Document, tuple[Clause, ...]] | None:
        """See ``indexer.core.engine.Reader``."""
        return self._fresh(lambda reading: reading.whole(document_id))

    def clauses(
        self, document_id: str, start: int = 0, stop: int | None = None
    ) -> tuple[Clause, ...]:
        """See ``indexer.core.engine.Reader``."""
        return self._fresh(lambda reading: reading.clauses(document_id, start, stop))

    def documents(self) -> Iterator[Metadata]:
        """See ``indexer.core.engine.Reader``."""
        return self._newest().documents()

    def frequencies(self, field: str, texts: Sequence[str]) -> list[int]:
        """See ``indexer.core.engine.Reader``."""
        return self._fresh(lambda reading: reading.frequencies(field, texts))

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """See ``indexer.core.engine.Reader``."""
        return self._known().terms(field, prefix)

    def most_frequent(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """See ``indexer.core.engine.Reader``."""
        return self._fresh(lambda reading: reading.most_frequent(field, prefix, limit))

    def statistics(self) -> Statistics:
        """See ``indexer.core.engine.Reader``."""
        return self._known().statistics()

    def last_run(self) -> str | None:
        """See ``indexer.core.engine.Reader``."""
        return self._newest().last_run()

    def tidy(self) -> int:
        """Delete for good, now, what the newest generation leaves out; readers of older ones miss
        it. Returns how many records that was."""
        return tidy(self.client, self._name, self._now()[0].generation)

    def close(self) -> None:
        """See ``indexer.core.engine.Engine``."""
        self._tidying.close()
        self.client.close()

    def _fresh(self, ask: Callable[[Reading], _T]) -> _T:
        """What the newest generation answers, which is made sure of in the same request."""
        for _ in range(_TRIES):
            reading = self._reading(verify=True)
            try:
                answer = ask(reading)
                if monotonic() - self._verified >= _FRESH:
                    reading.verified()
            except Stale:
                self._current = None
                continue
            if reading.asked:
                self._verified = monotonic()
            return answer
        return ask(self._newest())

    def _reading(self, *, verify: bool = False) -> Reading:
        asking, memory = self._current or self._now()
        return Reading(asking, memory, self._factor, verify=verify)

    def _known(self) -> Reading:
        """The newest generation, as far as is known from what was asked just now."""
        fresh = monotonic() - self._verified < _FRESH
        return self._reading() if fresh else self._newest()

    def _newest(self) -> Reading:
        asking, memory = self._now()
        return Reading(asking, memory, self._factor)

    def _now(self) -> tuple[Asking, Memory]:
        found = self._replacing or newest_of(self.client, self._name)
        if found is None:
            raise missing(str(self.client.address))
        return self._learn(found)

    def _learn(self, found: Generation) -> tuple[Asking, Memory]:
        with self._opening:
            now = self._current
            if now is None or now[0].generation != found:
                now = Asking(self.client, self._name, found), Memory()
            self._current = now
            self._verified = monotonic()
        self._tidying.after(found)
        return now

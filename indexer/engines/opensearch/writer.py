"""What changes an index: records on their way, and what they replace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from time import time
from typing import Any, Final

from indexer.core.document import Document
from indexer.core.engine import Entry
from indexer.core.errors import KhoanError
from indexer.core.prepared import prepared
from indexer.engines.opensearch import commit, tidy, vocabulary
from indexer.engines.opensearch.asking import Asked, Asking
from indexer.engines.opensearch.bulk import Bulk
from indexer.engines.opensearch.client import Client
from indexer.engines.opensearch.entries import lines
from indexer.engines.opensearch.generation import Generation, Held, first_of, without
from indexer.engines.opensearch.lock import Lock
from indexer.engines.opensearch.run_record import forget_run, read_run, write_run

_AT_ONCE: Final = 1_000
"""Ids that are looked up together."""
_MOST_COUNTED: Final = 500_000
"""Terms after which a writer sends what it has counted, some 100 MB."""


class Writer:
    """See ``indexer.core.engine.Writer``."""

    def __init__(
        self, client: Client, name: str, before: Generation, into: Generation, lock: Lock
    ) -> None:
        """
        Args:
            before: the newest generation.
            into: what is written to: the same one, or an empty one that takes its place.
        """
        self._client = client
        self._name = name
        self._before = before
        self._into = into
        self._lock = lock
        self._dead: list[tuple[int, int]] = []
        self._next = first_of(lock.epoch)
        self._here: dict[str, Held] = {}
        self._gone: list[Held] = []
        self._named: dict[str, None] = {}
        """Ids that were put or deleted, and may have been in the index before."""
        self._counter = vocabulary.Counter()
        self._counted_before = into.documents > 0
        self._exact = into.exact
        self._run: str | None = None
        self._left = self._unsettled()
        alias = commit.begin(client, name, into.index, lock.epoch)
        self._sweep()
        self._bulk = Bulk(client, alias)

    def put(self, document: Document, entries: Iterable[Entry]) -> None:
        """See ``indexer.core.engine.Writer``."""
        self._lock.check()
        self.delete(document.id)
        ready = prepared(document, entries)
        held = Held(self._next, len(ready))
        self._bulk.add(lines(document, ready, self._next))
        self._next += len(ready) + 1
        self._here[document.id] = held
        self._counter.add(ready.batch)
        if self._counter.size > _MOST_COUNTED:
            self._send_counts()

    def delete(self, document_id: str) -> None:
        """See ``indexer.core.engine.Writer``."""
        held = self._here.pop(document_id, None)
        if held:
            self._gone.append(held)
        self._named[document_id] = None

    def record_run(self, run: str) -> None:
        """See ``indexer.core.engine.Writer``."""
        self._run = run

    def commit(self) -> Generation | None:
        """Make the changes the newest generation; None: there were none.

        Raises:
            KhoanError: it was not possible, and everything is as it was.
        """
        self._bulk.finish()
        self._lock.check()
        replaced = list(self._replaced())
        unchanged = not (self._here or replaced) and self._into is self._before
        if unchanged:
            self.abandon()
            if self._run is not None:
                write_run(self._client, self._before, self._run)
            return None
        self._send_counts()
        self._client.call("POST", f"/{self._into.index}/_refresh")
        ranges, singles = without(self._left, self._dead, [*self._gone, *replaced])
        now = self._into
        after = Generation(
            now.index,
            self._lock.epoch,
            now.documents + len(self._here) - len(replaced),
            now.clauses + sum(h.entries for h in self._here.values())
            - sum(h.entries for h in replaced),
            int(time()),
            self._exact and not (self._dead or self._gone or replaced),
            ranges,
            singles,
        )  # fmt: skip
        run = self._run
        if run is None and self._into is self._before:
            run = read_run(self._client, self._before)
        if run is not None:
            write_run(self._client, after, run)
        commit.commit(self._client, self._name, self._before, after)
        self._bulk.close()
        if run is not None and self._before.index == after.index:
            forget_run(self._client, self._before)
        return after

    def abandon(self) -> None:
        """Forget the changes. What was sent is seen by nobody, and the next writer deletes it."""
        self._bulk.close()
        with suppress(KhoanError):  # why it is abandoned is what matters
            commit.end(self._client, self._name, self._into.index, self._lock.epoch)

    def _unsettled(self) -> Generation:
        """What is written to, without what has been deleted for good since its commit."""
        into = self._into
        rules = tidy.left_out(into)
        if rules and tidy.settled(into):
            tidy.delete(self._client, self._name, into, rules)
            return replace(into, ranges=(), singles=())
        return into

    def _sweep(self) -> None:
        """Of writers that never committed, delete what they sent; and see nothing of what is still
        on its way from one that is stopped."""
        first, end = self._into.limit, first_of(self._lock.epoch)
        if first < end:
            tidy.sweep(self._client, self._name, self._into, self._lock.epoch)
            self._dead.append((first, end - 1))

    def _send_counts(self) -> None:
        empty = not self._counted_before
        vocabulary.write(
            self._client, self._into.index, self._counter, self._lock.epoch, empty=empty
        )
        self._counter = vocabulary.Counter()
        self._counted_before = True

    def _replaced(self) -> Iterator[Held]:
        """What the index had under the ids that were put or deleted."""
        if not self._into.documents:
            return
        asking = Asking(self._client, self._name, self._into)
        ids = list(self._named)
        bodies = [_lookup(asking, ids[at : at + _AT_ONCE]) for at in range(0, len(ids), _AT_ONCE)]
        for answer in asking.ask([Asked(body) for body in bodies]):
            for row in answer.get("hits", {}).get("hits", ()):
                version, entries = (row["fields"][f][0] for f in ("version", "entries"))
                yield Held(int(version), int(entries))


def _lookup(asking: Asking, ids: Sequence[str]) -> dict[str, Any]:
    return {
        "query": asking.visible({"terms": {"record": ids}}),
        "size": len(ids),
        "stored_fields": "_none_",
        "docvalue_fields": ["version", "entries"],
    }

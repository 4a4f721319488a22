"""Clients that ask an index on servers all the time, while nodes are killed and writers commit."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle
from time import perf_counter, sleep
from typing import Final

from benchmarks.soak import questions
from benchmarks.soak.questions import wrong_with
from indexer.core.errors import KhoanError
from indexer.index import Index, open_index
from indexer.querying.request import SearchRequest

_PAUSE: Final = 0.1
_TRIES: Final = 3
_AGAIN: Final = 0.5
"""Seconds before a client asks again what was refused."""
_ASKED: Final = (
    SearchRequest(questions.QUESTION, limit=1000, facets=(), literal=True),
    SearchRequest('"vòng thứ"', limit=1000, facets=()),
    SearchRequest(questions.QUESTION, limit=1000, sort="date"),
)


@dataclass
class Tally:
    """What clients saw. Safe to share between threads."""

    documents: int
    """That every answer must have, whole."""
    seconds: float = 10.0
    """Limit of each request."""
    answers: int = 0
    refused: int = 0
    """Answers that came only when the client asked again."""
    longest: float = 0.0
    """Seconds of the request that took the longest, answered or refused."""
    silent: float = 0.0
    """Seconds of the longest time without any answer."""
    wrong: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    """Of requests that were refused each time they were tried."""
    said: list[str] = field(default_factory=list)
    """What was said to those that were refused once."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    last: float = field(default_factory=perf_counter)

    def took(self, seconds: float) -> None:
        """A request ended after so long."""
        with self.lock:
            self.longest = max(self.longest, seconds)

    def answered(self, why: str) -> None:
        """An answer came; ``why`` it is wrong, if it is."""
        with self.lock:
            now = perf_counter()
            self.silent, self.last = max(self.silent, now - self.last), now
            self.answers += 1
            if why:
                self.wrong.append(why)


@contextmanager
def asking(address: str, tally: Tally, clients: int = 2) -> Iterator[Tally]:
    """So many clients, until the block is left."""
    stop = threading.Event()
    threads = [
        threading.Thread(target=_ask, args=(address, tally, stop), name=f"client {number}")
        for number in range(clients)
    ]
    for thread in threads:
        thread.start()
    try:
        yield tally
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _ask(address: str, tally: Tally, stop: threading.Event) -> None:
    with open_index(address) as index:
        for request in cycle(_ASKED):
            if stop.wait(_PAUSE):
                return
            _until_answered(index, request, tally, stop)


def _until_answered(
    index: Index, request: SearchRequest, tally: Tally, stop: threading.Event
) -> None:
    """Ask, and again where that is refused, as a page that is loaded again does."""
    for turn in range(_TRIES):
        began = perf_counter()
        try:
            hits = index.answer(replace(request, seconds=tally.seconds)).hits
        except KhoanError as error:
            tally.took(perf_counter() - began)
            tally.said.append(error.message)
            if turn == _TRIES - 1 and not stop.is_set():
                tally.errors.append(error.message)
            sleep(_AGAIN)
            continue
        except Exception as error:  # noqa: BLE001  # reported: no other error is right
            tally.errors.append(f"{type(error).__name__}: {error}")
            return
        tally.took(perf_counter() - began)
        pairs = [(hit.document.id, hit.clause.text) for hit in hits]
        found = {document for document, _ in pairs}
        why = wrong_with(pairs, whole=True)
        if not why and len(found) != tally.documents:
            why = f"{len(found)} documents of {tally.documents}"
        tally.answered(why)
        tally.refused += turn > 0
        return

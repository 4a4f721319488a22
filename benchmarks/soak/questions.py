"""A client that asks a server all the time, while its index is changed and commands are killed.

Every document says in each of its clauses which version of it that is, so an answer that mixes two
versions of a document, or misses a part of one, is torn.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from typing import Final

from benchmarks.soak import corpus

CLAUSES: Final = 3
"""Of a document, each with its version."""
QUESTION: Final = "phong trao thi dua"
_VERSION: Final = re.compile(r"vòng thứ (\d+)")
_PAUSE: Final = 0.1
"""Seconds between two questions, so that the machine is there for the commands, too."""
PATHS: Final = (
    "/api/v1/search?q=phong+trao+thi+dua&limit=100",
    "/?q=phong+trao+thi+dua",
    "/healthz",
    "/api/v1/export?q=phong+trao+thi+dua",
    "/api/v1/stats",
    "/tin.atom?q=phong+trao+thi+dua",
    "/duyet",
)


def text(number: int, version: int) -> str:
    """A document that says which version it is."""
    said = "\n\n".join(
        f"{item}. Phong trào thi đua {corpus.SYLLABLES[(number * item) % 40]}, vòng thứ {version}."
        for item in range(1, CLAUSES + 1)
    )
    return f"{corpus.head(number)}Về việc thi đua\n\n{said}\n"


def wrong_with(hits: Iterable[tuple[str, str]], whole: bool) -> str:
    """What is wrong with an answer, given as documents and texts of clauses: empty if nothing.

    Args:
        whole: all documents must have the same version, not only all clauses of each.
    """
    found: dict[str, list[str]] = {}
    for document, said in hits:
        if version := _VERSION.search(said):
            found.setdefault(document, []).append(version[1])
    for document, versions in found.items():
        if len(versions) != CLAUSES or len(set(versions)) != 1:
            return f"{document} has versions {versions}"
    versions = sorted({each for some in found.values() for each in some})
    if not found or (whole and len(versions) > 1):
        return f"versions {versions} of {len(found)} documents in one answer"
    return ""


class Questions:
    """What was asked, and what was wrong."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked = 0
        self.lost: list[str] = []
        self.whole = True
        """Whether all documents have the same version now."""
        self._stop = threading.Event()

    @contextmanager
    def all_the_time(self) -> Iterator[Questions]:
        """Ask until the block is left."""
        thread = threading.Thread(target=self._ask)
        thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            thread.join()

    def _ask(self) -> None:
        for path in cycle(PATHS):
            if self._stop.wait(_PAUSE):
                return
            whole = self.whole
            try:
                status, body = self._get(path)
            except (OSError, HTTPException) as error:
                self.lost.append(f"{path}: {type(error).__name__}: {error}")
                continue
            self.asked += 1
            if status != 200:
                self.lost.append(f"{path}: {status}")
            elif why := wrong_with(_hits(path, body), whole and self.whole):
                self.lost.append(f"{path}: {why}")

    def _get(self, path: str) -> tuple[int, bytes]:
        connection = HTTPConnection(self.address, timeout=30)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def _hits(path: str, body: bytes) -> list[tuple[str, str]]:
    """Document and text of each hit, where the answer is a list of hits; else an answer that
    nothing is wrong with."""
    if "/export" in path:
        hits = [json.loads(line) for line in body.splitlines()]
    elif "/search" in path:
        hits = json.loads(body)["hits"]
    else:
        return [("", "vòng thứ 0")] * CLAUSES
    return [(hit["document"]["id"], hit["text"]) for hit in hits]

"""The stage about HTTP: requests a second, latency and processor time, at 1, 4 and 16 connections.

Khoản runs as ``khoan serve``; the other engines behind a Flask view (``views``). Answers are not
given again (``--cache-mb 0``) but in ``search again``. Queries are new to the server but there and
in ``search warm``, where the same are asked in turn.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from benchmarks.bench import streams
from benchmarks.bench.child import python
from benchmarks.bench.http import views
from benchmarks.bench.http.processes import memory_mb, processor_seconds
from benchmarks.bench.indexing import indexed
from benchmarks.bench.machine import cores
from benchmarks.bench.plan import Plan
from benchmarks.bench.product import drawn
from indexer.index import Index, open_index

CONNECTIONS: Final = (1, 4, 16)
WARM_SECONDS: Final = 1.0
QUERIES: Final = 6_000
"""Different ones: more than are asked in one run."""
AGAIN: Final = 400
"""Queries that are asked in turn, again and again."""
AGAIN_WARM: Final = 6.0
"""Seconds of them before it counts: every process is to have been asked each."""
LOOKED_UP: Final = 2_000
"""Clauses, and documents as far as there are so many, that are asked for by id."""


class Asked(NamedTuple):
    """What is requested of a server."""

    what: str
    paths: list[str]
    """For warming up and for each number of connections, a part of its own."""
    warm: float = WARM_SECONDS
    """Seconds of warming up."""


def stage(plan: Plan, clauses: int) -> dict[str, Any]:
    """All servers over a collection of so many clauses."""
    folder, _ = indexed(plan, clauses)
    work = plan.work / f"http-{clauses}"
    work.mkdir(exist_ok=True)
    with open_index(folder) as index:
        texts = drawn(index, QUERIES)
        asked = [*_searches(texts), *_lookups(index)]
        held = index.statistics().clauses
    workers = min(4, cores())
    command = ["-m", "khoan", "serve", "--port", "0", "--workers", str(workers), "--index", folder]
    none_stored = [*command, "--cache-mb", 0]
    found = {"khoan": _measured(none_stored, asked, work, plan.http_seconds)}
    for with_cache, what in ((none_stored, "search warm"), (command, "search again")):
        again = _measured(with_cache, [_again(texts, what)], work, plan.http_seconds)
        found["khoan"][what] = again[what]
    search = [Asked("search", [f"/search?q={quote(text)}" for text in texts])]
    left_out = {name: reason for name in views.MODULES if (reason := views.missing(name))}
    for name in (name for name in views.MODULES if name not in left_out):
        with views.built(name, _clauses(plan, clauses, work), work / name) as behind:
            command = ["-m", "benchmarks.bench.http.views", name, work / name, str(workers)]
            found[name] = _measured(command, search, work, plan.http_seconds, behind)
    return {
        "clauses": held,
        "workers": workers,
        "queries": len(texts),
        "servers": found,
        "left_out": left_out,
    }


def _searches(texts: list[str]) -> Iterator[Asked]:
    queries = list(map(quote, texts))
    yield Asked("search", [f"/api/v1/search?q={query}" for query in queries])
    yield Asked("page", [f"/?q={query}" for query in queries])
    yield Asked("suggest", [f"/api/v1/suggest?q={quote(text[:-1])}" for text in texts])


def _again(texts: list[str], what: str) -> Asked:
    """The same searches in turn."""
    paths = [f"/api/v1/search?q={quote(text)}" for text in texts[:AGAIN]]
    return Asked(what, paths * len(_parts()), AGAIN_WARM)


def _lookups(index: Index) -> Iterator[Asked]:
    random_ = random.Random(3)
    ids = [document.id for document in index.documents()]
    documents = random_.sample(ids, min(LOOKED_UP, len(ids)))
    clauses = [clause.id for one in documents[:100] for clause in index.clauses(one)]
    some = random_.sample(clauses, min(LOOKED_UP, len(clauses)))
    whole = [f"/api/v1/documents/{quote(one)}" for one in documents]
    yield Asked("document", whole)
    yield Asked("metadata", [f"{path}?fields=metadata" for path in whole])
    yield Asked("clause", [f"/api/v1/clauses/{quote(one, safe='')}" for one in some])


def _clauses(plan: Plan, count: int, work: Path) -> Iterator[tuple[str, str]]:
    """(group, text) of the streams that engines are compared on."""
    path = plan.work / f"engines-{count}" / "streams"
    if not path.exists():
        path = work / "streams"
        if not path.exists():
            streams.write(plan.folder, count, path)
    return ((clause.group, clause.text) for clause in streams.read(path))


def _parts() -> tuple[int, ...]:
    return (1, *CONNECTIONS)


def _measured(
    command: list[Any], asked: list[Asked], work: Path, seconds: float, behind: Sequence[int] = ()
) -> dict[str, Any]:
    """What is requested -> number of connections -> figures.

    Args:
        behind: further processes whose time of the processor counts.
    """
    found: dict[str, Any] = {}
    with server(command) as (process, address):
        for what, paths, seconds_before in asked:
            size = max(1, len(paths) // len(_parts()))
            warm, *parts = (paths[at : at + size] for at in range(0, size * len(_parts()), size))
            _load(address, warm, max(CONNECTIONS), seconds_before, work)
            found[what] = {}
            for connections, part in zip(CONNECTIONS, parts, strict=True):
                before = sum(map(processor_seconds, (process, *behind)))
                figures = _load(address, part, connections, seconds, work)
                spent = sum(map(processor_seconds, (process, *behind))) - before
                figures["server_ms"] = 1e3 * spent / max(1.0, figures["requests"])
                found[what][str(connections)] = figures
        found["memory_mb"] = sum(map(memory_mb, (process, *behind)))
    return found


def _load(
    address: str, paths: list[str], connections: int, seconds: float, work: Path
) -> dict[str, float]:
    listed = work / "paths"
    listed.write_text("\n".join(paths), encoding="utf-8")
    done = python("benchmarks.bench.http.client", address, listed, connections, seconds)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


@contextmanager
def server(command: list[Any]) -> Iterator[tuple[int, str]]:
    """A server in a process of its own, which says its address on standard error: its process id,
    and the address."""
    full = [sys.executable, *map(str, command)]
    with subprocess.Popen(
        full, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        reading = None
        try:
            found = (re.search(r"http://[\d.]+:\d+", line) for line in process.stderr)
            address = next((one[0] for one in found if one), None)
            if address is None:
                raise RuntimeError(f"{full} said no address")
            # What the server goes on to say must be read, or it would wait for somebody to.
            reading = threading.Thread(target=process.stderr.read, daemon=True)
            reading.start()
            yield process.pid, address
        finally:
            process.terminate()
        reading.join()

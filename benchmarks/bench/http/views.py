"""A Flask view over another engine, served: ``python -m benchmarks.bench.http.views NAME FOLDER``.

The view does what a search over HTTP cannot do without: it reads the query, finds the ten best of
all clauses that have any of its words, and gives their texts as JSON. No accents are restored, no
marks, facets or suggestions made. ``empty`` finds nothing: what Flask and the server take. Each
runs in as many processes as ``khoan serve`` does, under the same server (waitress, 8 threads each).
PostgreSQL and OpenSearch are servers behind it; what these take of the processor counts as well.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from benchmarks.bench.http import opensearch, postgres
from benchmarks.bench.http.local_engines import OPEN, WRITE, Clauses, Search
from benchmarks.bench.streams import fold

THREADS: Final = 8
MODULES: Final = {
    "empty": "flask",
    "tantivy": "tantivy",
    "fts5": "sqlite3",
    "xapian": "xapian",
    "postgres": "psycopg",
    "opensearch": "flask",
}
"""Each view, with the module that it needs."""
SERVERS: Final = {"postgres": postgres, "opensearch": opensearch}
"""Engines that are servers of their own."""


def missing(name: str) -> str:
    """Why a view cannot be measured here; empty where it can."""
    if not find_spec(MODULES[name]):
        return f"there is no module {MODULES[name]}"
    return SERVERS[name].missing() if name in SERVERS else ""


@contextmanager
def built(name: str, clauses: Clauses, folder: Path) -> Iterator[list[int]]:
    """Write an index of the clauses, texts stored, and keep the server that has it running, if the
    engine is one; gives its processes. What is there and needs no server is left alone."""
    if name in SERVERS:
        folder.mkdir(parents=True, exist_ok=True)
        with SERVERS[name].running() as (address, processes):
            SERVERS[name].write(clauses, address)
            (folder / "address").write_text(address, encoding="utf-8")
            yield processes
        return
    if name in WRITE and not folder.exists():
        folder.mkdir(parents=True)
        WRITE[name](clauses, folder)
    yield []


def search_of(name: str, folder: Path) -> Search:
    """How to search what was ``built``."""
    if name in SERVERS:
        return SERVERS[name].search_of((folder / "address").read_text(encoding="utf-8"))
    return OPEN[name](folder)


_WORD: Final = re.compile(r"[^\W_]+")


def view(search: Search) -> Any:
    """``/search?q=``."""
    from flask import Flask, Response, request

    app = Flask("view")

    @app.get("/search")
    def answer() -> Response:
        words = _WORD.findall(fold(request.args.get("q", "")))
        hits = [{"score": s, "group": g, "text": t} for s, g, t in search(words)]
        body = json.dumps({"hits": hits}, ensure_ascii=False)
        return Response(body, mimetype="application/json")

    return app


def serve(name: str, folder: Path, workers: int) -> None:
    """Say the address on standard error, as ``khoan serve`` does, and serve until ended."""
    from waitress import create_server

    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen(1024)
    children: list[int] = []
    for _ in range(workers):
        child = os.fork()
        if not child:
            app = view(search_of(name, folder))
            create_server(app, sockets=[listener], threads=THREADS, ident=None).run()
            os._exit(0)
        children.append(child)
    signal.signal(signal.SIGTERM, lambda *_: [os.kill(child, signal.SIGTERM) for child in children])
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", file=sys.stderr, flush=True)
    for child in children:
        os.waitpid(child, 0)


def main() -> None:
    serve(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))


if __name__ == "__main__":
    main()

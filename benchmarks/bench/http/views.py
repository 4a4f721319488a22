"""A Flask view over another engine, served: ``python -m benchmarks.bench.http.views NAME FOLDER``.

The view does what a search over HTTP cannot do without: it reads the query, finds the ten best of
all clauses that have any of its words, and gives their texts as JSON. No accents are restored, no
marks, facets or suggestions made. ``empty`` finds nothing: what Flask and the server take. Each
runs in as many processes as ``khoan serve`` does, under the same server (waitress, 8 threads each).
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from benchmarks.bench.streams import fold

TOP: Final = 10
THREADS: Final = 8
Search = Callable[[list[str]], list[tuple[float, str, str]]]
"""Folded words -> (score, group, text) of the best."""


def search_of(name: str, folder: Path) -> Search:
    """How to search what ``build`` wrote."""
    return {"empty": _empty, "tantivy": _tantivy, "fts5": _fts5, "xapian": _xapian}[name](folder)


def build(name: str, clauses: Iterable[tuple[str, str]], folder: Path) -> None:
    """Write an index of (group, text), texts stored. One that is there is left alone."""
    if name == "empty" or folder.exists():
        return
    folder.mkdir(parents=True)
    {"tantivy": _write_tantivy, "fts5": _write_fts5, "xapian": _write_xapian}[name](clauses, folder)


def _empty(_: Path) -> Search:
    return lambda _: []


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("t", stored=True, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("g", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _write_tantivy(clauses: Iterable[tuple[str, str]], folder: Path) -> None:
    import tantivy

    index = tantivy.Index(_schema(), path=str(folder))
    writer = index.writer(heap_size=1_000_000_000, num_threads=1)
    for group, text in clauses:
        writer.add_document(tantivy.Document(t=text, g=group))
    writer.commit()
    writer.wait_merging_threads()


def _tantivy(folder: Path) -> Search:
    import tantivy

    schema = _schema()
    index = tantivy.Index.open(str(folder))
    index.reload()
    searcher = index.searcher()
    query, should = tantivy.Query, tantivy.Occur.Should

    def search(words: list[str]) -> list[tuple[float, str, str]]:
        parts = [(should, query.term_query(schema, "t", word)) for word in dict.fromkeys(words)]
        hits = searcher.search(query.boolean_query(parts), limit=TOP, count=True).hits
        found = ((score, searcher.doc(address)) for score, address in hits)
        return [(score, doc.get_first("g"), doc.get_first("t")) for score, doc in found]

    return search


def _write_fts5(clauses: Iterable[tuple[str, str]], folder: Path) -> None:
    base = sqlite3.connect(folder / "index.db")
    base.execute("CREATE VIRTUAL TABLE t USING fts5(g UNINDEXED, x)")
    base.executemany("INSERT INTO t (g, x) VALUES (?, ?)", clauses)
    base.execute("INSERT INTO t (t) VALUES ('optimize')")
    base.commit()
    base.close()


def _fts5(folder: Path) -> Search:
    here = threading.local()

    def search(words: list[str]) -> list[tuple[float, str, str]]:
        if not hasattr(here, "base"):
            here.base = sqlite3.connect(folder / "index.db")
        match = " OR ".join(f'"{word}"' for word in dict.fromkeys(words))
        sql = f"SELECT -rank, g, x FROM t WHERE t MATCH ? ORDER BY rank LIMIT {TOP}"  # noqa: S608
        found: list[tuple[float, str, str]] = here.base.execute(sql, (match,)).fetchall()
        return found

    return search


def _write_xapian(clauses: Iterable[tuple[str, str]], folder: Path) -> None:
    import xapian

    base = xapian.WritableDatabase(str(folder / "index"), xapian.DB_CREATE)
    for group, text in clauses:
        document = xapian.Document()
        document.set_data(f"{group}\t{text}")
        for position, word in enumerate(text.split(" ")):
            document.add_posting(word, position)
        base.add_document(document)
    base.commit()
    base.close()


def _xapian(folder: Path) -> Search:
    import xapian

    here = threading.local()

    def search(words: list[str]) -> list[tuple[float, str, str]]:
        if not hasattr(here, "base"):
            here.base = xapian.Database(str(folder / "index"))
        enquire = xapian.Enquire(here.base)
        enquire.set_query(xapian.Query(xapian.Query.OP_OR, words))
        return [
            (match.weight, *match.document.get_data().decode().split("\t", 1))
            for match in enquire.get_mset(0, TOP)
        ]

    return search


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

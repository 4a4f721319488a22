"""Engines in this process that ``views`` are made over: each is written once, and searched."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

TOP: Final = 10
Clauses = Iterable[tuple[str, str]]
"""(group, text)."""
Search = Callable[[list[str]], list[tuple[float, str, str]]]
"""Folded words -> (score, group, text) of the best."""


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("t", stored=True, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("g", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _write_tantivy(clauses: Clauses, folder: Path) -> None:
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


def _write_fts5(clauses: Clauses, folder: Path) -> None:
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


def _write_xapian(clauses: Clauses, folder: Path) -> None:
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


WRITE: Final[dict[str, Callable[[Clauses, Path], None]]] = {
    "tantivy": _write_tantivy,
    "fts5": _write_fts5,
    "xapian": _write_xapian,
}
OPEN: Final[dict[str, Callable[[Path], Search]]] = {
    "empty": lambda _: lambda _: [],
    "tantivy": _tantivy,
    "fts5": _fts5,
    "xapian": _xapian,
}

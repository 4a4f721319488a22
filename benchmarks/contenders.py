"""The engines that are compared, each behind the same few questions.

An engine's parts are imported where it is used, so that one that is not installed is left out
and none pays for another's imports.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from benchmarks.streams import Streams

LIMIT = 10
"""Hits asked for."""


class Answer(NamedTuple):
    total: int | None
    """Matches in all, where the engine counts them when asked for the best."""
    scores: list[float]
    """Of the best, highest first; empty where only counts are asked for."""


Ask = Callable[[list[str], str], Answer]
"""(syllables, group) -> answer."""


class Contender(Protocol):
    def build(self, streams: Streams, folder: Path) -> None:
        """Write the index."""

    def open(self, folder: Path) -> dict[str, Ask]:
        """Kind of query -> how to ask it; kinds that the engine lacks are missing.

        Kinds: ``any`` (OR), ``all`` (AND), ``phrase``, ``filtered`` (AND within a group),
        ``faceted`` (AND, with counts per group).
        """


class Khoan:
    """Whoosh with our codec, on its array path."""

    def build(self, streams: Streams, folder: Path) -> None:
        from whoosh.filedb.filestore import FileStorage
        from whoosh.index import FileIndex

        from analyzers.token import Terms
        from indexer.engines.arrays.writer import ArrayWriter
        from indexer.engines.whoosh_schema import schema, value_term

        index = FileIndex.create(FileStorage(str(folder)), schema())
        writer = ArrayWriter(index)
        for clause, group in zip(streams.clauses, streams.groups, strict=True):
            writer.add_document(
                folded=Terms(clause, range(len(clause))), values=(value_term("group", group),)
            )
        writer.commit()

    def open(self, folder: Path) -> dict[str, Ask]:
        from whoosh.filedb.filestore import FileStorage
        from whoosh.index import FileIndex

        from indexer import query as q
        from indexer.engine import Filter
        from indexer.engines.arrays.search import rank
        from indexer.engines.arrays.source import ArraySource
        from indexer.engines.whoosh_schema import schema

        source = ArraySource(FileIndex(FileStorage(str(folder)), schema()).reader())

        def terms(words: list[str]) -> tuple[q.Term, ...]:
            return tuple(q.Term("folded", word) for word in dict.fromkeys(words))

        def ask(
            query: q.Query, filters: Sequence[Filter] = (), facets: Sequence[str] = ()
        ) -> Answer:
            found = rank(source, query, filters, "relevance", 0, LIMIT, facets)
            return Answer(found.total, [score for _, score in found.page])

        return {
            "any": lambda words, _: ask(q.Any(terms(words))),
            "all": lambda words, _: ask(q.All(terms(words))),
            "phrase": lambda words, _: ask(
                q.Phrase("folded", tuple(words), tuple(range(len(words))))
            ),
            "filtered": lambda words, group: ask(q.All(terms(words)), [Filter("group", (group,))]),
            "faceted": lambda words, _: ask(q.All(terms(words)), facets=["group"]),
        }


class Tantivy:
    """tantivy, one thread, tokens kept apart by spaces. The best only, nothing counted, where
    that is all that is asked: it then skips blocks that cannot matter."""

    def _schema(self) -> Any:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("t", tokenizer_name="whitespace", index_option="position")
        builder.add_text_field("g", tokenizer_name="raw", index_option="basic", fast=True)
        return builder.build()

    def build(self, streams: Streams, folder: Path) -> None:
        import tantivy

        index = tantivy.Index(self._schema(), path=str(folder))
        writer = index.writer(heap_size=1_000_000_000, num_threads=1)
        for clause, group in zip(streams.clauses, streams.groups, strict=True):
            document = tantivy.Document()
            document.add_text("t", " ".join(clause))
            document.add_text("g", group)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> dict[str, Ask]:
        import tantivy

        schema = self._schema()
        index = tantivy.Index.open(str(folder))
        index.reload()
        searcher = index.searcher()
        query = tantivy.Query
        should, must = tantivy.Occur.Should, tantivy.Occur.Must

        def boolean(words: list[str], occur: Any, *more: Any) -> Any:
            parts = [(occur, query.term_query(schema, "t", word)) for word in dict.fromkeys(words)]
            return query.boolean_query([*parts, *more])

        def best(made: Any, count: bool = False) -> Answer:
            found = searcher.search(made, limit=LIMIT, count=count)
            return Answer(found.count, [score for score, _ in found.hits])

        def within(group: str) -> Any:
            return (must, query.const_score_query(query.term_query(schema, "g", group), 0.0))

        def faceted(words: list[str], _: str) -> Answer:
            made = boolean(words, must)
            searcher.aggregate(made, {"g": {"terms": {"field": "g", "size": 1000}}})
            return best(made)

        return {
            "any": lambda words, _: best(boolean(words, should)),
            "any, counted": lambda words, _: best(boolean(words, should), count=True),
            "all": lambda words, _: best(boolean(words, must)),
            "all, counted": lambda words, _: best(boolean(words, must), count=True),
            "phrase": lambda words, _: best(query.phrase_query(schema, "t", words)),
            "filtered": lambda words, group: best(boolean(words, must, within(group))),
            "faceted": faceted,
        }


class Fts5:
    """SQLite's FTS5."""

    def build(self, streams: Streams, folder: Path) -> None:
        base = sqlite3.connect(folder / "index.db")
        base.execute("CREATE VIRTUAL TABLE t USING fts5(x, content='')")
        rows = enumerate(" ".join(clause) for clause in streams.clauses)
        base.executemany("INSERT INTO t (rowid, x) VALUES (?, ?)", rows)
        base.execute("INSERT INTO t (t) VALUES ('optimize')")
        base.commit()
        base.close()

    def open(self, folder: Path) -> dict[str, Ask]:
        base = sqlite3.connect(folder / "index.db")
        best = "SELECT -rank FROM t WHERE t MATCH ? ORDER BY rank LIMIT 10"

        def ask(words: list[str], between: str) -> Answer:
            match = between.join(f'"{word}"' for word in words)
            return Answer(None, [score for (score,) in base.execute(best, (match,))])

        def phrase(words: list[str], _: str) -> Answer:
            match = f'"{" ".join(words)}"'
            return Answer(None, [score for (score,) in base.execute(best, (match,))])

        return {
            "any": lambda words, _: ask(words, " OR "),
            "all": lambda words, _: ask(words, " AND "),
            "phrase": phrase,
        }


class Bm25s:
    """bm25s with its numba backend, which compiles at first use; OR only."""

    def build(self, streams: Streams, folder: Path) -> None:
        import bm25s

        made = bm25s.BM25(k1=1.2, b=0.75, backend="numba")
        made.index(streams.clauses, show_progress=False)
        made.save(str(folder))

    def open(self, folder: Path) -> dict[str, Ask]:
        import bm25s

        made = bm25s.BM25.load(str(folder), mmap=True)
        made.backend = "numba"
        made.activate_numba_scorer()

        def ask(words: list[str], _: str) -> Answer:
            found = made.retrieve([words], k=LIMIT, show_progress=False, n_threads=1)
            return Answer(None, found.scores[0].tolist())

        return {"any": ask}


class StockWhoosh:
    """Whoosh as it comes."""

    def build(self, streams: Streams, folder: Path) -> None:
        from whoosh import fields
        from whoosh.analysis import SpaceSeparatedTokenizer
        from whoosh.filedb.filestore import FileStorage
        from whoosh.index import FileIndex

        schema = fields.Schema(
            t=fields.TEXT(analyzer=SpaceSeparatedTokenizer()), g=fields.ID(stored=True)
        )
        writer = FileIndex.create(FileStorage(str(folder)), schema).writer(limitmb=512)
        for clause, group in zip(streams.clauses, streams.groups, strict=True):
            writer.add_document(t=" ".join(clause), g=group)
        writer.commit()

    def open(self, folder: Path) -> dict[str, Ask]:
        from whoosh import query
        from whoosh.index import open_dir
        from whoosh.scoring import BM25F

        searcher = open_dir(str(folder)).searcher(weighting=BM25F(B=0.75, K1=1.2))

        def terms(words: list[str]) -> list[Any]:
            return [query.Term("t", word) for word in dict.fromkeys(words)]

        def ask(made: Any, **options: Any) -> Answer:
            return Answer(
                None, [hit.score for hit in searcher.search(made, limit=LIMIT, **options)]
            )

        return {
            "any": lambda words, _: ask(query.Or(terms(words))),
            "all": lambda words, _: ask(query.And(terms(words))),
            "phrase": lambda words, _: ask(query.Phrase("t", words)),
            "filtered": lambda words, g: ask(query.And(terms(words)), filter=query.Term("g", g)),
        }


CONTENDERS: dict[str, Contender] = {
    "khoan": Khoan(),
    "tantivy": Tantivy(),
    "fts5": Fts5(),
    "bm25s": Bm25s(),
    "whoosh": StockWhoosh(),
}
"""By name. Stock Whoosh takes minutes, so it runs on the smaller collection only."""

"""Ours: Whoosh with our codec, on its array path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bench.contenders.contender import LIMIT, Answer, Ask

if TYPE_CHECKING:
    from indexer import query as q
    from indexer.engine import Filter


class Khoan:
    """One field of words and one of values; each query counts its matches."""

    imports = (
        "whoosh.filedb.filestore",
        "whoosh.index",
        "analyzers.token",
        "indexer.engine",
        "indexer.query",
        "indexer.engines.arrays.search",
        "indexer.engines.arrays.source",
        "indexer.engines.arrays.writer",
        "indexer.engines.whoosh_schema",
    )
    splits = False

    def build(self, clauses: Iterable[tuple[str, list[str]]], folder: Path) -> None:
        """See ``Contender``."""
        from whoosh.filedb.filestore import FileStorage
        from whoosh.index import FileIndex

        from analyzers.token import Terms
        from indexer.engines.arrays.writer import ArrayWriter
        from indexer.engines.whoosh_schema import schema, value_term

        writer = ArrayWriter(FileIndex.create(FileStorage(str(folder)), schema()))
        for group, words in clauses:
            writer.add_document(
                folded=Terms(words, range(len(words))), values=(value_term("group", group),)
            )
        writer.commit()

    def open(self, folder: Path) -> dict[str, Ask]:
        """See ``Contender``."""
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

"""Whoosh as it comes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.bench.contenders.contender import LIMIT, Answer, Ask


class StockWhoosh:
    """Its own codec, matchers and collectors."""

    imports = ("whoosh.index", "whoosh.fields", "whoosh.query", "whoosh.scoring")
    splits = True

    def build(self, clauses: Iterable[tuple[str, str]], folder: Path) -> None:
        """See ``Contender``."""
        from whoosh import fields
        from whoosh.analysis import SpaceSeparatedTokenizer
        from whoosh.filedb.filestore import FileStorage
        from whoosh.index import FileIndex

        schema = fields.Schema(
            t=fields.TEXT(analyzer=SpaceSeparatedTokenizer()), g=fields.ID(sortable=True)
        )
        writer = FileIndex.create(FileStorage(str(folder)), schema).writer(limitmb=512)
        for group, text in clauses:
            writer.add_document(t=text, g=group)
        writer.commit()

    def open(self, folder: Path) -> dict[str, Ask]:
        """See ``Contender``."""
        from whoosh import query
        from whoosh.index import open_dir
        from whoosh.scoring import BM25F

        searcher = open_dir(str(folder)).searcher(weighting=BM25F(B=0.75, K1=1.2))

        def terms(words: list[str]) -> list[Any]:
            return [query.Term("t", word) for word in dict.fromkeys(words)]

        def ask(made: Any, **options: Any) -> Answer:
            found = searcher.search(made, limit=LIMIT, **options)
            if "groupedby" in options:
                found.groups()
            # With groups, it gives all hits, however few are requested.
            return Answer(None, [hit.score for hit in islice(found, LIMIT)])

        return {
            "any": lambda words, _: ask(query.Or(terms(words))),
            "all": lambda words, _: ask(query.And(terms(words))),
            "phrase": lambda words, _: ask(query.Phrase("t", words)),
            "filtered": lambda words, g: ask(query.And(terms(words)), filter=query.Term("g", g)),
            "faceted": lambda words, _: ask(query.And(terms(words)), groupedby="g"),
        }

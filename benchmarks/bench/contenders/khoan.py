"""Ours: Whoosh with our codec, on its array path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.bench.contenders.contender import LIMIT, Answer, Ask

if TYPE_CHECKING:
    from indexer.core import query as q
    from indexer.core.engine import Filter
    from indexer.engines.arrays.writer import ColumnBatch


_BATCH = 1000
"""Clauses put at a time: as many as a law of some length has."""


class Khoan:
    """One field of words and one of values; each query counts its matches."""

    imports = (
        "whoosh.filedb.filestore",
        "whoosh.index",
        "indexer.core.engine",
        "indexer.core.query",
        "indexer.engines.arrays.rank",
        "indexer.engines.arrays.reader",
        "indexer.engines.arrays.writer",
        "indexer.engines.whoosh.schema",
    )
    splits = False

    def build(self, clauses: Iterable[tuple[str, list[str]]], folder: Path) -> None:
        """See ``Contender``."""
        from whoosh.filedb.filestore import FileStorage
        from whoosh.index import FileIndex

        from indexer.engines.arrays.writer import ArrayWriter
        from indexer.engines.whoosh.schema import schema

        writer = ArrayWriter(FileIndex.create(FileStorage(str(folder)), schema()))
        given = iter(clauses)
        while some := list(islice(given, _BATCH)):
            writer.add_batch(_batch(some))
        writer.commit()

    def open(self, folder: Path) -> dict[str, Ask]:
        """See ``Contender``."""
        from whoosh.filedb.filestore import FileStorage
        from whoosh.index import FileIndex

        from indexer.core import query as q
        from indexer.core.engine import EngineRequest, Filter
        from indexer.engines.arrays.rank import rank
        from indexer.engines.arrays.reader import ArrayReader
        from indexer.engines.whoosh.schema import schema

        source = ArrayReader(FileIndex(FileStorage(str(folder)), schema()).reader())

        def terms(words: list[str]) -> tuple[q.Term, ...]:
            return tuple(q.Term("folded", word) for word in dict.fromkeys(words))

        def ask(
            query: q.Query, filters: Sequence[Filter] = (), facets: Sequence[str] = ()
        ) -> Answer:
            found = rank(
                source, EngineRequest(query, tuple(filters), limit=LIMIT, facets=tuple(facets))
            )
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


def _batch(clauses: list[tuple[str, list[str]]]) -> ColumnBatch:
    """Clauses as the product puts a document's: numbered together, field by field."""
    from indexer.core.batch import column
    from indexer.core.value_terms import value_term
    from indexer.core.vocabulary import Vocabulary
    from indexer.engines.arrays.writer import ColumnBatch

    vocabulary, values = Vocabulary(), Vocabulary()
    folded = column(vocabulary, [words for _, words in clauses])
    places = chain.from_iterable(range(len(words)) for _, words in clauses)
    folded = folded._replace(positions=np.fromiter(places, np.int32, len(folded.term_ids)))
    groups = column(values, [(value_term("group", group),) for group, _ in clauses])
    terms = [(vocabulary.texts(), {"folded": folded}), (values.texts(), {"values": groups})]
    return ColumnBatch(terms, [b""] * len(clauses))

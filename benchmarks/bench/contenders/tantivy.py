"""tantivy, through its Python package."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.bench.contenders.contender import LIMIT, Answer, Ask


class Tantivy:
    """One thread, tokens separated by spaces. Only the best matches, without a count, where the
    task needs no more: it then skips blocks that cannot matter. One segment, as it writes by
    default up to its heap."""

    imports = ("tantivy",)
    splits = True

    def build(self, clauses: Iterable[tuple[str, str]], folder: Path) -> None:
        """See ``Contender``."""
        import tantivy

        index = tantivy.Index(_schema(), path=str(folder))
        writer = index.writer(heap_size=1_000_000_000, num_threads=1)
        for group, text in clauses:
            document = tantivy.Document()
            document.add_text("t", text)
            document.add_text("g", group)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> dict[str, Ask]:
        """See ``Contender``."""
        import tantivy

        schema = _schema()
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


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("t", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("g", tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()

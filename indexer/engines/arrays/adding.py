"""A document and its pieces into an index of ours, all pieces at once."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.coded import Vocabulary
from indexer.document import Document
from indexer.engine import Entry
from indexer.engines.arrays.writer import ArrayWriter, Batch
from indexer.engines.records import dump_clause, dump_document
from indexer.engines.whoosh_schema import day_number, value_terms
from indexer.packed import column, packed_entries


def add_packed(inner: ArrayWriter, document: Document, entries: Iterable[Entry]) -> None:
    """See ``indexer.engines.whoosh_layouts.Layout.add``."""
    given = packed_entries(entries)
    packed, clauses = given.packed, given.clauses
    texts = Vocabulary()
    keys = {
        "id": column(texts, [(clause.id,) for clause in clauses]),
        "document": column(texts, [(clause.document_id,) for clause in clauses]),
        "values": column(texts, [tuple(value_terms(values)) for values in packed.values]),
    }
    day = day_number(document.date)
    inner.add_batch(
        Batch(
            terms=((packed.vocabulary, packed.columns), (texts.texts(), keys)),
            kept=[{"payload": dump_clause(clause), "date": day} for clause in clauses],
            headings=packed.headings,
            above=packed.above,
            articles=packed.articles,
        )
    )
    inner.add_document(record=(document.id,), payload=dump_document(document, clauses))

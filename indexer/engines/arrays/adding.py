"""A document and its pieces into an index of ours, all pieces at once."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.core.batch import column, shared_column
from indexer.core.document import Document
from indexer.core.engine import Entry
from indexer.core.prepared import encoded
from indexer.core.value_terms import day_number, value_terms
from indexer.core.vocabulary import Vocabulary
from indexer.engines.arrays.writer import ArrayWriter, Batch


def add_packed(inner: ArrayWriter, document: Document, entries: Iterable[Entry]) -> None:
    """See ``indexer.engines.whoosh.layouts.Layout.add``."""
    given = encoded(document, entries)
    packed = given.packed
    values = [tuple(value_terms(held)) for held in packed.values]
    texts = Vocabulary()
    keys = {
        "id": column(texts, [(id_,) for id_ in given.ids]),
        "document": column(texts, [(document.id,)] * len(given)),
        "values": shared_column(texts, values, packed.valued),
    }
    day = day_number(document.date)
    inner.add_batch(
        Batch(
            terms=((packed.vocabulary, packed.columns), (texts.texts(), keys)),
            kept=[{"payload": record, "date": day} for record in given.records],
            headings=packed.headings,
            above=packed.above,
            articles=packed.articles,
        )
    )
    inner.add_document(record=(document.id,), payload=given.document)

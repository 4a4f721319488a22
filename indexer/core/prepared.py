"""A document prepared for an index by another process: everything that depends on no other document
is done, so that the writer has little left to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from indexer.core.batch import Batch, batch_of, entries_of
from indexer.core.document import Clause, Document
from indexer.core.engine import Entry
from indexer.core.ids import document_term
from indexer.core.records import dump_clauses, dump_document, load_clauses
from indexer.core.vocabulary import joined


class PreparedEntries(Iterable[Entry]):
    """The entries of a document as a batch, with the records that an index stores. An engine that
    cannot use the batch iterates over the entries."""

    def __init__(
        self, batch: Batch, document: str, records: Sequence[bytes], ids: Sequence[str]
    ) -> None:
        self.batch = batch
        self.document = document
        """The stored record of the document (``records.dump_document``)."""
        self.records = records
        """The stored record of each clause (``records.dump_clauses``)."""
        self.ids = ids
        """The id of each clause."""

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Entry]:
        return entries_of(self.batch, self.clauses)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Made from the records; the array engine does not need them."""
        return tuple(load_clauses(self.records))

    def renamed(self, old_id: str, document: Document) -> PreparedEntries:
        """The entries of the same document, which had the id ``old_id``, under its new id."""
        clauses = renamed(self.clauses, document.id)
        values = tuple({**shared, "document": (document.id,)} for shared in self.batch.values)
        old, new = document_term(old_id), document_term(document.id)
        # An id never holds "=", so what is replaced is the id and nothing else.
        terms = [text.replace(old, new, 1) for text in self.batch.vocabulary.texts()]
        batch = self.batch._replace(values=values, vocabulary=joined(terms))
        return _with_records(document, clauses, batch)


def prepared(document: Document, entries: Iterable[Entry]) -> PreparedEntries:
    """A document's entries, prepared if they are not."""
    if isinstance(entries, PreparedEntries):
        return entries
    given = list(entries)
    return _with_records(document, [entry.clause for entry in given], batch_of(given))


def renamed(clauses: Iterable[Clause], document_id: str) -> tuple[Clause, ...]:
    """The pieces of a document under another document id."""
    return tuple(
        replace(clause, id=f"{document_id}#{clause.id.partition('#')[2]}", document_id=document_id)
        for clause in clauses
    )


def _with_records(document: Document, clauses: Sequence[Clause], batch: Batch) -> PreparedEntries:
    return PreparedEntries(
        batch,
        dump_document(document, clauses),
        dump_clauses(clauses),
        [clause.id for clause in clauses],
    )

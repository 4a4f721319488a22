"""A document made ready for an index by another process: everything that asks for no knowledge of
other documents is done, so that who writes has little left to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from indexer.core.batch import Packed, pack, unpack
from indexer.core.document import Clause, Document
from indexer.core.engine import Entry
from indexer.core.records import dump_clause, dump_document, load_clause
from indexer.identity.address_terms import document_term


class EncodedEntries(Iterable[Entry]):
    """The entries of a document, packed, for who asks; to others, entries."""

    def __init__(
        self, packed: Packed, document: str, records: Sequence[str], ids: Sequence[str]
    ) -> None:
        self.packed = packed
        self.document = document
        """What an index stores of the document (``records.dump_document``)."""
        self.records = records
        """What it stores of each clause (``records.dump_clause``)."""
        self.ids = ids
        """The clauses'."""

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Entry]:
        return unpack(self.packed, self.clauses)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Made from their records: an index of ours has no use for them."""
        return tuple(map(load_clause, self.records))

    def renamed(self, before: str, document: Document) -> EncodedEntries:
        """The entries of the same document that had the id ``before``."""
        clauses = renamed(self.clauses, document.id)
        values = tuple({**held, "document": (document.id,)} for held in self.packed.values)
        old, new = document_term(before), document_term(document.id)
        vocabulary = [new if text == old else text for text in self.packed.vocabulary]
        packed = self.packed._replace(values=values, vocabulary=vocabulary)
        return _encoded(document, clauses, packed)


def encoded(document: Document, entries: Iterable[Entry]) -> EncodedEntries:
    """A document's entries, encoded if they are not."""
    if isinstance(entries, EncodedEntries):
        return entries
    given = list(entries)
    return _encoded(document, [entry.clause for entry in given], pack(given))


def renamed(clauses: Iterable[Clause], document_id: str) -> tuple[Clause, ...]:
    """The pieces of a document that gets another id."""
    return tuple(
        replace(clause, id=f"{document_id}#{clause.id.partition('#')[2]}", document_id=document_id)
        for clause in clauses
    )


def _encoded(document: Document, clauses: Sequence[Clause], packed: Packed) -> EncodedEntries:
    return EncodedEntries(
        packed,
        dump_document(document, clauses),
        [dump_clause(clause) for clause in clauses],
        [clause.id for clause in clauses],
    )

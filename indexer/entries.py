"""Clauses to entries: the terms and the filter values that an engine is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzers.analysis import context_terms, field_terms
from analyzers.token import Terms
from indexer.document import SEARCHED, Clause, Document
from indexer.engine import Entry
from indexer.offices import office_name


def entries(document: Document, clauses: Iterable[Clause]) -> Iterator[Entry]:
    """Every piece of a document, analysed. Pieces that are not searched get no terms."""
    shared = _document_values(document)
    title = (document.type, document.number, document.title)
    for clause in clauses:
        terms: dict[str, Terms] = {}
        if clause.kind in SEARCHED:
            headings = (step.heading for step in clause.path[:-1])
            above = [text for text in (*title, *headings) if text]
            terms = {**field_terms(clause.text), "context": context_terms(above)}
        yield Entry(clause, terms, {**shared, **_clause_values(clause)})


def _document_values(document: Document) -> dict[str, tuple[str, ...]]:
    known = {
        "document": document.id,
        "type": document.type,
        "number": document.number,
        "issuer": office_name(document.issuer) if document.issuer else None,
        "place": document.place,
        "signer": document.signer,
        "year": document.date[:4] if document.date else None,
        "source": document.source,
    }
    return {name: (value,) for name, value in known.items() if value}


def _clause_values(clause: Clause) -> dict[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {"kind": (clause.kind,)}
    if clause.path:
        values["level"] = (clause.path[-1].level,)
    return values

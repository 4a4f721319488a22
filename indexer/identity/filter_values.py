"""The values that filters and facets see: of each field of ``indexer.core.filter_fields``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from indexer.core.document import Clause, Metadata
from indexer.identity.office_names import office_name

Values = dict[str, tuple[str, ...]]
"""Field -> its values, as shown to people. Fields without any are left out."""

_OF_DOCUMENT: Final[dict[str, Callable[[Metadata], str | None]]] = {
    "document": lambda document: document.id,
    "type": lambda document: document.type,
    "number": lambda document: document.number,
    "issuer": lambda document: office_name(document.issuer) if document.issuer else None,
    "place": lambda document: document.place,
    "signer": lambda document: document.signer,
    "year": lambda document: document.date[:4] if document.date else None,
    "source": lambda document: document.source,
}
"""Field -> what a document says for it."""


PIECE: Final = "piece"
"""A field that people do not see: what a piece is in its document."""
FIRST: Final = "first"
"""Its value for the first piece of each document, by which documents are listed and counted."""


def document_value(document: Metadata, field: str) -> str | None:
    """What a document says for one field; None for nothing, and for a field of clauses."""
    of = _OF_DOCUMENT.get(field)
    return (of(document) or None) if of else None


def document_values(document: Metadata) -> Values:
    """What all clauses of a document have."""
    known = {field: of(document) for field, of in _OF_DOCUMENT.items()}
    return {field: (value,) for field, value in known.items() if value}


def clause_values(clause: Clause, *, first: bool = False) -> Values:
    """What a clause has besides.

    Args:
        first: whether it is the first piece of its document.
    """
    values: Values = {"kind": (clause.kind,)}
    if first:
        values[PIECE] = (FIRST,)
    if clause.path:
        values["level"] = (clause.path[-1].level,)
    return values

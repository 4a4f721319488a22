"""The kinds of documents: the table ``lexicons/document_types.tsv``."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from analyzers.lexicon import rows

_NONE = "-"


class DocumentType(NamedTuple):
    """One kind of document."""

    name: str
    """As a sentence writes it: ``Chỉ thị``."""
    code: str
    """Its part of a document number, ``CT``. Empty where texts never name one by number."""
    law: bool
    """Whether the name of a document of this kind includes the kind: *Luật Đất đai*."""


@cache
def document_types() -> tuple[DocumentType, ...]:
    """All kinds, in the order of the table."""
    return tuple(
        DocumentType(name, "" if code == _NONE else code, what == "law")
        for name, code, what in rows("document_types")
    )

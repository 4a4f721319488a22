"""The text of a file to a document and its pieces: the one function that indexing builds on."""

from __future__ import annotations

from indexer.citations.find import citations
from indexer.core.document import Clause, Document
from indexer.identity.document_id import document_id
from indexer.identity.document_types import type_at_start
from indexer.structure.normal_text import view
from indexer.structure.pieces import clauses, cut


def parse(
    text: str, source: str, quality: str | None = None, title: str | None = None
) -> tuple[Document, tuple[Clause, ...]]:
    """Read a text.

    Args:
        text: the file's text, as its reader decided it.
        source: the file, relative to the folder that is indexed, with ``/`` between its parts.
        quality: why the text cannot be fully trusted, from the reader.
        title: what the file's format calls the document; used where its text has no title.

    Returns:
        The document, and its pieces in order: they never overlap, and together cover everything
        but white space. Any text has an answer; none raises.
    """
    seen = view(text)
    parts = cut(seen)
    front = parts.front
    kind = front.value("type") or (type_at_start(title) if title else None)
    identity = document_id(front.number, front.date, kind, source)
    document = Document(
        id=identity,
        source=source,
        title=front.title or (" ".join(title.split()) if title else None) or None,
        type=kind,
        number=front.number,
        date=front.date,
        place=front.value("place"),
        issuer=front.value("issuer"),
        signer=parts.tail.signer,
        signer_role=parts.tail.role,
        recipients=parts.tail.recipients,
        quality=quality,
        text=text,
        citations=citations(seen, parts),
    )
    return document, clauses(seen, text, identity, parts.cuts)

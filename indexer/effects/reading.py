"""Effects read from an index, both ways, without reading a text again."""

from __future__ import annotations

from indexer.citations.citing import CITES, lookup_names
from indexer.core.engine import Reader
from indexer.effects.model import Effect
from indexer.effects.terms import Stated, of_prefix, on_prefix, stated

__all__ = ["Stated", "effects_of", "effects_on"]


def effects_of(engine: Reader, document_id: str) -> tuple[Effect, ...]:
    """What a document states, in order of the words that say it; empty for an unknown id."""
    terms = engine.terms(CITES, of_prefix(document_id))
    found = (stated(term).effect for term, _ in terms)
    return tuple(sorted(found, key=lambda effect: effect.span))


def effects_on(engine: Reader, key: str) -> tuple[Stated, ...]:
    """What documents state about a document or about places in it, by document, then by the words.

    What a document states of itself is in ``effects_of``.

    Args:
        key: the id of a document, or the key of one that is not in the index (``34-ct-tw``, with
            ``.2014-04-07`` behind it for the one of that day only).
    """
    found = [
        stated(term)
        for name in lookup_names(engine, key)
        for term, _ in engine.terms(CITES, on_prefix(name))
    ]
    return tuple(sorted(found, key=lambda one: (one.document_id, one.effect.span)))

"""Fields that are gathered: an entry's ``context`` is what it says, what stands above it and, for
an article, what its clauses say. It repeats terms that are given elsewhere, several times over, so
entries say only where they are (``Entry.above``, ``Entry.article``), and each engine decides
whether to write them out, as here, or to find them when asked (``indexer.postings.derived_field``).
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.core.engine import Entry


def gathered(entries: Sequence[Entry], fields: Sequence[str]) -> list[list[str]]:
    """For each of a document's entries, in order, the terms it gathers from ``fields``."""
    texts: list[list[str]] = []
    for place, entry in enumerate(entries):
        own = [text for name in fields if name in entry.terms for text in entry.terms[name].texts]
        texts.append([*own, *(text for heading in entry.above for text in heading)])
        if entry.article:
            texts[place - entry.article] += own
    return texts

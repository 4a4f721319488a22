"""Derived fields: an entry's ``context`` is its own text, the headings above it and, for an
article, the text of its clauses. These terms occur in other fields already, several times over, so
an entry only says where they are (``Entry.above``, ``Entry.article``). Each engine decides whether
to write them out, as here, or to find them at search time (``indexer.postings.derived_field``).
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.core.engine import Entry


def derived_terms(entries: Sequence[Entry], fields: Sequence[str]) -> list[list[str]]:
    """For each of a document's entries, in order, its terms in a field derived from ``fields``."""
    texts: list[list[str]] = []
    for index, entry in enumerate(entries):
        own = [text for name in fields if name in entry.terms for text in entry.terms[name].texts]
        texts.append([*own, *(text for heading in entry.above for text in heading)])
        if entry.article:
            texts[index - entry.article] += own
    return texts

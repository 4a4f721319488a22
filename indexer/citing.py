"""Who cites what: keys under which documents are named, and the searches over them.

A document's key is its number and date, in the form of its id (``34-ct-tw.2014-04-07``), so that
a link to a document that is not held yet stays right once it is. Where a citation names no
number, the title stands in for it; where it gives no date, the key has none. A place in the
document follows after ``#``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from analyzers.token import Span
from indexer.address import anchor, slug
from indexer.document import Citation, Clause, Document, Metadata
from indexer.engine import Engine, Filter, Hits
from indexer.identity import number_key
from indexer.query import Any, Everything, Term, Unscored

CITES: Final = "cites"
"""The index field whose terms are the keys a clause cites."""
NAME: Final = "name"
"""The filter field whose values are the keys a document may be cited by."""
_UNDATED: Final = ".-"
"""Ends the key of a citation without a date, beside the plain key that every citation has."""
_MAX_TITLE: Final = 120
MAX_NAMED: Final = 20


@dataclass(frozen=True, slots=True)
class Target:
    """What a citation leads to."""

    key: str
    """The id of the document where it is held, else the key of its stub."""
    document: Metadata | None
    """None: cited, but not held (or several documents answer to the name)."""
    anchor: str = ""
    """The place in the document that is meant, where the citation says one."""


def names(document: Metadata) -> tuple[str, ...]:
    """The keys a document may be cited by, with and without its date."""
    stems = [number_key(document.number)] if document.number else []
    if document.title:
        stems.append(slug(document.title)[:_MAX_TITLE])
        stems.append(slug(f"{document.type or ''} {document.title}")[:_MAX_TITLE])
    dated = [f"{stem}.{document.date}" for stem in stems if document.date]
    return tuple(dict.fromkeys([*stems, *dated]))


def cited_keys(document: Document, clauses: Sequence[Clause]) -> Iterator[tuple[str, ...]]:
    """For each clause, the terms of the field ``CITES``: what its text names, and where in it."""
    outward = [c for c in document.citations if not c.internal and _stem(c)]
    for clause in clauses:
        inside = (c for c in outward if clause.span.start <= c.span.start < clause.span.end)
        yield tuple(dict.fromkeys(key for citation in inside for key in _terms(citation)))


def targets(engine: Engine, citations: Sequence[Citation]) -> tuple[Target | None, ...]:
    """What each citation leads to; None for one that names no other document."""
    known: dict[str, Metadata | None] = {}
    found: list[Target | None] = []
    for citation in citations:
        stem = _stem(citation)
        if citation.internal or not stem:
            found.append(None)
            continue
        key = f"{stem}.{citation.date}" if citation.date else stem
        if key not in known:
            known[key] = _only(engine, key)
        held = known[key]
        found.append(Target(held.id if held else key, held, anchor(citation.place)))
    return tuple(found)


def cited_by(engine: Engine, key: str, *, offset: int = 0, limit: int = 10) -> Hits:
    """The clauses that cite a document or, after ``#``, a place in it; newest first.

    Args:
        key: a document's id, or the key of one that is not held.
    """
    stem, _, place = key.partition("#")
    terms = [f"{name}#{place}" if place else name for name in _keys(engine, stem)]
    query = Unscored(Any(tuple(Term(CITES, term) for term in terms)))
    return engine.search(query, sort="date", offset=offset, limit=limit)


def quoted(engine: Engine, key: str, hits: Hits) -> list[Span | None]:
    """For each citing clause, where in its text it names the document; None if it cannot be told.

    Args:
        key: as for ``cited_by``, whose hits these are.
    """
    stem, _, place = key.partition("#")
    wanted = {f"{name}#{place}" if place else name for name in _keys(engine, stem)}
    found: list[Span | None] = []
    for hit in hits.hits:
        document = engine.document(hit.clause.document_id)
        start, end = hit.clause.span
        spans = (
            Span(citation.span.start - start, citation.span.end - start)
            for citation in (document.citations if document else ())
            if start <= citation.span.start
            and citation.span.end <= end
            and not citation.internal
            and _stem(citation)
            and wanted.intersection(_terms(citation))
        )
        found.append(next(spans, None))
    return found


def citing_counts(engine: Engine, key: str, anchors: Sequence[str]) -> list[int]:
    """For each place of a document, how many clauses cite exactly that place."""
    totals = [0] * len(anchors)
    for name in _keys(engine, key):
        terms = [f"{name}#{place}" for place in anchors]
        for place, count in enumerate(engine.frequencies(CITES, terms)):
            totals[place] += count
    return totals


def named(engine: Engine, key: str) -> tuple[Metadata, ...]:
    """The documents that answer to a key, ``MAX_NAMED`` at most."""
    rows = engine.search(
        Everything(), filters=[Filter(NAME, (key,))], limit=0, facets=("document",)
    ).facets["document"]
    found = (engine.document(row.value) for row in rows[:MAX_NAMED])
    return tuple(document.metadata for document in found if document)


def _stem(citation: Citation) -> str:
    if citation.number:
        return number_key(citation.number)
    return slug(citation.title or "")[:_MAX_TITLE]


def _terms(citation: Citation) -> list[str]:
    """With the date or the sign that there is none, and plain; each with the place as well."""
    stem = _stem(citation)
    keys = [stem, f"{stem}.{citation.date}" if citation.date else stem + _UNDATED]
    place = anchor(citation.place)
    return keys + [f"{key}#{place}" for key in keys if place]


def _keys(engine: Engine, key: str) -> list[str]:
    """The terms under which citations of this document stand in the index.

    Citations without a date are the document's as long as no other one has the same name.
    """
    document = engine.document(key)
    if document is None:
        return [key]
    dated = [name for name in names(document) if document.date and name.endswith(document.date)]
    plain = [name for name in names(document) if name not in dated]
    alone = [name for name in plain if _only(engine, name)]
    return dated + [name + _UNDATED if dated else name for name in alone]


def _only(engine: Engine, name: str) -> Metadata | None:
    """The one document that answers to a name, if there is exactly one."""
    found = named(engine, name)
    return found[0] if len(found) == 1 else None

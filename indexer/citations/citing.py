"""Who cites what: keys under which documents are named, and the searches over them.

A document's key is its number and date, in the form of its id (``34-ct-tw.2014-04-07``), so that
a link to a document that is not indexed yet stays right once it is. Where a citation names no
number, the title stands in for it; where it gives no date, the key has none. A place in the
document follows after ``#``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from analyzers.token import Span
from indexer.core.document import Citation, Clause, Document, Metadata
from indexer.core.engine import EngineRequest, Hits, Reader
from indexer.core.ids import document_term
from indexer.core.query import All, Any, Not, Prefix, Term, Unscored
from indexer.identity.address import anchor, slug
from indexer.identity.citation_keys import name_key
from indexer.identity.document_id import number_key
from indexer.identity.document_types import LAWS
from indexer.identity.works import same_work

CITES: Final = "cites"
"""The index field whose terms are the keys a clause cites."""
_IS: Final = "="
"""Begins a term of ``CITES`` that says which key a document itself answers to. Its first piece
has these."""
_CALLED: Final = "~"
"""Begins a term of ``CITES`` that says which law a document is, whatever year its name has. The
first piece of a law has it."""
_UNDATED: Final = ".-"
"""Ends the key of a citation without a date, beside the plain key that every citation has."""
_MAX_TITLE: Final = 120
MAX_NAMED: Final = 20


def names(document: Metadata) -> tuple[str, ...]:
    """The keys a document may be cited by, with and without its date."""
    stems = [number_key(document.number)] if document.number else []
    if document.title:
        stems.append(slug(document.title)[:_MAX_TITLE])
        stems.append(slug(f"{document.type or ''} {document.title}")[:_MAX_TITLE])
    dated = [f"{stem}.{document.date}" for stem in stems if document.date]
    return tuple(dict.fromkeys([*stems, *dated]))


def numbered(key: str) -> str:
    """The term of documents whose number has this key (``document_id.number_key``)."""
    return _IS + key


def called(key: str) -> str:
    """The term of laws whose name has this key (``citation_keys.name_key``)."""
    return _CALLED + key


def cited_keys(document: Document, clauses: Sequence[Clause]) -> Iterator[tuple[str, ...]]:
    """For each clause, the terms of the field ``CITES``: what its text names, and where in it."""
    own = [_IS + name for name in names(document)]
    if document.title and document.type in LAWS:
        own.append(called(name_key(document.title)))
    outward = [c for c in document.citations if not c.internal and citation_stem(c)]
    starts = [citation.span.start for citation in outward]
    for clause in clauses:
        first, end = (bisect_left(starts, position) for position in clause.span)
        inside = outward[first:end]
        cited = (key for citation in inside for key in keys_of(citation))
        yield tuple(dict.fromkeys([*own, *cited]))
        own = []


def cited_by(engine: Reader, key: str, *, offset: int = 0, limit: int = 10) -> Hits:
    """The clauses that cite a document or, after ``#``, a place in it; newest first.

    Args:
        key: a document's id, or the key of one that is not in the index.
    """
    names_it = Any(tuple(Term(CITES, term) for term in sorted(named_by(engine, key))))
    query = Unscored(All((names_it, *_elsewhere(engine, key.partition("#")[0]))))
    return engine.search(EngineRequest(query, sort="date", offset=offset, limit=limit))


def _elsewhere(engine: Reader, document_id: str) -> Iterator[Not]:
    """Leaves out what a document, in any of its files, says of itself."""
    document = engine.metadata(document_id)
    if document is not None:
        for one in (document, *copies(engine, document)):
            yield Not(Prefix("address", document_term(one.id)))


def named_by(engine: Reader, key: str) -> frozenset[str]:
    """The terms under which citations of a document or, after ``#``, of a place in it stand."""
    stem, _, place = key.partition("#")
    return frozenset(f"{name}#{place}" if place else name for name in lookup_names(engine, stem))


def quoted(engine: Reader, key: str, hits: Hits) -> list[Span | None]:
    """For each citing clause, where in its text it names the document; None if unknown.

    Args:
        key: as for ``cited_by``, whose hits these are.
    """
    wanted = named_by(engine, key)
    found: list[Span | None] = []
    for hit in hits.hits:
        start = hit.clause.span.start
        spans = (
            Span(citation.span.start - start, citation.span.end - start)
            for citation in engine.citations(hit.clause.document_id, hit.clause.span)
            if not citation.internal
            and citation_stem(citation)
            and wanted.intersection(keys_of(citation))
        )
        found.append(next(spans, None))
    return found


def citing_counts(engine: Reader, key: str) -> dict[str, int]:
    """Place in a document (anchor) -> how many clauses cite exactly that place."""
    totals: Counter[str] = Counter()
    for name in lookup_names(engine, key):
        for term, count in engine.terms(CITES, f"{name}#"):
            totals[term.partition("#")[2]] += count
    return dict(totals)


def named(engine: Reader, key: str) -> tuple[Metadata, ...]:
    """The files that answer to a key, ``MAX_NAMED`` at most."""
    answering = Unscored(Term(CITES, _IS + key))
    hits = engine.search(EngineRequest(answering, limit=MAX_NAMED)).hits
    return tuple(hit.document for hit in hits)


def citation_stem(citation: Citation) -> str:
    """The key of a cited document, without its date; empty where it is not named."""
    if citation.number:
        return number_key(citation.number)
    return slug(citation.title or "")[:_MAX_TITLE]


def keys_of(citation: Citation) -> list[str]:
    """The terms of a citation: with its date, or the sign that it has none, and plain; each with
    the place as well."""
    stem = citation_stem(citation)
    keys = [stem, f"{stem}.{citation.date}" if citation.date else stem + _UNDATED]
    place = anchor(citation.place)
    return keys + [f"{key}#{place}" for key in keys if place]


def lookup_names(engine: Reader, key: str) -> list[str]:
    """The keys under which citations of a document stand in the index.

    Citations without a date are the document's as long as no other one has the same name.
    """
    document = engine.metadata(key)
    if document is None:
        return [key]
    dated = [name for name in names(document) if document.date and name.endswith(document.date)]
    plain = [name for name in names(document) if name not in dated]
    alone = [name for name in plain if _only(document, named(engine, name))]
    return dated + [name + _UNDATED if dated else name for name in alone]


def _only(document: Metadata, found: Sequence[Metadata]) -> bool:
    """Whether a name that some documents answer to is this one's alone, copies aside."""
    return all(one.id == document.id or same_work(one, document) for one in found)


def copies(engine: Reader, document: Metadata) -> tuple[Metadata, ...]:
    """The other files that hold the same document, in the order of indexing."""
    found = {one.id: one for name in names(document) for one in named(engine, name)}
    return tuple(
        one for one in found.values() if one.id != document.id and same_work(one, document)
    )

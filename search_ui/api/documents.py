"""Documents, clauses and citations over HTTP."""

from __future__ import annotations

from flask import Response, abort, request

from indexer.consolidation.jsonform import consolidated_json
from indexer.core.document import Metadata
from indexer.identity.address import label
from indexer.jsonform.citations import cited_json, similar_json
from indexer.jsonform.documents import citation_json, clause_json, known_json, metadata_json
from indexer.jsonform.effects import effects_json, status_json
from indexer.validity.codes import today
from search_ui.api.answers import answer
from search_ui.api.models import (
    BrowseJson,
    CitationsJson,
    ClauseInJson,
    DocumentQuery,
    PageOfCiting,
    SimilarToJson,
    StatsJson,
    StatusQuery,
)
from search_ui.browsing import browse as browse_documents
from search_ui.parameters import read
from search_ui.site import site
from search_ui.state import state_of
from search_ui.wording import identity


def document(document_id: str) -> Response:
    """Read a document

    Its metadata, its whole text, its clauses in order and what it cites; the same as
    `khoan parse --json`. With `fields=metadata`, or some clauses only, as little is read of a long
    document as is answered.
    """
    index = site().index
    query = read(DocumentQuery, request.args, strict=True)
    wanted = query.wanted()
    if "text" in wanted:
        whole = index.whole(document_id)
        known: Metadata | None = whole[0] if whole else None
    else:
        whole, known = None, index.metadata(document_id)
    if known is None:
        abort(404)
    start, stop = query.offset, query.offset + query.limit if query.limit else None
    body: dict[str, object] = {**known_json(known)}
    if whole:
        body["text"] = whole[0].text
    if "citations" in wanted:
        cited = whole[0].citations if whole else index.citations(document_id)
        body["citations"] = [citation_json(citation) for citation in cited]
    if "clauses" in wanted:
        pieces = whole[1][start:stop] if whole else index.clauses(document_id, start, stop)
        body["clauses"] = [clause_json(piece) for piece in pieces]
    return answer(body)


def clause(clause_id: str) -> Response:
    """Read a clause

    The id holds a `#`, which a URL must write as `%23`.
    """
    index = site().index
    found = index.get(clause_id)
    parent = index.metadata(found.document_id) if found else None
    if found is None or parent is None:
        abort(404)
    address = label(found.path)
    body: ClauseInJson = {
        **clause_json(found),
        "document": metadata_json(parent),
        "citation": f"{address} {identity(parent)}" if address else "",
    }
    return answer(body)


def similar(clause_id: str) -> Response:
    """Find the clauses that say nearly the same

    The most similar first. The id holds a `#`, which a URL must write as `%23`.
    """
    index = site().index
    if index.get(clause_id) is None:
        abort(404)
    found = index.similar(clause_id)
    body: SimilarToJson = {"id": clause_id, "similar": [similar_json(one) for one in found]}
    return answer(body)


def citations(key: str) -> Response:
    """See what a document cites and who cites it

    Also of a document that is cited but not in the index: then only who cites it.
    """
    index = site().index
    query = read(PageOfCiting, request.args, strict=True)
    indexed = index.metadata(key)
    whole = f"{key}#{query.at}" if query.at else key
    citing = index.cited_by(whole, offset=query.offset, limit=query.limit)
    if indexed is None and not citing.total:
        abort(404)
    body: CitationsJson = {
        "key": key,
        "document": metadata_json(indexed) if indexed else None,
        "cites": [cited_json(cited) for cited in index.cites(key) or ()] if indexed else [],
        "cited_by_total": citing.total,
        "cited_by": [
            {"clause": clause_json(hit.clause), "document": metadata_json(hit.document)}
            for hit in citing.hits
        ],
    }
    return answer(body)


def effects(key: str) -> Response:
    """See what a document does to others and what is done to it

    Who amends, repeals, replaces whom, with the clauses that say so. The key is a document's id or
    number, also of one that is only named.
    """
    found = effects_json(site().index, key)
    if not (found["states"] or found["undergoes"]):
        abort(404)
    return answer(found)


def status(key: str) -> Response:
    """See whether a document is in force

    By what the documents of this collection say, and nothing else; with the clauses that say so.
    """
    query = read(StatusQuery, request.args, strict=True)
    at = query.at.isoformat() if query.at else today()
    found = status_json(site().index.validity(), key, at)
    if not found["works"]:
        abort(404)
    return answer(found)


def consolidated(document_id: str) -> Response:
    """Read a document as it stands at a day

    Its own words, with whole articles, khoản and điểm and words exchanged as the other documents of
    this collection say. It is no official text.
    """
    query = read(StatusQuery, request.args, strict=True)
    found = site().index.consolidated(document_id, query.at.isoformat() if query.at else today())
    if found is None:
        abort(404)
    return answer(consolidated_json(found))


def browse() -> Response:
    """List documents by type, issuer and year"""
    query = read(site().browse_query, request.args, strict=True)
    listed = browse_documents(site().index, state_of(query))
    body: BrowseJson = {
        "total": listed.total,
        "offset": query.offset,
        "limit": query.limit,
        "facets": {
            facet.name: [{"value": row.value, "count": row.count} for row in facet.rows]
            for facet in listed.facets
        },
        "documents": [metadata_json(found) for found in listed.documents],
    }
    return answer(body)


def stats() -> Response:
    """Count what the index holds"""
    found = site().index.statistics()
    body: StatsJson = {
        "documents": found.documents,
        "clauses": found.clauses,
        "generation": found.generation,
    }
    return answer(body)

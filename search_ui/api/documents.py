"""Documents, clauses and citations over HTTP."""

from __future__ import annotations

from flask import Response, abort, request

from indexer.identity.address import label
from indexer.jsonform import (
    cited_json,
    clause_json,
    metadata_json,
    parse_json,
    similar_json,
)
from search_ui.api.answers import answer
from search_ui.api.models import (
    BrowseJson,
    CitationsJson,
    ClauseInJson,
    PageOfCiting,
    SimilarToJson,
    StatsJson,
)
from search_ui.browsing import browse as browse_documents
from search_ui.parameters import read
from search_ui.site import site
from search_ui.state import state_of
from search_ui.wording import identity


def document(document_id: str) -> Response:
    """Read a document

    Its metadata, its whole text, its clauses in order and what it cites; the same as
    `khoan parse --json`.
    """
    index = site().index
    found = index.document(document_id)
    if found is None:
        abort(404)
    return answer(parse_json(found, index.clauses(document_id)))


def clause(clause_id: str) -> Response:
    """Read a clause

    The id holds a `#`, which a URL must write as `%23`.
    """
    index = site().index
    found = index.get(clause_id)
    parent = index.document(found.document_id) if found else None
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
    query = read(PageOfCiting, request.args)
    indexed = index.document(key)
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


def browse() -> Response:
    """List documents by type, issuer and year"""
    query = read(site().browse_query, request.args)
    listed = browse_documents(site().documents(), state_of(query))
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

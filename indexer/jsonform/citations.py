"""What citations mean, and clauses that say nearly the same, as JSON."""

from __future__ import annotations

from typing_extensions import TypedDict

from indexer.citations.cited import Cited, Citing
from indexer.jsonform.documents import (
    CitationJson,
    ClauseJson,
    MetadataJson,
    citation_json,
    clause_json,
    metadata_json,
)
from indexer.querying.duplicates import Similar


class TargetJson(TypedDict):
    status: str
    """held, stub (cited but not in the index), ambiguous or internal."""
    id: str | None
    """Of the document; null where ambiguous."""
    clause: str | None
    """The id of the target clause, where a place is cited."""
    candidates: list[str]
    """Where ambiguous: the ids of the documents it may be."""


class CitedJson(CitationJson):
    target: TargetJson
    """What is meant."""


class CitingJson(TypedDict):
    clause: ClauseJson
    """The clause that cites."""
    document: MetadataJson
    """Its document."""
    cited: list[CitedJson]
    """Which of its citations are meant."""


class SimilarJson(TypedDict):
    clause: ClauseJson
    """The similar clause."""
    document: MetadataJson
    """Its document."""
    similarity: float
    """Share of their pairs of adjacent syllables that both clauses have, 0 to 1."""


def cited_json(cited: Cited) -> CitedJson:
    """One citation and its target document."""
    target = cited.target
    return {
        **citation_json(cited.citation),
        "target": {
            "status": target.status,
            "id": target.id,
            "clause": target.clause,
            "candidates": list(target.candidates),
        },
    }


def citing_json(citing: Citing) -> CitingJson:
    """One clause that cites, with what it cites."""
    return {
        "clause": clause_json(citing.clause),
        "document": metadata_json(citing.document),
        "cited": [cited_json(cited) for cited in citing.cited],
    }


def similar_json(similar: Similar) -> SimilarJson:
    """One clause that says nearly the same."""
    return {
        "clause": clause_json(similar.clause),
        "document": metadata_json(similar.document),
        "similarity": round(similar.similarity, 3),
    }

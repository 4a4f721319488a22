"""How entries lie in an OpenSearch index: settings and mappings, made from the seam's fields.

One record for each piece and one for each document, numbered in the order of indexing:

========== ========================================================================================
sequence   the number; an index's generations and what they leave out are ranges of it
version    the number of the document's own record, on its pieces too
live       on pieces that have any term: what searches find
id         of a piece; ``record``: of a document, on its own record; ``document``: on its pieces
date       ISO 8601, of the document
key.NAME   values of filters as they are compared; ``shown.NAME`` as they are shown, for facets
lengths    how many terms each field has, as ``share`` asks for it
payload    the record that is returned (``indexer.core.records``); never parsed by the server
metadata   the document's, on its pieces too, so that a page of hits takes one request
FIELD      analysed terms (``terms``)
========== ========================================================================================
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

import orjson

from indexer.core.query import K1, B
from indexer.core.schema import FIELDS, Field

FORMAT: Final = 2
"""Of everything here, and of ``generation``, ``vocabulary`` and ``lock``."""
MAX_TERMS: Final = 1_000_000
"""Of one ``terms`` query: ids of clauses, versions that are left out."""
WINDOW: Final = 10_000
"""Hits, offset included, that a page is cut from; what lies further back is walked to."""

_KEYWORD: Final = {"type": "keyword"}
_NUMBERED: Final = {"type": "long"}
_STORED: Final = {"type": "keyword", "index": False, "doc_values": False, "store": True}
_ANALYSIS: Final[dict[str, Any]] = {
    "tokenizer": {
        "lines": {"type": "char_group", "tokenize_on_chars": ["\n"], "max_token_length": 1_000_000}
    },
    "filter": {
        "beside": {
            "type": "pattern_capture", "preserve_original": False, "patterns": ["([^\\u001f]+)"]
        },
        "nobody": {"type": "stop", "stopwords": ["\x1e"]},
    },
    "analyzer": {
        "placed": {"type": "custom", "tokenizer": "lines", "filter": ["beside", "nobody"]},
        "unplaced": {"type": "custom", "tokenizer": "lines"},
    },
}  # fmt: skip


def settings(shards: int | None, replicas: int | None) -> dict[str, Any]:
    """Settings of a new index. What is deleted is merged away whole, by ``tidy``.

    Args:
        shards: None: one.
        replicas: None: one where there is more than one server.
    """
    return {
        **spread(shards, replicas),
        "max_result_window": WINDOW,
        "max_terms_count": MAX_TERMS,
        "merge.policy.expunge_deletes_allowed": 0,
        "analysis": _ANALYSIS,
        "similarity": {
            "default": {"type": "BM25", "k1": K1, "b": B, "discount_overlaps": False}
        },
    }  # fmt: skip


def spread(shards: int | None, replicas: int | None) -> dict[str, Any]:
    """How an index is spread over servers; it is refreshed when a writer says so."""
    copies: dict[str, Any] = {"number_of_replicas": replicas}
    if replicas is None:
        copies = {"auto_expand_replicas": "0-1"}
    return {"number_of_shards": shards or 1, "refresh_interval": "-1", **copies}


def mappings(fingerprint: str) -> dict[str, Any]:
    """Mappings of a new index."""
    return {
        "_meta": {"khoan": version(fingerprint)},
        "_source": {"enabled": False},
        "dynamic": "strict",
        "dynamic_templates": [
            {"values": {"path_match": ["key.*", "shown.*"][turn], "mapping": _KEYWORD}}
            for turn in (0, 1)
        ],
        "properties": {
            "sequence": _NUMBERED,
            "version": _NUMBERED,
            "entries": {"type": "integer", "index": False},
            "live": {"type": "keyword", "doc_values": False},
            "id": {"type": "keyword", "doc_values": False},
            "record": {"type": "keyword"},
            "document": {"type": "keyword", "doc_values": False},
            "date": _KEYWORD,
            "key": {"type": "object", "dynamic": True},
            "shown": {"type": "object", "dynamic": True},
            "lengths": {"type": "keyword", "doc_values": False},
            "payload": _STORED,
            "metadata": _STORED,
            **{name: _field(spec) for name, spec in FIELDS.items()},
        },
    }


def version(fingerprint: str) -> str:
    """Names the format and the analysis: an index of another one is not read."""
    return f"format {FORMAT}, {_made()[:8]}, phân tích {fingerprint}"


def _made() -> str:
    """Changes with whatever decides how an entry is stored and scored."""
    decisive = {name: _field(spec) for name, spec in FIELDS.items()}
    return hashlib.sha256(orjson.dumps([decisive, _ANALYSIS, K1, B])).hexdigest()


def _field(spec: Field) -> dict[str, Any]:
    ranked = "positions" if spec.positions else "freqs"
    return {
        "type": "text",
        "analyzer": "placed" if spec.positions else "unplaced",
        "index_options": ranked if spec.ranked or spec.positions else "docs",
        "norms": spec.ranked,
    }

"""Clauses that cite what a person names: a query for the engine, without resolving anything."""

from __future__ import annotations

import re
from typing import Final

from indexer.citations.citing import CITES
from indexer.core import query as q
from indexer.identity.address import slug
from indexer.identity.document_id import number_key

DATED: Final = re.compile(r"\.(\d{4}-\d\d-\d\d)(?:~.*)?$")
"""The date at the end of a document's id."""


def citing_query(name: str) -> q.Query:
    """Clauses that cite a number, a law's name or a document's id, however it is spelled."""
    stem, date = parted(name)
    keys = [f"{key}.{date}" if date else key for key in {number_key(stem), slug(stem)} if key]
    parts: list[q.Query] = [q.Term(CITES, key) for key in keys]
    if not date and slug(stem):
        parts.append(q.Prefix(CITES, f"{slug(stem)}-nam-"))  # Luật Đất đai năm 2013
    return q.Unscored(q.Any(tuple(parts))) if parts else q.Nothing()


def parted(name: str) -> tuple[str, str | None]:
    """A number or name, and the date of an id."""
    dated = DATED.search(name)
    return (name[: dated.start()], dated[1]) if dated else (name, None)

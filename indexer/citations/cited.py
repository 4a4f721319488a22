"""Citations resolved one by one: what a clause cites, and who cites a document or a clause.

`indexer.citations.citing` finds by key, in one lookup; here each citation found is compared
with the whole index by number, date and issuer (`indexer.citations.resolve`), so that an ambiguous
one is reported as such.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from analyzers.token import Span
from indexer.citations.asked import DATED, citing_query
from indexer.citations.citing import cited_by, keys_of, named_by
from indexer.citations.registry import IndexRegistry
from indexer.citations.resolve import Documents, Target, resolve
from indexer.core.document import Citation, Clause, Metadata
from indexer.core.engine import EngineRequest, Reader
from indexer.identity.document_id import number_key

MOST: Final = 10_000
"""Citing clauses that are looked at; more than any document of the corpora has."""


class Cited(NamedTuple):
    """One citation and what it means."""

    citation: Citation
    target: Target

    @property
    def key(self) -> str | None:
        """Under what ``Index.cited_by`` finds the target document: the number alone where
        it may be one of several."""
        if self.target.status == "ambiguous" and self.citation.number:
            return number_key(self.citation.number)
        return self.target.id


class Citing(NamedTuple):
    """A clause that cites."""

    clause: Clause
    document: Metadata
    cited: tuple[Cited, ...]
    """Its citations of the target, ambiguous ones included: see ``Target.status``."""


def cites(
    engine: Reader,
    document: Metadata,
    registry: Documents | None = None,
    within: Span | None = None,
) -> list[Cited]:
    """What a document cites, all or within a part of its text, resolved against the index."""
    registry = registry or IndexRegistry(engine)
    every = engine.citations(document.id)
    wanted = [c for c in every if within is None or within.start <= c.span.start < within.end]
    targets = resolve(document, every, registry, wanted)
    return [Cited(*pair) for pair in zip(wanted, targets, strict=True)]


def cites_of(
    engine: Reader, id_: str, registry: Documents | None = None, within: Span | None = None
) -> list[Cited] | None:
    """What the document or the clause with this id cites; None where there is none.

    Args:
        within: the part of a document's text that is asked about.
    """
    clause = engine.get(id_)
    document = engine.metadata(clause.document_id if clause else id_)
    if document is None:
        return None
    return cites(engine, document, registry, clause.span if clause else within)


def best_citation(
    engine: Reader, key: str, document_ids: Iterable[str], registry: Documents | None = None
) -> Citation | None:
    """Of the citations in some documents that name a document by ``key``, the one that says most
    of it: this names a document that is not in the index."""
    best: Citation | None = None
    for document_id in document_ids:
        for citation, _ in cites_of(engine, document_id, registry) or ():
            if key in keys_of(citation) and (best is None or citation.known > best.known):
                best = citation
    return best


def citing_clauses(engine: Reader, name: str, registry: Documents | None = None) -> list[Citing]:
    """The clauses that cite a document or a clause, newest first: those of ``citing.cited_by``,
    each with its citations that say so.

    Args:
        name: the id of a document or of a clause, in the index or not, or a number (``34-CT/TW``).
    """
    wanted, _, place = name.partition("#")
    if engine.metadata(wanted) or DATED.search(wanted):
        hits = cited_by(engine, name, limit=MOST).hits
    else:
        hits = engine.search(EngineRequest(citing_query(wanted), sort="date", limit=MOST)).hits
    keys = named_by(engine, name)
    registry = registry or IndexRegistry(engine)
    found = []
    for hit in hits:
        meant = [
            cited
            for cited in cites(engine, hit.document, registry, hit.clause.span)
            if cited.target.status != "internal"
            and (keys.intersection(keys_of(cited.citation)) or _means(cited, wanted, place))
        ]
        found.append(Citing(hit.clause, hit.document, tuple(meant)))
    return found


def _means(cited: Cited, document_id: str, place: str) -> bool:
    citation, target = cited
    if place and not (target.clause or "").startswith(f"{document_id}#{place}"):
        return False
    if document_id == target.id or document_id in target.candidates:
        return True
    return citation.number is not None and number_key(citation.number) == number_key(document_id)

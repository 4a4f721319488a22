"""The text of a file to a document and its pieces: the one function that indexing builds on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from analyzers.token import Span
from indexer.citations.find import citations
from indexer.core.document import Clause, Document, Provenance
from indexer.identity.document_id import document_id
from indexer.identity.document_types import type_at_start
from indexer.metadata.consolidated import certificate
from indexer.metadata.facts import Fact, Facts, known
from indexer.metadata.number import from_name
from indexer.metadata.stated import stated_facts
from indexer.structure.feet import foot
from indexer.structure.normal_text import View, view
from indexer.structure.pieces import clauses, cut
from indexer.structure.placed import Placed, placed_clauses, placed_parts
from indexer.structure.recognised_text import mended

_NOTHING: Final[Mapping[str, str]] = {}


def parse(
    text: str,
    source: str,
    quality: str | None = None,
    title: str | None = None,
    stated: Mapping[str, str] = _NOTHING,
    notes: Sequence[tuple[int, int]] = (),
    places: Sequence[Placed] = (),
    pages: Sequence[int] = (),
    *,
    recognised: bool = False,
) -> tuple[Document, tuple[Clause, ...]]:
    """Read a text.

    Args:
        text: the file's text, as its reader decided it.
        source: the file, relative to the folder that is indexed, with ``/`` between its parts.
        quality: why the text cannot be fully trusted, from the reader.
        title: what the file's format calls the document; used where its text has no title.
        stated: what the file says of its text outside of it, under the keys it uses.
        notes: footnotes, in order: half-open spans of whole lines of the text.
        places: the pieces, in order, where the file's format decides them.
        recognised: a machine read it from a picture, with the faults that they make.
        pages: where each page of the file begins in the text.

    Returns:
        The document, and its pieces in order: they never overlap, and together cover everything
        but white space. Any text has an answer; none raises.
    """
    seen = mended(view(text, split=False)) if recognised else view(text)
    parts = placed_parts(seen, places) if places else cut(seen, notes)
    front = parts.front
    signed = foot(seen.text, parts.cuts, certificate(seen.text))
    facts: Facts = {**front.facts, **known(signer=signed.signer, signer_role=signed.role)}
    elsewhere = _elsewhere(facts, source, front.blank, title, stated)
    values: dict[str, str] = {name: fact.value for name, fact in facts.items()}
    if recognised:
        values |= _as_read(seen, text, facts)
    values |= {name: value for name, (value, _) in elsewhere.items()}
    identity = document_id(values.get("number"), values.get("date"), values.get("type"), source)
    document = Document(
        id=identity,
        source=source,
        title=values.get("title"),
        type=values.get("type"),
        number=values.get("number"),
        date=values.get("date"),
        place=values.get("place"),
        issuer=values.get("issuer"),
        signer=values.get("signer"),
        signer_role=values.get("signer_role"),
        recipients=signed.recipients,
        quality=quality,
        read_at={name: _read_at(seen, fact) for name, fact in facts.items()},
        provenance={name: origin for name, (_, origin) in elsewhere.items()},
        pages=tuple(pages),
        recognition="done" if recognised else None,
        text=text,
        citations=citations(seen, parts),
    )
    if places:
        return document, placed_clauses(text, identity, places)
    return document, clauses(seen, text, identity, parts.cuts)


def _as_read(seen: View, text: str, facts: Facts) -> dict[str, str]:
    """Titles and names as they were read, not as the view has them: that is for matching only."""
    spans = {name: _read_at(seen, facts[name]) for name in ("title", "signer") if name in facts}
    return {
        name: " ".join(text[span.start : span.end].split())
        for name, span in spans.items()
        if span.start < span.end
    }


def _read_at(seen: View, fact: Fact) -> Span:
    start, end = fact.span
    return seen.span(start, end) if start < end else Span(seen.start(start), seen.start(start))


def _elsewhere(
    facts: Facts, source: str, blank: str, title: str | None, stated: Mapping[str, str]
) -> dict[str, tuple[str, Provenance]]:
    """Values that the text does not state, and where they come from instead."""
    found: dict[str, tuple[str, Provenance]] = {
        name: (value, "stated")
        for name, value in stated_facts(stated).items()
        if name not in facts and (name != "signer_role" or "signer" not in facts)
    }
    named = " ".join(title.split()) if title else ""
    if named and "title" not in facts and "title" not in found:
        found["title"] = (named, "format")
    kind = type_at_start(named) if named else None
    if kind and "type" not in facts and "type" not in found:
        found["type"] = (kind, "format")
    number = from_name(source, blank) if blank else None
    if number and "number" not in facts and "number" not in found:
        found["number"] = (number, "name")
    return found

"""Citations in a text as links: to the document, to the place in it, or to who cites it."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

from flask import url_for

from indexer.citations.cited import Cited
from search_ui.highlight import Link
from search_ui.wording import anchor_of


def links(document_id: str, cited: Sequence[Cited], here: Container[str]) -> list[Link]:
    """Citations of one document as links, without those that overlap an earlier one.

    Args:
        here: the anchors on the page, which need no other page.
    """
    found: list[Link] = []
    for one in sorted(cited, key=lambda one: one.citation.span):
        citation, target = one
        url = target_url(one)
        if target.status == "internal":
            place = anchor_of(target.clause or "")
            inside = place and (target.id or document_id) == document_id
            url = f"#{place}" if place in here else place_url(document_id, place)
            url = url if inside else None
        if url and (not found or found[-1].span.end <= citation.span.start):
            found.append(Link(citation.span, url, target.status in {"held", "internal"}))
    return found


def target_url(one: Cited) -> str | None:
    """The link to what a citation means: the document, the place in it, or a page about it."""
    target = one.target
    if target.status == "held" and target.id:
        return place_url(target.id, anchor_of(target.clause or ""))
    return url_for(".document_page", document_id=one.key) if one.key else None


def place_url(document_id: str, anchor: str, **arguments: object) -> str:
    """The address of a place in a document: the sheet that shows it, scrolled to it. Without an
    anchor, of the document's beginning."""
    parameters: Any = {name: value for name, value in arguments.items() if value is not None}
    if not anchor:
        return url_for(".document_page", document_id=document_id, **parameters)
    return url_for(
        ".clause_page", document_id=document_id, anchor=anchor, _anchor=anchor, **parameters
    )

"""One document, and the pages about who cites it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from flask import Response, abort, render_template, request, send_file, url_for
from markupsafe import Markup

from analyzers.token import Span
from indexer.address import anchor
from indexer.citing import Target
from indexer.document import Citation, Document
from indexer.engine import Hits
from indexer.errors import QueryError
from search_ui.files import downloadable
from search_ui.i18n import tr
from search_ui.marks import Link, around, overlaid
from search_ui.pages import paging
from search_ui.query import read
from search_ui.reading import Marker, contents, pieces
from search_ui.site import site
from search_ui.state import State
from search_ui.words import anchor_of, day, identity, issuer, piece

CITING: Final = 10
"""Citing clauses that a document's own page lists."""
PASSAGE: Final = 240
"""Code points of the text around a citation."""


def document_page(document_id: str) -> str:
    """``/van-ban/<id>``: one document, each clause under the anchor that hits link to.

    For a document that is cited but not held, a page that says who cites it.
    """
    here = site()
    document = here.index.document(document_id)
    if document is None:
        return _citing(document_id)
    query = request.args.get("q", "").strip()[: here.settings.max_query]
    clauses = here.index.clauses(document_id)
    targets = here.index.targets(document.citations)
    anchors = [anchor_of(clause.id) for clause in clauses]
    counts = here.index.citing_counts(document_id, anchors)
    citing = here.index.cited_by(document_id, limit=CITING)
    return render_template(
        "khoan/document.html",
        document=document,
        query=query,
        pieces=list(
            pieces(
                document,
                clauses,
                _marker(query),
                _links(document, targets),
                dict(zip(anchors, counts, strict=True)),
            )
        ),
        contents=contents(clauses),
        cites=_cited(document.citations, targets),
        cited_by=citing,
        passages=_passages(document_id, citing),
        state=State(query=query),
        download=downloadable(document),
    )


def _marker(query: str) -> Marker:
    """What to mark. A query that cannot be understood marks nothing: the text is still read."""
    try:
        return site().index.marker(query)
    except QueryError:
        return lambda _: ()


def _links(document: Document, targets: Sequence[Target | None]) -> list[Link]:
    """Citations as links, without those that overlap an earlier one."""
    found: list[Link] = []
    pairs = zip(document.citations, targets, strict=True)
    for citation, target in sorted(pairs, key=lambda pair: pair[0].span):
        if citation.internal and citation.place:
            link = Link(citation.span, "#" + anchor(citation.place), held=True)
        elif target is not None:
            link = Link(citation.span, target_url(target), target.document is not None)
        else:
            continue
        if not found or found[-1].span.end <= link.span.start:
            found.append(link)
    return found


def _cited(
    citations: Sequence[Citation], targets: Sequence[Target | None]
) -> list[tuple[Target, str]]:
    """The documents cited, each once, in the order of their first citation, with their names."""
    found: dict[str, tuple[Target, Citation]] = {}
    for citation, target in zip(citations, targets, strict=True):
        if target is not None:
            before = found.get(target.key)
            if before is None or _said(citation) > _said(before[1]):
                found[target.key] = (replace(target, anchor=""), citation)
    return [(target, spoken(citation, target.key)) for target, citation in found.values()]


def spoken(citation: Citation | None, key: str) -> str:
    """A cited document as people name it: ``Chỉ thị 34-CT/TW ngày 7/4/2014``."""
    if citation is None:
        return key
    kind = citation.type or tr("Văn bản")
    name = f"{kind} {citation.number}" if citation.number else None
    said = name or citation.title or key
    dated = tr("%(name)s ngày %(date)s", name=said, date=day(citation.date))
    return dated if citation.date else said


def target_url(target: Target) -> str:
    """The link to what a citation leads to: the document, the place in it, or a stub page."""
    return url_for(
        ".document_page",
        document_id=target.key,
        _anchor=(target.document and target.anchor) or None,
    )


def citing_page(key: str) -> str:
    """``/vien-dan/<key>?cho=<anchor>``: the clauses that cite a document, or a place in it."""
    place = request.args.get("cho", "")[: site().settings.max_query]
    return _citing(key, place)


def _citing(key: str, place: str = "") -> str:
    here = site()
    offset = read(here.page_query, request.args).offset
    whole = f"{key}#{place}" if place else key
    citing = here.index.cited_by(whole, offset=offset, limit=here.settings.limit)
    held = here.index.document(key)
    if not citing.total and held is None:
        abort(404)
    clause = here.index.get(whole) if place else None
    return render_template(
        "khoan/stub.html",
        key=key,
        citing=citing,
        passages=_passages(whole, citing),
        held=held,
        name=identity(held) if held else spoken(_named(key, citing), key),
        issuer=issuer(held) if held else None,
        namesakes=() if held else here.index.named(key),
        place=piece(clause) if clause else place,
        paging=paging(State(offset=offset, limit=here.settings.limit), citing.total),
        state=State(),
    )


def _passages(key: str, citing: Hits) -> list[Markup]:
    """Of each citing clause, the passage around the citation, with the citation marked."""
    spans = site().index.quoted(key, citing)
    shown = []
    for hit, span in zip(citing.hits, spans, strict=True):
        text = hit.clause.text
        marks = (span,) if span else ()
        start, end = around(text, span or Span(0, 0), PASSAGE)
        inside = overlaid(text, Span(start, end), marks, ())
        before, after = "… " if start else "", " …" if end < len(text) else ""
        shown.append(Markup("{}{}{}").format(before, inside, after))
    return shown


def _named(key: str, citing: Hits) -> Citation | None:
    """The fullest of the citations that lead to this key: it says what the document is called."""
    index = site().index
    best: Citation | None = None
    for document_id in dict.fromkeys(hit.clause.document_id for hit in citing.hits):
        document = index.document(document_id)
        citations = document.citations if document else ()
        for citation, target in zip(citations, index.targets(citations), strict=True):
            fuller = best is None or _said(citation) > _said(best)
            if target is not None and target.key == key and fuller:
                best = citation
    return best


def _said(citation: Citation) -> int:
    said = (citation.type, citation.number, citation.date, citation.issuer, citation.title)
    return sum(value is not None for value in said)


def source_file(document_id: str) -> Response:
    """``/tai-ve/<id>``: the file a document was read from, as long as it is still that file."""
    document = site().index.document(document_id)
    path = downloadable(document) if document else None
    if path is None or document is None:
        abort(404)
    return send_file(
        path, as_attachment=True, download_name=document.source.rsplit("/", 1)[-1], conditional=True
    )


HELPERS = {"spoken": spoken, "target_url": target_url}
"""What templates may call."""

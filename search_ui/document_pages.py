"""One document, and the pages about who cites it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from os import fstat
from typing import Final

from flask import Response, abort, render_template, request, send_file, url_for
from markupsafe import Markup

from analyzers.token import Span
from indexer.citations.cited import Cited
from indexer.core.deadline import check
from indexer.core.document import Citation
from indexer.core.engine import Hits
from indexer.core.errors import QueryError
from search_ui.document_text import Marker, contents, pieces
from search_ui.downloads import downloadable, opened
from search_ui.highlight import Link, around, overlaid
from search_ui.i18n import tr
from search_ui.pages import paging
from search_ui.parameters import read
from search_ui.site import site
from search_ui.state import State
from search_ui.wording import anchor_of, day, identity, issuer, piece

CITING: Final = 10
"""Citing clauses that a document's own page lists."""
_CONTROL: Final = re.compile("[\\x00-\\x1f\\x7f-\\x9f]")
"""Characters that a header cannot have, and a file's name can."""
PASSAGE: Final = 240
"""Code points of the text around a citation."""


def document_page(document_id: str) -> str:
    """``/van-ban/<id>``: one document, each clause under the anchor that hits link to.

    For a document that is cited but not in the index, a page that says who cites it.
    """
    here = site()
    whole = here.index.whole(document_id)
    if whole is None:
        return _citing(document_id)
    document, clauses = whole
    query = request.args.get("q", "").strip()[: here.settings.max_query]
    cited = here.index.cites(document_id) or []
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
                _links(document_id, cited),
                here.index.citing_counts(document_id),
            )
        ),
        contents=contents(clauses),
        cites=_cited(cited),
        cited_by=citing,
        passages=_passages(document_id, citing),
        state=State(query=query),
        download=downloadable(document),
    )


def has_file(document_id: str) -> bool:
    """Whether the page of this document offers its file, which may change without the index."""
    found = site().index.metadata(document_id)
    return found is not None and downloadable(found)


def _marker(query: str) -> Marker:
    """What to mark, in the first ``Settings.max_marked`` code points. A query that cannot be
    understood marks nothing: the text is still read."""
    here = site()
    left = here.settings.max_marked
    try:
        mark = here.index.marker(query)
    except QueryError:
        return lambda _: ()

    def bounded(text: str) -> Sequence[Span]:
        nonlocal left
        check()
        if not query or left <= 0:
            return ()
        left -= len(text)
        return mark(text)

    return bounded


def _links(document_id: str, cited: Sequence[Cited]) -> list[Link]:
    """Citations as links, without those that overlap an earlier one."""
    found: list[Link] = []
    for one in sorted(cited, key=lambda one: one.citation.span):
        citation, target = one
        url = _url(one)
        if target.status == "internal":
            place = anchor_of(target.clause or "")
            url = f"#{place}" if place and (target.id or document_id) == document_id else None
        if url and (not found or found[-1].span.end <= citation.span.start):
            found.append(Link(citation.span, url, target.status in {"held", "internal"}))
    return found


def _url(one: Cited) -> str | None:
    """The link to what a citation means: the document, the place in it, or a page about it."""
    target = one.target
    if target.status == "held" and target.id:
        place = anchor_of(target.clause or "")
        return url_for(".document_page", document_id=target.id, _anchor=place or None)
    return url_for(".document_page", document_id=one.key) if one.key else None


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document that another one cites."""

    name: str
    url: str
    status: str
    title: str


def _cited(cited: Sequence[Cited]) -> list[CitedDocument]:
    """The documents cited, each once, in the order of their first citation."""
    best: dict[str, Cited] = {}
    for one in cited:
        url = (_url(one) or "").partition("#")[0]
        if url and one.target.status != "internal":
            before = best.get(url)
            if before is None or one.citation.known > before.citation.known:
                best[url] = one
    return [_described(url, one) for url, one in best.items()]


def _described(url: str, one: Cited) -> CitedDocument:
    indexed = one.target.id if one.target.status == "held" else None
    document = site().index.metadata(indexed) if indexed else None
    if document is None:
        return CitedDocument(spoken(one.citation, one.target.id or ""), url, one.target.status, "")
    title = document.title if document.number else None
    return CitedDocument(identity(document), url, "held", title or "")


def spoken(citation: Citation | None, key: str) -> str:
    """A cited document as people name it: ``Chỉ thị 34-CT/TW ngày 7/4/2014``."""
    if citation is None:
        return key
    kind = citation.type or tr("Văn bản")
    name = f"{kind} {citation.number}" if citation.number else None
    full = name or citation.title or key
    dated = tr("%(name)s ngày %(date)s", name=full, date=day(citation.date))
    return dated if citation.date else full


def citing_page(key: str) -> str:
    """``/vien-dan/<key>?cho=<anchor>``: the clauses that cite a document, or a place in it."""
    place = request.args.get("cho", "")[: site().settings.max_query]
    return _citing(key, place)


def _citing(key: str, place: str = "") -> str:
    here = site()
    offset = read(here.page_query, request.args).offset
    whole = f"{key}#{place}" if place else key
    citing = here.index.cited_by(whole, offset=offset, limit=here.settings.limit)
    indexed = here.index.metadata(key)
    if not citing.total and indexed is None:
        abort(404)
    clause = here.index.get(whole) if place else None
    return render_template(
        "khoan/stub.html",
        key=key,
        citing=citing,
        passages=_passages(whole, citing),
        indexed=indexed,
        name=identity(indexed) if indexed else spoken(here.index.best_citation(key, citing), key),
        issuer=issuer(indexed) if indexed else None,
        namesakes=() if indexed else here.index.named(key),
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


def source_file(document_id: str) -> Response:
    """``/tai-ve/<id>``: the file a document was read from, as long as it is still that file."""
    document = site().index.metadata(document_id)
    stream = opened(document) if document else None
    if stream is None or document is None:
        abort(404)
    name = _CONTROL.sub(" ", document.source.rsplit("/", 1)[-1])
    etag = document.digest or False
    response = send_file(
        stream, as_attachment=True, download_name=name, etag=etag, conditional=False
    )
    size = response.content_length = fstat(stream.fileno()).st_size
    response.make_conditional(request, accept_ranges=True, complete_length=size)
    return response


HELPERS = {"spoken": spoken}
"""What templates may call."""

"""The pages about who cites a document, and its file."""

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
from indexer.core.document import Citation
from indexer.core.engine import Hits
from indexer.core.system_paths import safe_name
from search_ui.downloads import opened
from search_ui.highlight import around, overlaid
from search_ui.i18n import tr
from search_ui.pages import paging
from search_ui.parameters import read
from search_ui.site import site
from search_ui.state import State
from search_ui.wording import day, identity, issuer, named, piece

_CONTROL: Final = re.compile("[\\x00-\\x1f\\x7f-\\x9f]")
"""Characters that a header cannot have, and a file's name can."""
_VIEWER: Final = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)
"""What the viewers of browsers need; a PDF of anybody may do nothing else."""
PASSAGE: Final = 240
"""Code points of the text around a citation."""


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document that another one cites."""

    name: str
    url: str
    status: str
    title: str
    type: str | None = None
    """Loại văn bản, as far as it is known."""


def cited_documents(cited: Sequence[Cited]) -> list[CitedDocument]:
    """The documents cited, each once, in the order of their first citation."""
    best: dict[str, Cited] = {}
    for one in cited:
        url = _document_url(one)
        if url and one.target.status != "internal":
            before = best.get(url)
            if before is None or one.citation.known > before.citation.known:
                best[url] = one
    return [_described(url, one) for url, one in best.items()]


def _document_url(one: Cited) -> str | None:
    """The link to the document that a citation means, or to a page about it."""
    id_ = one.target.id if one.target.status == "held" else one.key
    return url_for(".document_page", document_id=id_) if id_ else None


def _described(url: str, one: Cited) -> CitedDocument:
    indexed = one.target.id if one.target.status == "held" else None
    document = site().index.metadata(indexed) if indexed else None
    if document is None:
        return CitedDocument(
            spoken(one.citation, one.target.id or ""), url, one.target.status, "", one.citation.type
        )
    name = named(document)
    title = document.title if name == identity(document) and document.number else None
    return CitedDocument(name, url, "held", title or "", document.type)


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
    return citing_document(key, place)


def citing_document(key: str, place: str = "") -> str:
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
        passages=passages(whole, citing),
        indexed=indexed,
        name=identity(indexed) if indexed else spoken(here.index.best_citation(key, citing), key),
        issuer=issuer(indexed) if indexed else None,
        namesakes=() if indexed else here.index.named(key),
        place=piece(clause) if clause else place,
        paging=paging(State(offset=offset, limit=here.settings.limit), citing.total),
        state=State(),
    )


def passages(key: str, citing: Hits) -> list[Markup]:
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
    """``/tai-ve/<id>``: the file a document was read from, as long as it is still that file. With
    ``xem``, a PDF is shown by the browser, where ``#page=3`` leads to a page of it."""
    document = site().index.metadata(document_id)
    found = opened(document) if document else None
    if found is None or document is None:
        abort(404)
    stream, name = found.stream, safe_name(_CONTROL.sub(" ", found.name))
    etag = document.digest or False
    shown = "xem" in request.args and stream.read(5) == b"%PDF-"
    stream.seek(0)
    response = send_file(
        stream,
        mimetype="application/pdf" if shown else None,
        as_attachment=not shown,
        download_name=name,
        etag=etag,
        conditional=False,
    )
    if shown:
        response.headers["Content-Security-Policy"] = _VIEWER
    size = response.content_length = fstat(stream.fileno()).st_size
    response.make_conditional(request, accept_ranges=True, complete_length=size)
    return response


HELPERS = {"spoken": spoken}
"""What templates may call."""

"""One document on one page: the sheet that is asked for, in a frame that says where one is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from flask import redirect, render_template
from werkzeug.wrappers import Response

from analyzers.token import Span
from indexer.citations.cited import Cited
from indexer.core.document import Clause, Metadata
from search_ui.document_pages import cited_documents, citing_document, passages
from search_ui.downloads import downloadable
from search_ui.i18n import tr
from search_ui.page_pictures import has_pictures
from search_ui.reading.about import about
from search_ui.reading.amended import amendments, legend
from search_ui.reading.contents import contents
from search_ui.reading.frame import Arguments, Place, carried, frame
from search_ui.reading.inside import inside, marker, origin
from search_ui.reading.links import links, place_url
from search_ui.reading.outline import Outline, outline_of
from search_ui.reading.pieces import above, pieces
from search_ui.site import site

CITING: Final = 10
"""Citing clauses that a document's own page lists."""
Page = str | Response


def document_page(document_id: str) -> Page:
    """``/van-ban/<id>``: a document's first sheet; all of it, where it is short.

    For a document that is cited but not in the index, a page that says who cites it.
    """
    return _page(document_id)


def clause_page(document_id: str, anchor: str) -> Page:
    """``/van-ban/<id>/<anchor>``: the sheet on which a place stands. An address that the document
    has not leads to the nearest that it has."""
    return _page(document_id, anchor)


def whole_page(document_id: str) -> Page:
    """``/van-ban/<id>/toan-van``: all of a document, to print it or to look for something."""
    return _page(document_id, whole=True)


def has_file(document_id: str, **_: str) -> bool:
    """Whether the pages of this document offer its file, which may change without the index."""
    found = site().index.metadata(document_id)
    return found is not None and downloadable(found)


def _page(document_id: str, anchor: str = "", *, whole: bool = False) -> Page:
    index = site().index
    document = index.metadata(document_id)
    if document is None:
        return citing_document(document_id)
    outline = outline_of(index, document_id)
    if anchor and anchor not in outline.at:
        nearest = outline.nearest(anchor)
        return redirect(place_url(document_id, nearest, **carried(origin())), 302)
    number = outline.at.get(anchor, 0)
    if whole or not outline.rows:
        rows = range(len(outline.rows))
    else:
        rows = outline.sheets[outline.sheet_of(number)]
    return _rendered(document, outline, Place(number, rows, bool(anchor)))


def _rendered(document: Metadata, outline: Outline, place: Place) -> str:
    here = site()
    came = origin()
    found = inside(came.state.query, document.id, outline)
    rows = place.rows
    clauses = here.index.clauses(document.id, rows.start, rows.stop)
    cited = _cited(document.id, clauses)
    short = len(outline.sheets) < 2
    citing = here.index.cited_by(document.id, limit=CITING if short else 0)
    named = clauses[place.number - rows.start] if place.named else None
    made = pieces(
        document,
        clauses,
        outline.headed,
        marker(came.state.query, found, recognised=document.recognised),
        links(document.id, cited, {outline.rows[number].anchor for number in rows}),
        here.index.citing_counts(document.id),
    )
    return render_template(
        "khoan/document.html",
        document=document,
        clause=named,
        pieces=made,
        under=above(clauses[0], outline.headed) if rows.start else (),
        amended=amendments(document, outline, rows),
        legend=legend,
        answers={outline.rows[number].anchor for number in found.rows if number in rows},
        contents=contents(outline, place.number),
        about=about(document, named, named.text if named else _opening(clauses)),
        says=_says(),
        in_document=partial(_inside_url, document.id, carried(came)),
        address=partial(place_url, document.id),
        frame=frame(document.id, outline, place, found, came),
        came=came,
        state=came.state,
        short=short,
        whole=len(rows) == len(outline.rows),
        cites=cited_documents(cited) if short else (),
        cited_by=citing,
        passages=passages(document.id, citing),
        download=(download := downloadable(document)),
        pictured=download and has_pictures(document),
        copies=here.index.copies(document.id),
        changed=here.index.is_changed(document.id),
        at=outline.rows[place.number].anchor if outline.rows else None,
    )


def _says() -> dict[str, str]:
    """What the script on the page says."""
    return {
        "tools": tr("Dùng đoạn này"),
        "text": tr("Chép nội dung"),
        "cited": tr("Chép kèm viện dẫn"),
        "citation": tr("Chép viện dẫn"),
        "link": tr("Chép liên kết"),
        "done": tr("Đã chép"),
        "similar": tr("Đoạn gần giống"),
        "citing": tr("Ai viện dẫn"),
        "open": tr("Mở"),
    }


def _inside_url(document_id: str, passed: Arguments, anchor: str) -> str:
    return place_url(document_id, anchor, **passed)


def _opening(clauses: Sequence[Clause]) -> str:
    """The beginning of what a page shows: of its clauses, where it has some."""
    said = [clause.text for clause in clauses if clause.kind == "clause"]
    return " ".join((said or [clause.text for clause in clauses])[:3])


def _cited(document_id: str, clauses: Sequence[Clause]) -> list[Cited]:
    """What the pieces of a page cite."""
    if not clauses:
        return []
    within = Span(clauses[0].span.start, clauses[-1].span.end)
    return site().index.cites(document_id, within) or []

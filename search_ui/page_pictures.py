"""A page of a file beside its text: its picture, and the way to it in the file itself."""

from __future__ import annotations

from flask import Response, abort, g, request, url_for

from indexer.core.document import Metadata
from search_ui.downloads import downloadable
from search_ui.guard import Guard
from search_ui.site import site


def page_picture(document_id: str, number: int) -> Response:
    """``/trang/<id>/<number>.jpg``: a page of the file, as long as it is the file that was
    indexed."""
    here = site()
    document = here.index.metadata(document_id)
    if document is None or not 1 <= number <= len(document.pages) or not downloadable(document):
        abort(404)
    response = Response(mimetype="image/jpeg")
    tag = f"{document.digest}-{number}"
    response.set_etag(tag)
    response.cache_control.max_age = here.settings.max_age
    if request.if_none_match.contains(tag):
        response.status_code = 304
        return response
    picture = here.pictures.get(document, number)
    if picture is None:
        guard: Guard = g.khoan_guard
        guard.enter(here.pictures.lane)
        picture = here.pictures.drawn(document, number)
    if picture is None:
        abort(404)
    response.set_data(picture)
    return response


def has_pictures(document: Metadata) -> bool:
    """Whether the pages of a document can be asked for: the file itself may still be gone."""
    given = site().settings.downloads and bool(document.origin and document.digest)
    return given and bool(document.pages)


def page_url(document: Metadata, start: int) -> str | None:
    """The address of the page of a PDF on which a place of its text stands, in the browser's own
    viewer; None where the file has no pages, or is not given out."""
    if not has_pictures(document) or not document.source.lower().endswith(".pdf"):
        return None
    page = document.page(start)
    return url_for(".source_file", document_id=document.id, xem=1, _anchor=f"page={page}")


HELPERS = {"page_url": page_url}
"""What templates may call."""

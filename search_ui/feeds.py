"""For browsers and feed readers: the Atom feed of a query, the OpenSearch description."""

from __future__ import annotations

import re
from dataclasses import replace

from flask import Response, abort, render_template, request, url_for

from search_ui.grouping import grouped
from search_ui.parameters import read
from search_ui.reading.scheme import scheme_of
from search_ui.site import site
from search_ui.state import state_of

ENTRIES = 30
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""Characters that XML 1.0 (section 2.2) has no way to write: page breaks, for one."""


def feed() -> Response:
    """``/tin.atom?q=``: documents that match, the newest first, as Atom (RFC 4287)."""
    here = site()
    requested = state_of(read(here.page_query, request.args))
    state = replace(requested, sort="date", offset=0, limit=ENTRIES, group=False)
    found = grouped(here.index, state)
    dates = [group.best.document.date for group in found.groups if group.best.document.date]
    page = render_template(
        "khoan/feed.xml",
        state=replace(state, limit=here.settings.limit),
        groups=found.groups,
        updated=max(dates, default="1970-01-01"),
        here=request.url,
    )
    response = Response(_NOT_XML.sub(" ", page), mimetype="application/atom+xml")
    return _kept_under_this_name(response)


def changes_feed(document_id: str) -> Response:
    """``/thay-doi/<id>.atom``: what is done to a document, the newest first, as Atom."""
    document = site().index.metadata(document_id)
    if document is None:
        abort(404)
    events = scheme_of(document).events[::-1][:ENTRIES]
    page = render_template(
        "khoan/changes.xml",
        document=document,
        events=events,
        updated=max((event.day for event in events if event.past), default="1970-01-01"),
        here=request.url,
    )
    response = Response(_NOT_XML.sub(" ", page), mimetype="application/atom+xml")
    return _kept_under_this_name(response)


def opensearch() -> Response:
    """``/opensearch.xml``: lets a browser add the site to its search engines (OpenSearch 1.1)."""
    base = url_for(".search_page", _external=True)
    suggest = url_for(".suggest_browser", _external=True)
    page = render_template("khoan/opensearch.xml", base=base, suggest=suggest)
    described = Response(page, mimetype="application/opensearchdescription+xml")
    return _kept_under_this_name(described)


def suggest_browser() -> Response:
    """``/goi-y?q=``: suggestions in the form browsers ask for (OpenSearch Suggestions 1.1)."""
    from flask import json

    text = request.args.get("q", "").strip()[:200]
    found = site().index.suggest(text, 8) if text else []
    body = json.dumps([text, found], ensure_ascii=False)
    return _kept(Response(body, mimetype="application/x-suggestions+json"))


def _kept(response: Response) -> Response:
    """An answer that others may be given as well."""
    response.cache_control.public = True
    response.cache_control.max_age = site().settings.max_age
    return _checked(response)


def _kept_under_this_name(response: Response) -> Response:
    """An answer that holds the host name of the request. A name that nobody has
    vouched for (``Settings.trusted_hosts``) is not spread by shared caches."""
    response.vary.update(("Host", "Cookie"))
    if not site().settings.trusted_hosts:
        response.cache_control.private = True
        response.cache_control.max_age = site().settings.max_age
        return _checked(response)
    return _kept(response)


def _checked(response: Response) -> Response:
    response.add_etag()
    response.make_conditional(request)
    return response

"""What search engines may read: which pages there are, and which are not worth their time."""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from flask import Response, abort, request, url_for

from indexer.core.deadline import check
from search_ui.reading.links import place_url
from search_ui.site import site

MOST: Final = 40_000
"""Addresses of one sitemap; the protocol allows 50,000 (sitemaps.org)."""
_UNREAD: Final = (
    "/?",
    "/ket-qua",
    "/xuat",
    "/gan-giong",
    "/goi-y",
    "/api/v1/",
    "/tai-ve",
    "/trang/",
)
"""Beginnings of addresses that answer a question or repeat a page in another form."""


def robots() -> Response:
    """``/robots.txt``: documents may be read, answers to questions need not be; nothing, where the
    site is not to be found by search engines (``Settings.listed``)."""
    root = url_for(".search_page")
    lines = ["User-agent: *"]
    if site().settings.listed:
        lines += [f"Disallow: {root.rstrip('/')}{part}" for part in _UNREAD]
        lines += [f"Sitemap: {urljoin(request.host_url, url_for('.sitemap'))}"]
    else:
        lines += [f"Disallow: {root}"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def sitemap() -> Response:
    """``/sitemap.xml``: every document, ``MOST`` a part; with several parts, their list."""
    here = site()
    if not here.settings.listed:
        abort(404)
    given = request.args.get("phan", "")
    parts = max(1, -(-here.index.statistics().documents // MOST))
    if not given and parts > 1:
        return _parts(parts)
    part = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 1
    if not part:
        abort(404)
    ids = here.index.document_ids((part - 1) * MOST, part * MOST)
    if not ids:
        abort(404)
    rows = []
    for id_ in ids:
        check()
        rows.append(_location(place_url(id_, "")))
    return _answer("urlset", "url", rows)


def _parts(count: int) -> Response:
    numbers = range(1, count + 1)
    return _answer(
        "sitemapindex", "sitemap", [_location(url_for(".sitemap", phan=n)) for n in numbers]
    )


def _location(address: str) -> str:
    return f"<loc>{escape(urljoin(request.host_url, address))}</loc>"


def _answer(root: str, row: str, rows: list[str]) -> Response:
    inside = "\n".join(f"<{row}>{one}</{row}>" for one in rows)
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    return Response(
        f'<?xml version="1.0" encoding="utf-8"?>\n<{root} {space}>\n{inside}\n</{root}>\n',
        mimetype="application/xml",
    )

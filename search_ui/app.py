"""The site as a Flask app of its own, or as a blueprint of another app."""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin

from flask import Flask, Response, abort, request, url_for
from flask.blueprints import BlueprintSetupState

from search_ui import (
    api_page,
    crawling,
    document_pages,
    facets,
    feeds,
    health,
    i18n,
    limits,
    page_pictures,
    pages,
    problems,
    run_page,
    standing,
)
from search_ui import highlight as marks
from search_ui import wording as words
from search_ui.api import routes
from search_ui.compression import compress
from search_ui.headers import harden
from search_ui.ports import OpenIndex
from search_ui.reading import page as reading
from search_ui.reading.alike import similar_page
from search_ui.reading.consolidated import consolidated_page
from search_ui.reading.relations import relations_page
from search_ui.reading.written import written_page
from search_ui.remembered import Remember, private
from search_ui.results_table import table_page
from search_ui.settings import Settings
from search_ui.sharing import Shared
from search_ui.site import Site, site

PAGE: Final = Remember(page=True)
READING: Final = Remember(page=True, also=reading.has_file)
PAGES: Final = (
    ("/", pages.search_page, PAGE),
    ("/van-ban/<document_id>", reading.document_page, READING),
    ("/van-ban/<document_id>/toan-van", reading.whole_page, READING),
    ("/van-ban/<document_id>/<anchor>", reading.clause_page, READING),
    ("/gan-giong/<document_id>/<anchor>", similar_page, PAGE),
    ("/xuat/<document_id>.<kind>", written_page, None),
    ("/ket-qua.<kind>", table_page, None),
    ("/hop-nhat/<document_id>", consolidated_page, PAGE),
    ("/quan-he/<document_id>", relations_page, PAGE),
    ("/robots.txt", crawling.robots, None),
    ("/sitemap.xml", crawling.sitemap, None),
    ("/vien-dan/<key>", document_pages.citing_page, PAGE),
    ("/tai-ve/<document_id>", document_pages.source_file, None),
    ("/kho", run_page.run_page, None),
    ("/trang/<document_id>/<int:number>.jpg", page_pictures.page_picture, None),
    ("/duyet", pages.browse_page, PAGE),
    ("/tro-giup", pages.help_page, PAGE),
    ("/api", api_page.api_page, PAGE),
    ("/tin.atom", feeds.feed, None),
    ("/thay-doi/<document_id>.atom", feeds.changes_feed, None),
    ("/opensearch.xml", feeds.opensearch, None),
    ("/goi-y", feeds.suggest_browser, None),
    ("/healthz", health.healthz, None),
)
"""Rule and view of every page, and how its answers are remembered; the API has a table of its
own."""


def blueprint(
    index: OpenIndex,
    settings: Settings | None = None,
    name: str = "khoan",
    shared: Shared | None = None,
) -> Site:
    """The site as a blueprint: ``app.register_blueprint(blueprint(index), url_prefix="/luat")``.

    Templates live under ``khoan/`` and those of the app come first, so that a file
    ``templates/khoan/base.html`` of the app replaces ours.

    Args:
        index: an open index; the caller closes it.
        settings: limits and names; the defaults are safe in public.
        name: must differ where one app carries several sites.
        shared: what several processes of one server have in common (``search_ui.sharing``).
    """
    here = Site(index, settings or Settings(), name, shared)
    for rule, view, remember in PAGES:
        here.add_url_rule(rule, view_func=view, remember=remember)
    here.add_url_rule("/metrics", "metrics", health.watch(here))
    routes.register(here)
    problems.register(here)
    here.context_processor(_context)
    here.after_request(_finish)
    here.record(_set_up)
    return here


def create_app(
    index: OpenIndex, settings: Settings | None = None, shared: Shared | None = None
) -> Flask:
    """The site as an app: ``waitress.serve(create_app(index))``.

    Args:
        index: an open index; the caller closes it.
        settings: limits and names; the defaults are safe in public.
        shared: as for ``blueprint``.
    """
    app = Flask(__name__, static_folder=None)
    here = blueprint(index, settings, shared=shared)
    here.own_pages = True
    here.add_url_rule("/<path:nowhere>", view_func=missing)
    app.register_blueprint(here)
    problems.register(app)
    app.after_request(harden)
    return app


def missing(nowhere: str) -> Response:
    """Any other address: 404, in the look of the site."""
    abort(404, nowhere)


def _set_up(state: BlueprintSetupState) -> None:
    i18n.setup(state.app)
    if isinstance(state.blueprint, Site):
        limits.setup(state.app, state.blueprint)


def _context() -> dict[str, object]:
    """What every template may use."""
    return {
        **pages.HELPERS,
        **document_pages.HELPERS,
        **page_pictures.HELPERS,
        **standing.HELPERS,
        "shown": facets.shown,
        "_": i18n.tr,
        "_n": i18n.trn,
        "asset": _asset,
        "external": lambda address: urljoin(request.host_url, address),
        "language": i18n.current(),
        "languages": i18n.LANGUAGES,
        "marked": marks.marked,
        "ticked": marks.ticked,
        "site": site(),
        "words": words,
    }


def _asset(filename: str) -> str:
    return url_for(".static", filename=filename, v=site().assets_version)


def _finish(response: Response) -> Response:
    """Headers of every answer; pages are checked for change before they are sent again."""
    language = request.args.get("lang")
    if language in i18n.LANGUAGES:
        response.set_cookie(
            i18n.COOKIE, language, max_age=31_536_000, samesite="Lax", httponly=True
        )
        response.cache_control.public = False  # no shared cache may hand the cookie on
        response.cache_control.private = True
    if (request.endpoint or "").endswith(".static") and response.status_code == 200:
        response.cache_control.no_cache = None
        response.cache_control.public = "Set-Cookie" not in response.headers
        response.cache_control.max_age = 31_536_000
        response.cache_control.immutable = True
    elif response.mimetype == "text/html" and response.status_code == 200:
        private(response)
        if "ETag" not in response.headers:
            response.add_etag()
            response.make_conditional(request)
    return harden(compress(response))

"""The site as a Flask app of its own, or as a blueprint of another app."""

from __future__ import annotations

from flask import Flask, url_for

from search_ui import api, marks, pages, problems, words
from search_ui.headers import harden
from search_ui.ports import SearchIndex
from search_ui.settings import Settings
from search_ui.site import Site, site


def blueprint(index: SearchIndex, settings: Settings | None = None, name: str = "khoan") -> Site:
    """The site as a blueprint: ``app.register_blueprint(blueprint(index), url_prefix="/luat")``.

    Templates live under ``khoan/`` and those of the app come first, so that a file
    ``templates/khoan/base.html`` of the app replaces ours.

    Args:
        index: an open index; the caller closes it.
        settings: limits and names; the defaults are safe in public.
        name: must differ where one app carries several sites.
    """
    here = Site(index, settings or Settings(), name)
    here.add_url_rule("/", view_func=pages.search_page)
    here.add_url_rule("/van-ban/<document_id>", view_func=pages.document_page)
    here.add_url_rule("/api/v1/search", endpoint="api_search", view_func=api.search)
    here.context_processor(_context)
    here.after_request(harden)
    return here


def create_app(index: SearchIndex, settings: Settings | None = None) -> Flask:
    """The site as an app: ``waitress.serve(create_app(index))``.

    Args:
        index: an open index; the caller closes it.
        settings: limits and names; the defaults are safe in public.
    """
    app = Flask("search_ui", static_folder=None)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # of Flask's default provider
    app.json.sort_keys = False  # type: ignore[attr-defined]  # fields keep their documented order
    app.register_blueprint(blueprint(index, settings))
    problems.register(app)
    app.after_request(harden)
    return app


def _context() -> dict[str, object]:
    """What every template may use."""
    here = site()
    return {
        **pages.HELPERS,
        "asset": _asset,
        "marked": marks.marked,
        "site": here,
        "words": words,
    }


def _asset(filename: str) -> str:
    return url_for(".static", filename=filename, v=site().assets_version)

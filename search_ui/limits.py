"""How often one client may ask; off unless a setting says so (Flask-Limiter)."""

from __future__ import annotations

from typing import cast

from flask import Flask
from flask.sansio.app import App

from search_ui.site import Site


def setup(app: App, here: Site) -> None:
    """Limit the site's requests as its settings say.

    The client is the address the connection comes from: behind a proxy, let Werkzeug's
    ``ProxyFix`` put the real one in its place. Counts are in the memory of this process.

    Raises:
        RuntimeError: a limit is set, and Flask-Limiter is not installed.
    """
    if here.settings.rate_limit is None:
        return
    try:
        from flask_limiter import Limiter
        from flask_limiter.util import get_remote_address
    except ImportError:
        raise RuntimeError(
            "A rate limit needs Flask-Limiter: pip install 'khoan[portal]'"
        ) from None
    limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True)
    limiter.init_app(cast("Flask", app))
    limiter.limit(here.settings.rate_limit)(here)

"""How often one client may ask; off unless a setting says so (Flask-Limiter)."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import cast

from flask import Flask, request
from flask.sansio.app import App

from search_ui.rates import storage
from search_ui.site import Site


def setup(app: App, here: Site) -> None:
    """Limit the site's requests as its settings say.

    The client is the address the connection comes from: behind a proxy, let Werkzeug's
    ``ProxyFix`` put the real one in its place. Counts are over all processes of the server.

    Raises:
        RuntimeError: a limit is set, and Flask-Limiter is not installed.
        ValueError: the limit is not one (Flask-Limiter itself would go on without).
    """
    if here.settings.rate_limit is None:
        return
    try:
        from flask_limiter import Limiter
        from limits import parse_many
    except ImportError:
        raise RuntimeError(
            "A rate limit needs Flask-Limiter: pip install 'khoan[portal]'"
        ) from None
    parse_many(here.settings.rate_limit)
    limiter = Limiter(client, **storage(here.shared.rates), headers_enabled=True)
    limiter.init_app(cast("Flask", app))
    limiter.limit(here.settings.rate_limit)(here)


def client() -> str:
    """Who asks: an address; of IPv6 the first 64 bits, since the client chooses the others."""
    address = request.remote_addr or "127.0.0.1"
    try:
        known = ip_address(address.strip("[]"))
    except ValueError:
        return address
    if isinstance(known, IPv6Address) and not known.ipv4_mapped:
        return str(ip_network((known, 64), strict=False))
    return str(known)

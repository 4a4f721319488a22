"""JSON answers with the headers that let caches and clients save work."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from flask import Response, request

from search_ui.site import site

VOLATILE = ("took_ms",)
"""Members that differ each time and say nothing about the answer's content."""


def answer(body: Mapping[str, object], *, link: str | None = None) -> Response:
    """``body`` as JSON; an unchanged answer that the client holds already becomes 304.

    Args:
        link: the value of a ``Link`` header (RFC 8288).
    """
    text = json.dumps(body, ensure_ascii=False)
    lasting = {name: value for name, value in body.items() if name not in VOLATILE}
    digest = hashlib.sha256(json.dumps(lasting, ensure_ascii=False).encode()).hexdigest()[:24]
    response = Response(text, mimetype="application/json")
    response.set_etag(digest, weak=True)
    response.cache_control.public = True
    response.cache_control.max_age = site().settings.max_age
    if link:
        response.headers["Link"] = link
    response.make_conditional(request)
    return response

"""JSON answers with the headers that let caches and clients save work."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import blake2b

from flask import Response, g, request

from search_ui.remembered import public
from search_ui.site import site

_fast: Callable[[object], bytes] | None
try:
    from orjson import dumps as _fast
except ImportError:  # a system that it has no wheel for, and no compiler: slower, same bytes
    _fast = None

VOLATILE = ("took_ms",)
"""Members that differ each time and say nothing about the answer's content."""


def answer(body: Mapping[str, object], *, link: str | None = None) -> Response:
    """``body`` as JSON; an unchanged answer that the client holds already becomes 304.

    Args:
        link: the value of a ``Link`` header (RFC 8288).
    """
    response = Response(dumps(body), mimetype="application/json")
    public(response, site().settings.max_age)
    if link:
        response.headers["Link"] = link
    if "khoan_tag" not in g:  # what names the answer is not known without looking at it
        lasting = {name: value for name, value in body.items() if name not in VOLATILE}
        response.set_etag(blake2b(dumps(lasting), digest_size=16).hexdigest(), weak=True)
        response.make_conditional(request)
    return response


def dumps(value: object) -> bytes:
    """JSON in UTF-8, without blanks."""
    try:
        return _fast(value) if _fast else _plain(value).encode()
    except (TypeError, UnicodeEncodeError):  # half of a surrogate pair, that UTF-8 cannot say
        return json.dumps(value, separators=(",", ":")).encode()


_plain = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

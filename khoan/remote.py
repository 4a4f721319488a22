"""Asking a running ``khoan serve`` instead of opening the index: a few milliseconds, not the start
of an engine."""

from __future__ import annotations

import json
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from analyzers.token import Span
from indexer.core.errors import KhoanError, QueryError, SystemRefused
from khoan.language import current

_SECONDS: Final = 30.0
"""In which the server must begin to answer."""


def ask(server: str, path: str, parameters: Iterable[tuple[str, object]]) -> dict[str, Any]:
    """The JSON that a server answers.

    Args:
        server: its address, as ``http://127.0.0.1:8000``, with the path that it is served under.

    Raises:
        QueryError: it does not understand the query.
        SystemRefused: nobody answers there, or not in JSON.
        KhoanError: it refuses for another reason, and says which.
    """
    from http.client import HTTPException

    try:
        place = urlsplit(server)
        connection = _connection(place.scheme, place.hostname, place.port)
        address = f"{quote(place.path.rstrip('/'))}{path}?{urlencode(list(parameters))}"
        connection.request(
            "GET",
            address,
            headers={"Accept": "application/json", "Cookie": f"khoan_lang={current()}"},
        )
        answer = connection.getresponse()
        found = json.loads(answer.read())
        connection.close()
    except (OSError, ValueError, HTTPException) as error:
        raise SystemRefused(
            "Không hỏi được máy chủ %(server)s: %(reason)s.",
            "Xem lại địa chỉ, và máy chủ có đang chạy không: khoan serve",
            server=server,
            reason=getattr(error, "strerror", None) or str(error),
        ) from None
    if answer.status == 200 and isinstance(found, dict):
        return found
    detail = found.get("detail") if isinstance(found, dict) else None
    reason = str(detail or answer.reason)
    if answer.status == 400:
        raise QueryError("%(reason)s", found.get("position"), reason=reason)
    raise KhoanError("%(reason)s", reason=reason)


def _connection(scheme: str, host: str | None, port: int | None) -> Any:
    from http.client import HTTPConnection, HTTPSConnection

    kind = {"http": HTTPConnection, "https": HTTPSConnection}.get(scheme)
    if kind is None or not host:
        raise ValueError("http://...")
    return kind(host, port, timeout=_SECONDS)


def results(found: dict[str, Any]) -> Any:
    """An answer of ``/api/v1/search`` with the attributes of ``indexer.querying.results.Results``
    that are shown."""
    hits = tuple(map(_hit, found["hits"]))
    shown = {"suggestion": None, "notices": [], "relaxed": False, "instead": None, **found}
    instead = results(shown["instead"]) if shown["instead"] else None
    notices = [
        SimpleNamespace(**{"template": notice["text"], "values": {}, **notice})
        for notice in shown["notices"]
    ]
    return SimpleNamespace(**{**shown, "hits": hits, "instead": instead, "notices": notices})


def _hit(found: dict[str, Any]) -> Any:
    snippet = found["snippet"]
    marks = [Span(*mark) for mark in snippet["marks"]]
    return SimpleNamespace(
        label=found["label"],
        document=SimpleNamespace(**found["document"]),
        clause=SimpleNamespace(id=found["id"]),
        snippet=SimpleNamespace(text=snippet["text"], marks=marks),
        reasons=[SimpleNamespace(**reason) for reason in found.get("reasons", ())],
        other_accents=found.get("other_accents", False),
        standing=SimpleNamespace(**found["standing"]) if "standing" in found else None,
    )

"""Answers that are given again: as long as the index stays as it is, a request has one answer.

What names an answer (its ``tag``) is made of the state of the index (``Statistics.token``), the
request and the release of this code, before any work: a client that holds it already gets 304, one
that does not gets what was made for another. Only whole answers of status 200 are stored, that
passed every limit of a request (``search_ui.guard``), and they are bounded in bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from flask import Response, g, request

import analyzers
import indexer
import search_ui
from indexer.core.errors import BadCorrections, BadSynonyms
from indexer.core.recent import Recent
from indexer.validity.codes import today
from search_ui import i18n
from search_ui.compression import accepted, is_worth_it, packed, unpacked
from search_ui.headers import vary

if TYPE_CHECKING:
    from search_ui.site import Site

_SHARE: Final = 8
"""No answer takes more than this part of the space."""
_ENTRY: Final = 1_000
"""Bytes of an answer besides its body, about."""


@dataclass(frozen=True, slots=True)
class Remember:
    """How the answers of a route are remembered."""

    page: bool = False
    """It is a page: only a browser stores it, and asks each time whether it still is so. Pages of
    an app that embeds the site are not remembered, for its templates may show anything."""
    also: Callable[..., object] = lambda **_: None
    """From the values of the path to what else the answer depends on."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A body with its headers."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    packed: bool = False
    """Whether the body is compressed: all are that are worth it, whoever asked, for they take a
    fifth of the memory."""

    def size(self) -> int:
        """Bytes in memory, about."""
        return len(self.body) + _ENTRY

    def stored(self) -> Answer:
        """The same as it is stored."""
        if self.packed or not is_worth_it(len(self.body)):
            return self
        return replace(self, body=packed(self.body), packed=True)


class Store(Protocol):
    """Where answers are stored: of this process (``indexer.core.recent``), or of all processes of a
    server (``search_ui.shared_answers``)."""

    @property
    def bytes(self) -> int:
        """Of all together, about."""

    def get(self, key: str) -> Answer | None:
        """What was stored, if it still is."""

    def put(self, key: str, value: Answer, size: int) -> None:
        """Store an answer that takes about so many bytes."""


class Answers:
    """The answers to the latest requests, by tag. Used by many threads."""

    def __init__(self, most: float, store: Store | None = None) -> None:
        """
        Args:
            most: bytes of all together; 0 stores none.
            store: has room for them; None: memory of this process.
        """
        self._most = most
        self._recent: Store = store or Recent[str, Answer](most)

    @property
    def bytes(self) -> int:
        """Of all together, about."""
        return self._recent.bytes

    def get(self, tag: str) -> Answer | None:
        """What was stored, if it still is."""
        return self._recent.get(tag)

    def put(self, tag: str, answer: Answer) -> Answer:
        """Store an answer; the oldest make room. One that is too large is not stored. Returns it
        as it is or would be stored; where nothing is, the answer itself."""
        if not self._most:
            return answer
        answer = answer.stored()
        if answer.size() * _SHARE <= self._most:
            self._recent.put(tag, answer, answer.size())
        return answer


def answered(
    here: Site,
    how: Remember,
    view: Callable[[dict[str, Any]], Response],
    values: dict[str, Any],
) -> Response:
    """What a view answers to the current request, or has answered to the same one before.

    Args:
        view: from the values of the path to an answer that is within every limit.
    """
    state = _state(here)
    if not state or (how.page and not here.own_pages) or request.method not in {"GET", "HEAD"}:
        return view(values)
    tag = g.khoan_tag = _tag(here, state, how.also(**values))
    if request.if_none_match.contains_weak(tag):
        return _unchanged(here, how, tag)
    found = here.answers.get(tag)
    if found is None:
        response = view(values)
        if response.status_code != 200 or response.is_streamed:
            return response
        response.set_etag(tag, weak=True)
        if not how.page:
            vary(response, "Accept-Encoding")
        made = Answer(response.get_data(), tuple(response.headers))
        found = here.answers.put(tag, made)
        return _given(found if accepted() else made)
    return _given(found)


def _given(found: Answer) -> Response:
    """An answer as this client takes it."""
    found = found.stored() if accepted() else found
    if not found.packed:
        return Response(found.body, 200, list(found.headers))
    if not accepted():
        return Response(unpacked(found.body), 200, list(found.headers))
    headers = [(name, value) for name, value in found.headers if name != "Content-Length"]
    return Response(found.body, 200, [*headers, ("Content-Encoding", "gzip")])


def _unchanged(here: Site, how: Remember, tag: str) -> Response:
    response = Response(status=304)
    del response.headers["Content-Type"]
    response.set_etag(tag, weak=True)
    if how.page:
        private(response)
    else:
        public(response, here.settings.max_age)
    vary(response, "Accept-Encoding")
    return response


def public(response: Response, seconds: int) -> None:
    """Anybody may store it for so long."""
    response.headers["Cache-Control"] = f"public, max-age={seconds}"


def private(response: Response) -> None:
    """The browser may store it, and asks each time whether it still is so."""
    response.headers["Cache-Control"] = "private, no-cache"
    vary(response, "Cookie")


def _state(here: Site) -> str:
    """Names the state of the index and of its synonyms; empty where nothing does."""
    if not here.index.statistics().token:
        return ""
    try:
        return f"{here.state()}-{today()}"  # pages say what is in force today
    except (BadCorrections, BadSynonyms):
        return ""


def _tag(here: Site, state: str, also: object) -> str:
    environ = request.environ
    parts = [here.release, state, i18n.current(), str(also)]
    parts += [
        str(environ.get(name, ""))
        for name in ("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
    ]
    return blake2b("\0".join(parts).encode(errors="replace"), digest_size=16).hexdigest()


def release(*parts: object) -> str:
    """Names this code, by its newest file, and whatever else answers depend on: what other code or
    other settings have answered is not taken for the same."""
    roots = [Path(package.__file__ or "").parent for package in (search_ui, analyzers, indexer)]
    files = (file for root in roots for file in root.rglob("*") if file.suffix != ".pyc")
    newest = max((file.stat().st_mtime_ns for file in files), default=0)
    return blake2b(f"{newest} {parts}".encode(), digest_size=8).hexdigest()

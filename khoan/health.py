"""``/healthz`` answered in the server's own loop, so that whoever watches the site waits for no
thread, however busy those are.

A thread looks at the index every second. What it found is the answer as long as it is good and
recent; whatever else there is to say, the site's own view says.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import count
from time import monotonic, sleep
from typing import Any, Final, NamedTuple

from flask import Response
from werkzeug.sansio.utils import host_is_trusted

from indexer.core.malloc import trim
from search_ui.health import look
from search_ui.ports import OpenIndex

PATH: Final = "/healthz"
_EVERY: Final = 1.0
"""Seconds between two looks."""
_TRIMMED: Final = 60
"""Looks after which memory that is free is given back to the system."""
_RECENT: Final = 3.0
"""Seconds for which one is believed: should the thread hang, the view tells."""
_LEFT: Final = 0.5
"""Seconds of these that are left when the loop begins to answer."""

App = Callable[..., Iterable[bytes]]


class _Found(NamedTuple):
    at: float
    response: Response | None
    """None: not well, or not known."""


class Health:
    """What is known of one index, in this process."""

    def __init__(self, index: OpenIndex, trusted_hosts: tuple[str, ...] = ()) -> None:
        """``trusted_hosts``: see ``Settings.trusted_hosts``."""
        self._index = index
        self._trusted = trusted_hosts
        self._found = _Found(0.0, None)

    def start(self) -> Health:
        """Look from now on. A process that is forked later has to start again."""
        self.look()
        threading.Thread(target=self._watch, name="khoan-health", daemon=True).start()
        return self

    def look(self) -> None:
        """Look once."""
        response = look(self._index)
        self._found = _Found(monotonic(), response if response.status_code == 200 else None)

    def at_once(self, method: str, path: str, query: str, host: str) -> bool:
        """Whether the loop may answer (``serving.AtOnce``)."""
        return self._answers(method, path, query, host, _LEFT)

    def _answers(self, method: str, path: str, query: str, host: str, left: float = 0) -> bool:
        """Whether this is a question for us, and the answer is known for so much longer."""
        found = self._found
        return (
            path == PATH
            and method == "GET"
            and not query
            and found.response is not None
            and monotonic() - found.at < _RECENT - left
            and (not self._trusted or host_is_trusted(host, self._trusted))
        )

    def before(self, app: App) -> App:
        """The app, behind what is answered here."""

        def inside(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            asked = environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"]
            response = self._found.response
            if response is None or not self._answers(*asked, environ.get("HTTP_HOST", "")):
                return app(environ, start_response)
            return response(environ, start_response)

        return inside

    def _watch(self) -> None:
        for turn in count(1):
            sleep(_EVERY)
            with suppress(Exception):  # the view says what it is
                self.look()
            if turn % _TRIMMED == 0:
                trim()

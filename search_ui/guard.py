"""What every request passes through: its time, its work, its size, and the state of the index that
it reads.

``Site.add_url_rule`` puts each view behind ``guarded``, so no route can leave it out. See
``docs/THREATS.md`` for the numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import wraps
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from flask import Response, abort, g, make_response, request

from indexer.core.deadline import Allowance, allowed
from indexer.core.errors import Abandoned
from search_ui.lanes import Turns
from search_ui.remembered import Remember, answered

if TYPE_CHECKING:
    from search_ui.ports import SearchIndex
    from search_ui.site import Site

BLOCK: Final = 16_384
"""Bytes of a long answer that are sent at a time: each send may wake up the server's loop."""
MEASURED: Final = 70_000
"""Clauses for which the settings say how much work a request may be; of more, as much more."""
RETRY: Final = 2
"""Seconds after which a client may ask again that found too many large requests before its own."""
_GONE: Final = "waitress.client_disconnected"
"""Where waitress puts a function that says whether the client is still there."""


class TooLarge(Exception):
    """The answer is larger than the site gives."""


class Guard:
    """One request: an allowance, a snapshot, and what to give back when it ends."""

    def __init__(self, here: Site) -> None:
        self.site = here
        self._held = ExitStack()
        self._index: SearchIndex | None = None
        self._each = inf
        """Work for the request, or for each part of a long answer."""
        self._give_turn: Callable[[], None] = lambda: None
        settings = here.settings
        self.allowance = Allowance(
            until=perf_counter() + settings.seconds,
            large=settings.large_work,
            when_large=lambda: self.enter(here.lane),
            gone=request.environ.get(_GONE, lambda: False),
        )

    @property
    def index(self) -> SearchIndex:
        """The index in the state that it is in when it is first read."""
        if self._index is None:
            self._index = self._held.enter_context(self.site.opened.snapshot())
            scale = max(1.0, self._index.statistics().clauses / MEASURED)
            self.allowance.work = self._each = self.site.settings.max_work * scale
            self.allowance.large *= scale
        return self._index

    def take_turn(self) -> None:
        """Wait until no other small request is being worked on; see ``lanes.Turn``."""
        self._give_turn = self.site.turn.take()
        self._held.callback(self._give_turn)

    def enter(self, lane: Turns) -> None:
        """Leave the turn of small requests for one of this lane, until the request ends.

        Raises:
            Busy: too many wait already, or none became free in time.
        """
        self._give_turn()  # large ones have turns of their own
        self._held.callback(lane.enter())

    def export(self) -> None:
        """Wait for the turn of an export, which are a lane of their own: one of them may take as
        long as many large queries.

        Raises:
            Busy: too many wait already, or none became free in time.
        """
        self.allowance.when_large = lambda: self.enter(self.site.exports)
        self.allowance.enlarge()

    def close(self) -> None:
        """Give everything back. May be called again."""
        self._held.close()

    def stream(self, parts: Iterable[Any]) -> Iterator[bytes]:
        """The parts of a long answer: large work, with a longer time of its own, and for each
        ``BLOCK`` the work of a request; it ends when the client is gone. An answer that is cut
        short ends its connection, so that nobody takes it for whole."""
        settings, sent = self.site.settings, 0
        allowance, source = self.allowance, iter(parts)
        allowance.until = allowance.clock() + settings.stream_seconds
        try:
            while True:
                with allowed(allowance):
                    data = _gathered(source, allowance)
                allowance.work = allowance.spent + self._each
                if not data:
                    return
                sent += len(data)
                if sent > settings.max_response:
                    raise TooLarge
                yield data
        except Abandoned:
            return
        finally:
            self.close()


def guarded(
    here: Site, view: Callable[..., Any], remember: Remember | None = None
) -> Callable[..., Response]:
    """A view of a site behind a guard; the host name of the request is checked first.

    Args:
        remember: how its answers are given again; None: they are not.
    """

    def answer(values: dict[str, Any]) -> Response:
        g.khoan_guard.take_turn()
        response = make_response(view(**values))
        if not response.is_streamed:
            _check_size(response, here.settings.max_response)
        return response

    @wraps(view)
    def inside(**values: Any) -> Response:
        if not here.trusts(request.host):
            abort(400)
        guard = g.khoan_guard = Guard(here)
        try:
            with allowed(guard.allowance):
                response = answered(here, remember, answer, values) if remember else answer(values)
            if response.is_streamed and not response.direct_passthrough:
                response.response = guard.stream(response.response)
                response.call_on_close(guard.close)
            else:
                guard.close()
        except BaseException:
            guard.close()
            raise
        return response

    inside.guarded = True  # type: ignore[attr-defined]  # for the test that walks the routes
    return inside


def _gathered(source: Iterator[Any], allowance: Allowance) -> bytes:
    """The next parts, ``BLOCK`` bytes or a little more; empty at the end."""
    found: list[bytes] = []
    size = 0
    while size < BLOCK:
        allowance.check()
        part = next(source, None)
        if part is None:
            break
        found.append(part.encode() if isinstance(part, str) else part)
        size += len(found[-1])
    return b"".join(found)


def _check_size(response: Response, most: float) -> None:
    size = response.calculate_content_length()
    if size is not None and size > most:
        raise TooLarge


def exporting() -> None:
    """The current request is an export: see ``Guard.export``."""
    guard: Guard | None = g.get("khoan_guard")
    if guard:
        guard.export()

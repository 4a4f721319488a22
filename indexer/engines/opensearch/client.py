"""Requests to a cluster: any of its servers will do, and one that is dead is left out for a while.

No request lasts longer than what is left of the search that it belongs to
(``indexer.core.deadline``).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

import orjson
import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

from indexer.core import deadline
from indexer.engines.opensearch.address import Address
from indexer.engines.opensearch.errors import (
    Unauthorised,
    Unreachable,
    Untrusted,
    passing,
    refused,
)

LONGEST: Final = 120.0
"""Seconds that a request may take which belongs to no search."""
_CONNECT: Final = 3.0
"""Seconds in which a server that is there takes a connection."""
_FIRST: Final = 0.35
"""The part of what is left that the first server may take, where there is another to ask."""
_SLOW: Final = 60.0
"""Seconds after a request without an answer for which servers choose among copies themselves."""
_DEAD: Final = 5.0
"""Seconds in which a server that did not answer is asked only after all others."""
_TRIES: Final = 6
_PAUSE: Final = 0.15
"""Seconds before the second try; twice as long before each further one."""
_CONNECTIONS: Final = 32

USER, PASSWORD, CA = "KHOAN_OPENSEARCH_USER", "KHOAN_OPENSEARCH_PASSWORD", "KHOAN_OPENSEARCH_CA"
"""Read from the environment only: an address may stand in a log."""


class Answer(NamedTuple):
    status: int
    data: Any
    """JSON, parsed."""

    @property
    def error(self) -> object:
        """What the server says is wrong; None: nothing."""
        return self.data.get("error") if isinstance(self.data, Mapping) else None


class Client:
    """Safe to share between threads."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.requests = 0
        """That were sent, for measurements."""
        self._slow = 0.0
        self._headers = {"Content-Type": "application/json", "Accept": "application/json"}
        user = os.environ.get(USER)
        if user:
            password = os.environ.get(PASSWORD, "")
            self._headers |= urllib3.make_headers(basic_auth=f"{user}:{password}")
        self._pools = [_pool(address, place) for place in range(len(address.hosts))]
        self._dead = [0.0] * len(self._pools)
        self._turn = 0
        self._lock = threading.Lock()

    def call(
        self, method: str, path: str, body: object = None, *, repeatable: bool = True, **params: Any
    ) -> Any:
        """The answer to a request, parsed.

        Args:
            body: an object that is sent as JSON; bytes that are; or what makes them for each try.
            repeatable: whether to ask again, perhaps another server, where no answer comes.

        Raises:
            KhoanError: it is refused, see ``errors``; or the search's time is up.
        """
        answer = self.send(method, path, body, repeatable=repeatable, **params)
        if answer.status >= 300:
            raise refused(str(self.address), answer.status, answer.error)
        return answer.data

    def send(
        self, method: str, path: str, body: object = None, *, repeatable: bool = True, **params: Any
    ) -> Answer:
        """The answer to a request, whatever its status.

        Raises:
            Unreachable, Untrusted, Unauthorised: there is none.
            QueryError: the search's time is up.
        """
        target = _target(path, params)
        until = monotonic() + min(LONGEST, _left())
        said, answer = "", None
        for turn in range(_TRIES):
            last = turn == _TRIES - 1
            place = self._next()
            left = until - monotonic()
            if left <= 0:
                break
            limit = left if last or len(self._pools) == 1 else left * _FIRST
            try:
                answer = self._once(place, method, target, _bytes(body), limit)
            except (ConnectTimeoutError, NewConnectionError) as error:
                said = self._failed(place, error)
            except HTTPError as error:
                said = self._failed(place, error)
                if not repeatable:
                    raise Unreachable(str(self.address), said) from None
            else:
                if not (repeatable and passing(answer.status, answer.error)) or last:
                    return answer
            if len(self._pools) == 1 or turn >= len(self._pools) - 1:
                sleep(max(0.0, min(_PAUSE * 2**turn, until - monotonic())))
        deadline.check()
        if answer is not None:
            return answer
        raise Unreachable(str(self.address), said or "không trả lời kịp")

    @property
    def slow(self) -> bool:
        """Whether some server has not answered lately: it may be stopped, and whatever is asked of
        it waits. Servers that choose among the copies of a shard leave that one out."""
        return monotonic() < self._slow

    def search(
        self, searches: Callable[[], Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]]
    ) -> list[Any]:
        """The answers to several searches, in one request.

        Args:
            searches: for each, where to search and what for; asked again for each try.
        """

        def lines() -> bytes:
            rows = (orjson.dumps(part) for one in searches() for part in one)
            return b"\n".join(rows) + b"\n"

        answers: list[Any] = self.call("POST", "/_msearch", lines, filter_path=_WANTED)["responses"]
        return answers

    def close(self) -> None:
        """Let go of connections."""
        for pool in self._pools:
            pool.close()

    def _once(
        self, place: int, method: str, target: str, body: bytes | None, limit: float
    ) -> Answer:
        self.requests += 1
        response = self._pools[place].urlopen(
            method,
            target,
            body=body,
            headers=self._headers,
            timeout=urllib3.Timeout(connect=min(limit, _CONNECT), read=limit),
            retries=False,
            redirect=False,
        )
        if response.status == 401:
            raise Unauthorised(str(self.address))
        self._dead[place] = 0.0
        data = response.data
        try:
            return Answer(response.status, orjson.loads(data) if data else {})
        except ValueError:  # a proxy's page, say
            return Answer(response.status, {"error": {"type": "", "reason": response.reason}})

    def _next(self) -> int:
        """The server to ask: each in turn, those that did not answer last."""
        with self._lock:
            self._turn += 1
            now = monotonic()
            order = [(self._turn + n) % len(self._pools) for n in range(len(self._pools))]
            alive = [place for place in order if self._dead[place] <= now]
            return alive[0] if alive else min(order, key=self._dead.__getitem__)

    def _failed(self, place: int, error: HTTPError) -> str:
        if isinstance(error, SSLError):
            raise Untrusted(str(self.address)) from None
        self._dead[place] = monotonic() + _DEAD
        if isinstance(error, (ReadTimeoutError, ConnectTimeoutError)):
            self._slow = monotonic() + _SLOW
            return "không trả lời kịp"
        return "không có máy nào nghe" if isinstance(error, NewConnectionError) else "bị ngắt"


_WANTED: Final = (
    "responses.status,responses.error,responses.timed_out,responses._shards.failed,"
    "responses.hits.total.value,responses.hits.hits._id,responses.hits.hits._score,"
    "responses.hits.hits.sort,responses.hits.hits.fields,responses.hits.hits._source,"
    "responses.aggregations"
)


def _left() -> float:
    """Seconds that are left of the search that is going on."""
    allowance = deadline.current()
    return allowance.until - allowance.clock()


def _bytes(body: object) -> bytes | None:
    made = body() if callable(body) else body
    return made if isinstance(made, bytes) else orjson.dumps(made) if made else None


def _target(path: str, params: Mapping[str, Any]) -> str:
    if not params:
        return path
    given = {n: str(v).lower() if isinstance(v, bool) else v for n, v in params.items()}
    return f"{path}?{urlencode(given, safe='*,.')}"


def _pool(address: Address, place: int) -> urllib3.HTTPConnectionPool:
    host, port = address.hosts[place]
    if not address.tls:
        return urllib3.HTTPConnectionPool(host, port, maxsize=_CONNECTIONS)
    ca = os.environ.get(CA)
    if ca and not Path(ca).is_file():
        raise Untrusted(f"{address} ({CA}={ca})")
    return urllib3.HTTPSConnectionPool(
        host, port, maxsize=_CONNECTIONS, ca_certs=ca, cert_reqs="CERT_REQUIRED"
    )

"""A load client: ``python -m benchmarks.bench.http.client ADDRESS PATHS CONNECTIONS SECONDS``.

So many connections, each with one request on its way at a time, kept open; the paths (a file, one a
line) are requested in turn, and begin again after the last. Prints JSON. It parses no more of an
answer than where it ends, so that it takes little of the processor; how much, it says.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time
from typing import Final
from urllib.parse import urlsplit

_END: Final = b"\r\n\r\n"


class Load:
    """What all connections share."""

    def __init__(self, host: str, paths: list[str], seconds: float) -> None:
        self.requests = [_request(host, path) for path in paths]
        self.turns: Iterator[bytes] = itertools.cycle(self.requests)
        self.end = perf_counter() + seconds
        self.times: list[float] = []
        self.failed = 0
        self.bytes = 0


def _request(host: str, path: str) -> bytes:
    head = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n"
    return head.encode()


class Connection(asyncio.Protocol):
    """One connection: the next request goes out when an answer is whole."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.done = asyncio.get_running_loop().create_future()
        self._answer = bytearray()
        self._size: int | None = None
        self._chunked = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._answer += data
        if self._size is None and not self._chunked and not self._head():
            return
        if self._chunked:
            whole = self._answer.endswith(b"0\r\n\r\n")
        else:
            whole = len(self._answer) >= (self._size or 0)
        if whole:
            self._finish()

    def connection_lost(self, _: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)

    def _head(self) -> bool:
        """Whether the head is there; where the answer ends is in it."""
        at = self._answer.find(_END)
        if at < 0:
            return False
        head = bytes(self._answer[:at]).lower()
        if not head.startswith(b"http/1.1 200"):
            self.load.failed += 1
        length = head.find(b"\r\ncontent-length:")
        self._chunked = length < 0
        if not self._chunked:
            number = head[length + 17 :].split(b"\r\n", 1)[0]
            self._size = at + len(_END) + int(number)
        return True

    def _finish(self) -> None:
        now = perf_counter()
        self.load.times.append(now - self._started)
        self.load.bytes += len(self._answer)
        if now < self.load.end:
            self._ask()
        else:
            self.transport.close()

    def _ask(self) -> None:
        self._answer.clear()
        self._size, self._chunked = None, False
        self._started = perf_counter()
        self.transport.write(next(self.load.turns))


async def run(load: Load, host: str, port: int, connections: int) -> None:
    """Until the time is over. A connection that the server closes is opened again."""
    loop = asyncio.get_running_loop()

    async def one() -> None:
        while perf_counter() < load.end:
            _, protocol = await loop.create_connection(lambda: Connection(load), host, port)
            await protocol.done

    await asyncio.gather(*(one() for _ in range(connections)))


def measure(address: str, paths: list[str], connections: int, seconds: float) -> dict[str, float]:
    """Requests a second, milliseconds, and what the client itself took of a processor."""
    place = urlsplit(address)
    assert place.hostname
    assert place.port
    load = Load(place.netloc, paths, seconds)
    start, cpu = perf_counter(), process_time()
    asyncio.run(run(load, place.hostname, place.port, connections))
    taken, spent = perf_counter() - start, process_time() - cpu
    times = sorted(load.times) or [float("nan")]
    return {
        "requests": len(load.times),
        "failed": load.failed,
        "requests_s": len(load.times) / taken,
        "p50_ms": 1e3 * times[len(times) // 2],
        "p95_ms": 1e3 * times[int(len(times) * 0.95)],
        "kb": load.bytes / 1e3 / max(1, len(load.times)),
        "client_ms": 1e3 * spent / max(1, len(load.times)),
    }


def main() -> None:
    address, listed, connections, seconds = sys.argv[1:]
    paths = Path(listed).read_text(encoding="utf-8").splitlines()
    print(json.dumps(measure(address, paths, int(connections), float(seconds))))


if __name__ == "__main__":
    main()

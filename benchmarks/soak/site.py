"""``khoan serve`` in a process of its own, and what a normal user asks it for."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from random import Random
from typing import Final
from urllib.parse import quote

from benchmarks.soak import corpus

KHOAN: Final = f"{shlex.quote(sys.executable)} -m khoan"


def normal_paths() -> Iterator[str]:
    """What a normal user asks for: pages, answers of the API, suggestions."""
    random = Random(1)
    for number in count():
        words = quote(" ".join(random.sample(corpus.SYLLABLES, random.randint(2, 3))))
        yield ("/?q={}", "/api/v1/search?q={}", "/api/v1/suggest?q={}")[number % 3].format(words)


def get(address: str, path: str, timeout: float = 60) -> tuple[int, int]:
    """The status and the length of an answer."""
    connection = HTTPConnection(address, timeout=timeout)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        size = 0
        while part := answer.read(2**16):
            size += len(part)
        return answer.status, size
    finally:
        connection.close()


@contextmanager
def served(index: Path, khoan: str = KHOAN) -> Iterator[tuple[int, str]]:
    """A server in a process of its own: its id and its address."""
    command = [*shlex.split(khoan), "serve", "--port", "0", "--index", str(index)]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr is not None
        try:
            found = (re.search(r"http://([\d.]+:\d+)", line) for line in server.stderr)
            address = next((one[1] for one in found if one), "")
            assert address, "the server did not start"
            threading.Thread(target=server.stderr.read, daemon=True).start()
            yield server.pid, address
        finally:
            server.terminate()
            with suppress(subprocess.TimeoutExpired):
                server.wait(15)
            server.kill()

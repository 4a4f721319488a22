"""A normal user of a site beside hostile clients. Everything runs on loopback, and each attacker is
bounded in count and time."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import cycle
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from benchmarks.soak import corpus
from benchmarks.soak.outcome import Outcome
from benchmarks.soak.site import KHOAN, get, normal_paths, served

CLIENTS: Final = 8
HALF_OPEN: Final = 100
UNREAD: Final = 20
PROMPT: Final = 0.3
"""Seconds in which 95 of 100 answers come to a normal user, or thrice what they take alone."""
HEALTHY: Final = 0.1
"""Seconds in which ``/healthz`` answers."""

NEAR: Final = " OR ".join(
    f"{a} NEAR/1000 {b}" for a, b in zip(corpus.SYLLABLES[:30], corpus.SYLLABLES[1:31], strict=True)
)
HEAVY: Final = (
    f"/?{urlencode({'q': NEAR})}",
    f"/api/v1/search?{urlencode({'q': NEAR, 'limit': 100})}",
    f"/?{urlencode({'q': NEAR, 'group': 'document', 'limit': 100})}",
    f"/?{urlencode({'q': 'thi OR nuoc', 'group': 'document', 'limit': 100, 'offset': 9000})}",
    "/api/v1/export?q=thi",
    f"/api/v1/export?{urlencode({'q': NEAR})}",
    f"/?{urlencode({'q': ' OR '.join(word[:2] + '*' for word in corpus.SYLLABLES)})}",
    f"/api/v1/search?{urlencode({'q': 'thi', 'offset': 10_000, 'limit': 100, 'explain': 'on'})}",
)
"""What the attackers ask for, one each."""


@dataclass
class Tally:
    """Answers to one kind of client."""

    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def at(self, share: float) -> float:
        """The time within which this share of the answers came."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def asking(address: str, paths: Iterator[str], seconds: float, pause: float) -> Tally:
    """One client that asks for one thing after another."""
    tally, end = Tally(), time.perf_counter() + seconds
    while time.perf_counter() < end:
        path = next(paths)
        started = time.perf_counter()
        try:
            status = get(address, path)[0]
        except (OSError, HTTPException) as error:
            status, path = 0, f"{path}: {type(error).__name__}"
        tally.seconds.append(time.perf_counter() - started)
        if status != 200:
            tally.failed.append(f"{status} {path}")
        time.sleep(pause)
    return tally


def attack(address: str, seconds: float) -> None:
    """All attackers at once, in this process, for so long. Prints how many answers they got."""
    end = time.monotonic() + seconds
    got: dict[str, int] = {}

    def ask(path: str) -> None:
        while time.monotonic() < end:
            try:
                status = str(get(address, path, max(1, end - time.monotonic()))[0])
            except (OSError, HTTPException):
                status = "none"
                time.sleep(0.05)
            got[status] = got.get(status, 0) + 1

    host, port = address.split(":")
    sent = [b"GET / HTTP/1.1\r\nHost: a"] * HALF_OPEN
    sent += [b"GET /api/v1/export?q=thi HTTP/1.1\r\nHost: a\r\n\r\n"] * UNREAD

    def hold() -> None:
        with ExitStack() as held:
            for part in sent:
                with suppress(OSError):
                    made = socket.create_connection((host, int(port)), timeout=2)
                    held.enter_context(made)
                    made.sendall(part)
            time.sleep(max(0, end - time.monotonic()))

    threads = [threading.Thread(target=ask, args=(path,), daemon=True) for path in HEAVY[:CLIENTS]]
    threads.append(threading.Thread(target=hold, daemon=True))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0, end - time.monotonic()) + 2)
    print(json.dumps(got))


def _users(address: str, seconds: float) -> tuple[Tally, Tally]:
    """A normal user, and whoever looks whether the site is well."""
    health: list[Tally] = []
    looking = threading.Thread(
        target=lambda: health.append(asking(address, cycle(("/healthz",)), seconds, 0.1))
    )
    looking.start()
    user = asking(address, normal_paths(), seconds, 0.05)
    looking.join()
    return user, health[0]


def under_attack(index: Path, seconds: float, khoan: str = KHOAN) -> Outcome:
    """A normal user alone, and beside all attackers."""
    outcome = Outcome(
        f"a normal user beside {CLIENTS} hostile clients, {HALF_OPEN} half-open connections "
        f"and {UNREAD} that read nothing"
    )
    with served(index, khoan) as (_, address):
        _users(address, min(2.0, seconds))  # caches
        alone, health_alone = _users(address, seconds)
        command = "import sys; from benchmarks.soak.hostile_clients import attack; "
        command += "attack(sys.argv[1], float(sys.argv[2]))"
        with subprocess.Popen(
            [sys.executable, "-c", command, address, str(seconds + 4)],
            stdout=subprocess.PIPE,
            text=True,
        ) as attackers:
            time.sleep(2)
            user, health = _users(address, seconds)
            said, _ = attackers.communicate(timeout=120)
    outcome.times = len(user.seconds)
    for name, tally in (("alone", alone), ("under attack", user)):
        outcome.notes[f"p50, p95 {name}"] = f"{_ms(tally.at(0.5))}, {_ms(tally.at(0.95))}"
    for name, tally in (("alone", health_alone), ("under attack", health)):
        outcome.notes[f"/healthz p95, most {name}"] = f"{_ms(tally.at(0.95))}, {_ms(tally.at(1))}"
    outcome.notes["answers to the attackers"] = said.strip()
    outcome.lost += user.failed + health.failed
    if user.at(0.95) > max(PROMPT, 3 * alone.at(0.95)):
        outcome.lost.append(f"p95 {_ms(user.at(0.95))}, alone {_ms(alone.at(0.95))}")
    if health.at(0.95) > max(HEALTHY, 3 * health_alone.at(0.95)):
        outcome.lost.append(f"/healthz: p95 {_ms(health.at(0.95))}")
    return outcome


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"

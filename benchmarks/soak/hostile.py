"""A site under attack: what a normal user notices, what one request can cost, what memory it takes.

python -m benchmarks.soak.hostile INDEX [--seconds 20] [--server 'path/to/khoan']

Everything runs on loopback, and each attacker is bounded in count and time.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count, cycle, islice
from pathlib import Path
from random import Random
from typing import Final
from urllib.parse import quote, urlencode

from benchmarks.bench.process_memory import resident_in_all
from benchmarks.soak import corpus
from benchmarks.soak.memory import index_clauses
from benchmarks.soak.outcome import Outcome
from indexer.index import Index, open_index
from search_ui import create_app
from search_ui.settings import Settings

CLIENTS: Final = 8
HALF_OPEN: Final = 100
UNREAD: Final = 20
PROMPT: Final = 0.3
"""Seconds in which 95 of 100 answers come to a normal user, or thrice what they take alone."""
HEALTHY: Final = 0.1
"""Seconds in which ``/healthz`` answers."""
OVER: Final = 1.1
"""How far a request may go beyond its limit."""
GROWTH: Final = 1.5
"""How many times its memory at the start a server may take."""
KHOAN: Final = f"{shlex.quote(sys.executable)} -m khoan"

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


def normal_paths() -> Iterator[str]:
    """What a normal user asks for: pages, answers of the API, suggestions."""
    random = Random(1)
    for number in count():
        words = quote(" ".join(random.sample(corpus.SYLLABLES, random.randint(2, 3))))
        yield ("/?q={}", "/api/v1/search?q={}", "/api/v1/suggest?q={}")[number % 3].format(words)


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
        command = "import sys; from benchmarks.soak.hostile import attack; "
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


def places_of(opened: Index, number: int) -> dict[str, list[str]]:
    """What may stand in the places of routes: so many documents, and some of their clauses."""
    documents = [document.id for document in islice(opened.documents(), number)]
    clauses = [clause.id for one in documents[:3] for clause in opened.clauses(one)[:3]]
    return {
        "document_id": documents,
        "clause_id": clauses,
        "key": [*documents, *clauses],
        "anchor": [clause.partition("#")[2] for clause in clauses],
        "kind": ["csv", "docx", "html", "json", "md", "txt", "xlsx"],
        "filename": ["site.css", "../guard.py"],
    }


def hostile_paths(
    rules: Sequence[str], places: Mapping[str, Sequence[str]], number: int
) -> Iterator[str]:
    """Requests of every route, with what costs most or was not expected."""
    random = Random(number)
    queries: tuple[Callable[[], str], ...] = (
        lambda: " OR ".join(
            f"{a} NEAR/{random.choice((1, 9, 1000))} {b}"
            for a, b in (random.sample(corpus.SYLLABLES, 2) for _ in range(random.randint(1, 30)))
        )[:1000],
        lambda: " OR ".join(word[:2] + "*" for word in random.choices(corpus.SYLLABLES, k=40)),
        lambda: "(" * random.randint(1, 400) + "thi",
        lambda: " ".join(random.choices(corpus.SYLLABLES, k=180))[:1000],
        lambda: '"' + " ".join(random.choices(corpus.SYLLABLES, k=30)) + '"',
        lambda: "thi -" + " -".join(corpus.SYLLABLES),
        lambda: random.choice(corpus.SYLLABLES),
        lambda: "".join(chr(random.randrange(1, 0xD7FF)) for _ in range(random.randint(1, 900))),
        lambda: "1/" * random.randint(1, 490),
        lambda: " ".join(f"*{word[1:]}" for word in random.choices(corpus.SYLLABLES, k=80)),
        lambda: '"' + " ".join(word[:1] + "*" for word in random.choices(corpus.SYLLABLES, k=99)),
        lambda: (
            f"({' OR '.join(f'{word[:2]}*' for word in corpus.SYLLABLES[:40])}) NEAR/1000 "
            f"({' OR '.join(corpus.SYLLABLES[:60])})"
        ),
        lambda: " NEAR/9 ".join(
            f"({a} OR {a[:2]}*)" for a in random.choices(corpus.SYLLABLES, k=40)
        ),
        lambda: " OR ".join(random.choices(("tieude:thi", "nam:>=1", "nguoiky:a", "tep:*a"), k=70)),
        lambda: random.choice(("so:*1*1*1*1", "coquan:" + "*a" * 400, "/" + ".*" * 400 + "/")),
        lambda: " ".join(word + "~" for word in random.choices(corpus.SYLLABLES, k=60)),
    )
    extra: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("limit", ("1", "100", "99999999999999999999", "-1")),
        ("offset", ("0", "9999", "10000", "20000000")),
        ("year", ("2020", "20000000", "9" * 20, "-5")),
        ("group", ("document", "x")),
        ("sort", ("date", "oldest", "relevance")),
        ("from", ("0001-01-01", "9999-12-31", "x")),
        ("cursor", ("*", "e30", "x" * 900)),
        ("explain", ("on",)),
        ("lang", ("en", "x" * 99)),
        ("accents", ("typed", "any", "x")),
        ("literal", ("on", "x")),
        ("highlight", ("off",)),
        ("fields", ("text,clauses", "metadata", "text," * 30)),
        ("at", ("dieu-1", "x" * 999)),
        ("cho", ("dieu-1", "#" * 99)),
    )

    def filled(place: re.Match[str]) -> str:
        return quote(random.choice((*places.get(place[1], ("x",)), "x" * 999)), safe="")

    for turn in range(number):
        rule = rules[turn % len(rules)]
        path = re.sub(r"<(?:\w+:)?(\w+)>", filled, rule)
        pairs = [("q", random.choice(queries)())]
        pairs += [(n, random.choice(v)) for n, v in random.sample(extra, random.randint(0, 4))]
        yield f"{path}?{urlencode(pairs)}"


def costs(index: Path, number: int) -> Outcome:
    """Hostile requests of every route, one at a time: what each takes beyond its limit."""
    outcome = Outcome("hostile requests of every route, each held to its limits")
    settings = Settings()
    with open_index(index) as opened:
        app = create_app(opened, settings)
        client = app.test_client()
        rules = sorted(str(rule) for rule in app.url_map.iter_rules() if "GET" in rule.methods)
        places = places_of(opened, 20)
        slowest = (0.0, "")
        for path in hostile_paths(rules, places, number):
            started, worked = time.perf_counter(), time.thread_time()
            answer = client.get(path)
            try:
                size = sum(len(part) for part in answer.iter_encoded())
            finally:
                answer.close()
            took = time.perf_counter() - started
            worked = time.thread_time() - worked
            outcome.times += 1
            outcome.count(f"status {answer.status_code}")
            slowest = max(slowest, (took, path))
            seconds = settings.stream_seconds if answer.is_streamed else settings.seconds
            if took > OVER * seconds and worked > 0.5 * seconds:
                outcome.lost.append(f"{took:.1f} s: {path}")
            if size > OVER * settings.max_response:
                outcome.lost.append(f"{size:,} bytes: {path}")
            if answer.status_code >= 500 and answer.status_code != 503:
                outcome.lost.append(f"{answer.status_code}: {path}")
    outcome.notes["slowest"] = f"{slowest[0]:.2f} s ({slowest[1][:60]})"
    outcome.notes["routes"] = len(rules)
    return outcome


def growing(index: Path, number: int, khoan: str = KHOAN) -> Outcome:
    """Memory of a server that answers mixed requests, good and hostile."""
    outcome = Outcome("mixed requests to one server, and its memory")
    clients = 4
    with open_index(index) as opened:
        rules = sorted(str(rule) for rule in create_app(opened).url_map.iter_rules())
        places = places_of(opened, 200)
    paths = list(hostile_paths(rules, places, number // 10))
    normal = normal_paths()
    with served(index, khoan) as (process, address):
        for path in [next(normal) for _ in range(min(100, number // 10))]:
            get(address, path)
        sizes = [resident_in_all("Pss", process)]
        anonymous = [resident_in_all("Pss_Anon", process)]

        def ask(some: list[str]) -> None:
            for path in some:
                with suppress(OSError, HTTPException):  # memory counts here
                    get(address, path)

        for tenth in range(10):
            part = paths[tenth::10] + [next(normal) for _ in range(number // 10 * 9 // 10)]
            Random(tenth).shuffle(part)
            threads = [
                threading.Thread(target=ask, args=(part[one::clients],)) for one in range(clients)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            outcome.times += len(part)
            sizes.append(resident_in_all("Pss", process))
            anonymous.append(resident_in_all("Pss_Anon", process))
    outcome.notes["MB after each tenth"] = " ".join(f"{size:.0f}" for size in sizes)
    outcome.notes["of which no file backs"] = " ".join(f"{size:.0f}" for size in anonymous)
    if max(sizes) > GROWTH * sizes[0] + 5:
        outcome.lost.append(f"{sizes[0]:.0f} MB at the start, {max(sizes):.0f} at the most")
    return outcome


def with_index(folder: Path, clauses: int) -> Path:
    """An index of invented clauses for these trials."""
    index_clauses(folder / "index", clauses)
    return folder / "index"


TRIALS: Final[dict[str, Callable[[Path, argparse.Namespace], Outcome]]] = {
    "attack": lambda index, given: under_attack(index, given.seconds, given.server),
    "costs": lambda index, given: costs(index, given.requests),
    "memory": lambda index, given: growing(index, given.requests, given.server),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--trial", choices=sorted(TRIALS), default="attack")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--requests", type=int, default=2_000)
    parser.add_argument("--server", default=KHOAN, help="the khoan that serves")
    given = parser.parse_args()
    outcome = TRIALS[given.trial](given.index, given)
    print(f"{outcome.tried}: {outcome.times:,} times, {len(outcome.lost)} lost")
    for name, value in outcome.notes.items():
        print(f"  {name}: {value}")
    for sentence in outcome.lost[:20]:
        print(f"  LOST: {sentence[:200]}")


if __name__ == "__main__":
    main()

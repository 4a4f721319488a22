"""Queries that nobody would type, through the parser, the engine, the page and the API."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random
from time import perf_counter
from urllib.parse import urlencode

from flask.testing import FlaskClient

from benchmarks.soak.outcome import Outcome
from indexer.core.errors import QueryError
from indexer.index import Index, create_index
from indexer.querying.rewrite import rewrite
from search_ui import create_app

DATA = Path(__file__).parent.parent.parent / "data"
LIMIT = 2.0
"""Seconds that no query may take, by the clock a person waits by."""
PIECES = (
    '"', "(", ")", "-", "+", "*", "~", ":", "/", "\\", "AND", "OR", "NOT", "NEAR", "NEAR/3", "&",
    "|", "!", "^", "[", "]", "{", "}", "..", "TO", "?", "%", "<", ">", "=", ",", ";", "'", "`",
    "loai:", "so:", "ngay:", "coquan:", "type:", "issuer:", "year:", "from:", "to:", "đ*", "t*",
    "a*", "*a", "k*n", "lu?t", "*755", "luật~", "~2", "w/5", "/5", "||", "/x.*/", "nam:2010..2013",
    "so:100..200", "tieude:", "nguoiky:", "thumuc:", "tep:", "loai:(", "“", "2021-08-19",
    "19/8/2021", "34-CT/TW", "khoản 2 Điều 5", "thi đua", "thi",
    "dua", "UBND", "thi ddua yeeu nuwowcs", "kế hoạch", "nước", "\x00", "\n", "\t", "\u200b",
    "\u202e", "\ufeff", "\u0301", "ﬁ", "𝐭𝐡𝐢", "Ð", "ı", "İ", "ẞ", "😀", "\U000e0001", "½", "٣", "Ⅳ",
)  # fmt: skip
REAL = (
    "thi dua yeu nuoc", "khen thưởng", "phát triển kinh tế xã hội", "nông thôn mới",
    '"thi đua yêu nước" -khen', "loai:chỉ-thị ngay:2021", "34-CT/TW", "khoản 2 Điều 5",
)  # fmt: skip


def made(random: Random) -> str:
    """One string: pieces of the language, a mutated query, any characters, or too much of it."""
    kind = random.randrange(10)
    if kind < 5:
        glue = random.choice(("", " "))
        return glue.join(random.choice(PIECES) for _ in range(random.randint(0, 12)))
    if kind < 7:
        text = list(random.choice(REAL))
        for _ in range(random.randint(1, 4)):
            text.insert(random.randrange(len(text) + 1), random.choice(PIECES))
        return "".join(text)
    if kind < 9:
        ranges = ((0, 0x7F), (0, 0x2FF), (0x1E00, 0x1EFF), (0x2000, 0x20FF), (0, 0x10FFFF))
        low, high = random.choice(ranges)
        text = [chr(random.randint(low, high)) for _ in range(random.randint(0, 60))]
        return "".join(c for c in text if not "\ud800" <= c <= "\udfff")
    piece = random.choice(PIECES)
    return (piece + " " * random.randrange(2)) * random.choice((50, 200, 2000))


def in_parts(folder: Path, count: int, parts: int = 2) -> Outcome:
    """The same in several processes, each with its part of the strings; figures are the worst."""
    with ProcessPoolExecutor(parts, mp_context=get_context("spawn")) as pool:
        running = [
            pool.submit(queries, folder / str(part), count // parts, part) for part in range(parts)
        ]
        done = [each.result() for each in running]
    together = Outcome(done[0].tried, sum(part.times for part in done))
    together.lost = [sentence for part in done for sentence in part.lost]
    for name in done[0].notes:
        worst = max((str(part.notes[name]) for part in done), key=lambda s: float(s.split()[0]))
        together.notes[name] = worst
    return together


def queries(folder: Path, count: int, seed: int = 0) -> Outcome:
    """``count`` strings, each to the parser and to the API, and every tenth to the page as well and
    to Python."""
    outcome = Outcome("strings given to the parser, the engine, the page and the API")
    random = Random(seed)
    with create_index(folder / "index") as index:
        index.add([DATA])
        client = create_app(index).test_client()
        slowest, times = (0.0, ""), []
        for number in range(count):
            text = made(random)
            started = perf_counter()
            try:
                wrong = _parsed(text) or _answered(client, "/api/v1/search", text)
                took = perf_counter() - started
                if number % 10 == 0:
                    wrong = wrong or _answered(client, "/", text)
                    wrong = wrong or _searched(index, text, random)
                    took = max(took, (perf_counter() - started - took) / 2)
            except Exception as error:  # noqa: BLE001  # plain text never raises
                wrong = f"{type(error).__name__}: {error}"
                took = perf_counter() - started
            times.append(took)
            slowest = max(slowest, (took, text))
            outcome.times += 1
            if wrong:
                outcome.lost.append(f"{text[:80]!r}: {wrong}")
            if took > LIMIT:
                outcome.lost.append(f"{text[:80]!r}: {took:.1f} s")
    times.sort()
    outcome.notes["median"] = f"{1000 * times[len(times) // 2]:.1f} ms"
    outcome.notes["p99"] = f"{1000 * times[len(times) * 99 // 100]:.1f} ms"
    outcome.notes["slowest"] = f"{1000 * slowest[0]:.0f} ms ({slowest[1][:30]!r})"
    return outcome


def _parsed(text: str) -> str | None:
    try:
        rewrite(text)
    except QueryError as error:
        at = error.position
        return None if at is None or 0 <= at <= len(text) else f"error at {at} of {len(text)}"
    return None


def _answered(client: FlaskClient, path: str, text: str) -> str | None:
    status = client.get(f"{path}?{urlencode({'q': text, 'limit': 3})}").status_code
    return f"status {status}" if status >= 500 else None


def _searched(index: Index, text: str, random: Random) -> str | None:
    try:
        page = index.search(text, limit=random.choice((0, 1, 10)), offset=random.choice((0, 0, 5)))
    except QueryError:
        return None  # looked at when it was parsed
    for hit in page.hits:
        if any(not 0 <= s < e <= len(hit.clause.text) for s, e in hit.marks):
            return f"marks {hit.marks} outside the clause"
    return None

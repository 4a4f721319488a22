"""What one hostile request can cost, by requests of every route."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final
from urllib.parse import quote, urlencode

from benchmarks.soak import corpus
from benchmarks.soak.outcome import Outcome
from indexer.index import Index, open_index
from search_ui import create_app
from search_ui.settings import Settings

OVER: Final = 1.1
"""How far a request may go beyond its limit."""


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

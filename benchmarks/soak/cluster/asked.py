"""Searches of every kind, made from the documents of an index."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Final, NamedTuple

from unidecode import unidecode

from indexer.index import Index
from indexer.querying.request import SearchRequest

_WORDS: Final = re.compile(r"[^\W\d_]+")


class Asked(NamedTuple):
    """One search, and what is special about it."""

    kind: str
    request: SearchRequest


class _Said(NamedTuple):
    """Something that stands in the index: words of a clause, and its document."""

    words: list[str]
    number: str
    date: str
    type: str
    issuer: str


_Make = Callable[[_Said, _Said, Random], SearchRequest]


def _some(said: _Said, random: Random, least: int = 2, most: int = 8) -> str:
    """Words of the clause that stand next to each other."""
    count = random.randint(least, most)
    start = random.randint(0, max(0, len(said.words) - count))
    return " ".join(said.words[start : start + count])


def _filtered(said: _Said, other: _Said, random: Random) -> SearchRequest:
    filters: dict[str, str] = {}
    if said.type:
        filters["type"] = said.type
    if said.issuer and random.random() < 0.5:
        filters["issuer"] = said.issuer
    if said.date and random.random() < 0.5:
        first, last = sorted((said.date, other.date or said.date))
        filters |= {"from": first, "to": last}
    return SearchRequest(_some(said, random, 1, 4), filters)


def _near(said: _Said, _: _Said, random: Random) -> SearchRequest:
    first, second = random.sample(said.words, 2)
    return SearchRequest(f"{first} NEAR/{random.choice((2, 5, 20))} {second}")


def _combined(said: _Said, other: _Said, random: Random) -> SearchRequest:
    one, two = _some(said, random, 1, 3), _some(other, random, 1, 2)
    return SearchRequest(
        random.choice((f"{one} -{two.split()[0]}", f'({one}) OR "{two}"', f'{one} NOT "{two}"'))
    )


def _field(said: _Said, _: _Said, random: Random) -> SearchRequest:
    choices = [f'{_some(said, random, 1, 3)} loai:"{said.type}"' if said.type else "", said.number]
    choices += [f"so:{said.number}", f"khoản 2 Điều 5 {said.number}"] if said.number else []
    choices += [f"{_some(said, random, 1, 2)} ngay:{said.date[:4]}"] if said.date else []
    return SearchRequest(random.choice([each for each in choices if each] or ["so:1"]))


def _page(said: _Said, _: _Said, random: Random) -> SearchRequest:
    sort = random.choice(("relevance", "date", "oldest"))
    offset, limit = random.choice((0, 10, 40)), random.choice((10, 50))
    return SearchRequest(_some(said, random, 1, 3), {}, sort, offset, limit)  # type: ignore[arg-type]


def _wildcard(said: _Said, _: _Said, random: Random) -> SearchRequest:
    word = max(said.words, key=len)
    return SearchRequest(f"{_some(said, random, 1, 2)} {word[: max(2, len(word) - 2)]}*")


KINDS: Final[dict[str, tuple[int, _Make]]] = {
    "accents": (60, lambda said, _, random: SearchRequest(_some(said, random))),
    "no accents": (60, lambda said, _, random: SearchRequest(unidecode(_some(said, random)))),
    "phrase": (40, lambda said, _, random: SearchRequest(f'"{_some(said, random, 2, 4)}"')),
    "near": (30, _near),
    "filters": (40, _filtered),
    "operators": (20, _combined),
    "fields": (20, _field),
    "pages": (20, _page),
    "wildcards": (10, _wildcard),
}
"""Kind -> how many of them there are in 300, and how one is made."""


def searches(index: Index, count: int = 300, seed: int = 5) -> list[Asked]:
    """So many searches, of all kinds."""
    random = Random(seed)
    said = _clauses(index, random)
    made = [
        Asked(kind, make(random.choice(said), random.choice(said), random))
        for kind, (share, make) in KINDS.items()
        for _ in range(max(1, round(share * count / 300)))
    ]
    random.shuffle(made)
    return made[:count]


def prefixes(index: Index, count: int = 60, seed: int = 6) -> list[str]:
    """Beginnings of queries, to be completed."""
    random = Random(seed)
    said = _clauses(index, random)
    whole = [_some(random.choice(said), random, 1, 4).lower() for _ in range(count)]
    cut = [text[: max(2, len(text) - random.randint(0, 3))] for text in whole]
    return [unidecode(text) if random.random() < 0.5 else text for text in cut]


def _clauses(index: Index, random: Random, most: int = 400) -> list[_Said]:
    documents = sorted(index.documents(), key=lambda document: document.id)
    found = []
    while len(found) < most:
        document = random.choice(documents)
        clauses = index.clauses(document.id)
        if not clauses:
            continue
        words = _WORDS.findall(random.choice(clauses).text)
        if len(words) >= 3:
            known = (document.number, document.date, document.type, document.issuer)
            found.append(_Said(words, *(value or "" for value in known)))
    return found

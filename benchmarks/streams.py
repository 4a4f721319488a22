"""The token streams every engine is given: the same clauses, the same queries, at any scale."""

from __future__ import annotations

import random
import re
import unicodedata
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

CLAUSE: Final = (8, 60)
"""Fewest and most syllables of a clause: 34 on average, as in the laws."""

QUERY_SIZES: Final = (2, 8)
"""Fewest and most syllables of a query."""

_SYLLABLE: Final = re.compile(r"[^\W_]+")


class Streams(NamedTuple):
    clauses: list[list[str]]
    """Folded syllables, clause by clause."""
    groups: list[str]
    """One facet value per clause: the file it came from."""
    text_bytes: int
    """UTF-8 size of the accented text that the clauses stand for."""


def fold(text: str) -> str:
    """Lower case without accents: enough to have realistic terms; not the product's analysis."""
    plain = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return "".join(c for c in plain if not unicodedata.combining(c))


def base_clauses(folder: Path, random_: random.Random) -> list[tuple[str, str, int]]:
    """(file, folded text, UTF-8 size of the original) of every clause-sized piece of a folder."""
    pieces: list[tuple[str, str, int]] = []
    for path in sorted(folder.rglob("*.txt")):
        words = path.read_text(encoding="utf-8", errors="replace").split()
        start = 0
        while start < len(words):
            end = start + random_.randint(*CLAUSE)
            part = " ".join(words[start:end])
            pieces.append((path.stem, fold(part), len(part.encode()) + 1))
            start = end
    return pieces


def streams(folder: Path, count: int, seed: int = 5) -> Streams:
    """``count`` clauses: the folder's own first, then splices of two of them.

    A splice takes the head of one clause and the tail of another, so that frequencies, adjacent
    pairs and lengths stay those of real text while no clause simply repeats.
    """
    random_ = random.Random(seed)
    pieces = base_clauses(folder, random_)
    tokens = [_SYLLABLE.findall(text) for _, text, _ in pieces]
    usable = [i for i, t in enumerate(tokens) if t]
    random_.shuffle(usable)
    clauses: list[list[str]] = []
    groups: list[str] = []
    size = 0
    for i in islice(usable, count):
        clauses.append(tokens[i])
        groups.append(pieces[i][0])
        size += pieces[i][2]
    while len(clauses) < count:
        a, b = random_.choice(usable), random_.choice(usable)
        cut_a, cut_b = len(tokens[a]) // 2, len(tokens[b]) // 2
        clauses.append(tokens[a][:cut_a] + tokens[b][cut_b:])
        groups.append(pieces[a][0])
        size += (pieces[a][2] + pieces[b][2]) // 2
    return Streams(clauses, groups, size)


def queries(clauses: list[list[str]], count: int, seed: int = 7) -> list[list[str]]:
    """``count`` runs of 2 to 8 adjacent syllables of clauses drawn at random."""
    random_ = random.Random(seed)
    found: list[list[str]] = []
    while len(found) < count:
        clause = random_.choice(clauses)
        size = random_.randint(*QUERY_SIZES)
        if len(clause) >= size:
            start = random_.randint(0, len(clause) - size)
            found.append(clause[start : start + size])
    return found

"""The token streams every engine is given: the same clauses, the same queries, at any scale.

They are a file, one clause a line, so that a million clauses take memory only where they are used.
"""

from __future__ import annotations

import random
import re
import sys
import unicodedata
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

CLAUSE: Final = (8, 60)
"""Fewest and most syllables of a clause: 34 on average, as in the laws."""

QUERY_SIZES: Final = (2, 8)
"""Fewest and most syllables of a query."""

_SYLLABLE: Final = re.compile(r"[^\W_]+")


class Size(NamedTuple):
    """How much a file of streams holds."""

    clauses: int
    syllables: int
    text_bytes: int
    """UTF-8 size of the accented text that the clauses stand for."""


class Clause(NamedTuple):
    """One line of a file of streams."""

    group: str
    """A facet value: the name of the file the clause came from, without spaces."""
    text: str
    """Folded syllables, a space between each two."""


def fold(text: str) -> str:
    """Lower case without accents: enough to have realistic terms; not the product's analysis."""
    plain = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return "".join(c for c in plain if not unicodedata.combining(c))


def write(folder: Path, count: int, path: Path, seed: int = 5) -> Size:
    """Write ``count`` clauses: the folder's own first, then splices of two of them.

    A splice takes the head of one clause and the tail of another, so that frequencies, adjacent
    pairs and lengths stay those of real text while no clause simply repeats.
    """
    random_ = random.Random(seed)
    pieces = _pieces(folder, random_)
    usable = [place for place, (_, words, _) in enumerate(pieces) if words]
    random_.shuffle(usable)
    written = syllables = size = 0
    with path.open("w", encoding="utf-8") as file:
        for group, words, length in _spliced(pieces, usable, count, random_):
            file.write(f"{group}\t{' '.join(words)}\n")
            written, syllables, size = written + 1, syllables + len(words), size + length
    return Size(written, syllables, size)


def read(path: Path) -> Iterator[Clause]:
    """The clauses, in order."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield _clause(line)


def queries(path: Path, count: int, seed: int = 7) -> list[tuple[list[str], str]]:
    """``count`` runs of 2 to 8 adjacent syllables of clauses drawn at random, each with a group
    to filter by, drawn as often as groups have clauses."""
    lines = np.memmap(path, np.uint8, "r")
    ends = np.flatnonzero(lines == ord("\n"))

    def clause(number: int) -> Clause:
        start = ends[number - 1] + 1 if number else 0
        return _clause(bytes(lines[start : ends[number]]).decode())

    random_, other = random.Random(seed), random.Random(seed + 4)
    found: list[tuple[list[str], str]] = []
    while len(found) < count:
        words = clause(random_.randrange(len(ends))).text.split()
        size = random_.randint(*QUERY_SIZES)
        if len(words) >= size:
            start = random_.randint(0, len(words) - size)
            group = clause(other.randrange(len(ends))).group
            found.append((words[start : start + size], group))
    return found


_Piece = tuple[str, list[str], int]
"""(file, folded syllables, UTF-8 size of the original) of a clause."""


def _pieces(folder: Path, random_: random.Random) -> list[_Piece]:
    """Every clause-sized piece of a folder's texts."""
    pieces: list[_Piece] = []
    for path in sorted(folder.rglob("*.txt")):
        words = path.read_text(encoding="utf-8", errors="replace").split()
        group = "-".join(path.stem.split())
        start = 0
        while start < len(words):
            end = start + random_.randint(*CLAUSE)
            part = " ".join(words[start:end])
            found = [sys.intern(word) for word in _SYLLABLE.findall(fold(part))]
            pieces.append((group, found, len(part.encode()) + 1))
            start = end
    return pieces


def _spliced(
    pieces: list[_Piece], usable: list[int], count: int, random_: random.Random
) -> Iterator[_Piece]:
    yield from (pieces[place] for place in islice(usable, count))
    for _ in range(count - len(usable)):
        (group, head, one), (_, tail, two) = (pieces[random_.choice(usable)] for _ in range(2))
        yield group, head[: len(head) // 2] + tail[len(tail) // 2 :], (one + two) // 2


def _clause(line: str) -> Clause:
    group, text = line.rstrip("\n").split("\t")
    return Clause(group, text)

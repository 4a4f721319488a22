"""Clauses that say nearly the same: provincial directives copy one another.

Each searched clause is sketched by MinHash (Broder 1997) over its pairs of adjacent folded
syllables, and the sketch is cut into bands (locality-sensitive hashing): clauses that share a band
are candidates. The bands are terms of the index, so a clause finds its like among all that were
ever indexed, in one lookup; whether they are nearly the same is then decided by their texts.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple
from zlib import crc32

from rensa import RMinHash

from analyzers.analysis import analyze
from indexer.document import SEARCHED, Clause, Metadata
from indexer.engine import Engine
from indexer.query import Any, Term, Unscored
from indexer.results import Result

NEAR: Final = "near"
"""The index field whose terms are the bands of a clause's sketch."""
BANDS: Final = 6
ROWS: Final = 3
"""Six bands of three: of clauses that share 80% of their pairs, 98.6% are found; of those that
share 30%, 15% are looked at in vain (1 - (1 - s^3)^6)."""
SAME: Final = 0.6
"""Jaccard similarity of the pairs from which two texts are nearly the same. Clauses of real
directives that are plain copies of one another with names and years changed reach 0.63 to 0.71."""
SHORTEST: Final = 12
"""Pairs; a heading or a phrase of fewer is like many others by chance."""
MOST: Final = 200
"""Candidates that are compared."""


class Similar(NamedTuple):
    clause: Clause
    document: Metadata
    similarity: float
    """Jaccard similarity of the pairs, SAME to 1."""


def bands(pairs: Iterable[str]) -> tuple[str, ...]:
    """The bands of a text's sketch, from its pairs; empty where there are too few."""
    distinct = set(pairs)
    if len(distinct) < SHORTEST:
        return ()
    sketch = RMinHash(num_perm=BANDS * ROWS, seed=1)
    sketch.update(list(distinct))
    cut = struct.iter_unpack(f"<{ROWS}I", struct.pack(f"<{BANDS * ROWS}I", *sketch.digest()))
    return tuple(
        f"{band}{crc32(struct.pack(f'<{ROWS}I', *values)):08x}" for band, values in enumerate(cut)
    )


def similar(engine: Engine, clause: Clause) -> list[Similar]:
    """The other clauses that say nearly the same, the likest first."""
    pairs = _pairs(clause.text)
    terms = tuple(Term(NEAR, band) for band in bands(pairs))
    if not terms or clause.kind not in SEARCHED:
        return []
    hits = engine.search(Unscored(Any(terms)), limit=MOST).hits
    found = [
        Similar(hit.clause, hit.document, _jaccard(pairs, _pairs(hit.clause.text)))
        for hit in hits
        if hit.clause.id != clause.id
    ]
    return sorted((one for one in found if one.similarity >= SAME), key=lambda one: -one.similarity)


def fold(hits: Sequence[Result]) -> list[tuple[Result, ...]]:
    """Hits in groups of nearly the same text, each group at the place of its best hit."""
    groups: list[list[Result]] = []
    said: list[frozenset[str]] = []
    for hit in hits:
        pairs = _pairs(hit.clause.text)
        for group, first in zip(groups, said, strict=True):
            alike = len(pairs) >= SHORTEST and _jaccard(pairs, first) >= SAME
            if alike or (pairs == first and hit.clause.text == group[0].clause.text):
                group.append(hit)
                break
        else:
            groups.append([hit])
            said.append(pairs)
    return [tuple(group) for group in groups]


def _pairs(text: str) -> frozenset[str]:
    return frozenset(analyze(text, words=False).pair.texts)


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    together = len(one | other)
    return len(one & other) / together if together else 0.0

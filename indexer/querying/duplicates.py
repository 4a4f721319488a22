"""Clauses that say nearly the same: provincial directives copy one another.

How like two texts are is the Jaccard similarity of their sets of pairs of adjacent folded
syllables. A set of n pairs whose similarity to another is at least s shares at least s * n of them
with it, for they are together no fewer than n; so it has one in common among any (1 - s) * n + 1 of
its pairs, say the rarest (prefix filtering: Chaudhuri, Ganti & Kaushik 2006; Bayardo, Ma & Srikant
2007). The pairs are terms of the index, so one query finds every clause that shares as many: the
engine collects the postings of the rarest pairs and counts the others in what it has collected.
Nothing is indexed for it, and none is missed unless more clauses than ``MOST`` share as many pairs,
or the text has more pairs than one query names (``MAX_PAIRS``). Their texts then decide whether two
are nearly the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from analyzers.analysis import pairs as pairs_of
from indexer.core.deadline import check, within
from indexer.core.document import SEARCHED, Clause, Metadata
from indexer.core.engine import EngineRequest, Reader
from indexer.core.query import Any, Term
from indexer.querying.results import Result

SAME: Final = 0.6
"""Jaccard similarity of the pairs from which two texts are nearly the same. Clauses of real
directives that are plain copies of one another with names and years changed reach 0.63 to 0.71."""
SHORTEST: Final = 12
"""Pairs; a heading or a phrase of fewer is like many others by chance."""
LONGEST: Final = 20_000
"""Code points of a text that are compared; of a longer one, its beginning."""
MOST: Final = 200
"""Candidates that are compared: of more, those that share the most and the rarest pairs for their
length (BM25), which are mostly the most similar."""
MAX_PAIRS: Final = 512
"""Pairs that one query names, the rarest. Of 69,000 clauses of laws two have more than that."""
MAX_SECONDS: Final = 10.0


class Similar(NamedTuple):
    clause: Clause
    document: Metadata
    similarity: float
    """Jaccard similarity of the pairs, SAME to 1."""


def similar(engine: Reader, clause: Clause, *, seconds: float = MAX_SECONDS) -> list[Similar]:
    """The other clauses that say nearly the same, the most similar first.

    Raises:
        QueryError: it takes longer than ``seconds``.
    """
    pairs = _pairs(clause.text)
    if len(pairs) < SHORTEST or clause.kind not in SEARCHED:
        return []
    found = []
    with within(seconds):
        for hit in engine.search(EngineRequest(_sharing(engine, pairs), limit=MOST + 1)).hits:
            check()
            likeness = _jaccard(pairs, _pairs(hit.clause.text))
            if likeness >= SAME and hit.clause.id != clause.id:
                found.append(Similar(hit.clause, hit.document, likeness))
    return sorted(found, key=lambda one: -one.similarity)


def _sharing(engine: Reader, pairs: frozenset[str]) -> Any:
    """The clauses that share enough pairs to be nearly the same, and perhaps a few more."""
    searched = sorted(pairs)
    others = len(pairs) - math.ceil(SAME * len(pairs))
    if len(searched) > MAX_PAIRS:
        counts = dict(zip(searched, engine.frequencies("pair", searched), strict=True))
        searched = sorted(searched, key=lambda pair: counts[pair])[:MAX_PAIRS]
    return Any(tuple(Term("pair", pair) for pair in searched), max(1, len(searched) - others))


def fold(hits: Sequence[Result]) -> list[tuple[Result, ...]]:
    """Hits in groups of nearly the same text, each group at the place of its best hit."""
    groups: list[list[Result]] = []
    firsts: list[frozenset[str]] = []
    for hit in hits:
        check()
        pairs = _pairs(hit.clause.text)
        for group, first in zip(groups, firsts, strict=True):
            alike = len(pairs) >= SHORTEST and _jaccard(pairs, first) >= SAME
            if alike or (pairs == first and hit.clause.text == group[0].clause.text):
                group.append(hit)
                break
        else:
            groups.append([hit])
            firsts.append(pairs)
    return [tuple(group) for group in groups]


def _pairs(text: str) -> frozenset[str]:
    return frozenset(pairs_of(text[:LONGEST]))


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    together = len(one | other)
    return len(one & other) / together if together else 0.0

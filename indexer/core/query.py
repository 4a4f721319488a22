"""Analysed queries: what an engine evaluates. Our own nodes, never an engine's.

A node *matches* an entry or not, and gives matching entries a *score*:

========== ============================================ ===================================
node       matches where                                score
========== ============================================ ===================================
Term       the field holds the term                     weight x BM25(field, term)
Phrase     the terms stand at the given offsets         weight x BM25, tf = occurrences,
                                                        idf = sum of the terms' idf
Near       all terms stand within ``distance``          weight x sum of the terms' BM25
Prefix     the field holds a term with that prefix      weight (constant)
Share      the field holds any of the terms             weight x share ** 2, see there
All        every part matches                           sum of the parts
Any        parts worth at least ``minimum`` match       sum of the parts that match
Best       some part matches                            the highest of the parts
Not        the part does not match                      0
Prefer     ``required`` matches                         its score + ``preferred``'s where
                                                        that matches too
Unscored   the part matches                             0
Constant   the part matches                             weight (constant)
Everything always                                       0
Nothing    never                                        -
========== ============================================ ===================================

BM25 is ``idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average))`` with
``idf = ln(1 + (n - df + 0.5) / (df + 0.5))`` (Robertson & Zaragoza 2009, section 3, in Lucene's
never negative form); ``n`` counts the live entries that have a term in the field, ``df`` those
that hold this term, ``length`` is the entry's number of terms in the field, rounded as
``indexer.core.norms`` says; ``average`` is that of the exact numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Final

K1: Final = 0.6
B: Final = 0.75
EPSILON: Final = 1e-9
"""Weights are summed as floats: what is below ``Any.minimum`` by this little has reached it."""


def idf(n: int, df: int) -> float:
    """Inverse document frequency: never negative, 0 only for an empty collection."""
    return log(1 + (n - df + 0.5) / (df + 0.5))


@dataclass(frozen=True, slots=True)
class Term:
    field: str
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """``texts[i]`` at position ``p + offsets[i]`` for some ``p``; ``offsets[0] == 0``, rising."""

    field: str
    texts: tuple[str, ...]
    offsets: tuple[int, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Near:
    """All of ``texts``, in any order, within a window of ``distance + 1`` positions."""

    field: str
    texts: tuple[str, ...]
    distance: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Prefix:
    field: str
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a short field, a heading say, the distinct ``texts`` cover.

    The share is what the terms weigh that the field holds, each its idf in the field, divided by
    that and ``rest`` for each other term of the field; it is 1 where they are all it holds. It is
    squared: what covers half of a heading is mostly about something else.
    """

    field: str
    texts: tuple[str, ...]
    weight: float = 1.0
    rest: float = 1.0


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """``weights[i]`` is what part i counts for towards ``minimum``; all 1 where it is empty."""

    parts: tuple[Query, ...]
    minimum: float = 1.0
    weights: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Best:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Query


@dataclass(frozen=True, slots=True)
class Prefer:
    required: Query
    preferred: Query


@dataclass(frozen=True, slots=True)
class Unscored:
    part: Query


@dataclass(frozen=True, slots=True)
class Constant:
    part: Query
    weight: float


@dataclass(frozen=True, slots=True)
class Everything:
    pass


@dataclass(frozen=True, slots=True)
class Nothing:
    pass


Query = (
    Term
    | Phrase
    | Near
    | Prefix
    | Share
    | All
    | Any
    | Best
    | Not
    | Prefer
    | Unscored
    | Constant
    | Everything
    | Nothing
)

Leaf = Term | Phrase | Near | Prefix | Share | Everything | Nothing
"""Nodes without parts."""


def plain_terms(node: Query) -> tuple[Term, ...] | None:
    """The terms of a query that matches where any of them does and scores their sum."""
    if isinstance(node, Term):
        return (node,) if node.weight > 0 else None
    if not isinstance(node, Any):
        return None
    terms = tuple(part for part in node.parts if isinstance(part, Term) and part.weight > 0)
    least = min(node.weights, default=1.0)
    return terms if len(terms) == len(node.parts) and node.minimum <= least + EPSILON else None

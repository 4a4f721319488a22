"""Why a clause was found: its score, taken apart into what matched.

The query is evaluated once more by the table in ``indexer.core.query``, for the given clauses only,
keeping the leaves apart. The reasons of a clause add up to its score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, Literal

from analyzers.analysis import analyze
from analyzers.fold import fold
from indexer.core import query as q
from indexer.core.engine import EngineRequest, Hit, Reader
from indexer.core.exhaustive import assert_never
from indexer.querying.results import Reason
from indexer.querying.snippets import WINDOW

ReasonKind = Literal[
    "unaccented", "exact", "pair", "word", "phrase", "near", "context", "heading", "reference",
    "abbreviation", "accents", "expansion",
]  # fmt: skip
_KINDS: Final[dict[str, ReasonKind]] = {
    "folded": "unaccented",
    "exact": "exact",
    "pair": "pair",
    "word": "word",
    "context": "context",
    "heading": "heading",
    "name": "heading",
    "ref": "reference",
    "address": "reference",
}

Found = dict[str, tuple[Reason, ...]]
"""Clause id -> the reasons for which it matches; clauses that do not match are missing."""


def explain(
    engine: Reader, query: q.Query, hits: Sequence[Hit], written: AbstractSet[str] = frozenset()
) -> Mapping[str, tuple[Reason, ...]]:
    """For each hit, by clause id, its reasons, the weightiest first.

    Args:
        written: folded syllables that a table of synonyms wrote, and nobody typed.
    """
    if not hits:
        return {}
    found = _Evaluation(engine, hits).found(query)
    texts = {hit.clause.id: hit.clause.text for hit in hits}
    return {
        clause_id: tuple(
            sorted(_named(texts[clause_id], reasons, written), key=lambda reason: -reason.score)
        )
        for clause_id, reasons in found.items()
    }


class _Evaluation:
    def __init__(self, engine: Reader, hits: Sequence[Hit]) -> None:
        self._engine = engine
        self._ids = {hit.clause.id for hit in hits}
        self._known: dict[q.Query, Found] = {}

    def found(self, query: q.Query) -> Found:
        if query not in self._known:
            self._known[query] = self._combined(query)
        return self._known[query]

    def _combined(self, query: q.Query) -> Found:
        match query:
            case q.All():
                return self._all(query)
            case q.Any():
                return self._any(query)
            case q.Best():
                return self._best(query)
            case q.Not():
                return dict.fromkeys(self._ids - self.found(query.part).keys(), ())
            case q.Prefer():
                return self._prefer(query)
            case q.Unscored():
                return dict.fromkeys(self.found(query.part), ())
            case q.Constant():
                return {
                    id_: (Reason("accents", _terms_of(query.part), query.weight),)
                    for id_ in self.found(query.part)
                }
            case (
                q.Term()
                | q.Phrase()
                | q.Near()
                | q.Prefix()
                | q.Share()
                | q.Everything()
                | q.Nothing()
            ):
                return self._leaf(query)
            case other:
                assert_never(other)

    def _leaf(self, query: q.Leaf) -> Found:
        request = EngineRequest(query, only=tuple(sorted(self._ids)), limit=len(self._ids))
        return {
            hit.clause.id: (Reason(_kind(query), _text(query), hit.score),) if hit.score else ()
            for hit in self._engine.search(request).hits
        }

    def _all(self, query: q.All) -> Found:
        parts = [self.found(part) for part in query.parts]
        common = set(self._ids).intersection(*parts)
        return {id_: tuple(reason for part in parts for reason in part[id_]) for id_ in common}

    def _any(self, query: q.Any) -> Found:
        weights = query.weights or (1.0,) * len(query.parts)
        reasons: Found = {}
        worth: dict[str, float] = {}
        for part, weight in zip(query.parts, weights, strict=True):
            for id_, found in self.found(part).items():
                reasons[id_] = (*reasons.get(id_, ()), *found)
                worth[id_] = worth.get(id_, 0.0) + weight
        return {
            id_: found for id_, found in reasons.items() if worth[id_] >= query.minimum - q.EPSILON
        }

    def _best(self, query: q.Best) -> Found:
        reasons: Found = {}
        for part in query.parts:
            for id_, found in self.found(part).items():
                reasons[id_] = max(reasons.get(id_, ()), found, key=_total)
        return reasons

    def _prefer(self, query: q.Prefer) -> Found:
        preferred = self.found(query.preferred)
        required = self.found(query.required)
        return {id_: (*found, *preferred.get(id_, ())) for id_, found in required.items()}


def _total(reasons: Sequence[Reason]) -> float:
    return sum(reason.score for reason in reasons)


def _kind(query: q.Leaf) -> ReasonKind:
    match query:
        case q.Phrase():
            return "phrase"
        case q.Near():
            return "near"
        case q.Term() if "-" in query.text:
            return "reference"  # a canonical number or date; syllables have no hyphen
        case q.Term() | q.Prefix() | q.Share():
            return _KINDS[query.field]
        case q.Everything() | q.Nothing():
            return "unaccented"
        case other:
            assert_never(other)


def _text(query: q.Leaf) -> str:
    match query:
        case q.Term() | q.Prefix():
            return query.text.replace("_", " ")
        case q.Phrase() | q.Near() | q.Share():
            return " ".join(query.texts).replace("_", " ")
        case q.Everything() | q.Nothing():
            return ""
        case other:
            assert_never(other)


def _terms_of(query: q.Query) -> str:
    """What a constant is given for."""
    return _text(query) if isinstance(query, q.Term | q.Phrase) else ""


def _named(text: str, reasons: Sequence[Reason], written: AbstractSet[str]) -> list[Reason]:
    """The reasons, with words that the clause says only by an abbreviation, or that only a table of
    synonyms has the query say, called that."""
    analysis = analyze(text[:WINDOW], words=False)
    shown = {fold(token.text) for token in analysis.syllables}
    named: list[Reason] = []
    for reason in reasons:
        if written and reason.text and written >= {*map(fold, reason.text.split())}:
            reason = reason._replace(kind="expansion")  # noqa: PLW2901
        elif reason.kind == "unaccented" and reason.text not in shown:
            reason = reason._replace(kind="abbreviation")  # noqa: PLW2901
        named.append(reason)
    return named

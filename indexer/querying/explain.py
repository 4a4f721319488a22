"""Why a clause was found: its score, taken apart into what matched.

The query is evaluated once more by the table in ``indexer.core.query``, for the given clauses only,
keeping the leaves apart. The reasons of a clause add up to its score.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal

from analyzers.analysis import analyze
from analyzers.fold import fold
from indexer.core import query as q
from indexer.core.engine import Engine, EngineRequest, Filter, Hit
from indexer.querying.results import Reason

ReasonKind = Literal[
    "unaccented", "exact", "pair", "word", "phrase", "near", "context", "reference", "abbreviation"
]
_KINDS: Final[dict[str, ReasonKind]] = {
    "folded": "unaccented",
    "exact": "exact",
    "pair": "pair",
    "word": "word",
    "context": "context",
    "ref": "reference",
    "address": "reference",
}
_MANY: Final = 10_000
"""Entries of the hits' documents that are scored for one leaf."""

Found = dict[str, tuple[Reason, ...]]
"""Clause id -> the reasons for which it matches; clauses that do not match are missing."""


def explain(
    engine: Engine, query: q.Query, hits: Sequence[Hit]
) -> Mapping[str, tuple[Reason, ...]]:
    """For each hit, by clause id, its reasons, the weightiest first."""
    if not hits:
        return {}
    found = _Evaluation(engine, hits).found(query)
    texts = {hit.clause.id: hit.clause.text for hit in hits}
    return {
        clause_id: tuple(
            sorted(_named(texts[clause_id], reasons), key=lambda reason: -reason.score)
        )
        for clause_id, reasons in found.items()
    }


class _Evaluation:
    def __init__(self, engine: Engine, hits: Sequence[Hit]) -> None:
        self._engine = engine
        self._ids = {hit.clause.id for hit in hits}
        documents = tuple({hit.clause.document_id for hit in hits})
        self._filters = (Filter("document", documents),)
        self._known: dict[q.Query, Found] = {}

    def found(self, query: q.Query) -> Found:
        if query not in self._known:
            combine = _COMBINED.get(type(query))
            self._known[query] = combine(self, query) if combine else self._leaf(query)
        return self._known[query]

    def _leaf(self, query: q.Query) -> Found:
        hits = self._engine.search(EngineRequest(query, self._filters, limit=_MANY)).hits
        return {
            hit.clause.id: (Reason(_kind(query), _text(query), hit.score),) if hit.score else ()
            for hit in hits
            if hit.clause.id in self._ids
        }

    def all(self, query: q.All) -> Found:
        parts = [self.found(part) for part in query.parts]
        common = set(self._ids).intersection(*parts)
        return {id_: tuple(reason for part in parts for reason in part[id_]) for id_ in common}

    def any(self, query: q.Any) -> Found:
        weights = query.weights or (1.0,) * len(query.parts)
        reasons: Found = {}
        worth: dict[str, float] = {}
        for part, weight in zip(query.parts, weights, strict=True):
            for id_, found in self.found(part).items():
                reasons[id_] = (*reasons.get(id_, ()), *found)
                worth[id_] = worth.get(id_, 0.0) + weight
        return {id_: found for id_, found in reasons.items() if worth[id_] >= query.minimum - 1e-9}

    def best(self, query: q.Best) -> Found:
        reasons: Found = {}
        for part in query.parts:
            for id_, found in self.found(part).items():
                reasons[id_] = max(reasons.get(id_, ()), found, key=_total)
        return reasons

    def without(self, query: q.Not) -> Found:
        return dict.fromkeys(self._ids - self.found(query.part).keys(), ())

    def prefer(self, query: q.Prefer) -> Found:
        preferred = self.found(query.preferred)
        required = self.found(query.required)
        return {id_: (*found, *preferred.get(id_, ())) for id_, found in required.items()}

    def unscored(self, query: q.Unscored) -> Found:
        return dict.fromkeys(self.found(query.part), ())


_COMBINED: Final[dict[type, Callable[..., Found]]] = {
    q.All: _Evaluation.all,
    q.Any: _Evaluation.any,
    q.Best: _Evaluation.best,
    q.Not: _Evaluation.without,
    q.Prefer: _Evaluation.prefer,
    q.Unscored: _Evaluation.unscored,
}


def _total(reasons: Sequence[Reason]) -> float:
    return sum(reason.score for reason in reasons)


def _kind(query: q.Query) -> ReasonKind:
    if isinstance(query, q.Phrase):
        return "phrase"
    if isinstance(query, q.Near):
        return "near"
    if isinstance(query, q.Term) and "-" in query.text:
        return "reference"  # a canonical number or date; syllables have no hyphen
    return _KINDS[getattr(query, "field", "folded")]


def _text(query: q.Query) -> str:
    said = getattr(query, "texts", None) or (getattr(query, "text", ""),)
    return " ".join(said).replace("_", " ")


def _named(text: str, reasons: Sequence[Reason]) -> list[Reason]:
    """The reasons, with words that the clause says only by an abbreviation called that."""
    said = analyze(text, words=False)
    written = {fold(token.text) for token in said.syllables}
    return [
        reason._replace(kind="abbreviation")
        if reason.kind == "unaccented" and reason.text not in written
        else reason
        for reason in reasons
    ]

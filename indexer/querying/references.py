"""A reference in a query, recognised before anything is ranked.

``khoản 2 Điều 5 91/2015/QH13`` and ``điều 12 bộ luật dân sự`` name one clause, ``nghị quyết
39/NQ-TW`` one document. What is named comes first; the clauses that cite it follow, and come
first where the document itself is not in the index. A number of several documents lists them all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from analyzers.analysis import Analysis, analyze
from analyzers.numerals import roman_value
from analyzers.variants import MOST_COUNTED
from indexer.core import query as q
from indexer.core.document import Level, Step
from indexer.core.engine import EngineRequest, Filter, Reader
from indexer.core.ids import document_term
from indexer.identity.address_terms import MAX_NAME, number_term, step_term
from indexer.querying.ranking import WEIGHTS, Weights

MAX_CANDIDATES: Final = 20
"""Documents that one number or name is tried for."""
_LEVELS: Final[dict[str, Level]] = {
    "phan": "phan",
    "chuong": "chuong",
    "muc": "muc",
    "dieu": "dieu",
    "khoan": "khoan",
    "diem": "diem",
}
_OUTERMOST_FIRST: Final = ("phan", "chuong", "muc", "dieu", "khoan", "diem")
_NUMBER: Final = re.compile(r"[0-9]{1,4}[a-z]?")
_NAMED: Final = frozenset({"luat", "bo", "phap", "hien"})
"""First syllables of kinds of documents that are known by name: Luật, Bộ luật, Pháp lệnh ..."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a query names."""

    steps: tuple[Step, ...]
    """Outermost first. Empty: the whole document."""
    documents: tuple[str, ...]
    """Ids of the documents it may mean; empty where none is in the index or none was named."""
    named_by: frozenset[str]
    """The folded syllables of the query that say so; the rest is about something else."""


def find(engine: Reader, analysis: Analysis) -> Target | None:
    """What a query names, if anything."""
    folded = _sequence(analysis)
    steps, used = _address(folded, [token.text for token in analysis.syllables], analysis)
    documents, name = _documents(engine, analysis, folded)
    if not (steps or documents):
        return None
    while steps and documents and not _exists(engine, documents, steps):
        steps = steps[:-1]  # there is no such khoản: the Điều is the next best answer
    return Target(steps, documents, frozenset({*used, *name}))


def boost(target: Target, weights: Weights = WEIGHTS) -> q.Query:
    """Matches what is named and what stands under it, and scores it: the thing itself most.

    With ``weights.reference`` that is above anything a text can score; where only an address is
    named, or the query goes on to ask for something, it is one evidence among others.
    """
    if not target.documents:
        return _named(None, target.steps, weights.address)
    weight = weights.reference
    return q.Best(tuple(_named(document, target.steps, weight) for document in target.documents))


def _named(document: str | None, steps: Sequence[Step], weight: float) -> q.Query:
    inside: list[q.Query] = [q.Unscored(q.Term("address", step_term(step))) for step in steps]
    if document is not None:
        inside.insert(0, q.Prefix("address", document_term(document), weight))
    itself = q.Prefix("address", step_term(steps[-1], last=True) if steps else "^", weight)
    return q.Prefer(q.All(tuple(inside)), itself)


def _exists(engine: Reader, documents: Sequence[str], steps: Sequence[Step]) -> bool:
    here = q.All(tuple(q.Term("address", step_term(step)) for step in steps))
    inside = (Filter("document", tuple(documents)),)
    return engine.search(EngineRequest(here, inside, limit=0)).total > 0


def _sequence(analysis: Analysis) -> list[str]:
    by_position: dict[int, str] = {}
    for position, text in zip(analysis.folded.positions, analysis.folded.texts, strict=True):
        by_position.setdefault(position, text)
    return list(by_position.values())


def _address(
    folded: Sequence[str], shown: Sequence[str], analysis: Analysis
) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """*điểm b khoản 2 Điều 5*, in any order: one step of each level at most."""
    steps: dict[Level, Step] = {}
    used: list[str] = []
    letters = {token.position: text for token, text in zip(analysis.syllables, shown, strict=True)}
    for at in range(len(folded) - 1):
        level = _LEVELS.get(folded[at])
        number = folded[at + 1]
        if level is None or level in steps:
            continue
        if level == "diem" and re.fullmatch("[a-z]", number):
            number = letters.get(at + 1, number).lower()  # đ is not d
        elif not _NUMBER.fullmatch(number) and not roman_value(number.upper(), MOST_COUNTED):
            continue
        steps[level] = Step(level, number)
        used += [folded[at], folded[at + 1]]
    ordered = sorted(steps.values(), key=lambda step: _OUTERMOST_FIRST.index(step.level))
    return tuple(ordered), tuple(used)


def _documents(
    engine: Reader, analysis: Analysis, folded: Sequence[str]
) -> tuple[tuple[str, ...], Sequence[str]]:
    """Documents that the query names by number or by name, in the most telling spelling that any
    document answers to; and the syllables that say it."""
    names: list[tuple[str, Sequence[str]]] = [
        (term, _covered(analysis, found.first, found.last))
        for found in analysis.references
        if found.kind == "document"
        for term in found.terms
    ]
    names += [("-".join(name), name) for name in _names(folded)]
    counts = (
        engine.frequencies("address", [number_term(name) for name, _ in names]) if names else []
    )
    best = next((named for named, count in zip(names, counts, strict=True) if count), None)
    if best is None:
        return (), ()
    answering = q.Term("address", number_term(best[0]))
    hits = engine.search(EngineRequest(answering, limit=MAX_CANDIDATES)).hits
    return tuple(dict.fromkeys(hit.clause.document_id for hit in hits)), best[1]


def _covered(analysis: Analysis, first: int, last: int) -> list[str]:
    start, end = analysis.syllables[first].position, analysis.syllables[last - 1].position
    columns = zip(analysis.folded.positions, analysis.folded.texts, strict=True)
    return [text for position, text in columns if start <= position <= end]


def _names(folded: Sequence[str]) -> list[Sequence[str]]:
    """Stretches of the query that may be the name of a law, longest first."""
    stretches = [
        folded[start : start + length]
        for start, syllable in enumerate(folded)
        if syllable in _NAMED
        for length in range(2, min(MAX_NAME, len(folded) - start) + 1)
    ]
    return sorted(stretches, key=lambda name: -len(name))


def by_number(engine: Reader, value: str) -> Filter:
    """``so:34-CT/TW`` as a filter on the documents of that number, in any spelling."""
    documents, _ = _documents(engine, analyze(value, words=False), ())
    return Filter("document", documents) if documents else Filter("number", (value,))

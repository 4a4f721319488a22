"""A reference in a query, recognised before anything is ranked.

``khoản 2 Điều 5 91/2015/QH13`` and ``k2 đ12 blds`` name one clause, ``điều 5, 6 và 7 luật đất đai
2024`` three, ``nghị quyết 39/NQ-TW`` one document. What is named comes first; the clauses that cite
it follow, and come first where the document itself is not in the index. A number or a name of
several documents lists them all, the newest first, unless a year is typed behind the name.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from analyzers.analysis import Analysis, analyze
from analyzers.token import Span
from indexer.core import query as q
from indexer.core.document import Metadata, Step
from indexer.core.engine import EngineRequest, Filter, Reader
from indexer.core.ids import document_term
from indexer.identity.address_terms import number_term, step_term
from indexer.querying.expansion import canonical, canonical_spans, covered
from indexer.querying.law_names import Named, named
from indexer.querying.notices import Notice
from indexer.querying.ranking import WEIGHTS, Weights
from indexer.querying.typed_places import Typed, merged, spellings, typed_places

MAX_CANDIDATES: Final = 20
"""Documents that one number or name is tried for."""
MAX_TARGETS: Final = 40
"""Places, each in one document, that are looked for."""
_SPREAD: Final = 0.4
"""By how much more, at most, the first of several documents or places is worth than the last."""
_PENAL_CODE: Final = ("bo", "luat", "hinh", "su")
_BESIDE: Final = frozenset({"cua", "tai", "trong", "thuoc", "theo"})
"""Folded syllables that may stand between a place and the document that it is in."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a query names."""

    places: tuple[tuple[Step, ...], ...]
    """Each outermost first. Empty: the whole document."""
    documents: tuple[str, ...]
    """Ids of the documents it may mean; empty where none is in the index or none was named."""
    named_by: frozenset[str]
    """The folded syllables of the query that say so; the rest is about something else."""
    notices: tuple[Notice, ...] = ()
    """What is to be said of it."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """The first place."""
        return self.places[0] if self.places else ()


class _Documents(NamedTuple):
    ids: tuple[str, ...] = ()
    said: range = range(0)
    """The canonical positions that name them."""
    notices: tuple[Notice, ...] = ()


def find(engine: Reader, analysis: Analysis, text: str) -> Target | None:
    """What a query names, if anything.

    Args:
        text: what ``analysis`` is of.
    """
    folded = [plain for plain, _ in canonical(analysis)]
    documents = _documents(engine, analysis, folded)
    typed = typed_places(text)
    if not documents.ids and any(one.crime for one in typed):
        documents = _penal_code(engine)
        typed = [one for one in typed if documents.ids or not one.crime]
    spans = canonical_spans(analysis)
    taken = [
        one
        for one in typed
        if one.sure or (documents.ids and (one.crime or _beside(one, documents, spans, folded)))
    ]
    places = list(merged(one.places for one in taken))
    if not (places or documents.ids):
        return None
    if documents.ids:
        places = _existing(engine, documents.ids, places)
    said = {*documents.said}
    for one in taken:
        said.update(_within(one, spans))
    return Target(
        tuple(dict.fromkeys(places)),
        documents.ids,
        frozenset(_texts(analysis, said)),
        documents.notices,
    )


def _texts(analysis: Analysis, positions: Container[int]) -> Iterator[str]:
    """The folded syllables at some positions, and the abbreviations that they were typed as."""
    for position, text in zip(analysis.folded.positions, analysis.folded.texts, strict=True):
        if position in positions:
            yield text


def _penal_code(engine: Reader) -> _Documents:
    """The document that *tội 174* means, named at no place of the query."""
    name = named(engine, _PENAL_CODE)
    found = _answering(engine, number_term(name.term)) if name else []
    return _Documents(tuple(document.id for document in found))


def boost(target: Target, weights: Weights = WEIGHTS) -> q.Query:
    """Matches what is named and what stands under it, and scores it: the thing itself most.

    With ``weights.reference`` that is above anything a text can score; where only an address is
    named, or the query goes on to ask for something, it is one evidence among others.
    """
    weight = weights.reference if target.documents else weights.address
    pairs = [
        (document, place)
        for document in (target.documents or (None,))
        for place in (target.places or ((),))
    ][:MAX_TARGETS]
    step = _SPREAD / len(pairs)
    return q.Best(
        tuple(
            _named(document, place, weight * (1 + step * (len(pairs) - 1 - at)))
            for at, (document, place) in enumerate(pairs)
        )
    )


def _named(document: str | None, steps: Sequence[Step], weight: float) -> q.Query:
    inside: list[q.Query] = [q.Unscored(_step(step)) for step in steps]
    if document is not None:
        inside.insert(0, q.Prefix("address", document_term(document), weight))
    if not steps:
        return q.Prefer(q.All(tuple(inside)), q.Prefix("address", "^", weight))
    last = tuple(
        q.Prefix("address", step_term(way, last=True), weight) for way in spellings(steps[-1])
    )
    return q.Prefer(q.All(tuple(inside)), last[0] if len(last) == 1 else q.Best(last))


def _step(step: Step) -> q.Query:
    """Clauses that have this step in their address, in any spelling of its number."""
    ways = tuple(q.Term("address", step_term(way)) for way in spellings(step))
    return ways[0] if len(ways) == 1 else q.Any(ways)


def _existing(
    engine: Reader, documents: Sequence[str], places: Sequence[tuple[Step, ...]]
) -> list[tuple[Step, ...]]:
    """The places that some of the documents have: of those that none has, the next above."""
    whole = [place for place in places if _exists(engine, documents, place)]
    if whole or not places:
        return whole
    for place in places:
        above = place[:-1]  # there is no such khoản: the Điều is the next best answer
        while above and not _exists(engine, documents, above):
            above = above[:-1]
        if above:
            return [above]
    return []


def _exists(engine: Reader, documents: Sequence[str], steps: Sequence[Step]) -> bool:
    here = q.All(tuple(_step(step) for step in steps))
    inside = (Filter("document", tuple(documents)),)
    return engine.search(EngineRequest(here, inside, limit=0)).total > 0


def _within(typed: Typed, spans: Sequence[Span]) -> Iterator[int]:
    """The canonical positions that a stretch of the query holds."""
    for position, (start, end) in enumerate(spans):
        if start < typed.end and typed.start < end:
            yield position


def _beside(
    typed: Typed,
    documents: _Documents,
    spans: Sequence[Span],
    folded: Sequence[str],
) -> bool:
    """Whether a place stands next to the name of the documents."""
    inside = list(_within(typed, spans))
    if not inside:
        return False
    before, after = inside[-1] + 1, inside[0]
    between = folded[before : documents.said.start] if before <= documents.said.start else None
    if between is None and documents.said.stop <= after:
        between = folded[documents.said.stop : after]
    return between is not None and _BESIDE.issuperset(between)


def _documents(engine: Reader, analysis: Analysis, folded: Sequence[str]) -> _Documents:
    """Documents that the query names by number or by name, in the most telling spelling that any
    document answers to."""
    numbers = [
        (term, found.first, found.last)
        for found in analysis.references
        if found.kind == "document"
        for term in found.terms
    ]
    terms = [number_term(term) for term, _, _ in numbers]
    counts = engine.frequencies("address", terms) if terms else []
    for (term, first, last), count in zip(numbers, counts, strict=True):
        if count:
            return _Documents(
                tuple(document.id for document in _answering(engine, number_term(term))),
                covered(analysis, first, last),
            )
    name = named(engine, folded)
    return _by_name(engine, name) if name else _Documents()


def _by_name(engine: Reader, name: Named) -> _Documents:
    """The documents of a name: those of the year that is typed, or else all, the newest first."""
    found = _answering(engine, number_term(name.term))
    notices: tuple[Notice, ...] = ()
    if name.year:
        of_year = [document for document in found if _is_of(document, name.year)]
        if not of_year:
            notices = (_not_of(name.year, found),)
        found = of_year or found
    return _Documents(
        tuple(document.id for document in found), range(name.first, name.last), notices
    )


def _answering(engine: Reader, term: str) -> list[Metadata]:
    """The documents whose head answers to a term, the newest first."""
    hits = engine.search(EngineRequest(q.Term("address", term), limit=MAX_CANDIDATES)).hits
    found = list({hit.document.id: hit.document for hit in hits}.values())
    return sorted(found, key=lambda document: document.date or "", reverse=True)


def _is_of(document: Metadata, year: str) -> bool:
    return (document.date or "").startswith(year) or f"/{year}/" in (document.number or "")


def _not_of(year: str, found: Sequence[Metadata]) -> Notice:
    known = ", ".join(document.date[:4] for document in found if document.date)
    return Notice(
        "order",
        "Không có văn bản tên ấy của năm %(year)s; đây là văn bản của năm %(known)s.",
        {"year": year, "known": known or "khác"},
    )


def by_number(engine: Reader, value: str) -> Filter:
    """``so:34-CT/TW`` as a filter on the documents of that number, in any spelling."""
    documents = _documents(engine, analyze(value, words=False), ())
    return Filter("document", documents.ids) if documents.ids else Filter("number", (value,))

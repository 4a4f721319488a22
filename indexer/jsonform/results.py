"""Answers of searches as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import TypedDict

from analyzers.token import Span
from indexer.core.engine import Count
from indexer.jsonform.documents import MetadataJson, StepJson, metadata_json, path_json
from indexer.jsonform.effects import StandingJson, standing_json
from indexer.querying.notices import Notice
from indexer.querying.results import Result, Results


class SnippetJson(TypedDict):
    text: str
    """A slice of the hit's ``text``."""
    marks: list[list[int]]
    """What was found, in this text."""


class ReasonJson(TypedDict):
    kind: str
    """unaccented, exact, pair, word, phrase, near, context, reference or abbreviation."""
    text: str
    """What was looked for."""
    score: float
    """Its part of the hit's score."""


class HitJson(TypedDict):
    id: str
    """Of the clause."""
    kind: str
    """As in ClauseJson."""
    score: float
    """Higher is better; comparable within one answer only."""
    label: str
    """The address as a person writes it; empty for a piece without one."""
    document: MetadataJson
    """The document it stands in."""
    path: list[StepJson]
    """Every ancestor, outermost first, and the clause itself last."""
    page: int | None
    """The page of the file on which it begins, from 1; null where the file has no pages."""
    part: int
    """1, and 2, 3 ... for the further parts of a long piece, which share its ``path``."""
    text: str
    """All of the clause."""
    marks: list[list[int]]
    """What was found, in `text`."""
    snippet: SnippetJson
    """The part of `text` to show."""


class ExplainedHitJson(HitJson, total=False):
    standing: StandingJson
    """How the document stands; only in answers to searches."""
    reasons: list[ReasonJson]
    """Why it was found; only where that was requested."""
    other_accents: bool
    """True where it has some word only with other accents than were typed; else left out."""


class CountJson(TypedDict):
    value: str
    """Of the field."""
    count: int
    """How many hits have it; where documents are listed, how many documents."""


class NoticeJson(TypedDict):
    kind: str
    """syntax, accents, keystrokes, expanded, quoted, spelling or order."""
    text: str
    """A sentence in Vietnamese."""
    query: str | None
    """A query to ask instead."""
    literal: bool
    """Whether that is to be asked with `literal=on`."""
    accents: str
    """`typed` where it is to be asked with `accents=typed`; else `any`."""


class InsteadJson(TypedDict):
    query: str
    """What was looked for instead."""
    total: int
    """How many clauses it finds."""
    hits: list[ExplainedHitJson]
    """The first of them."""


class ResultsJson(TypedDict):
    query: str
    """As it was asked."""
    total: int
    """Clauses found, whatever the page."""
    relaxed: bool
    """True where no clause had all the words, so the hits have most of them."""
    offset: int
    """Hits before this page."""
    limit: int
    """Hits on a page."""
    took_ms: float
    """Milliseconds that the search took."""
    suggestion: str | None
    """The query with accents or spelt otherwise, where that is likely what was meant; else null."""
    notices: list[NoticeJson]
    """What was done with the query besides finding its words."""
    facets: dict[str, list[CountJson]]
    """Field -> its values with the number of hits."""
    hits: list[ExplainedHitJson]
    """The page, in order."""
    instead: InsteadJson | None
    """Where quotation marks are why nothing was found: what the words find with other accents, or
    without the marks. None of it counts in `total`."""


def results_json(results: Results) -> ResultsJson:
    """One page of results: what ``khoan search --json`` and ``/api/v1/search`` answer."""
    return {
        "query": results.query,
        "total": results.total,
        "relaxed": results.relaxed,
        "offset": results.offset,
        "limit": results.limit,
        "took_ms": round(results.took_ms, 2),
        "suggestion": results.suggestion,
        "notices": [notice_json(notice) for notice in results.notices],
        "facets": {name: counts_json(rows) for name, rows in results.facets.items()},
        "hits": [hit_json(hit) for hit in results.hits],
        "instead": instead_json(results.instead) if results.instead else None,
    }


def instead_json(results: Results) -> InsteadJson:
    """What is shown where nothing was found."""
    return {
        "query": results.query,
        "total": results.total,
        "hits": [hit_json(hit) for hit in results.hits],
    }


def notice_json(notice: Notice) -> NoticeJson:
    """One thing that was done with the query."""
    return {
        "kind": notice.kind,
        "text": notice.text,
        "query": notice.query,
        "literal": notice.literal,
        "accents": notice.accents,
    }


def hit_json(hit: Result) -> ExplainedHitJson:
    """One clause that was found."""
    form: ExplainedHitJson = {
        "id": hit.clause.id,
        "kind": hit.clause.kind,
        "score": round(hit.score, 4),
        "label": hit.label,
        "document": metadata_json(hit.document),
        "path": path_json(hit.clause.path),
        "page": hit.document.page(hit.clause.span.start),
        "part": hit.clause.part,
        "text": hit.clause.text,
        "marks": marks_json(hit.marks),
        "snippet": {"text": hit.snippet.text, "marks": marks_json(hit.snippet.marks)},
    }
    if hit.standing:
        form["standing"] = standing_json(hit.standing)
    if hit.other_accents:
        form["other_accents"] = True
    if hit.reasons:
        form["reasons"] = [
            {"kind": kind, "text": text, "score": round(score, 4)}
            for kind, text, score in hit.reasons
        ]
    return form


def counts_json(rows: Iterable[Count]) -> list[CountJson]:
    """A facet's values, in the order given."""
    return [{"value": row.value, "count": row.count} for row in rows]


def marks_json(marks: Iterable[Span]) -> list[list[int]]:
    """Spans as ``[start, end]`` pairs."""
    return [[start, end] for start, end in marks]

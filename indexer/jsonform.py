"""The one JSON form of our values, for the command line and the HTTP API alike.

Every function is pure and gives plain dicts, lists, strings and numbers. Offsets are half-open
``[start, end]`` pairs in code points of the text beside them. ``None`` (JSON ``null``) means that
the document does not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from typing_extensions import TypedDict

from analyzers.token import Span
from indexer.citations.cited import Cited, Citing
from indexer.core.document import Citation, Clause, Document, Metadata, Path
from indexer.core.engine import Count
from indexer.effects.kinds import KINDS
from indexer.effects.model import Effect
from indexer.effects.terms import Stated
from indexer.identity.address import label
from indexer.querying.duplicates import Similar
from indexer.querying.notices import Notice
from indexer.querying.results import Result, Results
from indexer.validity.collection import Validity
from indexer.validity.places import Change
from indexer.validity.status import Standing


class StepJson(TypedDict):
    level: str
    """phan, chuong, muc, tieu-muc, dieu, khoan, diem, gach, phu-luc, kem-theo (a text issued with
    the document), van-ban (a further document in the file), mau (a form), thu-tuc, buoc, quote,
    note, bang, trang-tinh (a sheet), dong (a row of it) or trang-chieu (a slide)."""
    number: str
    """As the document writes it, without punctuation: ``II``, ``3``, ``a``, ``đ``."""
    heading: str
    """Without its number; empty where it has none."""


class MetadataJson(TypedDict):
    id: str
    """Of the document: what addresses and other commands take."""
    title: str | None
    """What it is about: the trích yếu."""
    type: str | None
    """`Chỉ thị`, `Nghị định` ..."""
    number: str | None
    """With its letters: `34-CT/TW`."""
    date: str | None
    """Date of issue, ISO 8601."""
    place: str | None
    """Where it was issued."""
    issuer: str | None
    """The office that issued it."""
    signer: str | None
    """Who signed it."""
    source: str
    """Path of the file relative to the folder that was indexed."""


class CitationJson(TypedDict):
    span: list[int]
    """In the document's ``text``."""
    type: str | None
    """Of the document that is cited, as written."""
    number: str | None
    """Its number."""
    date: str | None
    """Its date, ISO 8601."""
    issuer: str | None
    """Its issuer."""
    title: str | None
    """Its title, mostly where no number is written."""
    place: list[StepJson]
    """The place in it, outermost step first; empty for all of it."""
    label: str
    """``place`` as a person writes it: ``khoản 2 Điều 5``."""
    internal: bool
    """Whether the document itself is meant: `khoản 2 Điều này`."""


class TargetJson(TypedDict):
    status: str
    """held, stub (cited but not in the index), ambiguous or internal."""
    id: str | None
    """Of the document; null where ambiguous."""
    clause: str | None
    """The id of the target clause, where a place is cited."""
    candidates: list[str]
    """Where ambiguous: the ids of the documents it may be."""


class CitedJson(CitationJson):
    target: TargetJson
    """What is meant."""


class CitingJson(TypedDict):
    clause: ClauseJson
    """The clause that cites."""
    document: MetadataJson
    """Its document."""
    cited: list[CitedJson]
    """Which of its citations are meant."""


class SimilarJson(TypedDict):
    clause: ClauseJson
    """The similar clause."""
    document: MetadataJson
    """Its document."""
    similarity: float
    """Share of their pairs of adjacent syllables that both clauses have, 0 to 1."""


class KnownJson(MetadataJson):
    signer_role: str | None
    """The office of the one who signed."""
    recipients: list[str]
    """Who received it (Nơi nhận), in order."""
    quality: str | None
    """Why the text cannot be fully trusted, else null."""
    read_at: dict[str, list[int]]
    """Field -> where in ``text`` its value was read."""
    provenance: dict[str, str]
    """Field -> stated (beside the text), format (the file's own title) or name (the file's), for
    values that the text does not state."""
    pages: list[int]
    """Where each page of the file begins in ``text``; empty where the file has no pages."""


class DocumentJson(KnownJson):
    text: str
    """All of it; spans point into it."""
    citations: list[CitationJson]
    """What it cites, in order."""


class ClauseJson(TypedDict):
    id: str
    """That of the document, `#` and an anchor."""
    kind: str
    """preamble, clause, closing, recipients, signature, appendix, table or other."""
    label: str
    """The address as a person writes it: ``khoản 3 mục II``."""
    path: list[StepJson]
    """Every step from the outermost one, the clause itself last; empty for a piece without an
    address."""
    text: str
    """A slice of the document's text."""
    span: list[int]
    """In the document's ``text``: ``document.text[span[0]:span[1]] == text``."""
    part: int
    """1, and 2, 3 ... for the further parts of a long piece, which share its ``path``."""


class ParseJson(DocumentJson):
    clauses: list[ClauseJson]
    """The pieces, in order; together they are all of the text."""


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


class EffectTargetJson(TypedDict):
    number: str | None
    """Of the document it is on."""
    name: str | None
    """Of a law that is named without its number."""
    date: str | None
    """Its date, ISO 8601, where it is written."""
    place: str
    """As a person writes it; empty for all of the document."""
    path: list[StepJson]
    """The place in it, outermost step first."""
    part: str
    """title, opening, words or note, where not all of the place is meant; else empty."""
    itself: bool
    """The document that says it."""


class EffectJson(TypedDict):
    kind: str
    """takes_effect, expires, amends, inserts, replaces, repeals, replaces_words, inserts_words,
    removes_words, corrects, suspends, revives, implements, based_on, consolidates or attaches."""
    about: str
    """The kind in Vietnamese: ``sửa đổi, bổ sung``."""
    document: str
    """The id of the document that says it."""
    clause: str
    """The id of the clause that says it."""
    span: list[int]
    """The words that say it, in that document's text."""
    target: EffectTargetJson
    """What it is on."""
    start: str | None
    """The first day on which it operates, ISO 8601; null where that is not known."""
    until: str | None
    """Its last day; null where it goes on, or that is not known."""
    quoted: list[int] | None
    """The new text, in the text of the document that says it."""


class EffectsJson(TypedDict):
    key: str
    """As it was asked for."""
    states: list[EffectJson]
    """What the document does, to itself and to others."""
    undergoes: list[EffectJson]
    """What others do to it."""


class WorkStandingJson(TypedDict):
    work: str
    """The key of the work: its number, and its date where a number alone says too little."""
    documents: list[str]
    """The ids of the documents that hold it; none where it is only named."""
    standing: StandingJson
    """How it stands."""
    changes: list[str]
    """The ids of the clauses that have changed its words by then."""


class StatusJson(TypedDict):
    key: str
    """As it was asked for."""
    at: str
    """The day, ISO 8601."""
    works: list[WorkStandingJson]
    """The texts that the key may mean."""


class StandingJson(TypedDict):
    state: str
    """in_force, partly, not_yet, suspended, no_longer or unknown; by the texts of this collection
    only."""
    at: str
    """The day of which it speaks."""
    since: str | None
    """The first day of this state, where it is known."""
    why: str
    """Of unknown: no_start, not_held, condition, conflict, gazette, unsigned, chain or end; else
    empty."""
    evidence: list[str]
    """The ids of the clauses that say so."""
    by_people: list[str]
    """The sources that people gave who wrote so beside the index (`effects.tsv`)."""


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


def standing_json(standing: Standing) -> StandingJson:
    """How a document stands at a day."""
    return {
        "state": standing.state,
        "at": standing.at,
        "since": standing.since,
        "why": standing.why,
        "evidence": list(dict.fromkeys(act.clause for act in standing.acts if act.clause)),
        "by_people": list(dict.fromkeys(act.note for act in standing.acts if act.note)),
    }


class Effects(Protocol):
    """What is needed of an index."""

    def validity(self) -> Validity:
        """See ``indexer.index_reader.IndexReader``."""

    def effects_of(self, document_id: str) -> tuple[Effect, ...]:
        """See ``indexer.index_reader.IndexReader``."""

    def effects_on(self, key: str) -> tuple[Stated, ...]:
        """See ``indexer.index_reader.IndexReader``."""


def status_json(validity: Validity, key: str, at: str) -> StatusJson:
    """How the texts that a key may mean stand at a day."""
    works: list[WorkStandingJson] = []
    for node in validity.named(key):
        standing = validity.standing(node, at)
        works.append(
            {
                "work": node,
                "documents": list(validity.works.files(node)),
                "standing": standing_json(standing),
                "changes": list(dict.fromkeys(act.clause for act in standing.changes)),
            }
        )
    return {"key": key, "at": at, "works": works}


def effects_json(index: Effects, key: str) -> EffectsJson:
    """What a document does, and what is done to it.

    Args:
        key: its id, or its number.
    """
    validity = index.validity()
    nodes = validity.named(key)
    acts = [act for node in nodes for act in (*validity.of(node), *validity.on(node))]
    days = {change.act.effect: change for change in validity.dated(acts)}
    ids = [id_ for node in nodes for id_ in validity.works.files(node)]
    states = [(id_, effect) for id_ in ids for effect in index.effects_of(id_)]
    names = ids or [key]
    undergoes = dict.fromkeys(one for name in names for one in index.effects_on(name))
    others = {(act.document, act.effect): None for node in nodes for act in validity.on(node)}
    others = {one: None for one in others if one[0] not in ids}
    return {
        "key": key,
        "states": [effect_json(id_, effect, days.get(effect)) for id_, effect in states],
        "undergoes": [
            effect_json(id_, effect, days.get(effect))
            for id_, effect in dict.fromkeys((*undergoes, *others))
        ],
    }


def effect_json(document_id: str, effect: Effect, change: Change | None) -> EffectJson:
    """One effect.

    Args:
        change: the days on which it operates, where it is one that does.
    """
    target = effect.target
    return {
        "kind": effect.kind,
        "about": KINDS[effect.kind].active,
        "document": document_id,
        "clause": f"{document_id}#{effect.said_by}",
        "span": list(effect.span),
        "target": {
            "number": target.number,
            "name": target.name,
            "date": target.date,
            "place": label(target.place),
            "path": path_json(target.place),
            "part": target.part,
            "itself": target.itself,
        },
        "start": change.first if change else None,
        "until": change.last if change else None,
        "quoted": list(effect.quoted) if effect.quoted else None,
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


def path_json(path: Path) -> list[StepJson]:
    """An address, outermost step first."""
    return [{"level": step.level, "number": step.number, "heading": step.heading} for step in path]


def metadata_json(metadata: Metadata) -> MetadataJson:
    """What a hit says of its document."""
    return {
        "id": metadata.id,
        "title": metadata.title,
        "type": metadata.type,
        "number": metadata.number,
        "date": metadata.date,
        "place": metadata.place,
        "issuer": metadata.issuer,
        "signer": metadata.signer,
        "source": metadata.source,
    }


def citation_json(citation: Citation) -> CitationJson:
    """One citation, with the place it stands at and the place it means."""
    return {
        "span": list(citation.span),
        "type": citation.type,
        "number": citation.number,
        "date": citation.date,
        "issuer": citation.issuer,
        "title": citation.title,
        "place": path_json(citation.place),
        "label": label(citation.place),
        "internal": citation.internal,
    }


def cited_json(cited: Cited) -> CitedJson:
    """One citation and its target document."""
    target = cited.target
    return {
        **citation_json(cited.citation),
        "target": {
            "status": target.status,
            "id": target.id,
            "clause": target.clause,
            "candidates": list(target.candidates),
        },
    }


def citing_json(citing: Citing) -> CitingJson:
    """One clause that cites, with what it cites."""
    return {
        "clause": clause_json(citing.clause),
        "document": metadata_json(citing.document),
        "cited": [cited_json(cited) for cited in citing.cited],
    }


def similar_json(similar: Similar) -> SimilarJson:
    """One clause that says nearly the same."""
    return {
        "clause": clause_json(similar.clause),
        "document": metadata_json(similar.document),
        "similarity": round(similar.similarity, 3),
    }


def known_json(metadata: Metadata) -> KnownJson:
    """Everything that is known of a document besides its text."""
    return {
        **metadata_json(metadata),
        "signer_role": metadata.signer_role,
        "recipients": list(metadata.recipients),
        "quality": metadata.quality,
        "read_at": {name: list(span) for name, span in metadata.read_at.items()},
        "provenance": dict(metadata.provenance),
        "pages": list(metadata.pages),
    }


def document_json(document: Document) -> DocumentJson:
    """A document whole, its text and citations with it, without its clauses."""
    return {
        **known_json(document),
        "text": document.text,
        "citations": [citation_json(citation) for citation in document.citations],
    }


def clause_json(clause: Clause) -> ClauseJson:
    """One piece of a document."""
    return {
        "id": clause.id,
        "kind": clause.kind,
        "label": label(clause.path),
        "path": path_json(clause.path),
        "text": clause.text,
        "span": list(clause.span),
        "part": clause.part,
    }


def parse_json(document: Document, clauses: Sequence[Clause]) -> ParseJson:
    """How one file is read: what ``khoan parse --json`` prints."""
    return {**document_json(document), "clauses": [clause_json(clause) for clause in clauses]}

"""What texts do to one another, and how they stand, as JSON."""

from __future__ import annotations

from typing import Protocol

from typing_extensions import TypedDict

from indexer.effects.kinds import KINDS
from indexer.effects.model import Effect
from indexer.effects.terms import Stated
from indexer.identity.address import label
from indexer.jsonform.documents import StepJson, path_json
from indexer.validity.collection import Validity
from indexer.validity.places import Change
from indexer.validity.status import Standing


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

"""The JSON of a consolidated text: part of the API, ``khoan consolidated --json`` alike."""

from __future__ import annotations

from typing_extensions import TypedDict

from indexer.consolidation.model import Consolidated, Passage, Unapplied
from indexer.validity.acts import Act


class SliceJson(TypedDict):
    document: str
    """The id of the document whose words these are."""
    span: list[int]
    """Where they stand in its text."""
    added: bool
    """Whether a change put them inside words that are otherwise as they were."""


class PassageJson(TypedDict):
    anchor: str
    """The address in links: ``dieu-5.khoan-2``; empty without one."""
    kind: str
    """As in ClauseJson."""
    part: int
    """As in ClauseJson."""
    state: str
    """Empty, amended, inserted, repealed (no longer in force) or words (some were exchanged)."""
    text: str
    """As it stands at that day."""
    slices: list[SliceJson]
    """What the text is made of, in order."""
    by: list[str]
    """The ids of the clauses that made it so, in the order in which they operated."""


class UnappliedJson(TypedDict):
    clause: str
    """The id of the clause that says it."""
    kind: str
    """Of the effect: amends, inserts ..."""
    why: str
    """no_place, many_places, there_already, no_text, no_match, no_words, part, exempt, no_day,
    changed_since or conflict."""
    at: str
    """The anchor of the place, or of the nearest above it that there is."""


class ConsolidatedJson(TypedDict):
    id: str
    """Of the document."""
    at: str
    """The day, ISO 8601."""
    official: bool
    """Always false: it is put together from the texts of this collection."""
    passages: list[PassageJson]
    """In order."""
    applied: list[str]
    """The ids of the clauses whose changes are in it, in order."""
    unapplied: list[UnappliedJson]
    """Changes that are only noted."""
    later: list[str]
    """The ids of the clauses whose changes operate after the day."""


def consolidated_json(found: Consolidated) -> ConsolidatedJson:
    """A text as it stands at a day."""
    return {
        "id": found.document_id,
        "at": found.at,
        "official": False,
        "passages": [_passage(one) for one in found.passages],
        "applied": _clauses(found.applied),
        "unapplied": [_unapplied(one) for one in found.unapplied],
        "later": _clauses(found.later),
    }


def _passage(passage: Passage) -> PassageJson:
    return {
        "anchor": passage.anchor,
        "kind": passage.kind,
        "part": passage.part,
        "state": passage.state,
        "text": passage.text,
        "slices": [
            {"document": one.document_id, "span": [*one.span], "added": one.added}
            for one in passage.slices
        ],
        "by": _clauses(passage.acts),
    }


def _unapplied(one: Unapplied) -> UnappliedJson:
    return {"clause": one.act.clause, "kind": one.act.kind, "why": one.why, "at": one.at}


def _clauses(acts: tuple[Act, ...]) -> list[str]:
    return list(dict.fromkeys(act.clause for act in acts))

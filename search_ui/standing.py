"""How a document stands, as the pages show it: quiet words with a shape, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from flask import url_for

from indexer.core.document import Metadata, Path, Step
from indexer.effects.kinds import KINDS
from indexer.identity.address import label, step_name
from indexer.identity.kind_names import KINDS as KIND_NAMES
from indexer.querying.results import Result
from indexer.validity.acts import ENDING
from indexer.validity.codes import CODES, NAMES, REASONS, today
from indexer.validity.places import Change, label_of, touching
from indexer.validity.status import Standing, State
from search_ui.i18n import tr
from search_ui.reading.links import place_url
from search_ui.site import site
from search_ui.wording import anchor_of, day, identity, named

SHAPES: Final[dict[State, str]] = {
    "in_force": "●",
    "partly": "◐",
    "not_yet": "○",
    "suspended": "‖",
    "no_longer": "✕",
    "unknown": "?",
}
"""What tells the states apart without colours."""
_LONG: Final = 60
"""Code points of a name."""
_SHOWN: Final = 3
"""Clauses that a mark rests on, at most."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A clause that says something of a document."""

    what: str
    """What it does, as the text that undergoes it says it: *bị bãi bỏ bởi*."""
    name: str
    """``khoản 2 Điều 124 Luật Bảo hiểm xã hội 2014``."""
    url: str
    subject: str = ""
    """What that is, seen from a clause: *Khoản này*."""
    gone: bool = False
    """Whether what it is on is no longer in force by it."""
    place: str = ""
    """The place that it is on; empty for all of the document."""
    since: str | None = None
    """From when, ISO 8601."""
    until: str | None = None
    excepted: bool = False
    """Whether it leaves something out, which the clause says."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How a document stands."""

    code: str
    shape: str
    text: str
    why: str
    """Of what is not known."""
    evidence: tuple[Evidence, ...]
    at: str
    """The day, ISO 8601."""
    now: bool
    """Whether that is today."""
    by_people: bool = False
    """Whether it rests on what people wrote, not on a text."""


def mark_of(standing: Standing | None) -> Mark | None:
    """How a document stands, with what that rests on."""
    if standing is None:
        return None
    text = tr(NAMES[standing.state])
    if standing.since and standing.state != "unknown":
        text = tr("%(state)s từ %(day)s", state=text, day=day(standing.since))
    dated = site().index.validity().dated(standing.acts[:_SHOWN])
    return Mark(
        code=CODES[standing.state],
        shape=SHAPES[standing.state],
        text=text,
        why=tr(REASONS[standing.why]) if standing.why in REASONS else "",
        evidence=tuple(evidence_of(change) for change in dated),
        at=standing.at,
        now=standing.at == today(),
        by_people=any(act.note for act in standing.acts),
    )


def standing_of(document: Metadata, at: str | None = None) -> Standing:
    """How a document stands at a day, or today."""
    return site().index.validity().standing_of(document.id, at or today())


def place_name(anchor: str) -> str:
    """What a clause is called, by its anchor."""
    kind = KIND_NAMES.get(anchor.partition("-")[0])  # type: ignore[call-overload]  # any word
    return tr(kind) if kind else label_of(anchor)


def called(document: Metadata) -> str:
    """A document in a sentence that must stay short: a law that amends is called by its number, for
    its name is that of another one."""
    name = named(document)
    return name if len(name) <= _LONG else identity(document)


def evidence_of(change: Change) -> Evidence:
    """One act as a sentence needs it."""
    act = change.act
    if act.note and act.source == act.target:
        return Evidence(tr("người quản trị kho ghi, theo"), act.note, "", since=change.first)
    source = site().index.metadata(act.document)
    where = place_name(act.effect.said_by) if act.effect.said_by else ""
    name = f"{where} {called(source)}".strip() if source else act.source
    if act.note:
        name = tr("%(name)s (người quản trị kho ghi, theo %(source)s)", name=name, source=act.note)
    url = (
        place_url(act.document, act.effect.said_by)
        if source
        else url_for(".citing_page", key=act.source)
    )
    place = label(act.effect.target.place)
    return Evidence(
        what=tr("theo")
        if act.kind in {"expires", "takes_effect"} and act.whole
        else tr(KINDS[act.kind].passive),
        gone=act.kind in ENDING,
        name=name,
        url=url,
        place=place,
        since=change.first,
        until=change.last,
        excepted=bool(act.effect.exempt),
    )


def clause_marks(hit: Result) -> list[Evidence]:
    """What has been done to a clause that was found, by the day that was asked for."""
    standing = hit.standing
    if standing is None or not hit.clause.path:
        return []
    validity = site().index.validity()
    node = validity.works.node(hit.document.id)
    anchor, path = anchor_of(hit.clause.id), hit.clause.path
    found = touching(validity.changes(node), anchor) if node else ()
    return [
        replace(evidence_of(change), subject=subject_of(path, anchor, change))
        for change in found
        if change.done(standing.at)
    ][-_SHOWN:]


def subject_of(path: Path, anchor: str, change: Change) -> str:
    """What a change is on, seen from the clause with this path and anchor: *Khoản này*, *Điểm a
    khoản 2 Điều 5*."""
    if anchor == change.act.place and path:
        name = step_name(Step(path[-1].level, ""))
        text = tr("%(level)s này", level=name)
    else:
        text = label(change.act.effect.target.place)
    return text[:1].upper() + text[1:]


HELPERS = {
    "standing_mark": mark_of,
    "document_standing": standing_of,
    "clause_marks": clause_marks,
}
"""What templates may call."""

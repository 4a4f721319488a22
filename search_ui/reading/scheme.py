"""The scheme of a document (lược đồ): what it does to others, what is done to it, and when.

As lists, which have everything, and as two small pictures, which have the most important.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import url_for

from indexer.core.document import Metadata
from indexer.effects.kinds import KINDS, EffectKind
from indexer.effects.model import Effect
from indexer.identity.address import label
from indexer.validity.codes import today
from indexer.validity.collection import Validity
from indexer.validity.places import Change
from search_ui.i18n import tr
from search_ui.reading.links import place_url
from search_ui.reading.relations_picture import Related
from search_ui.site import site
from search_ui.standing import called, place_name

MOST: Final = 400
"""Effects on one side that are listed."""
_PLACES: Final = 8
"""Places of a row that are named."""
_EVENTS: Final = 24
"""Days on the line of time."""
_WIDTH: Final = 960
_MARGIN: Final = 24


@dataclass(frozen=True, slots=True)
class Row:
    """What one document does to another, in one way and from one day on."""

    what: str
    """*bãi bỏ*, or seen from the other side *bị bãi bỏ bởi*."""
    name: str
    url: str
    held: bool
    places: str
    """Where, as far as there is room; empty for all of it."""
    clauses: tuple[tuple[str, str], ...]
    """(name, address) of the clauses that say so."""
    since: str | None
    until: str | None
    kind: EffectKind


@dataclass(frozen=True, slots=True)
class Event:
    """A day in the life of a document."""

    day: str
    text: str
    url: str
    x: int
    """Where it stands on the line."""
    past: bool


@dataclass(frozen=True, slots=True)
class Scheme:
    does: tuple[Row, ...]
    undergoes: tuple[Row, ...]
    events: tuple[Event, ...]
    width: int
    now: int | None
    """Where today stands on the line; None beyond it."""

    def related(self, rows: Sequence[Row]) -> list[Related]:
        """One side of the picture, a box a document."""
        found: dict[str, Related] = {}
        for row in rows:
            before = found.get(row.url)
            kind = f"{before.kind}; {row.what}" if before else row.what
            kind = "; ".join(dict.fromkeys(kind.split("; ")))
            count = (before.count if before else 0) + len(row.clauses)
            found[row.url] = Related(row.name, row.url, kind, count, row.held)
        order = {one.kind: n for n, one in enumerate(found.values())}
        return sorted(found.values(), key=lambda one: (order[one.kind], -one.count, one.name))


def scheme_of(document: Metadata) -> Scheme:
    """The scheme of a document that is held."""
    validity = site().index.validity()
    node = validity.works.of(document.id)
    own = _own(validity, document, node)
    on = [act for act in validity.on(node) if act.source != node]
    undergoes = _undergone(validity.dated(on[:MOST]))
    return Scheme(own, undergoes, *_line(document, validity, node))


def _own(validity: Validity, document: Metadata, node: str) -> tuple[Row, ...]:
    """What a document does to others."""
    file = validity.works.first(node) or document.id
    acts = [act for act in validity.of(node) if act.target != node][:MOST]
    days = {change.act.effect: change for change in validity.dated(acts)}
    found: dict[tuple[str, str, str | None, str | None], list[Effect]] = defaultdict(list)
    for effect in site().index.effects_of(file)[: 4 * MOST]:
        if effect.target.itself:
            continue
        target = validity.node_of(effect.target, file)
        if target == node or len(found) >= MOST:
            continue
        change = days.get(effect)
        key = (effect.kind, target or _spoken(effect), *_days(change))
        found[key].append(effect)
    rows = []
    for (_, target, since, until), effects in found.items():
        held = validity.works.first(target)
        other = site().index.metadata(held) if held else None
        rows.append(
            Row(
                what=tr(KINDS[effects[0].kind].active),
                name=called(other) if other else _spoken(effects[0]),
                url=_address(held, target),
                held=other is not None,
                places=_places(effects),
                clauses=_clauses((file, effect.said_by) for effect in effects),
                since=since,
                until=until,
                kind=effects[0].kind,
            )
        )
    return tuple(sorted(rows, key=lambda row: _ORDER.index(row.kind)))


def _undergone(changes: Sequence[Change]) -> tuple[Row, ...]:
    found: dict[tuple[str, str, str | None, str | None], list[Change]] = defaultdict(list)
    for change in changes:
        key = (change.act.kind, change.act.document, change.first, change.last)
        found[key].append(change)
    rows = []
    for (_, source, since, until), same in found.items():
        other = site().index.metadata(source)
        rows.append(
            Row(
                what=tr(KINDS[same[0].act.kind].passive),
                name=called(other) if other else source,
                url=_address(source if other else None, same[0].act.source),
                held=other is not None,
                places=_places(change.act.effect for change in same),
                clauses=_clauses((source, change.act.effect.said_by) for change in same),
                since=since,
                until=until,
                kind=same[0].act.kind,
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.since or "9999", _ORDER.index(row.kind))))


_ORDER: Final = tuple(KINDS)


def _days(change: Change | None) -> tuple[str | None, str | None]:
    return (change.first, change.last) if change else (None, None)


def _spoken(effect: Effect) -> str:
    """A document that is only named, as people name it."""
    target = effect.target
    if target.number:
        return f"{target.type or tr('Văn bản')} {target.number}"
    return target.name or tr("Văn bản")


def _address(held: str | None, key: str) -> str:
    if held:
        return url_for(".document_page", document_id=held)
    return url_for(".citing_page", key=key)


def _places(effects: Iterable[Effect]) -> str:
    names = list(dict.fromkeys(label(one.target.place) for one in effects))
    shown = [name for name in names[:_PLACES] if name]
    more = len(names) - _PLACES
    rest = [tr("và %(count)s chỗ khác", count=more)] if more > 0 else []
    return ", ".join([*shown, *rest])


def _clauses(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (place_name(anchor), place_url(document, anchor))
        for document, anchor in list(dict.fromkeys(pairs))[:_PLACES]
    )


def _line(
    document: Metadata, validity: Validity, node: str
) -> tuple[tuple[Event, ...], int, int | None]:
    """The line of time: its days, its width, and where today is."""
    days: dict[tuple[str, str, str], None] = {}
    if document.date:
        days[document.date, tr("ban hành"), url_for(".document_page", document_id=document.id)] = (
            None
        )
    for change in validity.dated(validity.on(node)[:MOST]):
        act = change.act
        if change.first is None or (act.kind == "takes_effect" and not act.whole):
            continue
        source = site().index.metadata(act.document)
        what = KINDS[act.kind]
        text = tr(what.active) if act.source == node else tr(what.passive)
        if act.source != node and source:
            text = f"{text} {called(source)}"
        days[change.first, text, _address(act.document if source else None, act.source)] = None
    chosen = sorted(days)[:_EVENTS]
    if not chosen:
        return (), 0, None
    first, last = _number(chosen[0][0]), max(_number(chosen[-1][0]), _number(today()))
    span = max(1, last - first)

    def at(day: str) -> int:
        return _MARGIN + (_WIDTH - 2 * _MARGIN) * (_number(day) - first) // span

    events = tuple(Event(day, text, url, at(day), day <= today()) for day, text, url in chosen)
    now = at(today()) if _number(today()) >= first else None
    return events, _WIDTH, now


def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()

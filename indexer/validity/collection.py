"""The effects of one generation of an index as a graph, and the status of its documents.

Effects are read from the dictionary of terms (``indexer.effects.terms``), not from documents:
listing it takes about a microsecond an effect. An effect is decoded when a question needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import inf
from threading import Lock
from typing import Final, cast

from indexer.core.deadline import Allowance, allowed, current
from indexer.core.engine import Distant, Grouping, Reader
from indexer.core.ids import OF_DOCUMENT, document_of
from indexer.effects.model import Target
from indexer.effects.terms import number_of, stated
from indexer.identity.document_id import number_key
from indexer.identity.works import same_work
from indexer.validity.acts import Act, is_plain_start
from indexer.validity.by_people import ByPeople, corrections_of
from indexer.validity.codes import CODES
from indexer.validity.corrections import NO_CORRECTIONS, Corrections
from indexer.validity.filed import FiledRegistry
from indexer.validity.named import EffectsByNode, effects_by_document, resolved
from indexer.validity.places import Change, changes, days_of
from indexer.validity.status import STATES, Standing, State, status
from indexer.validity.works import Works, is_national, key_of, node_of_key, signed_of

_making: Final = Lock()
_DAYS: Final = 16
"""Days for which the status of every document is remembered."""


class Validity:
    """Who amends, repeals and replaces whom, and how each text stands at a day:
    ``indexer.validity.acts.Graph`` of one generation. Threads may share it."""

    def __init__(self, reader: Reader, corrections: Corrections = NO_CORRECTIONS) -> None:
        self._registry = FiledRegistry(reader)
        self._acts: dict[str, tuple[Act, ...]] = {}
        self._known: dict[str, dict[str, Standing]] = {}
        self._changes: dict[str, tuple[Change, ...]] = {}
        self._groupings: dict[tuple[str, str], Grouping] = {}
        self._states: dict[str, Mapping[State, Sequence[str]]] = {}
        listed = (document_of(term) for term, _ in reader.terms("address", OF_DOCUMENT))
        self.works = Works(listed, self._same)
        self._stated = effects_by_document(reader)
        self._on = EffectsByNode(reader, self.works, self._registry)
        self._people = ByPeople(corrections, self._one_named)

    @property
    def corrections(self) -> str:
        """The name of the table of corrections that is part of it."""
        return self._people.name

    def _same(self, one: str, other: str) -> bool:
        return same_work(self._registry.filed(one), self._registry.filed(other))

    def _one_named(self, name: str) -> str | None:
        """The node of the one work that a number or an id names."""
        found = self.named(name)
        if len(found) == 1:
            return found[0]
        return None if found else node_of_key(number_key(name), None)

    def held(self, node: str) -> bool:
        return self.works.first(node) is not None

    def of(self, node: str) -> Sequence[Act]:
        key = f"!{node}"
        if key not in self._acts:
            said = (self._act(term, None) for term in self._said(node))
            self._acts[key] = (*(act for act in said if act), *self._people.of(node))
        return self._acts[key]

    def on(self, node: str) -> Sequence[Act]:
        if node not in self._acts:
            own = [
                act
                for term in self._said(node)
                if self._is_own(term, node) and (act := self._act(term, node))
            ]
            own += [act for act in self._people.of(node) if act.target == node]
            own += [act for act in self._people.on(node) if act not in own]
            others = (self._act(term, node) for term in self._on.terms(node))
            self._acts[node] = (*own, *(act for act in others if act and act not in own))
        return self._acts[node]

    def _said(self, node: str) -> Sequence[str]:
        """The terms of the effects that a work states: one file speaks for all."""
        return self._stated.get(self.works.first(node) or "", ())

    def _is_own(self, term: str, node: str) -> bool:
        """Whether what a work states is on the work itself. Most of the others are not decoded."""
        number = number_of(term)
        if number and is_national(key := number_key(number)) and key != node:
            return False
        id_, effect = stated(term)
        return effect.target.itself or self.node_of(effect.target, id_) == node

    def _act(self, term: str, target: str | None) -> Act | None:
        """The act of a term; None where it is not known on what.

        Args:
            target: the node that it is on; None: to be found.
        """
        id_, effect = stated(term)
        on = target or self.node_of(effect.target, id_)
        if on is None:
            return None
        start = effect.start
        other = self.node_of(start.document, id_) if start and start.document else None
        return Act(effect, self.works.of(id_), on, id_, signed_of(id_), other)

    def node_of(self, target: Target, document_id: str) -> str | None:
        """The node that a target means in a document."""
        if target.itself:
            return self.works.of(document_id)
        key = number_key(target.number) if target.number else ""
        if key and is_national(key):
            return key
        meant = resolved(target, document_id, self.works, self._registry)
        if meant is None:
            return None
        if meant.status == "held" and meant.id:
            return self.works.of(meant.id)
        if meant.status == "internal":
            return self.works.of(document_id)
        if meant.status != "stub":
            return None
        return node_of_key(key, target.date) if key else (meant.id or "").partition(".")[0] or None

    def named(self, name: str) -> tuple[str, ...]:
        """The nodes that an id, a number or a key names, held or not."""
        if node := self.works.node(name):
            return (node,)
        stem, _, date = name.partition(".")
        key = key_of(stem) or number_key(name)
        known = {*self.works.numbered(key), *self._on.nodes(key)}
        exact = {node for node in known if node == f"{key}.{date}"}
        return tuple(sorted(exact or known))

    def standing(self, node: str, at: str) -> Standing:
        """The status of a text at a date."""
        known = self._known.get(at)
        if known is None:
            if len(self._known) >= _DAYS:
                self._known = {}  # not emptied: another thread may be reading it
            known = self._known.setdefault(at, {})
        if node not in known:
            plain = self._plainly(node, at) or status(self, node, at)
            known[node] = self._people.standing(node, plain, at)
        return known[node]

    def _plainly(self, node: str, at: str) -> Standing | None:
        """The same of what most texts are: nothing is said of them, or one day and nothing else.
        None where there is more to look at."""
        acts = tuple(self.on(node))
        if not acts:
            return Standing("unknown", "no_start" if self.held(node) else "not_held", at=at)
        if len(acts) > 1 or not is_plain_start(acts[0]):
            return None
        day = acts[0].effect.start.date if acts[0].effect.start else None
        if day is None:
            return None
        if day <= at:
            return Standing("in_force", since=day, acts=acts, at=at)
        return Standing("not_yet", acts=acts, at=at)

    def standing_of(self, document_id: str, at: str) -> Standing:
        """The status of a document that is held."""
        if self._is_silent(document_id):
            return Standing("unknown", "no_start", at=at)
        node = self.works.node(document_id)  # a newer generation may have others
        return self.standing(node, at) if node else Standing("unknown", "no_start", at=at)

    def _is_silent(self, document_id: str) -> bool:
        """Whether nothing is said of a document, whichever files are one work with it: then it does
        not matter which are, and none is read."""
        several = self.works.unsettled(document_id)
        if several is None:
            return False
        node, files = several
        return not self._on.terms(node) and not any(id_ in self._stated for id_ in files)

    def changes(self, node: str) -> tuple[Change, ...]:
        """What is done to places of a text, by day."""
        if node not in self._changes:
            self._changes[node] = changes(self, node)
        return self._changes[node]

    def dated(self, acts: Sequence[Act]) -> tuple[Change, ...]:
        """Acts with the days on which they operate."""
        return days_of(self, acts)

    def grouping(self, name: str, at: str) -> Grouping:
        """The facet of documents by how they stand at a day (the states' codes)."""
        known = self._groupings.get((name, at))
        if known is None:
            states = self.documents(at).items()
            codes = {id_: CODES[state] for state, ids in states for id_ in ids}
            known = Grouping(name, "document", codes)
            if len(self._groupings) >= _DAYS:
                self._groupings = {}
            known = self._groupings.setdefault((name, at), known)
        return known

    def documents(self, at: str) -> Mapping[State, Sequence[str]]:
        """Each state -> the ids of the documents that are in it at a date."""
        if at not in self._states:
            found: dict[State, list[str]] = {state: [] for state in STATES}
            for id_ in self.works:
                found[self.standing_of(id_, at).state].append(id_)
            if len(self._states) >= _DAYS:
                self._states = {}
            self._states[at] = found
        return self._states[at]


def validity_of(reader: Reader) -> Validity:
    """What the texts of an index say of one another, and people of them; made once for each
    generation and table of corrections."""
    derived, table = reader.derived, corrections_of(reader)
    known = derived.get("validity")
    if known is None or known.corrections != table.name:
        # Whoever asks first: it is for all. A server that hangs must not make them wait, though.
        until = current().until if isinstance(reader, Distant) else inf
        with _making, allowed(Allowance(until)):
            known = derived.get("validity")
            if known is None or known.corrections != table.name:
                known = derived["validity"] = Validity(reader, table)
    return cast("Validity", known)


def standings(reader: Reader, at: str) -> Callable[[str], Standing]:
    """From the id of a document to how it stands at a day."""
    found: list[Validity] = []

    def standing(document_id: str) -> Standing:
        if not found:  # made when it is first asked for, and then looked up once
            found.append(validity_of(reader))
        return found[0].standing_of(document_id, at)

    return standing

"""The effects of one generation of an index as a graph, and the status of its documents.

Effects are read from the dictionary of terms (``indexer.effects.terms``), not from documents:
listing it takes about a microsecond an effect. An effect is decoded when a question needs it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import inf
from threading import Lock
from typing import Final, cast

from indexer.citations.citing import CITES
from indexer.citations.registry import IndexRegistry
from indexer.citations.resolve import Target as Meant
from indexer.citations.resolve import resolve, unknown
from indexer.core.deadline import Allowance, allowed, current
from indexer.core.engine import Distant, EngineRequest, Grouping, Reader
from indexer.core.query import Everything
from indexer.effects.kinds import KINDS
from indexer.effects.model import Target
from indexer.effects.terms import stated
from indexer.identity.document_id import number_key
from indexer.identity.works import same_work
from indexer.validity.acts import Act, is_plain_start
from indexer.validity.by_people import ByPeople, corrections_of
from indexer.validity.codes import CODES
from indexer.validity.corrections import NO_CORRECTIONS, Corrections
from indexer.validity.places import Change, changes, days_of
from indexer.validity.status import STATES, Standing, State, status
from indexer.validity.works import Works, is_national, key_of, node_of_key, signed_of, works_of

_OF: Final = "!="
_ON: Final = "<"
_KINDS: Final = frozenset(kind for kind, row in KINDS.items() if row.on != "source")
"""Kinds that change a text or whether it is in force."""
_making: Final = Lock()
_DAYS: Final = 16
"""Days for which the status of every document is remembered."""


class Validity:
    """Who amends, repeals and replaces whom, and how each text stands at a day:
    ``indexer.validity.acts.Graph`` of one generation. Threads may share it."""

    def __init__(self, reader: Reader, corrections: Corrections = NO_CORRECTIONS) -> None:
        self._reader = reader
        self._registry = IndexRegistry(reader)
        self._acts: dict[str, tuple[Act, ...]] = {}
        self._known: dict[str, dict[str, Standing]] = {}
        self._changes: dict[str, tuple[Change, ...]] = {}
        self._groupings: dict[tuple[str, str], Grouping] = {}
        self._states: dict[str, Mapping[State, Sequence[str]]] = {}
        self.works = _works(reader)
        self._said = self._by_document()
        self._named = self._by_name()
        self._people = ByPeople(corrections, self._one_named)

    @property
    def corrections(self) -> str:
        """The name of the table of corrections that is part of it."""
        return self._people.name

    def _one_named(self, name: str) -> str | None:
        """The node of the one work that a number or an id names."""
        found = self.named(name)
        if len(found) == 1:
            return found[0]
        return None if found else node_of_key(number_key(name), None)

    def _by_document(self) -> Mapping[str, Sequence[str]]:
        """Id -> the terms of the effects that a document states, of one file a work."""
        found: dict[str, list[str]] = defaultdict(list)
        for term, _ in self._reader.terms(CITES, _OF):
            id_ = _source(term)
            if id_ is not None and self._stands_for(id_):
                found[id_].append(term)
        return dict(found)

    def _by_name(self) -> Mapping[str, Sequence[str]]:
        """Node, or the key of a name -> the terms of the effects on it."""
        found: dict[str, list[str]] = defaultdict(list)
        for term, _ in self._reader.terms(CITES, _ON):
            id_ = _source(term)
            if id_ is not None and self._stands_for(id_):
                name = term[1:].partition("\x1f")[0]
                stem, _, date = name.rpartition(".")
                day = None if date == "-" else date
                for node in self._meant(stem, day, term):
                    found[node].append(term)
        return dict(found)

    def _stands_for(self, document_id: str) -> bool:
        """Whether a file is the one that is read of those that hold its work."""
        node = self.works.node.get(document_id)
        return node is not None and self.works.files[node][0] == document_id

    def _meant(self, stem: str, day: str | None, term: str) -> Iterable[str]:
        """The node that an effect is on; none where it may be one of several."""
        held = self.works.numbered.get(stem, ())
        numbered = is_national(stem) or (day and not held)
        if numbered and (node := node_of_key(stem, day)):
            return (node,)
        found = stated(term)
        target = found.effect.target
        meant = self._resolved(target, found.document_id)
        if meant is None:
            return ()
        if meant.status == "held" and meant.id:
            return (self.works.of(meant.id),)
        if meant.status != "stub":
            return ()
        if target.number:
            node = node_of_key(number_key(target.number), target.date)
            return (node,) if node else ()
        return (stem,)

    def held(self, node: str) -> bool:
        return node in self.works.files

    def of(self, node: str) -> Sequence[Act]:
        key = f"!{node}"
        if key not in self._acts:
            terms = self._said.get(self.works.first(node) or "", ())
            said = (act for term in terms for act in self._read(term, None))
            self._acts[key] = (*said, *self._people.of(node))
        return self._acts[key]

    def on(self, node: str) -> Sequence[Act]:
        if node not in self._acts:
            own = [act for act in self.of(node) if act.target == node]
            others = (act for term in self._named.get(node, ()) for act in self._read(term, node))
            own += [act for act in self._people.on(node) if act not in own]
            self._acts[node] = (*own, *(act for act in others if act not in own))
        return self._acts[node]

    def _read(self, term: str, target: str | None) -> Iterator[Act]:
        """The act of a term.

        Args:
            target: the node that it is on; None: to be found.
        """
        id_, effect = stated(term)
        source = self.works.of(id_)
        on = target or self.node_of(effect.target, id_)
        if on is None:
            return
        start = effect.start
        other = self.node_of(start.document, id_) if start and start.document else None
        yield Act(effect, source, on, id_, signed_of(id_), other)

    def node_of(self, target: Target, document_id: str) -> str | None:
        """The node that a target means in a document."""
        if target.itself:
            return self.works.of(document_id)
        key = number_key(target.number) if target.number else ""
        if key and is_national(key):
            return key
        meant = self._resolved(target, document_id)
        if meant is None:
            return None
        if meant.status == "held" and meant.id:
            return self.works.of(meant.id)
        if meant.status == "internal":
            return self.works.of(document_id)
        if meant.status != "stub":
            return None
        return node_of_key(key, target.date) if key else (meant.id or "").partition(".")[0] or None

    def _resolved(self, target: Target, document_id: str) -> Meant | None:
        """What a target means in a document; None where the index does not have the document. The
        record of a document whose targets nobody has is not read: most targets are such."""
        citation = target.citation
        if nowhere := unknown(citation, self._registry):
            return nowhere
        citing = self._reader.metadata(document_id)
        return resolve(citing, (citation,), self._registry)[0] if citing else None

    def named(self, name: str) -> tuple[str, ...]:
        """The nodes that an id, a number or a key names, held or not."""
        if name in self.works.node:
            return (self.works.of(name),)
        stem, _, date = name.partition(".")
        key = key_of(stem) or number_key(name)
        known = {*self.works.numbered.get(key, ()), *(n for n in self._named if _is(n, key))}
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
        """The same of what most texts are: one day is said, and nothing else of them. None where
        there is more to look at."""
        if node in self._named or len(self._said.get(self.works.first(node) or "", ())) != 1:
            return None
        acts = self.on(node)
        if len(acts) != 1 or not is_plain_start(acts[0]):
            return None
        day = acts[0].effect.start.date if acts[0].effect.start else None
        if day is None:
            return None
        if day <= at:
            return Standing("in_force", since=day, acts=tuple(acts), at=at)
        return Standing("not_yet", acts=tuple(acts), at=at)

    def standing_of(self, document_id: str, at: str) -> Standing:
        """The status of a document that is held."""
        node = self.works.node.get(document_id)  # a newer generation may have others
        return self.standing(node, at) if node else Standing("unknown", "no_start", at=at)

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
            for id_, node in self.works.node.items():
                found[self.standing(node, at).state].append(id_)
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


def _works(reader: Reader) -> Works:
    listed = reader.search(EngineRequest(Everything(), limit=0, facets=("document",)))

    def same(one: str, other: str) -> bool:
        first, second = reader.metadata(one), reader.metadata(other)
        return first is not None and second is not None and same_work(first, second)

    return works_of((row.value for row in listed.facets["document"]), same)


def _source(term: str) -> str | None:
    """The id of the document whose effect a term is; None for kinds that change nothing."""
    begin = term.index("=") + 1
    end = term.index("=", begin)
    kind = term[end + 3 : term.index('"', end + 3)]
    return term[begin:end] if kind in _KINDS else None


def _is(node: str, key: str) -> bool:
    return node == key or node.startswith(key + ".")

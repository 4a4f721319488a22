"""Effects as terms of an index, by who states them and by what they are on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from indexer.citations.citing import CITES
from indexer.citations.resolve import Target as Meant
from indexer.citations.resolve import resolve, unknown
from indexer.core.engine import Reader
from indexer.effects.kinds import KINDS
from indexer.effects.model import Target
from indexer.effects.terms import target_of
from indexer.identity.document_id import number_key
from indexer.validity.filed import FiledRegistry
from indexer.validity.works import Works, is_national, node_of_key

_OF: Final = "!="
_ON: Final = "<"
_KINDS: Final = frozenset(kind for kind, row in KINDS.items() if row.on != "source")
"""Kinds that change a text or whether it is in force."""


def document_id_of(term: str) -> str:
    """The id of the document that states the effect of a term."""
    begin = term.index("=") + 1
    return term[begin : term.index("=", begin)]


def effects_by_document(reader: Reader) -> Mapping[str, Sequence[str]]:
    """Id -> the terms of the effects that a document states."""
    found: dict[str, list[str]] = defaultdict(list)
    for term, _ in reader.terms(CITES, _OF):
        if _changes(term):
            found[document_id_of(term)].append(term)
    return dict(found)


class EffectsByNode:
    """The terms of the effects on each node, of one file of each work that states some.

    Most names say which node they mean. The others depend on who uses them and on what the index
    has: they are looked up when a text is asked for that they may mean.
    """

    def __init__(self, reader: Reader, works: Works, registry: FiledRegistry) -> None:
        self._works, self._registry = works, registry
        self._sure: dict[str, list[str]] = defaultdict(list)
        """Node -> terms."""
        self._unsure: list[str] = []
        """Terms whose node has to be looked up."""
        self._found: Mapping[str, Sequence[str]] | None = None
        """Node -> terms, once they have been."""
        node: str | None = ""
        name = None
        for term, _ in reader.terms(CITES, _ON):
            if not _changes(term):
                continue
            if name is None or not term.startswith(name):
                name = term[: term.index("\x1f") + 1]
                node = self._sure_node(name[1:-1])
            if node:
                self._sure[node].append(term)
            else:
                self._unsure.append(term)

    def terms(self, node: str) -> Sequence[str]:
        """The terms of the effects on a node, in order."""
        sure, found = self._sure.get(node, ()), self._looked_up.get(node, ())
        terms = sorted((*sure, *found)) if sure and found else sure or found
        return [term for term in terms if self._speaks(document_id_of(term))]

    def nodes(self, key: str) -> Iterator[str]:
        """The nodes with a key, with whatever date, that something is done to."""
        for node in {**self._sure, **self._looked_up}:
            if (node == key or node.startswith(key + ".")) and self.terms(node):
                yield node

    def _sure_node(self, name: str) -> str | None:
        """The node that a name means, whoever uses it."""
        stem, _, date = name.rpartition(".")
        day = None if date == "-" else date
        if is_national(stem) or (day and not self._works.has(stem)):
            return node_of_key(stem, day)
        return None

    @property
    def _looked_up(self) -> Mapping[str, Sequence[str]]:
        if self._found is None:
            found: dict[str, list[str]] = defaultdict(list)
            for term in self._unsure:
                stem = term[1 : term.index("\x1f")].rpartition(".")[0]
                if node := self._node(stem, term):
                    found[node].append(term)
            self._found = dict(found)
        return self._found

    def _node(self, stem: str, term: str) -> str | None:
        """The node that an effect is on; None where it may be one of several."""
        target = target_of(term)
        meant = resolved(target, document_id_of(term), self._works, self._registry)
        if meant is None:
            return None
        if meant.status == "held" and meant.id:
            return self._works.of(meant.id)
        if meant.status != "stub":
            return None
        return node_of_key(number_key(target.number), target.date) if target.number else stem

    def _speaks(self, document_id: str) -> bool:
        """Whether a file is the one that is read of those that hold its work."""
        node = self._works.node(document_id)
        return node is not None and self._works.first(node) == document_id


def resolved(
    target: Target, document_id: str, works: Works, registry: FiledRegistry
) -> Meant | None:
    """What a target means in a document; None where the index does not have the document. Where
    nobody has what is named, and most often that is so, it does not matter which document it is."""
    citation = target.citation
    if nowhere := unknown(citation, registry):
        return nowhere
    if works.node(document_id) is None:
        return None
    return resolve(registry.filed(document_id), (citation,), registry)[0]


def _changes(term: str) -> bool:
    """Whether a term is of an effect that changes a text, or whether it is in force."""
    begin = term.index('=["') + 3
    return term[begin : term.index('"', begin)] in _KINDS

"""Which texts are one: nodes of the graph of effects, read from ids and keys alone.

A work is held as a .docx and as its .pdf, or is only named. Its node is the key of its number
(``16-2015-qh-13``), where that names one document in the whole country, else the key and the date.
A text without a number is its own node.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from indexer.identity.document_id import number_key

_NATIONAL: Final = re.compile(
    r"-(?:qh|ubtvqh)-\d|-(?:tw|cp|ttg|ctn)$|-tt-[a-z]|-\d{4}-(?:nd|tt|pl)"
)
"""Keys of numbers of one series for the whole country: ``indexer.identity.works.NATIONAL`` after
``number_key``."""
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBERED: Final = re.compile(r"\d+-\w")


def is_national(key: str) -> bool:
    """Whether a number with this key (``document_id.number_key``) names one document."""
    return bool(_NATIONAL.search(key))


def node_of_key(key: str, date: str | None) -> str | None:
    """The node of what is named by a number; None where it may be one of many."""
    if is_national(key):
        return key
    return f"{key}.{date}" if date else None


@lru_cache(maxsize=65_536)
def signed_of(document_id: str) -> str | None:
    """The date of a document, which its id has."""
    plain = document_id.partition("~")[0]  # a copy's id ends in a hash
    return next((part for part in plain.split(".")[1:] if _DAY.fullmatch(part)), None)


@lru_cache(maxsize=65_536)
def _key(stem: str) -> str:
    return number_key(stem) if _NUMBERED.match(stem) else ""


def key_of(document_id: str) -> str:
    """The key of a document's number, which its id begins with; empty where it has none."""
    return _key(document_id.partition(".")[0])


class Works:
    """The works of a collection. Whether files of one number and day are one work is found when it
    is asked for, where their ids do not say it: they have to be read. Threads may share it."""

    def __init__(self, ids: Iterable[str], same: Callable[[str, str], bool]) -> None:
        """
        Args:
            same: whether two documents of one number and date are one work; asked of those only
                whose ids do not say so.
        """
        self._same = same
        self._node: dict[str, str] = {}
        self._files: dict[str, list[str]] = {}
        self._numbered: dict[str, dict[str, None]] = {}
        self._open: dict[str, str] = {}
        """Nodes of files that may be several works -> the key of their number."""
        for id_ in sorted(ids, key=lambda one: (len(one), one)):
            key = key_of(id_)
            node = (key and node_of_key(key, signed_of(id_))) or id_
            self._node[id_] = node
            files = self._files.setdefault(node, [])
            files.append(id_)
            if key:
                self._numbered.setdefault(key, {})[node] = None
                if len(files) > 1 and not _one(key, files[0], id_):
                    self._open[node] = key

    def __iter__(self) -> Iterator[str]:
        """The ids of all documents, the shortest first."""
        return iter(self._node)

    def node(self, document_id: str) -> str | None:
        """The node of a document; None for one without pieces, which is in no list."""
        node = self._node.get(document_id)
        if node in self._open:
            self._settle(node)
            node = self._node[document_id]
        return node

    def of(self, document_id: str) -> str:
        """The node of a document; of one without pieces its id."""
        return self.node(document_id) or document_id

    def unsettled(self, document_id: str) -> tuple[str, Sequence[str]] | None:
        """A node that may be several works, and the files of all these; None where the node of a
        document is known."""
        node = self._node.get(document_id)
        return (node, self._files[node]) if node in self._open else None

    def nodes(self) -> tuple[str, ...]:
        """The nodes of all works that are held."""
        for node in tuple(self._open):
            self._settle(node)
        return tuple(self._files)

    def files(self, node: str) -> Sequence[str]:
        """The ids of the files that hold a work, the plainest first."""
        if node in self._open:
            self._settle(node)
        return self._files.get(node, ())

    def first(self, node: str) -> str | None:
        """The id of the file that stands for a work."""
        files = self._files.get(node)
        return files[0] if files else None

    def numbered(self, key: str) -> Sequence[str]:
        """The nodes that have a number with this key."""
        for node in tuple(self._numbered.get(key, ())):
            if node in self._open:
                self._settle(node)
        return tuple(self._numbered.get(key, ()))

    def has(self, key: str) -> bool:
        """Whether a document has a number with this key."""
        return key in self._numbered

    def _settle(self, node: str) -> None:
        """Find which files of a node are its work, and which are works of their own."""
        key = self._open.get(node)
        if key is None:
            return  # another thread was faster
        first, *others = self._files[node]
        apart = [id_ for id_ in others if not (_one(key, first, id_) or self._same(first, id_))]
        # In this order, for other threads: whoever finds the node open finds the same once more.
        self._files.update((id_, [id_]) for id_ in apart)
        self._numbered[key] |= dict.fromkeys(apart)
        self._node.update((id_, id_) for id_ in apart)
        self._files[node] = [first, *(id_ for id_ in others if id_ not in apart)]
        self._open.pop(node, None)


def _one(key: str, one: str, other: str) -> bool:
    """Whether two ids alone say that the documents are one: a number that names one document in the
    whole country, of the same day. Then neither has to be read."""
    return is_national(key) and signed_of(one) is not None and signed_of(one) == signed_of(other)

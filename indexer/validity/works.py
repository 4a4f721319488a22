"""Which texts are one: nodes of the graph of effects, read from ids and keys alone.

A work is held as a .docx and as its .pdf, or is only named. Its node is the key of its number
(``16-2015-qh-13``), where that names one document in the whole country, else the key and the date.
A text without a number is its own node.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Works:
    """The works of a collection."""

    node: Mapping[str, str]
    """Id of a document -> its node."""
    files: Mapping[str, Sequence[str]]
    """Node -> the ids of the files that hold it, the plainest first."""
    numbered: Mapping[str, Sequence[str]]
    """Key of a number -> the nodes that have it."""

    def of(self, document_id: str) -> str:
        """The node of a document; of one without pieces, which is in no list, its id."""
        return self.node.get(document_id, document_id)

    def first(self, node: str) -> str | None:
        """The id of the file that stands for a work."""
        files = self.files.get(node)
        return files[0] if files else None


def _one(key: str, one: str, other: str) -> bool:
    """Whether two ids alone say that the documents are one: a number that names one document in the
    whole country, of the same day. Then neither has to be read."""
    return is_national(key) and signed_of(one) is not None and signed_of(one) == signed_of(other)


def works_of(ids: Iterable[str], same: Callable[[str, str], bool]) -> Works:
    """The works that some documents are.

    Args:
        same: whether two documents of one number and date are one work; asked of those only
            whose ids do not say so.
    """
    node: dict[str, str] = {}
    files: dict[str, list[str]] = defaultdict(list)
    numbered: dict[str, dict[str, None]] = defaultdict(dict)
    for id_ in sorted(ids, key=lambda one: (len(one), one)):
        key = key_of(id_)
        found = (key and node_of_key(key, signed_of(id_))) or id_
        there = files.get(found)
        if there and not (_one(key, there[0], id_) or same(there[0], id_)):
            found = id_
        node[id_] = found
        files[found].append(id_)
        if key:
            numbered[key][found] = None
    return Works(node, dict(files), {key: tuple(nodes) for key, nodes in numbered.items()})

"""How much work a query is, before any of it is done: from document frequencies alone."""

from __future__ import annotations

from typing import Final

from indexer.core import query as q
from indexer.core.exhaustive import assert_never
from indexer.postings.searcher.snapshot import Snapshot

POSITIONS: Final = 2
"""Units for each entry that holds a term of a phrase: its positions are decoded and searched."""
NEAR: Final = 12
"""Units for each entry that holds a term of ``Near``: all its positions are sorted. Measured over
69,000 clauses: a unit of either is some 13 ns, as one of a long query of plain words."""
NODE: Final = 100
"""Units of any node: calls, and arrays however short."""


def work(node: q.Query, snapshot: Snapshot) -> int:
    """Units (``indexer.core.deadline``) that evaluating a query may take; less where its parts
    narrow one another down."""
    match node:
        case q.Term():
            return NODE + snapshot.field(node.field).count(node.text)
        case q.Phrase() | q.Near():
            each = NEAR if isinstance(node, q.Near) else POSITIONS
            field = snapshot.field(node.field)
            return NODE + each * sum(field.count(text) for text in node.texts)
        case q.Prefix():
            return NODE + snapshot.max_doc
        case q.Share():
            field = snapshot.field(node.field)
            return NODE + sum(field.count(text) for text in node.texts)
        case q.All() | q.Any() | q.Best():
            return NODE + sum(work(part, snapshot) for part in node.parts)
        case q.Not() | q.Unscored() | q.Constant():
            return NODE + snapshot.max_doc + work(node.part, snapshot)
        case q.Prefer():
            return NODE + work(node.required, snapshot) + work(node.preferred, snapshot)
        case q.Everything():
            return NODE + snapshot.max_doc
        case q.Nothing():
            return NODE
        case other:
            assert_never(other)

"""The engine's queries for what ``querying.resolve`` puts into a query's tree."""

from __future__ import annotations

from indexer.core import query as q
from indexer.core.exhaustive import assert_never
from indexer.core.ids import document_term
from indexer.querying.ranking import Weights
from indexer.querying.syntax_tree import Gathered, Inside, OneOf, Rows, Titled

Resolved = OneOf | Rows | Gathered | Inside | Titled


def resolved_query(node: Resolved, weights: Weights) -> q.Query:
    """Matches what a node asks for."""
    match node:
        case OneOf(folded, numbers):
            words = tuple(q.Term("folded", term, weights.own) for term in folded)
            heads = tuple(q.Term("address", term, weights.identifier) for term in numbers)
            return _any((*words, *heads))
        case Rows():
            return _rows(node, weights)
        case Gathered(rows, distance):
            return _any(tuple(q.Near("folded", row, distance, weights.phrase) for row in rows))
        case Inside(documents):
            return q.Unscored(_any(_documents(documents)))
        case Titled():
            return _titled(node, weights)
        case other:
            assert_never(other)


def marked_terms(node: Resolved) -> list[str]:
    """Folded words of a node that are marked wherever they stand."""
    if isinstance(node, OneOf):
        return list(node.folded)
    rows = node.rows if isinstance(node, Gathered) else ()
    return list(dict.fromkeys(term for row in rows for term in row))


def marked_rows(node: Resolved) -> list[tuple[str, ...]]:
    """Rows of folded syllables of a node that are marked only as a whole."""
    return list(node.rows) if isinstance(node, Rows) else []


def _any(parts: tuple[q.Query, ...]) -> q.Query:
    return q.Any(parts) if parts else q.Nothing()


def _documents(ids: tuple[str, ...]) -> tuple[q.Query, ...]:
    return tuple(q.Term("address", document_term(id_)) for id_ in ids)


def _rows(node: Rows, weights: Weights) -> q.Query:
    """One of the rows, and the syllables between wildcards with the accents that were typed."""
    phrases = tuple(
        q.Phrase("folded", row, tuple(range(len(row))), weights.phrase) for row in node.rows
    )
    if not node.exact or not phrases:
        return _any(phrases)
    first = node.exact[0][0]
    accented = q.Phrase(
        "exact",
        tuple(text for _, text in node.exact),
        tuple(at - first for at, _ in node.exact),
        weights.phrase,
    )
    return q.All((_any(phrases), accented))


def _titled(node: Titled, weights: Weights) -> q.Query:
    """Everything under a title or a heading with the words; what has it itself comes first."""
    heading = q.All(tuple(q.Term("heading", word) for word in node.heading))
    found = q.Unscored(q.Any((*_documents(node.documents), heading)))
    itself: list[q.Query] = [q.Term("name", word) for word in node.folded]
    itself.append(q.Share("heading", node.heading, weights.own))
    return q.Prefer(found, q.Any(tuple(itself), 0.0))

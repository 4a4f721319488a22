"""A document of an index as it stands at a date."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from analyzers.token import Span
from indexer.consolidation.apply import WORDS, applied
from indexer.consolidation.model import Consolidated, Passage, Reason, Slice, Unapplied
from indexer.consolidation.quoted import Texts
from indexer.consolidation.units import nearest
from indexer.core.document import Clause
from indexer.core.engine import Reader
from indexer.effects.reading import effects_of
from indexer.validity.acts import CHANGING, ENDING, Act, Graph
from indexer.validity.collection import validity_of
from indexer.validity.days import Days, reaches
from indexer.validity.places import Change, days_of


class ReaderTexts:
    """``Texts`` of an index."""

    def __init__(self, reader: Reader) -> None:
        self.clauses = lru_cache(maxsize=64)(reader.clauses)
        self._starts = lru_cache(maxsize=64)(self._starts_of)

    def _starts_of(self, document_id: str) -> Sequence[int]:
        return [clause.span.start for clause in self.clauses(document_id)]

    def text(self, document_id: str, span: Span) -> str:
        made: list[str] = []
        clauses, starts = self.clauses(document_id), self._starts(document_id)
        first = max(0, bisect_right(starts, span.start) - 1)
        for clause in clauses[first : bisect_left(starts, span.end)]:
            start, end = max(clause.span.start, span.start), min(clause.span.end, span.end)
            if start < end:
                made.append(clause.text[start - clause.span.start : end - clause.span.start])
        return "\n".join(made)


def consolidated(reader: Reader, document_id: str, at: str) -> Consolidated:
    """A document with the changes that others in the index made to it by a date.

    Args:
        at: ISO 8601.
    """
    said = changes_of(reader, document_id)
    texts = ReaderTexts(reader)
    clauses = texts.clauses(document_id)
    return apply_all(document_id, clauses, said, at, texts, validity_of(reader))


def changes_of(reader: Reader, document_id: str) -> list[Change]:
    """What texts in the index do to the words of a document, at any day."""
    validity = validity_of(reader)
    return changes(validity, validity.works.of(document_id), made_of(reader, document_id))


def made_of(reader: Reader, document_id: str) -> tuple[str, ...]:
    """The nodes of the texts that an official consolidated text puts together, the amended one
    first; empty for any other text."""
    validity = validity_of(reader)
    nodes = (
        validity.node_of(effect.target, document_id)
        for effect in effects_of(reader, document_id)
        if effect.kind == "consolidates"
    )
    return tuple(dict.fromkeys(node for node in nodes if node))


def changes(graph: Graph, node: str, put_together: Sequence[str] = ()) -> list[Change]:
    """What changes the text of a document, or ends places in it, in the order in which it operates;
    what has no day comes last.

    The document itself counts where it ends its own places.

    Args:
        put_together: of an official consolidated text, ``made_of``: what the later texts do to the
            first of these counts as done to it.
    """
    said = dict.fromkeys((*graph.on(node), *(graph.on(put_together[0]) if put_together else ())))
    textual = [
        act
        for act in said
        if act.kind in CHANGING | ENDING
        and act.source not in put_together
        and (act.kind in WORDS or not act.whole)
    ]
    return sorted(days_of(graph, textual), key=_order)


def _order(change: Change) -> tuple[str, str, str, Span]:
    act = change.act
    return change.first or "9999", act.signed or "", act.document, act.effect.span


def apply_all(
    document_id: str,
    clauses: Sequence[Clause],
    said: Sequence[Change],
    at: str,
    texts: Texts,
    graph: Graph,
) -> Consolidated:
    """A text with these changes, as far as they operate at a date.

    Args:
        said: in the order in which they operate.
    """
    passages = [Passage(c.path, c.kind, (Slice(document_id, c.span),), c.part) for c in clauses]
    done: list[Change] = []
    unapplied: list[Unapplied] = []
    later: list[Act] = []
    days = Days(graph)
    for change in said:
        act = change.act
        if change.last is not None and change.last < at:
            continue
        if change.first is not None and change.first > at:
            later.append(act)
            continue
        why: Reason | None = "no_day" if change.first is None else _doubt(change, done)
        if why is None:
            passages, why = applied(passages, act, texts)
        if why is None:
            done.append(change)
            why = _changed_since(days, change, at)
        if why is not None:
            unapplied.append(Unapplied(act, why, nearest(passages, act.effect.target.place)))
    acts = tuple(change.act for change in done)
    shown = tuple(_shown(passage, texts) for passage in passages)
    return Consolidated(document_id, at, shown, acts, tuple(unapplied), tuple(later))


def _shown(passage: Passage, texts: Texts) -> Passage:
    """A passage with its text."""
    slices = []
    for one in passage.slices:
        text = texts.text(one.document_id, one.span)
        slices.append(one._replace(text=text[:1].upper() + text[1:] if one.capital else text))
    return replace(passage, slices=tuple(slices))


def _doubt(change: Change, done: Sequence[Change]) -> Reason | None:
    """Whether another text says something else of the same place from the same day on."""
    for other in done:
        same = other.act.place == change.act.place and other.first == change.first
        if (
            same
            and other.act.source != change.act.source
            and {other.act.kind, change.act.kind} <= {"amends", "repeals", "replaces", "expires"}
        ):
            return (
                None if other.act.kind != "amends" and change.act.kind != "amends" else "conflict"
            )
    return None


def _changed_since(days: Days, change: Change, at: str) -> Reason | None:
    """Whether the clause that says a change was itself changed after it had operated."""
    act = change.act
    for other in days.graph.on(act.source):
        if other.source == act.source or other.whole or other.effect.in_new_text:
            continue
        day = days.operates(other)
        if day and day.date and day.date <= at and reaches(other, act.effect.said_by):
            return "changed_since"
    return None

"""What later texts did to the clauses of a page, with the new words beside the old."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from analyzers.token import Span
from indexer.core.deadline import check, spend
from indexer.core.document import Metadata
from indexer.validity.acts import CHANGING, Act
from indexer.validity.codes import today
from indexer.validity.places import Change
from search_ui.i18n import tr
from search_ui.reading.compared import compared
from search_ui.reading.outline import Outline, outline_of
from search_ui.site import site
from search_ui.standing import Evidence, evidence_of, subject_of

SHOWN: Final = 200
"""Changes that a page says."""
COMPARED: Final = 40
"""Of them, those whose texts stand side by side."""
_COMPARING: Final = 20_000
"""Units of work (``indexer.core.deadline``) that comparing two texts is."""
_NOTHING: Final = Markup()


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change of one place."""

    evidence: Evidence
    due: bool
    """Whether it operates today; else it is to come, or nobody knows when."""
    gone: bool
    """Whether the place is no longer in force."""
    old: Markup = _NOTHING
    """The text of this document; empty where the place is new."""
    new: Markup = _NOTHING
    """The text that takes its place, as it is quoted; empty where none is."""
    words: tuple[tuple[str, str], ...] = ()
    """Words that are changed: (old, new)."""


def amendments(
    document: Metadata, outline: Outline, rows: range
) -> Mapping[str, Sequence[Amendment]]:
    """Anchor of a piece of the page -> what was done to it, or to a place that stands in it."""
    validity = site().index.validity()
    node = validity.works.node(document.id)
    found: dict[str, list[Amendment]] = defaultdict(list)
    left = COMPARED
    for change in validity.changes(node)[:SHOWN] if node else ():
        check()
        anchor = _home(outline, change.act)
        if anchor is None or outline.at[anchor] not in rows:
            continue
        made = _amendment(outline, anchor, change)
        if change.act.effect.quoted and left > 0:
            left -= 1
            made = _with_texts(document.id, outline, change.act, made)
        found[anchor].append(made)
    return found


def _home(outline: Outline, act: Act) -> str | None:
    """The piece at which a change is shown: the place, or the nearest that stands around it."""
    for place in (act.place, act.after):
        steps = place.split(".")
        around = (".".join(steps[:length]) for length in range(len(steps), 0, -1))
        found = next((anchor for anchor in around if anchor in outline.at), None)
        if found:
            return found
    return None


def _amendment(outline: Outline, anchor: str, change: Change) -> Amendment:
    act = change.act
    evidence = evidence_of(change)
    path = outline.rows[outline.at[anchor]].path
    return Amendment(
        evidence=replace(evidence, subject=subject_of(path, anchor, change)),
        due=change.done(today()),
        gone=act.kind not in CHANGING,
        words=tuple((_said(act, one.old), _said(act, one.new)) for one in act.effect.words),
    )


def _with_texts(document_id: str, outline: Outline, act: Act, made: Amendment) -> Amendment:
    spend(_COMPARING)
    new = _said(act, act.effect.quoted)
    old = _text_of_place(document_id, outline, act.place) if act.kind != "inserts" else ""
    pair = compared(old, new)
    return replace(made, old=pair.old, new=pair.new)


def _said(act: Act, span: Span | None) -> str:
    """Some words of the text that says an act."""
    return text_of(act.document, span) if span else ""


def _text_of_place(document_id: str, outline: Outline, place: str) -> str:
    """All of a place; empty where it is no piece, for a part of one would mislead."""
    number = outline.at.get(place)
    if number is None:
        return ""
    last = outline.rows[outline.end(number) - 1]
    return text_of(document_id, Span(outline.rows[number].span.start, last.span.end))


def text_of(document_id: str, span: Span) -> str:
    """A part of a document's text; white space between pieces is one line's end."""
    rows = outline_of(site().index, document_id).rows
    numbers = [
        n for n, row in enumerate(rows) if row.span.end > span.start and row.span.start < span.end
    ]
    if not numbers:
        return ""
    parts = []
    for clause in site().index.clauses(document_id, numbers[0], numbers[-1] + 1):
        start = max(0, span.start - clause.span.start)
        parts.append(clause.text[start : span.end - clause.span.start])
    return "\n".join(part.strip("\n") for part in parts)


def legend(made: Amendment) -> str:
    """What is to be said of a change that does not operate today."""
    if made.due:
        return ""
    return tr("chưa đến ngày") if made.evidence.since else tr("chưa rõ từ ngày nào")

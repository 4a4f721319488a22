"""Effects as terms of the field ``cites``: every engine stores them and finds them both ways.

==================================== ============================================================
term                                 says
==================================== ============================================================
``!=<id>=<effect>``                  the document with this id has this effect
``<<key>.<date>␟=<id>=<effect>``     it has it on the document with this key and date (``-``: none)
==================================== ============================================================

The clause that says it has both terms. Reading the terms with a prefix answers without a search and
without reading a record; what is deleted is gone from them.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from analyzers.known import known
from analyzers.token import Span
from indexer.citations.citing import citation_stem
from indexer.core.document import Clause, Path, Step
from indexer.core.ids import document_term
from indexer.effects.model import Effect, Exempt, Target, When, Words

_OF: Final = "!"
_ON: Final = "<"
_END: Final = "\x1f"
_UNDATED: Final = "-"
_NUMBER: Final = re.compile(r'=\["[a-z_]+","[^"\\]*",\[\d+,\d+\],\[(?:null|"[^"\\]*"),"([^"\\]*)"')
"""The number of the target, in the form of ``dump``."""


class Stated(NamedTuple):
    """An effect, and the document that states it."""

    document_id: str
    effect: Effect


def effect_terms(
    document_id: str, found: Sequence[Effect], clauses: Sequence[Clause]
) -> Iterator[tuple[str, ...]]:
    """For each clause, the terms of the effects that it states."""
    starts = [clause.span.start for clause in clauses]
    terms: list[list[str]] = [[] for _ in clauses]
    for effect in found:
        place = bisect_right(starts, effect.span.start) - 1
        if place < 0:
            continue
        body = document_term(document_id) + dump(effect)
        terms[place].append(_OF + body)
        stem = citation_stem(effect.target.citation)
        if stem and not effect.target.itself:
            terms[place].append(f"{_ON}{stem}.{effect.target.date or _UNDATED}{_END}{body}")
    return (tuple(dict.fromkeys(one)) for one in terms)


def of_prefix(document_id: str) -> str:
    """What the terms of the effects begin with that a document states."""
    return _OF + document_term(document_id)


def on_prefix(name: str) -> str:
    """What the terms of the effects begin with that are on a document.

    Args:
        name: a key of ``citing.names``: with its date, with ``.-`` for citations without one, or
            plain for any.
    """
    stem, dot, date = name.partition(".")
    return f"{_ON}{stem}.{date}{_END}" if dot else f"{_ON}{stem}."


def stated(term: str) -> Stated:
    """What a term says."""
    body = term[1:] if term[0] == _OF else term.partition(_END)[2]
    document_id, _, effect = body[1:].partition("=")
    return Stated(document_id, load(effect))


def target_of(term: str) -> Target:
    """What the effect of a term is on: as ``stated``, without the rest."""
    return _load_target(json.loads(term[term.index("=[") + 1 :])[3])


def number_of(term: str) -> str | None:
    """The number of what the effect of a term is on; None where it says none, or not a plain one.
    Nothing is decoded."""
    found = _NUMBER.search(term)
    return found[1] if found else None


def dump(effect: Effect) -> str:
    """An effect as text: JSON without what is empty at its end."""
    row: list[Any] = [
        effect.kind,
        effect.said_by,
        effect.span,
        _target(effect.target),
        _when(effect.start),
        _when(effect.until),
        [[one.span, one.itself, [_path(path) for path in one.places]] for one in effect.exempt],
        effect.quoted,
        [[one.old, one.new, one.side] for one in effect.words],
        _path(effect.after),
        int(effect.in_new_text),
    ]
    return json.dumps(_trimmed(row), ensure_ascii=False, separators=(",", ":"))


@known(4_000, 500)
def load(text: str) -> Effect:
    """The inverse of ``dump``."""
    row = json.loads(text)
    row += [None] * (11 - len(row))
    kind, said_by, span, target, start, until, exempt, quoted, words, after, new = row
    return Effect(
        kind,
        said_by,
        Span(*span),
        _load_target(target),
        _load_when(start),
        _load_when(until),
        tuple(
            Exempt(Span(*at), bool(own), tuple(_load_path(path) for path in places))
            for at, own, places in exempt or ()
        ),
        _load_span(quoted),
        tuple(Words(_load_span(old), _load_span(put), side) for old, put, side in words or ()),
        _load_path(after),
        bool(new),
    )


def _trimmed(row: list[Any]) -> list[Any]:
    while row and not row[-1]:
        row.pop()
    return row


def _path(path: Path) -> list[list[str]]:
    return [_trimmed([step.level, step.number, step.heading]) for step in path]


def _load_path(steps: Iterable[list[Any]] | None) -> Path:
    return tuple(Step(*(*step, *[""] * (2 - len(step)))) for step in steps or ())


def _load_span(span: list[int] | None) -> Span | None:
    return Span(*span) if span else None


def _target(target: Target) -> list[Any]:
    return _trimmed(
        [
            target.type,
            target.number,
            target.name,
            target.date,
            target.issuer,
            _path(target.place),
            target.part,
            int(target.itself),
        ]
    )


def _load_target(row: list[Any]) -> Target:
    type_, number, name, date, issuer, place, part, itself = row + [None] * (8 - len(row))
    return Target(type_, number, name, date, issuer, _load_path(place), part or "", bool(itself))


def _when(when: When | None) -> list[Any] | None:
    if when is None:
        return None
    document = _target(when.document) if when.document else None
    return _trimmed([when.rule, when.date, when.days, document, when.span, when.months])


def _load_when(row: list[Any] | None) -> When | None:
    if not row:
        return None
    rule, date, days, document, span, months = row + [None] * (6 - len(row))
    target = _load_target(document) if document else None
    return When(rule, date, days or 0, target, _load_span(span), months or 0)

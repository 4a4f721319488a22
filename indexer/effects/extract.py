"""The effects that a document states."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from indexer.citations.numbers import Reference
from indexer.core.document import REGIONS, Clause, Document, Path
from indexer.core.ids import global_path
from indexer.effects.changes import Change, Context, Read
from indexer.effects.days import day_after
from indexer.effects.model import Effect, Exempt, Target, When, Words
from indexer.effects.new_text import new_text
from indexer.effects.objects import issued_by
from indexer.effects.own_words import Known, Own, known_laws, own_words, references
from indexer.effects.sources import attached, bases, detailed, parts
from indexer.effects.statements import read
from indexer.effects.units import places
from indexer.effects.verbs import may_say
from indexer.identity.document_id import number_key
from indexer.structure.normal_text import view

CONSOLIDATED: Final = "Văn bản hợp nhất"
_READ: Final = frozenset({"clause", "preamble", "closing"})
_PREAMBLE: Final = re.compile(r"[Cc]ăn\s{1,3}cứ|CĂN\s{1,3}CỨ")
_ISSUES: Final = re.compile(r"an\s{1,3}hành\s{1,3}(?:kèm\s{1,3}theo|Danh mục|Quy chế|Bộ|Phụ lục)")
_CHANGING: Final = re.compile(r"sửa đổi|bổ sung|bãi bỏ|đính chính|thay thế", re.IGNORECASE)
_AMENDS: Final = re.compile(r"[Ss]ửa đổi|[Bb]ãi bỏ|[Tt]hay thế")
_CODIFIED: Final = re.compile(r"\d{1,3}\.\d{1,3}\.[A-ZĐ]{2,3}\.")
"""An article of the codification of statutes, whose *Luật này* is the law it was taken from."""
_CHANGES: Final = frozenset({"amends", "inserts", "corrects", "replaces"})
_VALIDITY: Final = frozenset({"takes_effect", "expires", "repeals", "replaces", "suspends"})
_SAYS: Final = re.compile(r"hiệu\s{1,3}lực|[Bb]ãi\s{1,3}bỏ|[Tt]hay\s{1,3}thế")
_LOOKALIKES: Final = "АВЕКМНОРСТХ"  # Cyrillic capitals that look like Latin ones


class _Said(NamedTuple):
    clause: Clause
    own: Own
    read: Read
    amended: Target | None = None
    """The text that says it, where this document only quotes its new words."""


def effects(document: Document, clauses: Sequence[Clause]) -> tuple[Effect, ...]:
    """Every effect, in order of the words that say it.

    Args:
        clauses: the document's pieces, in order.

    Only what the text says is returned; where it does not name a document, there is no effect.
    """
    odd = _is_odd(document.text)
    known = _known(document, clauses)
    said = [*_said(document, clauses, known, odd=odd)]
    found = [effect for one in _without_headers(said) for effect in _effects(one, clauses)]
    found = _with_starts(found, clauses)
    found += _endings(found)
    return tuple(sorted(_once(found), key=lambda effect: effect.span))


def _is_odd(text: str) -> bool:
    """Whether words are not written as the rules have them: decomposed, or with other letters."""
    if not unicodedata.is_normalized("NFC", text):
        return True
    return any(letter in text for letter in _LOOKALIKES)


def _once(found: Sequence[Effect]) -> Sequence[Effect]:
    """Each effect once: the heading of an article says what its sentence says again."""
    known: dict[tuple[object, ...], Effect] = {}
    for effect in found:
        key = effect.kind, effect.said_by, effect.target, effect.words
        known.setdefault(key, effect)
    return list(known.values())


def _known(document: Document, clauses: Sequence[Clause]) -> Known:
    """The laws that the text gives with name and number in its preamble or where it amends."""
    changing = _CHANGING.search(document.title or "") is not None
    return known_laws(
        [
            one
            for clause in clauses
            if clause.kind in {"preamble", "clause"}
            and "/QH" in clause.text
            and (changing or _AMENDS.search(clause.text[:300]))
            for one in references(clause.text[:1500])
            if not _is_own(one, document)
        ]
    )


def _said(
    document: Document, clauses: Sequence[Clause], known: Known, *, odd: bool
) -> Iterator[_Said]:
    consolidated = document.type == CONSOLIDATED
    contexts: dict[Path, Context] = {}
    root = Context()
    for clause in clauses:
        if clause.kind == "preamble" or (clause.kind == "other" and consolidated):
            own = own_words(clause, known)
            if consolidated:
                yield _Said(clause, own, Read((*parts(own), *bases(own)), root, False))
                continue
            yield _Said(clause, own, Read((*bases(own), *detailed(own)), root, False))
            root = _enacted(document, own, root)
            continue
        if clause.kind not in _READ or consolidated:
            continue
        if quoted := _quoted(clause, contexts, root, known):
            yield quoted
        if any(step.level in REGIONS or _CODIFIED.match(step.number) for step in clause.path):
            continue
        above = _above(clause.path, contexts, root)
        text = view(clause.text).text if odd and _is_odd(clause.text) else clause.text
        says = above.kind is not None or may_say(text)
        seems = says or _ISSUES.search(text)
        if not seems:
            continue
        own = own_words(clause, known)
        made = read(own, above) if says else Read((), above)
        if clause.path:
            contexts[clause.path] = made.below
        yield _Said(clause, own, made._replace(changes=(*made.changes, *attached(own))))


def _quoted(
    clause: Clause, contexts: dict[Path, Context], root: Context, known: Known
) -> _Said | None:
    """What the new words of another text say of its days and of others."""
    depth = next((n for n, step in enumerate(clause.path) if step.level == "quote"), 0)
    if not depth or not _SAYS.search(clause.text):
        return None
    holder = contexts.get(clause.path[:depth]) or _above(clause.path[:depth], contexts, root)
    if holder.document is None:
        return None
    own = own_words(clause, known)
    made = read(own, Context())
    changes = tuple(change for change in made.changes if change.kind in _VALIDITY)
    return _Said(clause, own, Read(changes, Context()), holder.document.at(()))


def _enacted(document: Document, own: Own, root: Context) -> Context:
    """The document that a text which changes others says it changes, in the sentence that enacts it
    or in its title."""
    if not _CHANGING.search(document.title or ""):
        return root
    match = re.search(r"ban hành\s[^\n]{0,60}?(?:sửa đổi|bãi bỏ|bổ sung|đính chính)", own.text)
    named = [one for one in own.documents if match and one.start > match.start()]
    text = own.text if named else document.title or ""
    named = named or list(references(text))
    for one in named:
        if not _is_own(one, document):
            issued = issued_by(text, one.start)
            return Context(document=own.target(one).at(issued))
    return Context()


def _is_own(one: Reference, document: Document) -> bool:
    """Whether a number is the document's own: *Luật sửa đổi Luật X số 18/2000/QH10* has it."""
    return bool(
        one.number and document.number and number_key(one.number) == number_key(document.number)
    )


def _above(path: Path, contexts: dict[Path, Context], root: Context) -> Context:
    for depth in range(len(path) - 1, 0, -1):
        if path[:depth] in contexts:
            return contexts[path[:depth]]
    return root


def _without_headers(said: Sequence[_Said]) -> Iterator[_Said]:
    """Without what a clause only announces: *5. Sửa đổi khoản 1 và khoản 2 Điều 6 như sau: a) Sửa
    đổi khoản 1 ...*."""
    changing = {
        one.clause.path[:depth]
        for one in said
        if not one.amended and any(change.kind != "attaches" for change in one.read.changes)
        for depth in range(1, len(one.clause.path))
    }
    for one in said:
        if one.read.header and one.clause.path in changing:
            kept = tuple(change for change in one.read.changes if change.kind not in _CHANGES)
            yield one._replace(read=one.read._replace(changes=kept))
        else:
            yield one


def _effects(said: _Said, clauses: Sequence[Clause]) -> Iterator[Effect]:
    own, clause = said.own, said.clause
    for change in said.read.changes:
        if said.amended:
            yield _in_new_text(change, said, said.amended)
            continue
        span = own.span(change.start, _stripped(own.text, change.start, change.end))
        begins = change.begins
        if begins is None and change.kind not in {"based_on", "implements", "consolidates"}:
            begins = When("start")
        yield Effect(
            change.kind,
            clause.id.partition("#")[2],
            span,
            change.target,
            begins,
            change.ends,
            tuple(_exempt(own, *one) for one in change.exempt),
            new_text(change, own, clause, clauses),
            tuple(
                Words(
                    own.span(*one.old) if one.old else None,
                    own.span(*one.new) if one.new else None,
                    one.side,
                )
                for one in change.words
            ),
            change.after,
        )


def _in_new_text(change: Change, said: _Said, amended: Target) -> Effect:
    """An effect that the amended text has: *Luật này* in its new words is that text."""
    own, target = said.own, change.target
    if target.itself:
        target = amended.at(target.place, target.part)
    begins = change.begins
    if begins is None or begins.rule in {"start", "signing", "after_signing"}:
        begins = When("document", document=amended, span=begins.span if begins else None)
    span = own.span(change.start, _stripped(own.text, change.start, change.end))
    anchored = said.clause.id.partition("#")[2]
    exempt = tuple(_exempt(own, *one) for one in change.exempt)
    return Effect(
        change.kind, anchored, span, target, begins, change.ends, exempt, in_new_text=True
    )


def _stripped(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end


def _exempt(own: Own, start: int, end: int) -> Exempt:
    text = own.text[start:end]
    itself = bool(re.search(r"(?i:này)(?!\w)", text))
    found = tuple(place.path for place in places(own.text, start, end) if place.path)
    while start < end and own.text[start] in " ,;(":
        start += 1
    return Exempt(own.span(start, _stripped(own.text, start, end)), itself, found)


def _with_starts(found: Sequence[Effect], clauses: Sequence[Clause]) -> list[Effect]:
    """Each effect from the day on which the clause that says it takes effect, where the text gives
    some of its clauses a day of their own."""
    special = [
        (effect.target.place, effect)
        for effect in found
        if effect.kind == "takes_effect"
        and effect.target.itself
        and effect.target.place
        and not effect.in_new_text
    ]
    if not special:
        return list(found)
    paths = {clause.id.partition("#")[2]: global_path(clause.path) for clause in clauses}
    made = []
    for effect in found:
        path = paths.get(effect.said_by, ())
        own = None
        if effect.start and effect.start.rule == "start" and effect.kind != "takes_effect":
            own = next((e.start for at, e in special if _lies_in(path, at) and not e.exempt), None)
        made.append(replace(effect, start=own) if own else effect)
    return made


def _lies_in(path: Path, place: Path) -> bool:
    return [(step.level, step.number) for step in path[: len(place)]] == [
        (step.level, step.number) for step in place
    ]


def _endings(found: Sequence[Effect]) -> list[Effect]:
    """A text that is in force to a day is no longer in force on the next."""
    return [
        replace(effect, kind="expires", start=day_after(effect.until), until=None)
        for effect in found
        if effect.kind == "takes_effect" and effect.until and not effect.target.place
    ]

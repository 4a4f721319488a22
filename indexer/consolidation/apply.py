"""Changes applied to a text, one after another, each exactly or not at all.

Whole articles, khoản and điểm that are replaced, inserted or ended, and words that stand in the
place literally. Pháp lệnh 01/2012/UBTVQH13 (hợp nhất văn bản) asks for the same of an official
consolidation: the new text where the old one stood, and a note at it (Điều 14).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from analyzers.token import Span
from indexer.consolidation.model import Passage, Reason
from indexer.consolidation.quoted import Texts, new_passages
from indexer.consolidation.units import lies_in, slot, units
from indexer.consolidation.words import with_words
from indexer.core.document import Path
from indexer.effects.kinds import EffectKind
from indexer.validity.acts import ENDING, Act

WORDS: Final[frozenset[EffectKind]] = frozenset(
    {"replaces_words", "inserts_words", "removes_words"}
)
Applied = tuple[list[Passage], Reason | None]


def applied(passages: Sequence[Passage], act: Act, texts: Texts) -> Applied:
    """The passages after an act, or as they were and why it cannot be applied exactly."""
    effect = act.effect
    left_out = tuple(place for one in effect.exempt for place in one.places if not one.itself)
    if any(one.itself or not one.places for one in effect.exempt):
        return list(passages), "exempt"
    if act.kind in WORDS or (act.kind == "corrects" and effect.words):
        return _with_words(passages, act, texts, left_out)
    if act.whole:
        return list(passages), "part"
    if act.kind in ENDING:
        return _ended(passages, act, left_out)
    if left_out:
        return list(passages), "exempt"
    if effect.quoted is None:
        return list(passages), "no_text"
    if effect.target.part in {"title", "opening"}:
        return _head(passages, act, texts)
    if effect.target.part:
        return list(passages), "part"
    return (
        _inserted(passages, act, texts) if act.kind == "inserts" else _amended(passages, act, texts)
    )


def _with_words(
    passages: Sequence[Passage], act: Act, texts: Texts, left_out: Sequence[Path]
) -> Applied:
    place, part = act.effect.target.place, act.effect.target.part
    if part not in {"", "title"}:
        return list(passages), "part"
    found = units(passages, place) if place else []
    if place and len(found) != 1:
        return list(passages), "many_places" if found else "no_place"

    def touched(passage: Passage) -> bool:
        if any(lies_in(passage.path, one) for one in left_out):
            return False
        if not place:
            return passage.kind not in {"recipients", "signature", "other"}
        return lies_in(passage.path, place) and (not part or len(passage.path) == head)

    head = len(passages[found[0].start].path) if place else 0
    return with_words(passages, act, texts, touched)


def _ended(passages: Sequence[Passage], act: Act, left_out: Sequence[Path]) -> Applied:
    if act.effect.target.part:
        return list(passages), "part"
    found = units(passages, act.effect.target.place)
    if len(found) != 1:
        return list(passages), "many_places" if found else "no_place"
    made = list(passages)
    for number in range(*found[0]):
        if not any(lies_in(made[number].path, one) for one in left_out):
            acts = (*made[number].acts, act)
            made[number] = replace(made[number], state="repealed", acts=acts)
    return made, None


def _amended(passages: Sequence[Passage], act: Act, texts: Texts) -> Applied:
    found = units(passages, act.effect.target.place)
    if len(found) != 1:
        return list(passages), "many_places" if found else "no_place"
    start, end = found[0]
    new = new_passages(act, passages[start].path[:-1], texts, "amended")
    if not new:
        return list(passages), "no_match"
    new = [replace(one, kind=passages[start].kind) for one in new]
    return [*passages[:start], *new, *passages[end:]], None


def _inserted(passages: Sequence[Passage], act: Act, texts: Texts) -> Applied:
    if units(passages, act.effect.target.place):
        return list(passages), "there_already"
    where = slot(passages, act.effect.target.place, act.effect.after)
    if where is None:
        return list(passages), "no_place"
    new = new_passages(act, where.above, texts, "inserted")
    if not new:
        return list(passages), "no_match"
    return [*passages[: where.at], *new, *passages[where.at :]], None


def _head(passages: Sequence[Passage], act: Act, texts: Texts) -> Applied:
    """A new title, or new opening words, of a place whose parts stay."""
    found = units(passages, act.effect.target.place)
    quoted = act.effect.quoted
    if len(found) != 1 or quoted is None:
        return list(passages), "many_places" if found else "no_place"
    start = found[0].start
    head = passages[start]
    if len(head.slices) != 1 or (found[0].end > start + 1 and passages[start + 1].part > 1):
        return list(passages), "part"
    put = _in_head(head, act, quoted, texts)
    if put is None:
        return list(passages), "no_match"
    made = list(passages)
    made[start] = replace(put, state="amended", acts=(*head.acts, act))
    return made, None


def _in_head(head: Passage, act: Act, quoted: Span, texts: Texts) -> Passage | None:
    one, heading = head.slices[0], head.path[-1].heading
    text = texts.text(one.document_id, one.span)
    at = text.find(heading) if heading else -1
    new = one._replace(document_id=act.document, span=quoted, added=True)
    begin, end = one.span.start, one.span.end
    if act.effect.target.part == "title":
        if at < 0:
            return None
        whole = texts.text(act.document, quoted).lstrip('“"').casefold()
        if not whole.startswith(text[:at].strip().casefold()[:5]) or not text[:at].strip():
            begin += at
        end = one.span.start + at + len(heading)
    elif heading:
        if at < 0:
            return None
        begin += at + len(heading)
    before = one._replace(span=one.span._replace(end=begin))
    after = one._replace(span=one.span._replace(start=end))
    slices = tuple(s for s in (before, new, after) if s.span.start < s.span.end)
    return replace(head, slices=slices)

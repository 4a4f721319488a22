"""Words of a place exchanged for others, as slices of both texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

from analyzers.token import Span
from indexer.consolidation.model import Passage, Reason, Slice
from indexer.consolidation.quoted import Texts
from indexer.effects.model import Words
from indexer.validity.acts import Act

Touched = Callable[[Passage], bool]


def with_words(
    passages: Sequence[Passage], act: Act, texts: Texts, touched: Touched
) -> tuple[list[Passage], Reason | None]:
    """The passages with an act's words in them, or why it cannot be applied exactly.

    Args:
        touched: which passages it is on.
    """
    made = list(passages)
    if not act.effect.words:
        return made, "no_text"
    for words in act.effect.words:
        count = 0
        for number, passage in enumerate(made):
            if passage.live and touched(passage):
                made[number], found = _changed(passage, act, words, texts)
                count += found
        if not count:
            return list(passages), "no_words"
        if act.kind == "inserts_words" and count > 1:
            return list(passages), "many_places"
    return made, None


def _changed(passage: Passage, act: Act, words: Words, texts: Texts) -> tuple[Passage, int]:
    if words.old is None or (act.kind != "removes_words" and words.new is None):
        return passage, 0
    pattern = _pattern(texts.text(act.document, words.old))
    new = Slice(act.document, words.new, added=True) if words.new else None
    made: list[Slice] = []
    count = 0
    for one in passage.slices:
        done = one.span.start
        text = "" if one.added else texts.text(one.document_id, one.span)
        for match in pattern.finditer(text):
            count += 1
            at = Span(one.span.start + match.start(), one.span.start + match.end())
            stays = at if act.kind == "inserts_words" else None
            put = _capital_as(new, text[match.start()], texts) if new and stays is None else new
            between = (new, stays) if words.side == "before" else (stays, put)
            made.append(one._replace(span=Span(done, at.start)))
            made += _slices(between, one.document_id)
            done = at.end
        made.append(one._replace(span=Span(done, one.span.end)))
    kept = tuple(one for one in made if one.span.start < one.span.end)
    if not count:
        return passage, 0
    state = passage.state or "words"
    return replace(passage, slices=kept, state=state, acts=(*passage.acts, act)), count


def _slices(between: Sequence[Slice | Span | None], document_id: str) -> list[Slice]:
    return [
        one if isinstance(one, Slice) else Slice(document_id, one)
        for one in between
        if one is not None
    ]


def _capital_as(new: Slice, first: str, texts: Texts) -> Slice:
    """The new words, with a capital where those they replace have one and they have not."""
    begins = texts.text(new.document_id, new.span)[:1]
    return new._replace(capital=first.isupper() and begins.islower())


def _pattern(text: str) -> re.Pattern[str]:
    """Finds words whatever white space stands between them, in either Unicode form, and with a
    capital at the beginning of a sentence."""
    forms = {unicodedata.normalize(form, text) for form in ("NFC", "NFD")} | {text}
    either = "|".join(sorted(_spaced(form) for form in forms))
    before = r"(?<!\w)" if text[:1].isalnum() else ""
    after = r"(?!\w)" if text[-1:].isalnum() else ""
    return re.compile(f"{before}(?:{either}){after}")


def _spaced(text: str) -> str:
    words = r"\s{1,4}".join(re.escape(word) for word in text.split())
    first, rest = words[:1], words[1:]
    return f"[{first}{first.upper()}]{rest}" if first.isalpha() and first.islower() else words

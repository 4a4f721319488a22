"""Completions while a person types: words of the collection, and titles of its documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from analyzers.syllables import syllables
from analyzers.tones import spelled
from indexer.completion import complete
from indexer.engine import Engine
from indexer.filters import key
from indexer.vocabulary import openings

MAX_PREFIX: Final = 200
"""Code points; of a longer prefix the end is completed."""
_LOOKED_AT: Final = 20_000
"""Terms, and documents, that one prefix makes us look through."""


def suggestions(engine: Engine, prefix: str, limit: int = 8) -> list[str]:
    """How what is being typed may go on, accents or not.

    One unfinished syllable is completed to the most frequent words of the collection that begin
    with it, several to what the documents say; titles that hold everything typed so far come
    last, and have a third of the places where there are enough.

    Args:
        prefix: what was typed; the last syllable may be unfinished.
        limit: the most suggestions.
    """
    typed = prefix[-MAX_PREFIX:]
    shown = [token.text for token in syllables(typed)]
    if not shown or limit < 1:
        return []
    words = _compounds(engine, shown[0], limit) if len(shown) == 1 else []
    words = words or complete(engine, typed, limit)
    titles = list(islice(_titles(engine, shown), limit))
    kept = min(len(titles), max(limit - len(words), limit // 3))
    return list(dict.fromkeys([*words[: limit - kept], *titles[:kept]]))


def _compounds(engine: Engine, typed: str, limit: int) -> list[str]:
    """The most frequent compounds that begin with what was typed."""
    found: list[tuple[int, str]] = []
    for opening in openings(key(typed)):
        for term, count in islice(engine.terms("word", opening), _LOOKED_AT):
            words = [spelled(part) for part in term.split("_")]
            if _begins(words[0], typed):
                found.append((-count, " ".join(words)))
    return [text for _, text in sorted(found)[:limit]]


def _begins(word: str, typed: str) -> bool:
    """Whether an unfinished word may become this one: accents that were typed must agree."""
    plain = key(typed)
    if not key(word).startswith(plain):
        return False
    return typed.lower() == plain or word.startswith(typed.lower())


def _titles(engine: Engine, shown: Sequence[str]) -> Iterator[str]:
    """Titles that hold every finished word, and a word that begins like the last one."""
    *finished, last = [key(word) for word in shown]
    for document in islice(engine.documents(), _LOOKED_AT):
        title = " ".join((document.title or "").split())
        words = [key(token.text) for token in syllables(title)]
        if all(word in words for word in finished) and any(w.startswith(last) for w in words):
            yield title

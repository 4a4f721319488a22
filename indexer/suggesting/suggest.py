"""Completions while a person types: words of the collection, and titles of its documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from analyzers.keys import unaccented
from analyzers.syllables import syllables
from analyzers.tones import spelled
from indexer.core.document import Metadata
from indexer.core.engine import Reader
from indexer.suggesting.completion import complete
from indexer.suggesting.term_counts import openings

MAX_PREFIX: Final = 200
"""Code points; of a longer prefix the end is completed."""
_LOOKED_AT: Final = 20_000
"""Terms, and documents, that one prefix makes us look through."""


class Title(NamedTuple):
    """A document's title, ready to be completed to."""

    text: str
    words: tuple[str, ...]
    """Its syllables as keys (``analyzers.keys.unaccented``)."""


def titles(documents: Iterable[Metadata]) -> tuple[Title, ...]:
    """The titles of documents, each once."""
    shown = dict.fromkeys(" ".join((document.title or "").split()) for document in documents)
    return tuple(
        Title(text, tuple(unaccented(token.text) for token in syllables(text)))
        for text in shown
        if text
    )


def suggestions(
    engine: Reader, prefix: str, limit: int = 8, known: Sequence[Title] | None = None
) -> list[str]:
    """How what is being typed may go on, accents or not.

    One unfinished syllable is completed to the most frequent words of the collection that begin
    with it, several to what the documents say; titles that hold everything typed so far come
    last, and have a third of the places where there are enough.

    Args:
        prefix: what was typed; the last syllable may be unfinished.
        limit: the most suggestions.
        known: the titles of all documents; without them they are read from the engine.
    """
    typed = prefix[-MAX_PREFIX:]
    shown = [token.text for token in syllables(typed)]
    if not shown or limit < 1:
        return []
    words = _compounds(engine, shown[0], limit) if len(shown) == 1 else []
    words = words or complete(engine, typed, limit)
    known = titles(engine.documents()) if known is None else known
    named = list(islice(_titles(known, shown), limit))
    places = min(len(named), max(limit - len(words), limit // 3))
    return list(dict.fromkeys([*words[: limit - places], *named[:places]]))


def _compounds(engine: Reader, typed: str, limit: int) -> list[str]:
    """The most frequent compounds that begin with what was typed."""
    found: list[tuple[int, str]] = []
    for opening in openings(unaccented(typed)):
        for term, count in islice(engine.terms("word", opening), _LOOKED_AT):
            words = [spelled(part) for part in term.split("_")]
            if _begins(words[0], typed):
                found.append((-count, " ".join(words)))
    return [text for _, text in sorted(found)[:limit]]


def _begins(word: str, typed: str) -> bool:
    """Whether an unfinished word may become this one: accents that were typed must agree."""
    plain = unaccented(typed)
    if not unaccented(word).startswith(plain):
        return False
    return typed.lower() == plain or word.startswith(typed.lower())


def _titles(known: Sequence[Title], shown: Sequence[str]) -> Iterator[str]:
    """Titles that hold every finished word, and a word that begins like the last one."""
    *finished, last = [unaccented(word) for word in shown]
    for text, words in islice(known, _LOOKED_AT):
        if all(word in words for word in finished) and any(w.startswith(last) for w in words):
            yield text

"""Completions while a person types: words and phrases of the collection, numbers, places, titles.

Everything is looked up in the index by what was typed: no text of a clause is cut into syllables
unless the words are so rare that few clauses have them.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import Final

from analyzers.keys import text_key, unaccented
from analyzers.tones import spelled
from indexer.core.engine import Reader
from indexer.suggesting.completion import complete
from indexer.suggesting.named import numbers, places, titles
from indexer.suggesting.phrases import Completion, distinct, further, phrases
from indexer.suggesting.term_counts import openings
from indexer.suggesting.typed import Typed, begins

MAX_PREFIX: Final = 200
"""Code points; of a longer prefix the end is completed."""
_COMPOUNDS: Final = 200
"""Compounds of one opening that are looked at, the most frequent ones."""


def suggestions(engine: Reader, prefix: str, limit: int = 8) -> list[str]:
    """How what is being typed may go on, accents or not.

    A number of a document is completed to those that begin with it, a place in a law (*điều 5 luật
    đất*) to laws that have it. One unfinished syllable is completed to the most frequent words of
    the collection that begin with it, several to what the documents say. Titles that begin with
    what was typed come before, those that hold all of it after, with a third of the places where
    there are enough.

    Args:
        prefix: what was typed; the last syllable may be unfinished.
        limit: the most suggestions.
    """
    typed = Typed(prefix[-MAX_PREFIX:])
    if not typed.tokens or limit < 1:
        return []
    known = numbers(engine, typed, limit) or places(engine, typed, limit)
    if known:
        return distinct(known)[:limit]
    words = _words(engine, typed, limit)
    named = titles(engine, typed, max(limit - len(words), limit // 3, 1))
    shares = min(len(named), max(limit - len(words), limit // 3))
    begun = [title for title in named[:shares] if title.key.startswith(typed.key)]
    return distinct(chain(begun, words[: limit - shares], named[:shares]))


def _words(engine: Reader, typed: Typed, limit: int) -> list[Completion]:
    if len(typed.tokens) == 1:
        compounds = _compounds(engine, typed.tokens[0].text, limit)
        if compounds:
            return compounds
    found = phrases(engine, typed, limit)
    if len(found) < limit:
        found += [Completion(text_key(text), text) for text in complete(engine, typed, limit)]
    found = found or further(engine, typed, limit)
    return list({one.key: one for one in reversed(found)}.values())[::-1]


def _compounds(engine: Reader, typed: str, limit: int) -> list[Completion]:
    """The most frequent compounds that begin with what was typed."""
    found: list[tuple[int, str]] = []
    for opening in openings(unaccented(typed)):
        ranked = engine.most_frequent("word", opening, _COMPOUNDS)
        spellings = (
            (-count, [spelled(part) for part in term.split("_")]) for term, count in ranked
        )
        begun = ((count, words) for count, words in spellings if begins(words[0], typed))
        found += [(count, " ".join(words)) for count, words in islice(begun, limit)]
    return [Completion(text_key(text), text) for _, text in sorted(found)[:limit]]

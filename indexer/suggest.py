"""Completions while a person types: words of the collection, and titles of its documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from analyzers.fold import fold
from analyzers.syllables import syllables
from analyzers.tones import spelled, tone_key
from indexer.engine import Engine
from indexer.filters import key
from indexer.spelling import restored_words
from indexer.vocabulary import counts_of, openings

MAX_PREFIX: Final = 200
"""Code points; of a longer prefix the end is completed."""
_LOOKED_AT: Final = 20_000
"""Terms, and documents, that one prefix makes us look through."""
_MOSTLY: Final = 0.5
"""The part of a syllable's occurrences that one neighbour must have to be taken along."""
_FORMS: Final = 6
"""Accented forms that an unaccented word before the unfinished one is tried as."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    text: str
    """What to search for instead of what was typed."""
    kind: Literal["word", "title"]
    count: int
    """Clauses that hold the completed word; 1 for a title."""
    document_id: str | None = None
    """The document whose title it is."""


def complete(engine: Engine, prefix: str, limit: int = 10) -> tuple[Suggestion, ...]:
    """What a person who has typed ``prefix`` may be about to type, accents or not.

    Words first, the most frequent ones, then titles that hold everything typed so far. The last
    syllable may be unfinished; after a blank, the next word is guessed. Empty for an empty prefix.
    """
    typed = prefix[-MAX_PREFIX:]
    shown = [token.text for token in syllables(typed)]
    if not shown or limit < 1:
        return ()
    if typed[-1].isspace():
        shown.append("")
    words = _words(engine, shown, limit)
    titles = list(islice(_titles(engine, shown), limit))
    kept = min(len(titles), max(limit - len(words), limit // 3))
    return (*words[: limit - kept], *titles[:kept])


def _words(engine: Engine, shown: Sequence[str], limit: int) -> list[Suggestion]:
    *head, last = shown
    counts: dict[tuple[str, ...], int] = {}
    if head:
        pairs = sorted(_pairs(engine, head[-1], last), key=lambda found: (-found[1], found[0]))
        for pair, count in pairs[:limit]:
            counts.setdefault((*head[:-1], *_whole(engine, pair)), count)
    if last and not counts:
        for word, count in _compounds(engine, last):
            counts.setdefault((*head, *word), count)
    best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]
    found = (
        Suggestion(" ".join(_with_accents(engine, words, shown)), "word", count)
        for words, count in best
    )
    return list({one.text: one for one in found}.values())


def _pairs(engine: Engine, before: str, last: str) -> Iterator[tuple[tuple[str, str], int]]:
    """Two words of the collection: the finished one before, and what ``last`` may become."""
    for form in _forms(engine, before):
        for opening in openings(key(last)):
            start = f"{form}_"
            terms = engine.terms("exact_pair", start + opening)
            for term, count in islice(terms, _LOOKED_AT):
                word = spelled(term[len(start) :])
                if _begins(word, last):
                    yield (spelled(form), word), count


def _forms(engine: Engine, syllable: str) -> list[str]:
    if tone_key(syllable) != fold(syllable):
        return [tone_key(syllable)]
    return [form for form, _ in counts_of(engine).forms(fold(syllable))[:_FORMS]]


def _compounds(engine: Engine, last: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Compounds whose first syllable ``last`` may become; where there are none, pairs."""
    found = False
    for field in ("word", "exact_pair"):
        for opening in openings(key(last)):
            for term, count in islice(engine.terms(field, opening), _LOOKED_AT):
                words = tuple(spelled(part) for part in term.split("_"))
                if _begins(words[0], last):
                    found = True
                    yield words, count
        if found:
            return


def _whole(engine: Engine, pair: tuple[str, str]) -> tuple[str, ...]:
    """With the next syllable, where the pair is no word yet and one mostly follows: *đồng lao* is
    *đồng lao động*."""
    first, last = tone_key(pair[0]), tone_key(pair[1])
    if engine.frequencies("word", [f"{first}_{last}"])[0]:
        return pair
    (alone,) = engine.frequencies("exact", [last])
    following = islice(engine.terms("exact_pair", f"{last}_"), _LOOKED_AT)
    best, together = max(following, key=lambda term: term[1], default=("", 0))
    if together < _MOSTLY * alone or not best:
        return pair
    return (*pair, spelled(best.partition("_")[2]))


def _begins(word: str, typed: str) -> bool:
    """Whether an unfinished word may become this one: accents that were typed must agree."""
    plain = key(typed)
    if not key(word).startswith(plain):
        return False
    return typed.lower() == plain or word.startswith(typed.lower()) or word == typed.lower()


def _with_accents(engine: Engine, words: Sequence[str], shown: Sequence[str]) -> Sequence[str]:
    """The words typed before, with the accents that fit, where none were typed at all."""
    if any(tone_key(word) != fold(word) for word in shown):
        return words
    typed = len(shown) - 1
    return [*restored_words(words[:typed], counts_of(engine)), *words[typed:]]


def _titles(engine: Engine, shown: Sequence[str]) -> Iterator[Suggestion]:
    """Titles that hold every finished word, and a word that begins like the last one."""
    *finished, last = [key(word) for word in shown]
    for document in islice(engine.documents(), _LOOKED_AT):
        words = key(document.title or "").replace(",", " ").split()
        if all(word in words for word in finished) and any(w.startswith(last) for w in words):
            yield Suggestion(" ".join((document.title or "").split()), "title", 1, document.id)

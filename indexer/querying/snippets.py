"""Marks and passages, from the source's own offsets."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import methodcaller
from typing import Final, NamedTuple

from analyzers.analysis import Analysis, Syllables, skim
from analyzers.identifiers import references
from analyzers.token import Span
from indexer.querying.results import Snippet

_ADDRESS: Final = frozenset({"phan", "chuong", "muc", "dieu", "khoan", "diem"})
LENGTH: Final = 280
"""Code points of a snippet, give or take a syllable."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query wants marked."""

    words: dict[str, frozenset[str]] = field(default_factory=dict)
    """Folded syllable -> the accented forms that were typed; none where accents were left out."""
    pairs: frozenset[tuple[str, str]] = frozenset()
    """Folded syllables that stood together in the query."""
    in_company: frozenset[str] = frozenset()
    """Numbers, and the *điều* and *khoản* before them: marked only beside their neighbour, for a
    bare ``4`` is not what *loại IV* means."""
    phrases: tuple[tuple[str, ...], ...] = ()
    """Folded syllables that are marked only where they stand in a row."""
    references: frozenset[str] = frozenset()
    """Canonical numbers and dates (``analyzers.identifiers``)."""
    prefixes: tuple[str, ...] = ()
    """Folded beginnings of words."""


class _Place(NamedTuple):
    """A syllable of the text, or the abbreviation it is written as."""

    position: int
    folded: str
    exact: str
    span: Span


def wanted(
    words: Iterable[Analysis], phrases: Iterable[Analysis] = (), prefixes: Iterable[str] = ()
) -> Wanted:
    """What to mark for a query's words, quoted phrases and beginnings of words."""
    accents: dict[str, set[str]] = {}
    pairs: set[tuple[str, str]] = set()
    references: set[str] = set()
    in_company: set[str] = set()
    for said in words:
        for plain, accented in zip(said.folded.texts, said.exact.texts, strict=True):
            accents.setdefault(plain, set()).update({accented} - {plain})
        for first, second in pairwise(_sequence(said)):
            pairs.add((first, second))
            if second.isdigit():
                in_company.update({second} | ({first} & _ADDRESS))
        references.update(reference.terms[0] for reference in said.references)
    return Wanted(
        {plain: frozenset(forms) for plain, forms in accents.items()},
        frozenset(pairs),
        frozenset(in_company),
        tuple(tuple(_sequence(said)) for said in phrases),
        frozenset(references),
        tuple(prefixes),
    )


def marks(text: str, query: Wanted) -> tuple[Span, ...]:
    """Where ``text`` says what the query wants, in order, neighbours joined.

    Of the places where a wanted syllable stands, those are marked where it stands beside the
    same neighbour as in the query, or else has the accents that were typed, or else all.
    """
    said = skim(text)
    spans = [*_words(said, query), *_phrases(said, query), *_references(text, said, query)]
    return _joined(text, sorted(spans))


def snippet(text: str, spans: Sequence[Span]) -> Snippet:
    """The passage of about ``LENGTH`` code points that says most of what was marked."""
    if len(text) <= LENGTH:
        return Snippet(text, tuple(spans))
    start = max((span.start for span in spans), key=lambda at: _worth(text, spans, at), default=0)
    start = _blank_before(text, max(0, min(start - LENGTH // 6, len(text) - LENGTH)))
    end = text.find(" ", start + LENGTH)
    end = len(text) if end < 0 else end
    inside = (span for span in spans if span.start >= start and span.end <= end)
    return Snippet(text[start:end], tuple(Span(s.start - start, s.end - start) for s in inside))


def _sequence(said: Analysis) -> list[str]:
    """The canonical folded syllables, one for each position."""
    by_position: dict[int, str] = {}
    for position, folded in zip(said.folded.positions, said.folded.texts, strict=True):
        by_position.setdefault(position, folded)
    return list(by_position.values())


def _words(said: Syllables, query: Wanted) -> Iterator[Span]:
    found = _found(said, query.words.__contains__)
    beside = _beside_their_neighbour(found, query)
    accented = {p.folded for p in found if p.exact in query.words[p.folded]}
    paired = {place.folded for place in beside}
    for place in found:
        if place.folded in paired or place.folded in query.in_company:
            chosen = place in beside
        elif place.folded in accented:
            chosen = place.exact in query.words[place.folded]
        else:
            chosen = True
        if chosen:
            yield place.span
    if query.prefixes:
        begins = methodcaller("startswith", query.prefixes)
        yield from (place.span for place in _found(said, begins))


def _found(said: Syllables, wanted: Callable[[str], bool]) -> list[_Place]:
    """The places where a wanted syllable stands, abbreviations after what they stand for."""
    variants = said.variants
    found = [
        _Place(at, plain, variants.exact[at], said.span(*variants.source(at)))
        for at, plain in enumerate(variants.folded)
        if wanted(plain)
    ]
    found += [
        _Place(extra.position, extra.folded, extra.exact, said.span(extra.first, extra.last))
        for extra in variants.extras
        if wanted(extra.folded)
    ]
    return found


def _beside_their_neighbour(found: Sequence[_Place], query: Wanted) -> set[_Place]:
    at: dict[int, list[_Place]] = {}
    for place in found:
        at.setdefault(place.position, []).append(place)
    beside: set[_Place] = set()
    for place in found:
        for following in at.get(place.position + 1, ()):
            if (place.folded, following.folded) in query.pairs:
                beside.update((place, following))
    return beside


def _phrases(said: Syllables, query: Wanted) -> Iterator[Span]:
    folded = tuple(said.variants.folded) if query.phrases else ()
    for phrase in query.phrases:
        for start in range(len(folded) - len(phrase) + 1):
            end = start + len(phrase)
            if phrase and folded[start:end] == phrase:
                first, last = said.variants.source(start), said.variants.source(end - 1)
                yield said.span(first[0], last[1])


def _references(text: str, said: Syllables, query: Wanted) -> Iterator[Span]:
    """What is written as one of the query's numbers and dates is, in any spelling."""
    if query.references:
        for found in references(text, said.spans, said.folded):
            if not query.references.isdisjoint(found.terms):
                yield said.span(found.first, found.last)


def _joined(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Without overlaps; spans with nothing but blanks between them are one."""
    joined: list[Span] = []
    for span in spans:
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def _worth(text: str, spans: Sequence[Span], start: int) -> tuple[int, int]:
    """How many different things, and how much text, is marked within a passage's length."""
    first = bisect_left(spans, start, key=lambda span: span.start)
    inside = [s for s in spans[first : first + LENGTH] if s.end <= start + LENGTH]
    different = {text[span.start : span.end].lower() for span in inside}
    return sum(map(len, different)), sum(span.end - span.start for span in inside)


def _blank_before(text: str, at: int) -> int:
    return text.rfind(" ", 0, at) + 1 if at else 0

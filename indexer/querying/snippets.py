"""Marks and passages, from the source's own offsets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import methodcaller
from typing import Final, NamedTuple

from analyzers.analysis import (
    Analysis,
    Syllables,
    plain_syllables,
    skim,
)
from analyzers.fold import fold
from analyzers.identifiers import references
from analyzers.misread import figures
from analyzers.token import Span
from analyzers.variants import is_short_form
from indexer.querying.plain_marks import plain_marks
from indexer.querying.results import Snippet

_ADDRESS: Final = frozenset({"phan", "chuong", "muc", "dieu", "khoan", "diem"})
WINDOW: Final = 20_000
"""Code points of a text that are looked at for marks, some 20 ms: a hundred times a usual clause.
What is shown of a longer one is a passage of them."""
SEARCHED: Final = 200_000
"""Code points of a longer text in which the window is looked for, a few milliseconds."""
MARKED: Final = 60
"""Units of work (``indexer.core.deadline``) that marking one code point is."""
_PLACES: Final = 1_000
"""Marks at which a snippet may start."""
LENGTH: Final = 280
"""Code points of a snippet, give or take a syllable."""


@dataclass(frozen=True)
class Wanted:
    """What a query wants marked."""

    words: dict[str, frozenset[str]] = field(default_factory=dict)
    """Folded syllable -> the forms that were typed; none where accents were left out. Of words with
    accents, a syllable that has none was typed so, too: *thi đua* is not *thị đua*."""
    pairs: frozenset[tuple[str, str]] = frozenset()
    """Folded syllables that stood together in the query."""
    in_company: frozenset[str] = frozenset()
    """Numbers, and the *điều* and *khoản* before them: marked only beside their neighbour, for a
    bare ``4`` is not what *loại IV* means. Also what stands so elsewhere (``settled``)."""
    phrases: tuple[tuple[str, ...], ...] = ()
    """Folded syllables that are marked only where they stand in a row."""
    references: frozenset[str] = frozenset()
    """Canonical numbers and dates (``analyzers.identifiers``)."""
    prefixes: tuple[str, ...] = ()
    """Folded beginnings of words."""
    as_typed: frozenset[str] = frozenset()
    """Syllables that are marked with the accents that were typed only."""
    terms: frozenset[str] = frozenset()
    """Folded words that are marked wherever they stand."""
    recognised: bool = False
    """The text to mark is one that a machine read: what it may have misread is marked, too."""

    @cached_property
    def only_words(self) -> bool:
        """Whether nothing is wanted but syllables that no abbreviation is written with."""
        more = self.phrases or self.references or self.prefixes or self.terms or self.recognised
        return not more and not any(map(is_short_form, self.words))


class _Match(NamedTuple):
    """A syllable of the text, or the abbreviation it is written as."""

    position: int
    folded: str
    exact: str
    span: Span


def wanted(
    words: Iterable[Analysis],
    phrases: Iterable[Analysis] = (),
    prefixes: Iterable[str] = (),
    terms: Iterable[str] = (),
    rows: Iterable[tuple[str, ...]] = (),
) -> Wanted:
    """What to mark for a query's words, quoted phrases and beginnings of words, and for further
    folded ``terms`` and ``rows`` of them."""
    accents: dict[str, set[str]] = {}
    pairs: set[tuple[str, str]] = set()
    references: set[str] = set()
    in_company: set[str] = set()
    for analysis in words:
        forms = list(zip(analysis.folded.texts, analysis.exact.texts, strict=True))
        typed = any(accented != plain for plain, accented in forms)
        for plain, accented in forms:
            accents.setdefault(plain, set()).update({accented} if typed else ())
        for first, second in pairwise(_sequence(analysis)):
            pairs.add((first, second))
            if second.isdigit():
                in_company.update({second} | ({first} & _ADDRESS))
        references.update(reference.terms[0] for reference in analysis.references)
    return Wanted(
        {plain: frozenset(forms) for plain, forms in accents.items()},
        frozenset(pairs),
        frozenset(in_company),
        (*(tuple(_sequence(analysis)) for analysis in phrases), *rows),
        frozenset(references),
        tuple(prefixes),
        terms=frozenset(terms),
    )


def marks(text: str, query: Wanted) -> tuple[Span, ...]:
    """Where ``text`` says what the query wants, in order, neighbours joined. Of a text longer than
    ``WINDOW``, only where its ``window`` does.

    Of the places where a wanted syllable stands, those are marked where it stands beside the
    same neighbour as in the query and both have the accents that were typed, or else beside it, or
    else where it has these accents, or else all.
    """
    start, end = window(text, query)
    seen = text[start:end] if end - start < len(text) else text
    easy = plain_syllables(seen) if query.only_words else None
    if easy is None:
        found = skim(seen, recognised=query.recognised)
        spans: Iterable[tuple[int, int]] = sorted(
            (
                *_words(_found(found, query.words.__contains__), query),
                *_further(found, query),
                *_phrases(found, query),
                *_references(seen, found, query),
            )
        )
    else:
        q = query
        spans = plain_marks(easy, q.words, q.pairs, q.in_company, q.as_typed)
    joined = _joined(seen, spans)
    return joined if not start else tuple(Span(s.start + start, s.end + start) for s in joined)


def work_of(texts: Iterable[str]) -> int:
    """Units of work that marking these texts is."""
    return MARKED * sum(min(len(text), WINDOW) for text in texts)


def settled(query: Wanted, texts: Iterable[str]) -> Wanted:
    """What to mark in a whole document, of which these are the clauses that answer best: what
    stands beside its neighbour there, or with the accents that were typed, is marked nowhere
    otherwise. In a law about shareholders (*cổ đông*), *có* and *đồng* are not what was meant."""
    together: set[str] = set()
    typed: set[str] = set()
    for text in texts:
        start, end = window(text, query)
        read = skim(text[start:end], recognised=query.recognised)
        found = _found(read, query.words.__contains__)
        together.update(found[at].folded for at in _beside_their_neighbour(found, query))
        typed.update(one.folded for one in found if one.exact in query.words[one.folded])
    return replace(query, in_company=query.in_company | together, as_typed=query.as_typed | typed)


def window(text: str, query: Wanted) -> Span:
    """The part of a long text that is looked at for marks and a snippet: from a little before the
    first place in its first ``SEARCHED`` code points that may say a word of the query."""
    if len(text) <= WINDOW:
        return Span(0, len(text))
    rows = (word for row in query.phrases for word in row)
    stems = [*query.words, *query.prefixes, *query.terms, *rows]
    pattern = _beginnings(frozenset(stem for stem in stems if stem))
    found = pattern.search(text, 0, SEARCHED) if pattern else None
    start = _blank_before(text, max(0, found.start() - LENGTH)) if found else 0
    start = min(start, len(text) - WINDOW)
    return Span(start, start + WINDOW)


@lru_cache(maxsize=256)
def _beginnings(stems: frozenset[str]) -> re.Pattern[str] | None:
    """Where a word begins with one of these, accents or not."""
    if not stems:
        return None
    patterns = ("".join(_FORMS.get(letter, re.escape(letter)) for letter in stem) for stem in stems)
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(patterns))})")


def _forms() -> dict[str, str]:
    """A letter without accents -> a class of all its forms, in either case."""
    forms: dict[str, set[str]] = {}
    for code in (*range(0x41, 0x180), *range(0x1A0, 0x1B1), *range(0x1EA0, 0x1EFA)):
        letter = chr(code)
        if letter.isalpha():
            forms.setdefault(fold(letter), set()).add(letter)
    # Text may be decomposed: accents then follow as marks of their own.
    return {
        plain: f"[{''.join(sorted(all_))}][\u0300-\u036f]*"
        for plain, all_ in forms.items()
        if len(plain) == 1
    }


_FORMS: Final = _forms()


def snippet(text: str, spans: Sequence[Span]) -> Snippet:
    """The passage of about ``LENGTH`` code points that says most of what was marked."""
    if len(text) <= LENGTH:
        return Snippet(text, tuple(spans))
    start = max(
        (span.start for span in spans[:_PLACES]), key=lambda at: _worth(text, spans, at), default=0
    )
    start = _blank_before(text, max(0, min(start - LENGTH // 6, len(text) - LENGTH)))
    end = text.find(" ", start + LENGTH)
    end = len(text) if end < 0 else end
    inside = (span for span in spans if span.start >= start and span.end <= end)
    return Snippet(text[start:end], tuple(Span(s.start - start, s.end - start) for s in inside))


def _sequence(analysis: Analysis) -> list[str]:
    """The canonical folded syllables, one for each position."""
    by_position: dict[int, str] = {}
    for position, folded in zip(analysis.folded.positions, analysis.folded.texts, strict=True):
        by_position.setdefault(position, folded)
    return list(by_position.values())


def _words(matches: Sequence[_Match], query: Wanted) -> Iterator[Span]:
    """Where to mark the query's words, of all places where these stand."""
    found = [
        one
        for one in matches
        if query.recognised
        or one.folded not in query.as_typed
        or one.exact in query.words[one.folded]
    ]
    beside = _beside_their_neighbour(found, query)
    accented = {p.folded for p in found if p.exact in query.words[p.folded]}
    paired = {found[at].folded for at in beside}
    for at, one in enumerate(found):
        if one.folded in paired or one.folded in query.in_company:
            chosen = at in beside
        elif one.folded in accented or one.folded in query.as_typed:
            chosen = one.exact in query.words[one.folded]
        else:
            chosen = True
        if chosen:
            yield one.span


def _further(analysis: Syllables, query: Wanted) -> Iterator[Span]:
    """Beginnings of words, and words that are marked wherever they stand."""
    if query.prefixes:
        begins = methodcaller("startswith", query.prefixes)
        yield from (one.span for one in _found(analysis, begins))
    if query.terms:
        yield from (one.span for one in _found(analysis, query.terms.__contains__))


def _found(analysis: Syllables, wanted: Callable[[str], bool]) -> list[_Match]:
    """Where a wanted syllable stands, abbreviations after what they stand for."""
    variants = analysis.variants
    found = [
        _Match(at, plain, variants.exact[at], analysis.span(*variants.source(at)))
        for at, plain in enumerate(variants.folded)
        if wanted(plain)
    ]
    found += [
        _Match(extra.position, extra.folded, extra.exact, analysis.span(extra.first, extra.last))
        for extra in variants.extras
        if wanted(extra.folded)
    ]
    return found


def _beside_their_neighbour(found: Sequence[_Match], query: Wanted) -> set[int]:
    """Which of the matches stand beside the same neighbour as in the query; those with the accents
    that were typed alone, if there are any."""
    at: dict[int, list[int]] = {}
    for number, one in enumerate(found):
        at.setdefault(one.position, []).append(number)
    beside: set[int] = set()
    typed: set[int] = set()
    for number, one in enumerate(found):
        for following in at.get(one.position + 1, ()):
            if (one.folded, found[following].folded) in query.pairs:
                beside.update((number, following))
                if _as_typed(one, query) and _as_typed(found[following], query):
                    typed.update((number, following))
    if query.recognised:  # half of what a machine misreads are marks: the neighbour tells the word
        return beside
    better = {found[number].folded for number in typed}
    return typed | {number for number in beside if found[number].folded not in better}


def _as_typed(one: _Match, query: Wanted) -> bool:
    """Whether a syllable has the accents that were typed, if any were."""
    forms = query.words[one.folded]
    return not forms or one.exact in forms


def _phrases(analysis: Syllables, query: Wanted) -> Iterator[Span]:
    folded = tuple(analysis.variants.folded) if query.phrases else ()
    beginning: dict[str, list[tuple[str, ...]]] = {}
    for phrase in query.phrases:
        beginning.setdefault(phrase[0] if phrase else "", []).append(phrase)
    for start in [at for at, syllable in enumerate(folded) if syllable in beginning]:
        for phrase in beginning[folded[start]]:
            end = start + len(phrase)
            if folded[start:end] == phrase:
                first, last = analysis.variants.source(start), analysis.variants.source(end - 1)
                yield analysis.span(first[0], last[1])
    if query.recognised:
        yield from _misread_phrases(analysis, query.phrases)


def _misread_phrases(analysis: Syllables, phrases: Sequence[tuple[str, ...]]) -> Iterator[Span]:
    """Where a recognised text says a phrase by what it may have misread."""
    variants = analysis.variants
    further: dict[int, set[str]] = {}
    for extra in variants.extras:
        further.setdefault(extra.position, set()).add(extra.folded)
    starts = {(at - offset, phrase) for phrase in phrases for offset, word in enumerate(phrase)
              for at, words in further.items() if word in words}  # fmt: skip
    for start, phrase in sorted(starts):
        end = start + len(phrase)
        if start >= 0 and end <= len(variants.folded) and all(
            variants.folded[at] == word or word in further.get(at, ())
            for at, word in zip(range(start, end), phrase, strict=True)
        ):  # fmt: skip
            yield analysis.span(variants.source(start)[0], variants.source(end - 1)[1])


def _references(text: str, analysis: Syllables, query: Wanted) -> Iterator[Span]:
    """What is written as one of the query's numbers and dates is, in any spelling."""
    if query.references:
        folded: Sequence[str] = analysis.folded
        if query.recognised:
            text, folded = figures(text, analysis.spans, folded)
        for found in references(text, analysis.spans, folded):
            if not query.references.isdisjoint(found.terms):
                yield analysis.span(found.first, found.last)


def _joined(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """Without overlaps; spans with nothing but blanks between them are one."""
    joined: list[Span] = []
    first = last = -1
    for start, end in spans:
        if first >= 0 and not text[last:start].strip():
            last = max(last, end)
        else:
            if first >= 0:
                joined.append(Span(first, last))
            first, last = start, end
    if first >= 0:
        joined.append(Span(first, last))
    return tuple(joined)


def _worth(text: str, spans: Sequence[Span], start: int) -> tuple[int, int]:
    """How many different things, and how much text, is marked within a passage's length."""
    first = bisect_left(spans, start, key=lambda span: span.start)
    inside = [s for s in spans[first : first + LENGTH] if s.end <= start + LENGTH]
    different = {text[span.start : span.end].lower() for span in inside}
    return sum(map(len, different)), sum(span.end - span.start for span in inside)


def _blank_before(text: str, at: int) -> int:
    return text.rfind(" ", 0, at) + 1 if at else 0

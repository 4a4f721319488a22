"""What the accents that were typed say, as far as the index can tell.

Accents that were left out are no evidence. Accents that were typed are: what holds the words with
other accents only comes after what holds them as typed, and where nothing does, that is said.

What other words fold to the same is known from the dictionary of the index (``Counts``), so that
nearly all queries cost a few look-ups and no more: ``kinh doanh`` can be nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from indexer.core import query as q
from indexer.querying.expansion import Expanded, canonical, canonical_spans
from indexer.querying.ranking import FEW_WORDS, Weights
from indexer.suggesting.term_counts import Counts

Syllable = tuple[str, str]
"""Without and with its accents."""

_SHARE: Final = 0.05
"""The part of a folded syllable's occurrences that must be without accents for a syllable typed so
to be one that has none (*thi* in *thi đua*), not one whose accents were left out."""
_DOUBTFUL: Final = 0.5
"""Where fewer than this part of a folded syllable's occurrences have the accents that were typed,
they are evidence in a long query, too."""
_LONGEST_SHORT: Final = 5
"""Letters of a word in capitals that is taken for an abbreviation."""
_FORMS: Final = 12
"""Accented forms of a syllable that are tried, the most frequent."""
_OTHERS: Final = 1.1
"""How many times as often as with its accents a pair stands with any, where others matter."""
_MOST: Final = 3
"""Syllables of a long query whose accents are evidence, the rarest share first."""


@dataclass(frozen=True, slots=True)
class Accents:
    """What is known of the accents of a query's words."""

    typed: tuple[Syllable, ...] = ()
    """Syllables whose accents count."""
    wrong: frozenset[str] = frozenset()
    """Folded pairs that stand in the index, but never with the accents that were typed: *án cấp*
    for ``ăn cắp``. They are no evidence that the words stand together."""
    nowhere: tuple[tuple[int, int], ...] = ()
    """Stretches [first, last) of the syllables that stand nowhere with these accents, but do with
    others."""
    missing: tuple[str, ...] = ()
    """These stretches as they were typed."""
    apart: bool = False
    """Whether what has other accents comes after: in short queries."""
    evidence: tuple[q.Query, ...] = ()
    """What raises the clauses that have them as typed."""


NO_ACCENTS: Final = Accents()


def judge(read: Expanded, text: str, counts: Counts, weights: Weights, *, units: int) -> Accents:
    """Ask the index about the accents of some words.

    Args:
        text: the words, as they were typed.
        units: how many different things they ask for.
    """
    short = units <= FEW_WORDS and not read.expansions
    capitals = set() if read.expansions else _capitals(read, text)
    judged = _judged(canonical(read.understood), capitals, counts, weights, short=short)
    if read.expansions or not judged.nowhere:
        return judged
    places = canonical_spans(read.typed)
    missing = (text[places[first].start : places[last - 1].end] for first, last in judged.nowhere)
    return replace(judged, missing=tuple(dict.fromkeys(missing)))


def _capitals(read: Expanded, text: str) -> set[int]:
    """Syllables typed in capitals among others: names and abbreviations, which have no accents to
    leave out (*thuế VAT*)."""
    found = {
        token.position
        for token in read.typed.syllables
        if token.text.isascii() and token.text.isupper() and 1 < len(token.text) <= _LONGEST_SHORT
    }
    alone = {at for at in found if at - 1 not in found and at + 1 not in found}
    return set() if text.isupper() else alone


def _judged(
    syllables: Sequence[Syllable],
    capitals: set[int],
    counts: Counts,
    weights: Weights,
    *,
    short: bool,
) -> Accents:
    accented = {at for at, (plain, exact) in enumerate(syllables) if plain != exact}
    if not accented:
        return NO_ACCENTS
    beside = _beside(syllables, accented, counts)
    bare = {at for at in capitals if at < len(syllables) and syllables[at][1].isalpha()} - accented
    counted = {*accented, *bare, *_without(syllables, accented, beside, counts)}
    typed = tuple(dict.fromkeys(syllables[at] for at in sorted(counted)))
    wrong = frozenset(_wrong(syllables, accented, beside, counts))
    return Accents(
        typed,
        wrong,
        tuple(_joined(_nowhere(syllables, accented | bare, beside, wrong, counts, short=short))),
        evidence=(
            *_evidence(typed, counts, weights, short=short),
            *(_in_a_row(syllables, beside, counts, weights) if short else ()),
        ),
        apart=short,
    )


def _beside(syllables: Sequence[Syllable], accented: set[int], counts: Counts) -> dict[int, int]:
    """Index of the first of two neighbours, one of which has accents -> how often they stand so."""
    at = [at for at in range(len(syllables) - 1) if at in accented or at + 1 in accented]
    texts = [f"{syllables[index][1]}_{syllables[index + 1][1]}" for index in at]
    return dict(zip(at, counts.pairs(texts), strict=True))


def _share(syllable: Syllable, counts: Counts) -> float:
    """Of the occurrences of a folded syllable, the part that has these accents; 1 for none."""
    plain, exact = syllable
    forms = dict(counts.forms(plain))
    return forms.get(exact, 0) / sum(forms.values()) if forms else 1.0


def _without(
    syllables: Sequence[Syllable], accented: set[int], beside: dict[int, int], counts: Counts
) -> Iterator[int]:
    """The syllables that were typed without accents because they have none."""
    for at, syllable in enumerate(syllables):
        together = (beside.get(at - 1), beside.get(at))
        if at not in accented and any(together) and _share(syllable, counts) >= _SHARE:
            yield at


# Pairs


def _wrong(
    syllables: Sequence[Syllable], accented: set[int], beside: dict[int, int], counts: Counts
) -> Iterator[str]:
    for at, count in beside.items():
        if not count and not _one_slip(syllables[at : at + 2], counts):
            (first, _), (second, _) = syllables[at], syllables[at + 1]
            if accented >= {at, at + 1} or not _left_out(syllables, accented, at, counts):
                yield f"{first}_{second}"


def _left_out(syllables: Sequence[Syllable], accented: set[int], at: int, counts: Counts) -> bool:
    """Whether two neighbours stand together where one is given the accents that were left out."""
    (plain, one), (folded, two) = syllables[at], syllables[at + 1]
    if at in accented:
        texts = [f"{one}_{form}" for form, _ in counts.forms(folded)]
    else:
        texts = [f"{form}_{two}" for form, _ in counts.forms(plain)]
    return any(counts.pairs(texts))


def _one_slip(pair: Sequence[Syllable], counts: Counts) -> bool:
    """Whether two neighbours stand together with the tone of one of them changed: a slip."""
    (plain, one), (folded, two) = pair
    texts = [
        f"{form}_{two}" for form, _ in counts.forms(plain) if _toneless(form) == _toneless(one)
    ]
    texts += [
        f"{one}_{form}" for form, _ in counts.forms(folded) if _toneless(form) == _toneless(two)
    ]
    return any(counts.pairs(texts))


def _toneless(key: str) -> str:
    return key[:-1] if len(key) > 1 and key[-1] in "12345" else key


def _nowhere(
    syllables: Sequence[Syllable],
    accented: set[int],
    beside: dict[int, int],
    wrong: frozenset[str],
    counts: Counts,
    *,
    short: bool,
) -> Iterator[tuple[int, int]]:
    for at in sorted(accented):
        plain, exact = syllables[at]
        forms = dict(counts.forms(plain))
        if forms and exact not in forms:
            yield at, at + 1
    if not short:
        return
    folded = [f"{one}_{two}" for (one, _), (two, _) in pairwise(syllables)]
    stand = dict(zip(folded, counts.folded_pairs(folded), strict=True)) if wrong else {}
    for at, pair in enumerate(folded):
        alone = not (beside.get(at - 1) or beside.get(at + 1))
        if pair in wrong and stand[pair] and alone:
            yield at, at + 2


def _joined(stretches: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in sorted(stretches):
        if joined and first < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


# Evidence


def _evidence(
    typed: Sequence[Syllable], counts: Counts, weights: Weights, *, short: bool
) -> Iterator[q.Query]:
    """In a short query, that a clause has the accents comes before all else; in a long one it is
    one evidence among others, and only of syllables that may well be others."""
    shares = sorted((_share(syllable, counts), syllable) for syllable in typed)
    if short:
        for share, (_, exact) in shares:
            if share < 1:
                yield q.Constant(q.Term("exact", exact), weights.accents)
    else:
        for share, (_, exact) in shares[:_MOST]:
            if 0 < share < _DOUBTFUL and weights.doubtful:
                yield q.Term("exact", exact, weights.doubtful)


def _in_a_row(
    syllables: Sequence[Syllable], beside: dict[int, int], counts: Counts, weights: Weights
) -> Iterator[q.Query]:
    """That two neighbours stand together with these accents, where they do with others, too: a
    clause may say *thuế* here and *thuê đất* there."""
    for at, count in beside.items():
        (plain, one), (folded, two) = syllables[at], syllables[at + 1]
        if count:
            forms = (
                f"{first}_{second}"
                for first, _ in counts.forms(plain)[:_FORMS]
                for second, _ in counts.forms(folded)[:_FORMS]
            )
            if sum(counts.pairs(list(forms))) > count * _OTHERS:
                yield q.Constant(q.Phrase("exact", (one, two), (0, 1)), weights.accents / 2)

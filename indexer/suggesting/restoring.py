"""Accents put back where they were left out, from the pairs of syllables of the collection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from math import log
from typing import Final

from indexer.suggesting.term_counts import Counts

_FORMS: Final = 12
"""Accented forms that are tried for one syllable, the most frequent ones."""
_PAIR: Final = 0.999
"""The part of a syllable's probability that comes from the one before it; the rest comes from
its own frequency (linear interpolation; Jelinek & Mercer 1980). Measured on held-out laws:
0.9 gives .934 of the syllables right, 0.99 .976, 0.999 .983, 0.9999 .984."""
_DOUBT: Final = log(2)
"""A reading less than twice as likely as another is none to offer."""
_ONE_FORM: Final = 0.9
"""The part of a syllable's occurrences that one form must be, to need no neighbour."""

_Forms = Sequence[Sequence[tuple[str, int]]]
"""For each syllable, its accented forms with their frequencies."""
_Steps = Sequence[Sequence[Sequence[float]]]
"""``[i][f][g]``: the log probability of form g of syllable i + 1 after form f of syllable i."""


def restored(
    folded: Sequence[str], counts: Counts, known: Mapping[int, str] | None = None
) -> list[str]:
    """The most probable accented keys of folded syllables (Viterbi over pairs of neighbours).

    ``known`` holds the keys that are certain, by index.
    """
    return read_accents(folded, counts, known)[0]


def read_accents(
    folded: Sequence[str], counts: Counts, known: Mapping[int, str] | None = None
) -> tuple[list[str], set[int]]:
    """The same, and the indexes of the syllables that may well be others: another form is nearly
    as likely, or the form stands beside neither neighbour anywhere."""
    if not folded:
        return [], set()
    certain = known or {}
    forms = [
        [(certain[at], 1)] if at in certain else counts.forms(plain)[:_FORMS] or [(plain, 0)]
        for at, plain in enumerate(folded)
    ]
    pairs = _pair_counts(forms, counts)
    steps = [_step(before, here, pairs) for before, here in pairwise(forms)]
    best = _best_of_each(forms, steps)
    chosen = _path(forms, steps)
    keys = [forms[at][choice][0] for at, choice in enumerate(chosen)]
    doubtful = {
        at
        for at, scores in enumerate(best)
        if len(scores) > 1
        and (
            _second(scores) > max(scores) - _DOUBT
            or not (_alone(forms[at]) or _beside(keys, at, pairs))
        )
    }
    return keys, doubtful


def _step(
    before: Sequence[tuple[str, int]], here: Sequence[tuple[str, int]], pairs: Mapping[str, int]
) -> list[list[float]]:
    total = sum(count for _, count in here) + 1
    own = [(1 - _PAIR) * (count + 0.5) / total for _, count in here]
    return [
        [
            log(alone + _PAIR * pairs.get(f"{first}_{key}", 0) / (often + 1))
            for (key, _), alone in zip(here, own, strict=True)
        ]
        for first, often in before
    ]


def _path(forms: _Forms, steps: _Steps) -> list[int]:
    """The form of each syllable on the most probable way through all."""
    scores = [log(count + 0.5) for _, count in forms[0]]
    sources: list[list[int]] = []
    for step in steps:
        ways = [
            [score + row[to] for score, row in zip(scores, step, strict=True)]
            for to in range(len(step[0]))
        ]
        sources.append([max(range(len(way)), key=way.__getitem__) for way in ways])
        scores = [max(way) for way in ways]
    path = [max(range(len(scores)), key=scores.__getitem__)]
    for source in reversed(sources):
        path.append(source[path[-1]])
    return path[::-1]


def _best_of_each(forms: _Forms, steps: _Steps) -> list[list[float]]:
    """For each form of each syllable, the log probability of the best way through it."""
    forward = [[log(count + 0.5) for _, count in forms[0]]]
    for step in steps:
        forward.append(
            [
                max(score + row[to] for score, row in zip(forward[-1], step, strict=True))
                for to in range(len(step[0]))
            ]
        )
    backward = [[0.0] * len(forms[-1])]
    for step in reversed(steps):
        backward.append(
            [max(a + b for a, b in zip(row, backward[-1], strict=True)) for row in step]
        )
    columns = zip(forward, reversed(backward), strict=True)
    return [[a + b for a, b in zip(one, two, strict=True)] for one, two in columns]


def _second(scores: Sequence[float]) -> float:
    return sorted(scores)[-2]


def _alone(forms: Sequence[tuple[str, int]]) -> bool:
    """Whether a syllable is nearly always written with the same accents."""
    return len(forms) == 1 or forms[0][1] >= _ONE_FORM * sum(count for _, count in forms)


def _beside(keys: Sequence[str], at: int, pairs: Mapping[str, int]) -> bool:
    """Whether a key stands beside a neighbour of it somewhere; a single syllable has none."""
    around = [f"{one}_{two}" for one, two in pairwise(keys[max(at - 1, 0) : at + 2])]
    return not around or any(pairs.get(pair) for pair in around)


def _pair_counts(forms: _Forms, counts: Counts) -> dict[str, int]:
    texts = [
        f"{first}_{second}"
        for before, here in pairwise(forms)
        for (first, _), (second, _) in product(before, here)
    ]
    return dict(zip(texts, counts.pairs(texts), strict=True))

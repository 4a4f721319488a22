"""Measures of rankings, with the intervals that chance leaves them.

A rank is 1 for the first place, 0 where the answer was not found. Intervals are 95 % percentile
bootstraps over the queries (Efron & Tibshirani 1993, chapter 13); of two systems, over the
differences query by query.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, TypeVar

import numpy as np

CUTOFF: Final = 10
RESAMPLES: Final = 2000
_SEED: Final = 2021

Option = TypeVar("Option")


class Interval(NamedTuple):
    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"

    def signed(self) -> str:
        """As a difference."""
        return f"{self.value:+.3f} [{self.low:+.3f}, {self.high:+.3f}]"


def reciprocal(rank: int) -> float:
    """1 / rank, 0 below ``CUTOFF``."""
    return 1 / rank if 0 < rank <= CUTOFF else 0.0


def mrr(ranks: Sequence[int]) -> float:
    """Mean reciprocal rank."""
    return sum(map(reciprocal, ranks)) / len(ranks)


def found(ranks: Sequence[int], within: int = CUTOFF) -> float:
    """The part of the queries with an answer among the first so many."""
    return sum(0 < rank <= within for rank in ranks) / len(ranks)


def interval(values: Sequence[float]) -> Interval:
    """The mean of some values."""
    sample = np.asarray(values, np.float64)
    chance = np.random.default_rng(_SEED)
    drawn = chance.integers(0, len(sample), (RESAMPLES, len(sample)))
    low, high = np.quantile(sample[drawn].mean(axis=1), (0.025, 0.975))
    return Interval(float(sample.mean()), float(low), float(high))


def mrr_interval(ranks: Sequence[int]) -> Interval:
    return interval([reciprocal(rank) for rank in ranks])


def difference(ours: Sequence[int], others: Sequence[int]) -> Interval:
    """How much higher our mean reciprocal rank is than that of others, over the same queries."""
    pairs = zip(ours, others, strict=True)
    return interval([reciprocal(one) - reciprocal(other) for one, other in pairs])


def chosen_on_the_others(
    runs: Sequence[Sequence[int]],
    groups: Sequence[str],
    folds: int = 0,
    measure: Callable[[Sequence[int]], float] = mrr,
) -> list[int]:
    """The ranks of a cross-validated choice among several runs over the same queries.

    For each fold the run is taken that is best on all other folds, so that no query has a say in
    the choice that is tried on it.

    Args:
        groups: for each query what must not be parted: its document, or itself.
        folds: how many; 0: as many as there are groups.
    """
    names = sorted(set(groups))
    np.random.default_rng(_SEED).shuffle(names)
    fold_of = {name: at % folds if folds else at for at, name in enumerate(names)}
    fold = [fold_of[group] for group in groups]
    ranks = [0] * len(groups)
    for number in sorted(set(fold)):
        inside = [at for at, one in enumerate(fold) if one == number]
        others = [at for at, one in enumerate(fold) if one != number]
        best = max(runs, key=lambda run: measure([run[at] for at in others]))
        for at in inside:
            ranks[at] = best[at]
    return ranks

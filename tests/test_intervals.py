"""Measures of rankings: what is counted, and that a choice is tried on what had no say in it."""

from __future__ import annotations

import pytest

from benchmarks.baselines import postings, ranks
from benchmarks.intervals import chosen_on_the_others, difference, found, interval, mrr

MEASURES: list[tuple[str, list[int], float, float]] = [
    ("first", [1], 1.0, 1.0),
    ("not found", [0], 0.0, 0.0),
    ("below the cut", [11], 0.0, 0.0),
    ("some of each", [1, 2, 10, 0], 0.4, 0.75),
]


@pytest.mark.parametrize(
    ("given", "reciprocal", "part"), [row[1:] for row in MEASURES], ids=[row[0] for row in MEASURES]
)
def test_what_ranks_amount_to(given: list[int], reciprocal: float, part: float) -> None:
    assert (mrr(given), found(given)) == (pytest.approx(reciprocal), part)


def test_an_interval_holds_the_mean_and_narrows_with_more_values() -> None:
    few, many = interval([0.0, 1.0] * 5), interval([0.0, 1.0] * 500)
    assert few.low < few.value == many.value < few.high
    assert many.high - many.low < few.high - few.low


def test_the_same_ranks_differ_by_nothing() -> None:
    assert difference([1, 2, 0], [1, 2, 0]) == (0.0, 0.0, 0.0)


def test_a_choice_is_made_without_the_fold_it_is_tried_on() -> None:
    # Each run is right in one group only; on the other groups it looks the worst, so the choice
    # for a group is never the run that suits that group alone.
    groups = ["a", "a", "b", "b", "c", "c"]
    suits = [[1 if group == name else 5 for group in groups] for name in "abc"]
    assert chosen_on_the_others(suits, groups) == [5] * 6


def test_a_run_that_is_best_everywhere_is_chosen_everywhere() -> None:
    groups = ["a", "b", "c", "d"]
    assert chosen_on_the_others([[3] * 4, [1] * 4], groups, 2) == [1] * 4


def test_bm25_over_articles_puts_the_shorter_of_two_first() -> None:
    made = postings(["x y", "x y z z z z", *["w"] * 60], str.split, frozenset({"x", "y", "none"}))
    found_ranks = ranks(
        made, [["x", "none"], ["x", "y"]], [frozenset({0}), frozenset({1})], 1.2, 0.75
    )
    assert found_ranks == [1, 2]

"""The best entries of a query, found without scoring all of them, on random collections."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.core import query as q
from indexer.engines.arrays.rank import top_of_any
from indexer.engines.reference import evaluate
from indexer.postings.searcher import best as pruning
from indexer.postings.searcher import entry_sets
from indexer.postings.searcher import evaluate as evaluation
from indexer.postings.searcher import snapshot as snapshots
from indexer.postings.searcher.best import best
from indexer.postings.searcher.evaluate import collect
from indexer.postings.searcher.matching import match
from indexer.postings.searcher.segments import Segment
from indexer.postings.searcher.snapshot import Snapshot
from indexer.postings.searcher.topk import BLOCK
from tests.test_postings import nodes, queries, segment, segments, snapshot_and_plain, weight

WORDS = ["a", "b", "c", "d", "ee"]

rich = st.fixed_dictionaries(
    {
        "folded": st.lists(st.sampled_from(WORDS), min_size=1, max_size=9),
        "pair": st.lists(st.sampled_from(WORDS), max_size=9),
    }
)


def terms(field: str) -> st.SearchStrategy[tuple[q.Query, ...]]:
    one = st.builds(q.Term, st.just(field), st.sampled_from([*WORDS, "zz"]), weight)
    return st.lists(one, min_size=1, max_size=5).map(tuple)


typed = st.builds(
    lambda units, least, own, evidence, more: q.Prefer(
        q.Any(units, least),
        q.Any(
            (
                *evidence,
                q.Prefer(q.All(own), q.Any((*more, q.Phrase("folded", ("a", "b"), (0, 1))), 0)),
                q.Share("pair", ("a", "ee"), 5.0),
            ),
            0.0,
        ),
    ),
    terms("folded"),
    st.sampled_from([1, 2, 3]),
    terms("pair"),
    terms("pair"),
    terms("folded"),
)
"""As a typed query is: most of its terms, and evidence, some of it only where all terms are."""


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small collections are cut down as large ones are, and kept as bits."""
    monkeypatch.setattr(pruning, "_WHOLE", 1)
    monkeypatch.setattr(pruning, "_FEW", 1)
    monkeypatch.setattr(pruning, "_TOGETHER", 3)
    monkeypatch.setattr(pruning, "_BLOCK", 2)


@given(segments, st.sets(st.integers(0, 15)), queries)
@settings(max_examples=150, deadline=None)
def test_entries_that_match_are_those_that_are_collected(
    parts: list[list[dict[str, list[str]]]], deleted: set[int], query: q.Query
) -> None:
    snapshot, plain = snapshot_and_plain(parts, deleted)
    entries = match(query, snapshot)
    assert entry_sets.as_doc_ids(entries).tolist() == sorted(evaluate(query, plain))
    assert entry_sets.count(entries) == len(evaluate(query, plain))


@pytest.mark.usefixtures("eager")
@given(
    st.lists(st.lists(rich, min_size=4, max_size=30), min_size=1, max_size=2),
    st.sets(st.integers(0, 15)),
    st.one_of(typed, nodes(typed), queries),
    st.integers(0, 6),
)
@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_best_are_the_first_of_all_with_the_same_scores(
    parts: list[list[dict[str, list[str]]]], deleted: set[int], query: q.Query, k: int
) -> None:
    snapshot, _ = snapshot_and_plain(parts, deleted)
    every = collect(query, snapshot)
    order = np.lexsort((every.doc_ids, -every.scores))[:k]
    found = best(query, snapshot, match(query, snapshot), k)
    assert found.scores.tolist() == pytest.approx(every.scores[order].tolist(), rel=1e-5)
    expected = dict(zip(every.doc_ids.tolist(), every.scores.tolist(), strict=True))
    for doc_id, score in zip(found.doc_ids.tolist(), found.scores.tolist(), strict=True):
        assert score == pytest.approx(expected[doc_id], rel=1e-5)


@given(
    st.lists(st.tuples(st.sets(st.integers(0, 150)), st.sampled_from([0.1, 0.2, 0.7, 1.0]))),
    st.sampled_from([0.1, 0.3, 0.9, 1.0, 2.5]),
    st.sampled_from([0, 10]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_entries_worth_enough_are_found_with_few_sets_and_with_many(
    monkeypatch: pytest.MonkeyPatch,
    given_: list[tuple[set[int], float]],
    minimum: float,
    branching: int,
) -> None:
    monkeypatch.setattr(entry_sets, "_BRANCHING", branching)
    sets = [np.array(sorted(one), np.int32) for one, _ in given_]
    some = [entry_sets.as_bits(one, 151) if len(one) > 9 else one for one in sets]
    found = entry_sets.worth_at_least(some, [weight for _, weight in given_], minimum, 151)
    worth = {n: sum(weight for one, weight in given_ if n in one) for n in range(151)}
    expected = [n for n in range(151) if worth[n] >= minimum - 1e-9]
    assert entry_sets.as_doc_ids(found).tolist() == expected


SETS = [
    pytest.param([range(0, 200, 2), [4, 5, 199]], id="many and few"),
    pytest.param([range(200), range(100, 130), [0, 64]], id="all, and some"),
    pytest.param([[], [3]], id="none, and one"),
    pytest.param([[1], [3], [150]], id="few each"),
]


@pytest.mark.parametrize("form", ["rows", "bits", "mixed"])
@pytest.mark.parametrize("sets", SETS)
def test_sets_of_entries_are_those_of_their_entries(sets: list[Sequence[int]], form: str) -> None:
    rows = [np.array(one, np.int32) for one in sets]
    given_ = [
        entry_sets.as_bits(row, 200) if form == "bits" or (form == "mixed" and i % 2) else row
        for i, row in enumerate(rows)
    ]
    plain = [set(one) for one in sets]
    first, *others = plain

    def listed(entries: entry_sets.EntrySet) -> list[int]:
        return [int(number) for number in entry_sets.as_doc_ids(entries)]

    assert listed(entry_sets.intersection(given_)) == sorted(first.intersection(*others))
    assert listed(entry_sets.union(given_, 200)) == sorted(first.union(*others))
    assert listed(entry_sets.without(given_[0], given_[1], 200)) == sorted(first - others[0])
    two = entry_sets.worth_at_least(given_, [0.5 + i for i in range(len(sets))], 1.5, 200)
    worth = {n: sum(0.5 + i for i, one in enumerate(plain) if n in one) for n in range(200)}
    assert listed(two) == [n for n in range(200) if worth[n] >= 1.5]
    numbers = np.array([0, 1, 64, 128, 199, 200])
    before = entry_sets.counts_before(entry_sets.as_bits(rows[0], 200))
    below = [sum(n < number for n in first) for number in numbers.tolist()]
    assert entry_sets.below(given_[0], before, numbers).tolist() == below


@pytest.mark.parametrize("window", [BLOCK, 3 * BLOCK, 1 << 20])
def test_any_of_some_terms_is_added_up_window_by_window(
    window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluation, "WINDOW", window)
    monkeypatch.setattr(snapshots, "WINDOW", window)
    entries = [{"folded": ["a"] * (n % 3) + ["b"] * (n % 70 == 0)} for n in range(2000)]
    snapshot = Snapshot([Segment(segment(entries), len(entries))], ["folded"])
    terms = (q.Term("folded", "a"), q.Term("folded", "b", 2.0))
    every = collect(q.Any(terms), snapshot)
    order = np.lexsort((every.doc_ids, -every.scores))[:30]
    total, found = top_of_any(snapshot, terms, 30)
    assert total == sum(1 for one in entries if one["folded"])
    assert found.doc_ids.tolist() == every.doc_ids[order].tolist()
    assert found.scores.tolist() == every.scores[order].tolist()
    assert len(snapshot.scores) == min(window, 2048)
    assert not snapshot.scores.any()


def test_any_of_some_terms_of_an_empty_index_is_nothing() -> None:
    total, found = top_of_any(Snapshot([], ["folded"]), (q.Term("folded", "a"),), 10)
    assert (total, len(found.doc_ids)) == (0, 0)

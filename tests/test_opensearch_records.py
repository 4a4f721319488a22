"""What is sent to servers and read back, without one: terms, generations, queries."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.core import query as q
from indexer.engines.opensearch import terms
from indexer.engines.opensearch.generation import Generation, Held, newest, without
from indexer.engines.opensearch.query import Known, compiled

_POSITIONED = st.lists(st.tuples(st.integers(0, 30), st.text("abc", min_size=1, max_size=3)))


def _analysed(text: str) -> list[tuple[int, str]]:
    """What the analyzer of ``mapping`` makes of a text."""
    found = [
        (place, term)
        for place, group in enumerate(re.findall("[^\n]+", text))
        for term in re.findall("[^\x1f]+", group)
        if term != "\x1e"
    ]
    return sorted(found)


@given(_POSITIONED)
def test_places_come_back_as_they_were(given_terms: list[tuple[int, str]]) -> None:
    ordered = sorted(given_terms)
    text = terms.placed([term for _, term in ordered], [position for position, _ in ordered])
    assert _analysed(text) == ordered


@given(st.text())
def test_any_term_can_be_stored(text: str) -> None:
    kept = terms.stored(text, placed=True)
    assert len(kept.encode()) < 32_766
    assert not set("\n\x1e\x1f") & set(kept)


@pytest.mark.parametrize("length", [8_001, 40_000])
def test_long_terms_are_told_apart(length: int) -> None:
    one, two = "a" * length + "b", "a" * length + "c"
    assert terms.stored(one) != terms.stored(two)
    assert len(terms.stored(one).encode()) < 32_766


GENERATION = Generation(
    "khoan-1", 7, 3, 20, 1_700_000_000, True, ranges=((5, 9), (20, 40)), singles=(60, 70)
)


def test_a_generation_is_read_from_its_alias() -> None:
    aliases = {GENERATION.alias("khoan"): {"filter": GENERATION.filter()}, "khoan": {}}
    assert newest("khoan", {"khoan-1": {"aliases": aliases}}) == GENERATION


def test_the_newest_generation_counts() -> None:
    older = Generation("khoan-0", 6)
    listed = {
        one.index: {"aliases": {one.alias("khoan"): {"filter": one.filter()}}}
        for one in (GENERATION, older)
    }
    assert newest("khoan", listed) == GENERATION


@pytest.mark.parametrize("listed", [{}, {"error": "alias missing", "status": 404}])
def test_without_an_alias_there_is_no_index(listed: dict[str, object]) -> None:
    assert newest("khoan", listed) is None


def test_neighbours_are_left_out_as_one_range() -> None:
    gone = [Held(100, 3), Held(104, 0), Held(105, 2), Held(200, 1), Held(300, 5)]
    ranges, singles = without(GENERATION, [(400, 499)], gone)
    assert ranges == ((5, 9), (20, 40), (100, 105), (400, 499))
    assert singles == (60, 70, 200, 300)


def _compiled(query: q.Query) -> dict[str, object]:
    return compiled(query, Known(1.0, lambda _, texts: [1.0] * len(texts)))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (q.Nothing(), {"match_none": {}}),
        (q.Any(()), {"match_none": {}}),
        (q.Best(()), {"match_none": {}}),
        (q.Term("nowhere", "a"), {"match_none": {}}),
        (q.Term("folded", "a", 2.0), {"term": {"folded": {"value": "a", "boost": 2.0}}}),
        (
            q.Phrase("folded", ("a", "b"), (0, 2)),
            {"match_phrase": {"folded": {"query": "a\n\x1e\nb", "boost": 1.0}}},
        ),
    ],
    ids=["nothing", "any of none", "best of none", "unknown field", "term", "phrase"],
)
def test_nodes_become_queries(query: q.Query, expected: dict[str, object]) -> None:
    assert _compiled(query) == expected


@pytest.mark.parametrize(
    ("minimum", "least"), [(0.0, 1), (1.0, 1), (1.5, 2), (2.0, 2), (2.0 + 1e-12, 2)]
)
def test_so_many_parts_must_match(minimum: float, least: int) -> None:
    made = _compiled(q.Any((q.Term("folded", "a"), q.Term("folded", "b")), minimum))
    assert made["bool"]["minimum_should_match"] == least  # type: ignore[index]  # JSON

"""``Share`` on servers: the quotient that a ``function_score`` works out, followed here by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.core.query import Share
from indexer.engines.opensearch.share import LONGEST, lengths, share

ASKED = [f"t{number}" for number in range(24)]
Dsl = dict[str, Any]


def _matches(query: Dsl, held: set[str], tokens: set[str]) -> bool:
    ((kind, about),) = query.items()
    if kind == "bool":
        should = sum(_matches(part, held, tokens) for part in about.get("should", []))
        return (
            all(_matches(part, held, tokens) for part in about.get("filter", []))
            and not any(_matches(part, held, tokens) for part in about.get("must_not", []))
            and should >= about.get("minimum_should_match", 0)
        )
    if kind == "constant_score":
        return _matches(about["filter"], held, tokens)
    if kind == "function_score":
        return _matches(about["query"], held, tokens)
    ((field, wanted),) = about.items()
    values = wanted if kind == "terms" else [wanted]
    return not (tokens if field == "lengths" else held).isdisjoint(values)


def _score(query: Dsl, held: set[str], tokens: set[str]) -> float:
    """As the server works it out."""
    if not _matches(query, held, tokens):
        return 0.0
    ((kind, about),) = query.items()
    if kind == "bool":
        return sum(_score(part, held, tokens) for part in about["should"])
    if kind == "constant_score":
        return 1.0
    if "functions" not in about:
        return float(about["weight"] * _score(about["query"], held, tokens))
    above = below = 0.0
    for function in about["functions"]:
        if _matches(function["filter"], held, tokens):
            assert function["weight"] >= 0, "servers refuse it"
            above += function["weight"] * function["field_value_factor"]["factor"]
            below += function["weight"]
    once = above / below
    return once if about["boost_mode"] == "replace" else once * _score(about["query"], held, tokens)


@settings(max_examples=300)
@given(
    idfs=st.lists(st.one_of(st.just(0.0), st.floats(0.05, 12)), min_size=1, max_size=len(ASKED)),
    rest=st.sampled_from([0.0, 1.0, 2.0, 4.0]),
    data=st.data(),
)
def test_it_is_the_share_squared(idfs: list[float], rest: float, data: st.DataObject) -> None:
    texts = ASKED[: len(idfs)]
    known = {text: idf for text, idf in zip(texts, idfs, strict=True) if idf}
    held = data.draw(st.sets(st.sampled_from(sorted(known)))) if known else set()
    length = len(held) + data.draw(st.integers(0 if held else 1, LONGEST - len(held)))
    above = sum(known[text] for text in held)
    expected = 18 * (above / (above + rest * (length - len(held)))) ** 2 if held else 0.0
    made = share(Share("heading", tuple(texts), 18.0, rest), idfs, lambda _, text: text)
    found = 0.0
    if known:
        tokens = set(lengths("heading", length))
        found = _score(made, held, tokens)
    assert found == pytest.approx(expected, rel=1e-6)


def test_a_short_question_needs_few_functions() -> None:
    """Each costs a look-up for each entry that is scored."""
    made = share(Share("heading", ("a", "b", "c"), 18.0, 4.0), [2.0, 3.0, 5.0], lambda _, t: t)
    (long, *_) = made["function_score"]["query"]["bool"]["should"]
    assert len(long["function_score"]["functions"]) < 25


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (1, {"f=1"}),
        (8, {"f=8", "f^8"}),
        (11, {"f=11", "f^8", "f>8+1", "f>8+2"}),
        (33, {"f=33", "f^32", "f>8+1", "f>32+1"}),
        (500, set(lengths("f", LONGEST))),
    ],
)
def test_a_length_is_stored_as_its_bits(length: int, expected: set[str]) -> None:
    assert set(lengths("f", length)) == expected

"""The values that processes hand to one another."""

from __future__ import annotations

import pickle

import pytest

from analyzers.token import Span
from indexer.core.document import Citation, Clause, Step

STEP = Step("khoan", "2", "Phạm vi")
VALUES = [
    ("a step", STEP),
    ("a clause", Clause("a#khoan-2", "a", (STEP,), "clause", "2. Thử", Span(3, 9))),
    ("a part", Clause("a#khoan-2~p3", "a", (STEP,), "clause", "thử", Span(3, 6), 3)),
    (
        "a citation",
        Citation(Span(0, 4), "Luật", "1/QH", "2020-01-02", "Quốc hội", "Luật Thử", (STEP,), True),
    ),
]


@pytest.mark.parametrize("value", [v for _, v in VALUES], ids=[name for name, _ in VALUES])
def test_a_value_arrives_as_it_was_sent(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value

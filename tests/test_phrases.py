"""Which phrases of a document are indexed for completing what is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.token import Span
from indexer.core.document import Clause, Step
from indexer.core.phrase_terms import phrase_of, phrase_term
from indexer.ingest.phrases import FEWEST, phrases


def spelled(*texts: str, heading: str = "") -> set[str]:
    path = (Step("dieu", "1", heading),) if heading else ()
    clauses = [Clause("d#1", "d", path, "clause", text, Span(0, len(text))) for text in texts]
    return {phrase_of(term)[1] for term in phrases(clauses)}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(["nhà ở cũ"], set(), id="once is no phrase"),
        pytest.param(["bán nhà cũ.", "mua nhà cũ."], {"nhà cũ"}, id="twice is one"),
        pytest.param(["mua nhà, cũ.", "xây nhà. cũ"], set(), id="not over punctuation"),
        pytest.param(["Nhà cũ.", "có nhà cũ"], {"nhà cũ"}, id="in the fewest capitals"),
        pytest.param(["thu hồi đất", "thu hồi đất"], {"thu hồi đất"}, id="only the whole"),
        pytest.param(
            ["xa nhà đã bán", "gần nhà đã thuê", "sau nhà"], set(), id="no end in a function word"
        ),
        pytest.param(["a, và nhà b", "c, và nhà d"], set(), id="no beginning in one"),
        pytest.param(["khoản 1 Điều 5", "khoản 1 Điều 5"], set(), id="no numbers"),
    ],
)
def test_repeated_runs(texts: list[str], expected: set[str]) -> None:
    assert spelled(*texts) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        pytest.param("Giải thích từ ngữ", {"Giải thích từ ngữ"}, id="as it is"),
        pytest.param("GIẢI THÍCH TỪ NGỮ", {"Giải thích từ ngữ"}, id="capitals become a sentence"),
        pytest.param("Thi đua, khen thưởng", {"Thi đua, khen thưởng"}, id="with its comma"),
        pytest.param("Hiệu", set(), id="one syllable"),
        pytest.param("một " * 9, set(), id="too long"),
    ],
)
def test_headings(heading: str, expected: set[str]) -> None:
    assert spelled("a", heading=heading) == expected


def test_a_term_has_its_syllables_without_accents_first() -> None:
    assert phrase_of(phrase_term("Quyền sử dụng đất") or "")[0] == "quyen su dung dat"


@given(st.lists(st.lists(st.sampled_from(["ba", "bi", "bo", "bu", "be"]), max_size=12), max_size=8))
def test_every_phrase_is_there_often_enough(rows: list[list[str]]) -> None:
    """Against counting by hand."""
    for phrase in spelled(*map(" ".join, rows)):
        words = phrase.split()
        count = sum(
            row[at : at + len(words)] == words
            for row in rows
            for at in range(len(row) - len(words) + 1)
        )
        assert count >= FEWEST

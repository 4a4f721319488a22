"""What is kept of functions of one text is bounded in number and in length."""

from __future__ import annotations

import pytest
from site_fixture import sample_index

from analyzers import fold as folding
from analyzers.known import known
from indexer.index import Index
from search_ui.compression import LEAST
from search_ui.preload import preload
from search_ui.remembered import Answer, Answers


@pytest.mark.parametrize(
    ("texts", "computed"),
    [
        pytest.param(["ab", "ab"], 1, id="a short one once"),
        pytest.param(["abcd", "abcd"], 2, id="a long one each time"),
        pytest.param(["a", "b", "c", "a"], 4, id="no more than so many"),
    ],
)
def test_results_are_kept_of_few_short_texts(texts: list[str], computed: int) -> None:
    asked: list[str] = []

    @known(2, 3)
    def upper(text: str) -> str:
        asked.append(text)
        return text.upper()

    assert ([upper(text) for text in texts], len(asked)) == ([t.upper() for t in texts], computed)


def test_plain_forms_of_characters_are_bounded() -> None:
    for code in range(0x4E00, 0x4E00 + 5_000):
        folding.fold(chr(code))
    assert len(folding._TABLE) <= folding._LETTERS


def test_answers_are_stored_compressed() -> None:
    answers = Answers(80_000)
    answers.put("a", Answer(bytes(5_000), ()))
    assert answers.bytes < 5_000


def test_short_answers_are_stored_as_they_are() -> None:
    answers = Answers(80_000)
    assert answers.put("a", Answer(bytes(LEAST - 1), ())).packed is False


def test_nothing_is_compressed_where_nothing_is_stored() -> None:
    assert Answers(0).put("a", Answer(bytes(5_000), ())).packed is False


def test_what_processes_share_can_be_loaded_before_they_are_forked() -> None:
    opened = sample_index()
    assert isinstance(opened, Index)
    preload(opened)

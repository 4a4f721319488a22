"""Terms as numbers, and as one text that another process is given."""

from __future__ import annotations

import pytest

from indexer.core.vocabulary import Vocabulary, joined

TEXTS = {
    "none": [],
    "an empty one": [""],
    "empty ones": ["", ""],
    "several": ["thi_đua", "đ", ""],
    "the first separators": ["a\x00b", "\x01", "\n"],
}


@pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS)
def test_joined_texts_are_what_they_were(texts: list[str]) -> None:
    assert joined(texts).texts() == texts


@pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS)
def test_joined_texts_are_encoded(texts: list[str]) -> None:
    assert joined(texts).encoded() == [text.encode() for text in texts]


def test_ids_are_in_the_order_of_first_use() -> None:
    assert Vocabulary().term_ids(["b", "a", "b"], 3).tolist() == [0, 1, 0]

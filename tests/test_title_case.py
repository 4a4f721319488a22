"""Titles in capitals as a sentence would write them."""

from __future__ import annotations

import pytest

from indexer.identity.title_case import sentence_case


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("PHẠM VI ĐƯỢC HƯỞNG", "Phạm vi được hưởng"),
        ("XỬ LÝ VI PHẠM", "Xử lý vi phạm"),
        ("QUẢN LÝ XI MĂNG", "Quản lý xi măng"),
        ("THEO CHƯƠNG VI", "Theo chương VI"),
        ("NÂNG HẠNG III LÊN HẠNG II", "Nâng hạng III lên hạng II"),
        ("QUỐC HỘI KHÓA XI", "Quốc hội khóa XI"),
    ],
    ids=["scope", "offence", "cement", "chapter", "ranks", "term of office"],
)
def test_roman_numerals_stay_and_syllables_that_look_like_them_do_not(
    title: str, expected: str
) -> None:
    assert sentence_case(title) == expected

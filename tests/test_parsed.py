"""Short texts, parsed: what the head takes, what the body has, what is left to neither."""

from __future__ import annotations

import pytest

from indexer.core.document import Document
from indexer.ingest.parse import parse
from indexer.querying.rewrite import rewrite
from indexer.querying.snippets import marks, wanted
from indexer.structure.normal_text import view


def document(text: str) -> Document:
    return parse(text, "a.txt")[0]


def places(text: str) -> list[str]:
    """The addresses of a text's items."""
    _, clauses = parse(text, "a.txt")
    return [clause.id.split("#")[1] for clause in clauses if clause.path]


def test_the_first_number_of_a_copy_is_its_own() -> None:
    numbers = "Số: 5/KH-UBND\nSố: 6/KH-UBND\n"
    copy = f"Thi đua yêu nước\n{numbers}Ngày 3 tháng 5 năm 2024\n\n1. Một.\n"
    assert (document(copy).number, document(copy).date) == ("5/KH-UBND", "2024-05-03")


CITED = [
    pytest.param("KẾ HOẠCH\nVề việc thử\nLuật Đất đai năm 2013 quy định.\n\n1. Một.\n", id="head"),
    pytest.param("Luật Đất đai năm 2013 quy định về đất.\n\n1. Một.\n", id="no head"),
]


@pytest.mark.parametrize("text", CITED)
def test_a_law_that_the_body_begins_with_is_cited(text: str) -> None:
    found = document(text)
    assert [text[slice(*cited.span)] for cited in found.citations] == ["Luật Đất đai năm 2013"]


HEAD = "KẾ HOẠCH\nVề việc thử\n\nMở đầu.\n\n"
LISTS = [
    ("from 1", "1. Một.\n\n2. Hai.\n", ["khoan-1", "khoan-2"]),
    ("1 is lost", "2. Hai.\n\n3. Ba.\n", ["khoan-2", "khoan-3"]),
    ("a 2 alone", "2. Hai.\n\nKết.\n", []),
    ("more is lost", "4. Bốn.\n\n5. Năm.\n", []),
]


@pytest.mark.parametrize(("items", "found"), [x[1:] for x in LISTS], ids=[x[0] for x in LISTS])
def test_where_a_list_begins(items: str, found: list[str]) -> None:
    assert places(HEAD + items) == found


MARKED = [
    ("ủy ban nhân dân", "UBND tỉnh họp", ["UBND"]),
    ("ubnd", "Ủy ban nhân dân tỉnh họp", ["Ủy ban nhân dân"]),
    ("ubnd", "UBND tỉnh họp", ["UBND"]),
    ("kinh tế", "phát triển KT-XH", ["KT-XH"]),
    ("ubn*", "Ủy ban nhân dân tỉnh họp", ["Ủy ban nhân dân"]),
]


@pytest.mark.parametrize(("query", "text", "marked"), MARKED)
def test_abbreviations_are_marked_both_ways(query: str, text: str, marked: list[str]) -> None:
    rewritten = rewrite(query)
    found = marks(text, wanted(rewritten.marks, rewritten.phrases, rewritten.prefixes))
    assert [text[slice(*span)] for span in found] == marked


@pytest.mark.parametrize("position", [0, 1, 3])
def test_a_text_that_needs_no_change_is_its_own_view(position: int) -> None:
    plain = view("a bc")
    assert (plain.start(position), plain.line(position)) == (position, position)

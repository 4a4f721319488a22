"""Long pieces, cut into parts that share an address."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ingest.parse import parse
from indexer.structure.parts import LONGEST, parted

SENTENCE = "Cơ quan có thẩm quyền xem xét, quyết định. "


def test_no_piece_is_longer_than_a_part_may_be() -> None:
    pieces = parse("Điều 1. A\n\n" + SENTENCE * 1000, "a.txt")[1]
    assert max(len(piece.text) for piece in pieces) <= LONGEST


def test_parts_share_the_address_and_are_numbered() -> None:
    pieces = parse("Điều 1. A\n\n" + (SENTENCE * 40 + "\n\n") * 5, "a.txt")[1]
    found = [(p.id.partition("#")[2], p.part, len(p.path)) for p in pieces]
    assert found == [("dieu-1", 1, 1), ("dieu-1~p2", 2, 1), ("dieu-1~p3", 3, 1)]


def test_a_part_ends_with_a_paragraph() -> None:
    text = ("x" * 900 + "\n\n") * 10 + "x"
    ends = [text[span.end : span.end + 2] for span in parted(text, 0, len(text))]
    assert ends == ["\n\n", "\n\n", ""]


def test_a_part_of_a_table_ends_with_a_row() -> None:
    row = "1 | Thành phố A. Phường B | 4.000\n"
    text = row * 400
    ends = [
        text[span.start : span.end].splitlines()[-1]
        for span in parted(text, 0, len(text), rows=True)
    ]
    assert set(ends) == {row.strip()}


def test_what_follows_a_table_is_a_part_of_the_clause_that_holds_it() -> None:
    text = (
        "Điều 1. A\n\n1. Mức thu:\n\nSTT | Mức\n1 | 2\n2 | 3\n\nMức này tính theo tháng.\n\n2. B\n"
    )
    found = [(p.id.partition("#")[2], p.kind, p.part) for p in parse(text, "a.txt")[1] if p.path]
    assert found == [
        ("dieu-1", "clause", 1),
        ("dieu-1.khoan-1", "clause", 1),
        ("dieu-1.khoan-1.bang", "table", 1),
        ("dieu-1.khoan-1~p2", "clause", 2),
        ("dieu-1.khoan-2", "clause", 1),
    ]


@pytest.mark.parametrize("text", ["a" * 20_000, " " * 20_000, ("a" * 3999 + "\n") * 3])
def test_nothing_but_white_space_is_lost(text: str) -> None:
    covered = "".join(text[span.start : span.end] for span in parted(text, 0, len(text)))
    assert covered == "".join(text.split())


@given(st.text(alphabet="ab \n.;|", max_size=12_000))
def test_parts_are_in_order_and_cover_all_but_white_space(text: str) -> None:
    spans = list(parted(text, 0, len(text)))
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert "".join("".join(text[s.start : s.end].split()) for s in spans) == "".join(text.split())

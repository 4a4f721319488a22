"""Pieces as the bytes an index stores."""

from __future__ import annotations

import pytest

from analyzers.token import Span
from indexer.core.document import Clause, Step
from indexer.core.records import dump_clause, dump_clauses, load_clause, load_clauses

ARTICLE = (Step("chuong", "II", "Quy định"), Step("dieu", "5", "Hồ sơ"))
ITEM = (*ARTICLE, Step("khoan", "2"), Step("diem", "đ"))


@pytest.mark.parametrize(
    ("id_", "path"),
    [
        ("d#dieu-5", ARTICLE),
        ("d#dieu-5.khoan-2.diem-dd", ITEM),
        ("d#dieu-5.khoan-2.diem-dd-2", ITEM),
        ("d#mo-dau", ()),
        ("d#", ()),
    ],
    ids=["as the path says", "a point", "a second of the same path", "no path", "no name"],
)
def test_a_clause_is_read_as_it_was(id_: str, path: tuple[Step, ...]) -> None:
    clause = Clause(id_, "d", path, "clause", "đ) Tờ khai;", Span(7, 18))
    assert load_clause(dump_clause(clause)) == clause


def test_pieces_are_read_as_they_were_from_utf_8() -> None:
    texts = ("đ) Tờ khai", "")
    clauses = [Clause("d#đ", "d", ITEM, "clause", text, Span(0, len(text))) for text in texts]
    assert list(load_clauses(dump_clauses(clauses))) == clauses


def test_a_further_part_is_read_as_it_was() -> None:
    clause = Clause("d#dieu-5~p2", "d", ARTICLE, "clause", "còn lại", Span(40, 47), part=2)
    assert load_clause(dump_clause(clause)) == clause


def test_a_record_without_a_part_is_a_whole_piece() -> None:
    assert load_clause('["d","clause",[["dieu","5",""]],null,0,"Điều 5"]').part == 1


def test_an_id_that_a_record_left_out_stays_what_it_was_where_labels_say_more() -> None:
    record = '["d","clause",[["phu-luc","I",""],["dieu","5",""]],null,0,"Điều 5"]'
    assert load_clause(record).id == "d#dieu-5"


def test_an_id_that_follows_from_the_path_is_not_stored() -> None:
    clause = Clause("d#dieu-5", "d", ARTICLE, "clause", "Điều 5. Hồ sơ", Span(0, 13))
    assert "dieu-5" not in dump_clause(clause)

"""Where places stand among passages, and where new ones belong."""

from __future__ import annotations

import pytest

from indexer.consolidation.model import Passage
from indexer.consolidation.units import Slot, lies_in, order, slot, units
from indexer.core.document import Path, Step

TEXT = (
    "chuong I", "chuong I/dieu 1", "chuong I/dieu 2", "chuong I/dieu 2/khoan 1",
    "chuong I/dieu 2/khoan 2", "chuong I/dieu 2/khoan 2/diem a", "chuong I/dieu 2/khoan 2/diem b",
    "chuong II", "chuong II/dieu 3", "phu-luc I", "phu-luc I/dieu 1",
)  # fmt: skip


def path(said: str) -> Path:
    steps = (step.split() for step in said.split("/") if step)
    return tuple(Step(level, number) for level, number in steps)  # type: ignore[arg-type]


def passages(*more: str) -> list[Passage]:
    return [Passage(path(said), "clause", ()) for said in (*TEXT, *more)]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("dieu 2", (2, 7)),
        ("dieu 2/khoan 2", (4, 7)),
        ("dieu 2/khoan 2/diem b", (6, 7)),
        ("chuong I", (0, 7)),
        ("chuong II", (7, 9)),
        ("phu-luc I/dieu 1", (10, 11)),
        ("phu-luc I", (9, 11)),
    ],
    ids=["article", "khoản", "điểm", "chapter", "last chapter", "in an annex", "annex"],
)
def test_a_place_is_its_own_passage_and_those_below(place: str, expected: tuple[int, int]) -> None:
    assert units(passages(), path(place)) == [expected]


def test_an_address_that_stands_twice_is_two_units() -> None:
    assert len(units(passages("dieu 3"), path("dieu 3"))) == 2


def test_the_body_s_article_is_not_that_of_an_annex() -> None:
    assert not lies_in(path("phu-luc I/dieu 1"), path("dieu 1"))


@pytest.mark.parametrize(
    ("place", "after", "at", "above"),
    [
        ("dieu 2/khoan 3", "", 7, "chuong I/dieu 2"),
        ("dieu 2/khoan 1a", "", 4, "chuong I/dieu 2"),
        ("dieu 2/khoan 2/diem a1", "", 6, "chuong I/dieu 2/khoan 2"),
        ("dieu 2a", "", 7, "chuong I"),
        ("dieu 4", "", 9, "chuong II"),
        ("dieu 1a", "dieu 1", 2, "chuong I"),
        ("dieu 1/khoan 1", "", 2, "chuong I/dieu 1"),
    ],
    ids=["last khoản", "khoản between", "điểm", "article", "last article", "behind", "first khoản"],
)
def test_a_new_place_comes_where_its_number_or_the_text_says(
    place: str, after: str, at: int, above: str
) -> None:
    assert slot(passages(), path(place), path(after)) == Slot(at, path(above))


@pytest.mark.parametrize(
    ("place", "after"),
    [("dieu 9/khoan 1", ""), ("dieu 2/khoan 3", "dieu 2/khoan 8"), ("dieu 4", "dieu 2/khoan 1")],
    ids=["no such article", "nothing to come behind", "behind another level"],
)
def test_a_place_whose_surroundings_are_missing_has_no_slot(place: str, after: str) -> None:
    assert slot(passages(), path(place), path(after)) is None


def test_several_that_come_behind_one_keep_their_order() -> None:
    made = passages()
    made.insert(7, Passage(path("chuong I/dieu 2a"), "clause", (), state="inserted"))
    assert slot(made, path("dieu 2b"), path("dieu 2")) == Slot(8, path("chuong I"))


@pytest.mark.parametrize(
    "numbers",
    [("1", "1a", "1b", "2", "10"), ("5", "5a", "5đ", "5e")],
    ids=["digits", "letters"],
)
def test_numbers_are_ordered_as_lawyers_do(numbers: tuple[str, ...]) -> None:
    assert sorted(numbers, key=lambda n: order(Step("khoan", n))) == list(numbers)


def test_letters_of_diem_are_ordered_as_in_vietnamese() -> None:
    letters = ["a", "b", "c", "c1", "d", "đ", "e", "g"]
    assert sorted(letters, key=lambda n: order(Step("diem", n))) == letters

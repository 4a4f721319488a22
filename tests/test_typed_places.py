"""Places as people type them, and words that only look like places."""

from __future__ import annotations

import pytest

from indexer.core.document import Level, Step
from indexer.querying.typed_places import MOST_PLACES, spellings, typed_places


def named(query: str, *, sure: bool) -> list[str]:
    return [
        ".".join(f"{step.level}-{step.number}" for step in place)
        for typed in typed_places(query)
        if typed.sure == sure
        for place in typed.places
    ]


SURE: list[tuple[str, list[str]]] = [
    ("điều 8 luật hôn nhân gia đình", ["dieu-8"]),
    ("dieu 12 bo luat dan su", ["dieu-12"]),
    ("điểm đ khoản 2 Điều 5", ["dieu-5.khoan-2.diem-đ"]),
    ("điều 5, khoản 2, điểm a", ["dieu-5.khoan-2.diem-a"]),
    ("khoản 2 của điều 5", ["dieu-5.khoan-2"]),
    ("điều 5 khoan 2", ["dieu-5.khoan-2"]),
    ("điều 5a", ["dieu-5a"]),
    ("phụ lục II luật đầu tư", ["phu-luc-ii"]),
    ("phụ lục số 3", ["phu-luc-3"]),
    ("mẫu số 2", ["mau-2"]),
    ("mục 1 chương V luật nhà ở", ["chuong-v.muc-1"]),
    ("tiểu mục 3 mục 2 chương I", ["chuong-i.muc-2.tieu-muc-3"]),
    ("chuong 2", ["chuong-2"]),
    ("phần thứ hai", ["phan-thứ hai"]),
    ("điều 173-175", ["dieu-173", "dieu-174", "dieu-175"]),
    ("điều 5 đến 7", ["dieu-5", "dieu-6", "dieu-7"]),
    ("từ điều 5 đến điều 7", ["dieu-5", "dieu-6", "dieu-7"]),
    ("điều 5, 6 và 7", ["dieu-5", "dieu-6", "dieu-7"]),
    ("điều 5 và điều 9", ["dieu-5", "dieu-9"]),
    ("khoản 1, khoản 2 điều 5", ["dieu-5.khoan-1", "dieu-5.khoan-2"]),
    ("điều 5 khoản 1, 2", ["dieu-5.khoan-1", "dieu-5.khoan-2"]),
    ("điều 5 khoản 1, khoản 2", ["dieu-5.khoan-1", "dieu-5.khoan-2"]),
    ("khoản 1 điều 5 và khoản 2 điều 6", ["dieu-5.khoan-1", "dieu-6.khoan-2"]),
    ("Điều 51.1.s", ["dieu-51.khoan-1.diem-s"]),
    ("điều 5.1", ["dieu-5.khoan-1", "dieu-5.khoan-5.1"]),
    ("điều 5.a", ["dieu-5.diem-a"]),
    ("Đ.8 K.1", ["dieu-8.khoan-1"]),
    ("k2 đ5", ["dieu-5.khoan-2"]),
    ("k2d5", ["dieu-5.khoan-2"]),
    ("đ5k2", ["dieu-5.khoan-2"]),
    ("điểm b k2 đ5", ["dieu-5.khoan-2.diem-b"]),
]


@pytest.mark.parametrize(("query", "places"), SURE, ids=[c[0] for c in SURE])
def test_what_names_a_place(query: str, places: list[str]) -> None:
    assert named(query, sure=True) == places


UNSURE: list[tuple[str, list[str]]] = [
    ("d 468 blds", ["dieu-468"]),
    ("đ5 luật nhà ở", ["dieu-5"]),
    ("tội 174", ["dieu-174"]),
    ("khoan 5 giếng nước", ["khoan-5"]),
]


@pytest.mark.parametrize(("query", "places"), UNSURE, ids=[c[0] for c in UNSURE])
def test_what_names_a_place_only_beside_a_document(query: str, places: list[str]) -> None:
    assert named(query, sure=False) == places
    assert named(query, sure=True) == []


NONE: list[str] = [
    "d 5 người", "k 2 tầng", "điều kiện", "điều kiện 2 bên", "mục tiêu 5 năm", "tội phạm 2015",
    "phạm tội 2 lần", "tội 2015", "danh mục 2", "hạng mục 3", "chuyên mục 1", "mức 5 triệu",
    "muc 5 trieu", "tài khoản 131", "ngân khoản 2", "thời điểm a", "địa điểm b", "thành phần 2",
    "cổ phần 2", "huy chương 2", "khoản 5 triệu đồng", "khoản 5%", "phần 2 người", "mục 3 năm",
    "điểm thi", "phụ lục hợp đồng", "chương trình 135", "chương mới", "diều 5 cánh",
    "quốc lộ 5", "k", "đ", "d", "covid 19", "mẫu 2", "5 điều", "khoản nợ 5", "bắt buộc 3 điều",
]  # fmt: skip


@pytest.mark.parametrize("query", NONE)
def test_words_that_only_look_like_a_place(query: str) -> None:
    assert named(query, sure=True) == []


def test_places_of_one_query_are_bounded() -> None:
    assert len(named("điều 1-999", sure=True)) <= MOST_PLACES


SPELLINGS: list[tuple[Level, str, set[str]]] = [
    ("chuong", "2", {"2", "ii", "02"}),
    ("chuong", "ii", {"2", "ii", "02"}),
    ("phan", "thứ hai", {"thứ hai", "2", "ii", "02"}),
    ("phan", "2", {"thứ hai", "2", "ii", "02"}),
    ("muc", "a", {"a"}),
    ("dieu", "5", {"5"}),
]


@pytest.mark.parametrize(("level", "number", "ways"), SPELLINGS)
def test_a_step_is_looked_for_in_every_spelling(level: Level, number: str, ways: set[str]) -> None:
    assert {step.number.replace("thu ", "thứ ") for step in spellings(Step(level, number))} == ways

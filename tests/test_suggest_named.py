"""Suggestions of documents by what is being typed: numbers, places, titles."""

from __future__ import annotations

import pytest
from site_fixture import sample_index

from indexer.identity.title_case import sentence_case

LAW = """QUỐC HỘI
Luật số: {number}
LUẬT
{title}
Căn cứ Hiến pháp;
Quốc hội ban hành Luật {title}.
Điều 1. Phạm vi điều chỉnh
Luật này quy định về {title}.
Điều 2. Đối tượng áp dụng
1. Cơ quan nhà nước.
2. Người sử dụng đất.
Luật này được Quốc hội khóa XV thông qua ngày {date}.
"""
LAND = LAW.format(number="91/2015/QH13", title="ĐẤT ĐAI", date="24 tháng 11 năm 2015")
HOUSES = LAW.format(number="95/2020/QH14", title="NHÀ Ở", date="17 tháng 6 năm 2020")
INDEX = sample_index(
    (LAND, "dat-dai.txt"), (LAND.replace("1. Cơ", "1. Các cơ"), "ban-sao.txt"), (HOUSES, "nha.txt")
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("91/20", ["91/2015/QH13"], id="a number"),
        pytest.param("9", ["95/2020/QH14", "91/2015/QH13"], id="newest first"),
        pytest.param("95/", ["95/2020/QH14"], id="up to its slash"),
        pytest.param("luật 91", ["Luật 91/2015/QH13"], id="after its kind"),
        pytest.param("luat so 91/2015/Q", ["Luật 91/2015/QH13"], id="after its kind and số"),
        pytest.param("theo 91/20", ["theo 91/2015/QH13"], id="after other words"),
        pytest.param("chỉ thị 91", [], id="of another kind"),
        pytest.param("91/2015/QH13", [], id="complete"),
        pytest.param("77/2", [], id="of no document"),
    ],
)
def test_numbers(typed: str, expected: list[str]) -> None:
    assert INDEX.suggest(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("dieu 1 luat dat", ["Điều 1 Luật Đất đai"], id="an article"),
        pytest.param("khoản 2 điều 2 luật đ", ["Khoản 2 Điều 2 Luật Đất đai"], id="a clause of it"),
        pytest.param("dieu 1 cua luat nha o", ["Điều 1 Luật Nhà ở"], id="with của"),
        pytest.param("dieu 7 luat dat", [], id="a law that has no such article"),
        pytest.param(
            "dieu 1 luat", ["Điều 1 Luật Nhà ở", "Điều 1 Luật Đất đai"], id="laws that have it"
        ),
    ],
)
def test_places(typed: str, expected: list[str]) -> None:
    assert sorted(INDEX.suggest(typed)) == sorted(expected)


def test_a_work_is_suggested_once() -> None:
    assert [text.lower() for text in INDEX.suggest("luat dat d")] == ["luật đất đai"]


@pytest.mark.parametrize(
    ("title", "kind", "expected"),
    [
        ("LUẬT ĐẤT ĐAI", "Luật", "Luật Đất đai"),
        ("BỘ LUẬT DÂN SỰ", "Bộ luật", "Bộ luật Dân sự"),
        ("LUẬT BIỂN VIỆT NAM", "Luật", "Luật Biển Việt Nam"),
        ("VỀ VIỆC THI ĐUA, KHEN THƯỞNG CỦA UBND TỈNH HÀ NAM", None,
         "Về việc thi đua, khen thưởng của UBND tỉnh Hà Nam"),
        ("SỬA ĐỔI NGHỊ ĐỊNH SỐ 59/2020/NĐ-CP, CHƯƠNG IV", None,
         "Sửa đổi nghị định số 59/2020/NĐ-CP, chương IV"),
        ("Về  việc thi đua", None, "Về việc thi đua"),
        ("", None, ""),
    ],
)  # fmt: skip
def test_titles_in_capitals_become_sentences(title: str, kind: str | None, expected: str) -> None:
    assert sentence_case(title, kind) == expected

"""Clauses that say nearly the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index import create_index
from indexer.near import BANDS, bands, fold

TEXT = (
    "Tiếp tục nâng cao chất lượng công tác khen thưởng, tạo chuyển biến mạnh mẽ và thực chất, "
    "bảo đảm khen thưởng chính xác, kịp thời, công khai, minh bạch, có tác dụng động viên, giáo "
    "dục, nêu gương; quan tâm khen thưởng công nhân, nông dân, người lao động trực tiếp trên địa "
    "bàn {place}."
)
HEAD = """UBND TỈNH {upper}
Số: {number}/CT-UBND
{place}, ngày 26 tháng 8 năm 2021
CHỈ THỊ
Về thi đua
1. {text}
2. {other}
"""
OTHER = "Sở Nội vụ theo dõi, kiểm tra, đôn đốc việc thực hiện, tổng hợp báo cáo của {place}."
FAR = "Giữ gìn vệ sinh nguồn nước, trồng cây phân tán và thu gom rác thải trong khu dân cư."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("near")
    for number, (place, other) in enumerate(
        [("An Lâm", OTHER.format(place="An Lâm")), ("Bình Sơn", FAR), ("Hà Trung", FAR)], 1
    ):
        text = HEAD.format(
            upper=place.upper(),
            number=number,
            place=place,
            text=TEXT.format(place=place),
            other=other,
        )
        (home / f"{number}.txt").write_text(text, encoding="utf-8")
    with create_index(home / "index") as index:
        index.add([home])
    return home / "index"


def test_copies_with_another_place_are_found(folder: Path) -> None:
    with create_index(folder) as index:
        found = index.similar("1-ct-ubnd.2021-08-26#khoan-1")
    assert {one.clause.id for one in found} == {
        "2-ct-ubnd.2021-08-26#khoan-1",
        "3-ct-ubnd.2021-08-26#khoan-1",
    }


def test_the_clause_itself_is_not(folder: Path) -> None:
    with create_index(folder) as index:
        found = index.similar("2-ct-ubnd.2021-08-26#khoan-2")
    assert [one.clause.id for one in found] == ["3-ct-ubnd.2021-08-26#khoan-2"]


def test_other_words_are_not(folder: Path) -> None:
    with create_index(folder) as index:
        assert index.similar("1-ct-ubnd.2021-08-26#khoan-2") == []


def test_results_fold_at_the_place_of_the_best(folder: Path) -> None:
    with create_index(folder) as index:
        page = index.search("khen thưởng chính xác kịp thời")
        groups = fold(page.hits)
    assert [[hit.document.number for hit in group] for group in groups] == [
        [hit.document.number for hit in page.hits]
    ]


def test_different_hits_stay_apart(folder: Path) -> None:
    with create_index(folder) as index:
        groups = fold(index.search("khen thưởng OR vệ sinh").hits)
    assert sorted(len(group) for group in groups) == [2, 3]


words = st.lists(st.sampled_from(["a_b", "b_c", *(f"x_{n}" for n in range(30))]))


@given(words)
def test_bands_do_not_depend_on_order_or_repetition(pairs: list[str]) -> None:
    assert bands(pairs) == bands([*reversed(pairs), *pairs])


@given(words)
def test_a_sketch_has_all_its_bands_or_none(pairs: list[str]) -> None:
    assert len(bands(pairs)) in {0, BANDS}

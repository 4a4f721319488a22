"""What an amending text quotes: pieces of their own, never taken for its own clauses."""

from __future__ import annotations

import pytest

from indexer.core.document import Clause
from indexer.identity.address import label
from indexer.ingest.parse import parse

HEAD = """QUỐC HỘI
Luật số: 8/2030/QH16

LUẬT
SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT CÂY XANH

Điều 1. Sửa đổi, bổ sung một số điều của Luật Cây xanh số 1/2020/QH14

"""
END = "\nĐiều 2. Hiệu lực thi hành\n\nLuật này có hiệu lực từ ngày 01 tháng 7 năm 2030.\n"


def pieces(body: str) -> list[Clause]:
    return [piece for piece in parse(HEAD + body + END, "a.txt")[1] if piece.path]


def anchors(body: str) -> list[str]:
    """Addresses below Điều 1; ``>`` stands for the step between quoting and quoted clause."""
    found = [piece.id.split("#")[1] for piece in pieces(body)]
    assert (found[0], found[-1]) == ("dieu-1", "dieu-2")
    return [anchor.removeprefix("dieu-1.").replace(".quote.", " > ") for anchor in found[1:-1]]


QUOTED = {
    "an article with its khoản and điểm": (
        ("1. Sửa đổi, bổ sung Điều 4 như sau:\n\n“Điều 4. Cây\n\n1. Một:\n\na) A;\n\nb) B.\n\n"
        "2. Hai.”.\n\n2. Bãi bỏ Điều 9.\n"),
        [
            "khoan-1", "khoan-1 > dieu-4", "khoan-1 > dieu-4.khoan-1",
            "khoan-1 > dieu-4.khoan-1.diem-a", "khoan-1 > dieu-4.khoan-1.diem-b",
            "khoan-1 > dieu-4.khoan-2", "khoan-2",
        ],
    ),
    "a khoản, below the article that the clause names": (
        "1. Sửa đổi, bổ sung khoản 3 Điều 4 như sau:\n“3. Ba.”.\n2. Bãi bỏ Điều 9.\n",
        ["khoan-1", "khoan-1 > dieu-4.khoan-3", "khoan-2"],
    ),
    "a điểm, below the khoản that the clause above names": (
        ("1. Sửa đổi, bổ sung một số điểm của khoản 2 Điều 5 như sau:\n"
        "a) Sửa đổi điểm c như sau:\n“c) C;”;\nb) Sửa đổi điểm đ như sau:\n“đ) Đ.”.\n"),
        [
            "khoan-1", "khoan-1.diem-a", "khoan-1.diem-a > dieu-5.khoan-2.diem-c",
            "khoan-1.diem-b", "khoan-1.diem-b > dieu-5.khoan-2.diem-dd",
        ],
    ),
    "two quotations of one clause": (
        ("1. Sửa đổi điểm b và điểm đ khoản 2 Điều 6 như sau:\n"
        "“b) Theo khoản 2 Điều 5;”;\n“đ) Đ.”.\n2. Bãi bỏ Điều 9.\n"),
        [
            "khoan-1", "khoan-1 > dieu-6.khoan-2.diem-b", "khoan-1 > dieu-6.khoan-2.diem-dd",
            "khoan-2",
        ],
    ),
    "a line inside that ends in a quotation of its own": (
        "1. Sửa đổi Điều 4 như sau:\n“Điều 4. Cây\n1. Gọi là “cây”.\n2. Hai.”.\n2. Bãi bỏ Điều 9.",
        ["khoan-1", "khoan-1 > dieu-4", "khoan-1 > dieu-4.khoan-1", "khoan-1 > dieu-4.khoan-2",
         "khoan-2"],
    ),
    "straight marks": (
        '1. Sửa đổi Điều 4 như sau:\n"Điều 4. Cây\n1. Gọi là "cây".\n2. Hai.".\n2. Bãi bỏ Điều 9.',
        ["khoan-1", "khoan-1 > dieu-4", "khoan-1 > dieu-4.khoan-1", "khoan-1 > dieu-4.khoan-2",
         "khoan-2"],
    ),
    "never closed: it ends where the amending text goes on": (
        ("1. Bổ sung Điều 4a như sau:\n“Điều 4a. Cây\n1. Một.\n2. Hai.\n"
        "2. Sửa đổi khoản 1 Điều 5 như sau:\n“1. Một.”.\n"),
        ["khoan-1", "khoan-1 > dieu-4a", "khoan-1 > dieu-4a.khoan-1", "khoan-1 > dieu-4a.khoan-2",
         "khoan-2", "khoan-2 > dieu-5.khoan-1"],
    ),
    "never closed, the last one": (
        "1. Bổ sung Điều 4a như sau:\n“Điều 4a. Cây\n1. Một.\n",
        ["khoan-1", "khoan-1 > dieu-4a", "khoan-1 > dieu-4a.khoan-1"],
    ),
    "no mark opens it": (
        "1. Sửa đổi, bổ sung Điều 4 như sau:\nĐiều 4. Cây\n1. Một.\n2. Hai.”.\n2. Bãi bỏ Điều 9.\n",
        ["khoan-1", "khoan-1 > dieu-4", "khoan-1 > dieu-4.khoan-1", "khoan-1 > dieu-4.khoan-2",
         "khoan-2"],
    ),
    "a section with its articles": (
        ("1. Bổ sung Mục 3 vào sau Mục 2 Chương IV như sau:\n“Mục 3\nCÂY\nĐiều 9a. A\nLời.\n"
        "Điều 9b. B\n1. Một.”.\n2. Bãi bỏ Điều 9.\n"),
        ["khoan-1", "khoan-1 > muc-3", "khoan-1 > dieu-9a", "khoan-1 > dieu-9b",
         "khoan-1 > dieu-9b.khoan-1", "khoan-2"],
    ),
    "a phrase is no quotation": (
        "1. Thay cụm từ “cây” bằng cụm từ “cây xanh” tại Điều 3.\n2. Bãi bỏ Điều 9.\n",
        ["khoan-1", "khoan-2"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), QUOTED.values(), ids=QUOTED)
def test_quoted_pieces(body: str, expected: list[str]) -> None:
    assert anchors(body) == expected


def test_the_quoting_clause_goes_on_after_the_quotation() -> None:
    body = "1. Sửa đổi Điều 4 như sau:\n“Điều 4. Cây\nLời.”.\nQuy định này áp dụng từ năm 2031.\n"
    found = [(piece.id.split("#")[1], piece.part) for piece in pieces(body)]
    assert found[1:-1] == [
        ("dieu-1.khoan-1", 1),
        ("dieu-1.khoan-1.quote.dieu-4", 1),
        ("dieu-1.khoan-1~p2", 2),
    ]


def test_the_label_says_where_it_is_quoted() -> None:
    quoted = pieces("1. Sửa đổi khoản 3 Điều 4 như sau:\n“3. Ba.”.\n")[2]
    assert label(quoted.path) == "khoản 3 Điều 4 (trích tại khoản 1 Điều 1)"


def test_the_same_item_quoted_twice_has_two_ids() -> None:
    body = "1. Sửa đổi như sau:\n“1. Một.”;\n“1. Hai.”.\n2. Bãi bỏ Điều 9.\n"
    ids = [piece.id for piece in pieces(body)]
    assert len(set(ids)) == len(ids) == 6

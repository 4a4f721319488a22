"""Kinds of numbers that open an item, and headings that stand around them."""

from __future__ import annotations

import pytest

from indexer.identity.address import label
from indexer.ingest.parse import parse

CASES: list[tuple[str, str, list[str]]] = [
    (
        "decimals below an article are its khoản",
        "Điều 5. A\n\n5.1. B\n\n5.2. C\n\n5.2.1. D\n",
        ["Điều 5", "khoản 5.1 Điều 5", "khoản 5.2 Điều 5", "điểm 5.2.1 khoản 5.2 Điều 5"],
    ),
    (
        "decimals below a khoản are its điểm",
        "Điều 1. A\n\n2. B\n\n2.1. C\n\n2.2. D\n\n3. E\n",
        ["Điều 1", "khoản 2 Điều 1", "điểm 2.1 khoản 2 Điều 1", "điểm 2.2 khoản 2 Điều 1",
         "khoản 3 Điều 1"],
    ),
    (
        "numbers in brackets",
        "Điều 1. A\n\n(1) B\n\n(2) C\n",
        ["Điều 1", "khoản 1 Điều 1", "khoản 2 Điều 1"],
    ),
    (
        "numbers in brackets below a khoản",
        "Điều 1. A\n\n1. B\n\n(1) C\n\n(2) D\n\n2. E\n",
        ["Điều 1", "khoản 1 Điều 1", "điểm 1 khoản 1 Điều 1", "điểm 2 khoản 1 Điều 1",
         "khoản 2 Điều 1"],
    ),
    (
        "numbers with a stroke",
        "CHỈ THỊ\nVề việc thử\n\n1/ Làm.\n\n2/Xong.\n",
        ["khoản 1", "khoản 2"],
    ),
    (
        "paragraphs of a judgment",
        "NHẬN ĐỊNH CỦA TÒA ÁN:\n\n[1] Về tố tụng.\n\n[2] Về nội dung.\n\n[2.1] Ông A trình bày.\n",
        ["khoản 1", "khoản 2", "điểm 2.1 khoản 2"],
    ),
    (
        "a footnote below an article is no khoản",
        "Điều 1. A\n\n1. B\n\n[2] Khoản này được sửa đổi.\n\n2. C\n",
        ["Điều 1", "khoản 1 Điều 1", "khoản 2 Điều 1"],
    ),
    (
        "a standard's numbers without dots",
        "TCVN 1 : 2030\n\n1 Phạm vi\n\nA.\n\n2 Thuật ngữ\n\n2.1\n\nDây\n\nB.\n\n2.2 Lõi\n\nC.\n",
        ["khoản 1", "khoản 2", "điểm 2.1 khoản 2", "điểm 2.2 khoản 2"],
    ),
    (
        "numbers before words in a text that is no standard",
        "1. A\n\n12 Tháng là hạn.\n\n2. B\n",
        ["khoản 1", "khoản 2"],
    ),
    (
        "articles counted in words",
        "SẮC LỆNH\n\nĐiều thứ nhất: A.\n\nĐiều thứ hai: B.\n\nĐiều thứ ba: C.\n",
        ["Điều thứ nhất", "Điều thứ hai", "Điều thứ ba"],
    ),
    (
        "articles of the pháp điển",
        "Chương I\n\nA\n\nĐiều 42.2.NĐ.1.1. Phạm vi\n\n1. B\n\nĐiều 42.2.LQ.1. Khác\n",
        ["Chương I", "Điều 42.2.NĐ.1.1", "khoản 1 Điều 42.2.NĐ.1.1", "Điều 42.2.LQ.1"],
    ),
    (
        "procedures and their steps",
        "THỦ TỤC 1: Cấp phép\n\n• Bước 1: Nộp.\n\n• Bước 2: Nhận.\n\nTHỦ TỤC 2: B\n\nBước 1. A\n",
        ["Thủ tục 1", "Bước 1 Thủ tục 1", "Bước 2 Thủ tục 1", "Thủ tục 2", "Bước 1 Thủ tục 2"],
    ),
    (
        "a list whose first points are repealed",
        "Điều 1. A\n\n3. B\n\nd) C;\n\nđ) D;\n\ne) E.\n\n4. F\n",
        ["Điều 1", "khoản 3 Điều 1", "điểm d khoản 3 Điều 1", "điểm đ khoản 3 Điều 1",
         "điểm e khoản 3 Điều 1", "khoản 4 Điều 1"],
    ),
    (
        "khoản 1 on the line of its article's heading",
        "Điều 22. Thu hồi giấy phép 1. Cơ sở bị thu hồi khi:\n\na) A;\n\nb) B.\n\n2. Thủ tục.\n",
        ["Điều 22", "khoản 1 Điều 22", "điểm a khoản 1 Điều 22", "điểm b khoản 1 Điều 22",
         "khoản 2 Điều 22"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_opens_an_item(text: str, expected: list[str]) -> None:
    pieces = parse(text, "a.txt")[1]
    assert [label(p.path) for p in pieces if p.path] == expected


def test_the_heading_ends_before_a_khoan_on_its_line() -> None:
    text = "Điều 22. Thu hồi giấy phép 1. Cơ sở bị thu hồi khi:\n\na) A.\n\n2. Thủ tục.\n"
    first = next(p for p in parse(text, "a.txt")[1] if p.path)
    assert (first.path[-1].heading, first.text) == (
        "Thu hồi giấy phép",
        "Điều 22. Thu hồi giấy phép",
    )


@pytest.mark.parametrize(
    ("word", "value"),
    [("thứ nhất", 1), ("thứ mười hai", 12), ("thứ hai mươi", 20), ("thứ hai mươi mốt", 21)],
)
def test_ordinals_in_words(word: str, value: int) -> None:
    from indexer.identity.item_numbers import ordinal

    assert ordinal(word) == value

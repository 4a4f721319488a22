"""Addresses for people and in links."""

import pytest

from indexer.core.document import Path, Step
from indexer.identity.address import anchor, label

CASES: list[tuple[str, Path, str, str]] = [
    ("none", (), "", ""),
    ("khoan of a directive", (Step("khoan", "3"),), "khoản 3", "khoan-3"),
    (
        "under a roman heading",
        (Step("muc", "II"), Step("khoan", "3")),
        "khoản 3 mục II",
        "muc-ii.khoan-3",
    ),
    (
        "diem đ is not diem d",
        (Step("dieu", "5"), Step("khoan", "2"), Step("diem", "đ")),
        "điểm đ khoản 2 Điều 5",
        "dieu-5.khoan-2.diem-dd",
    ),
    (
        "what stands above an article is left out",
        (Step("chuong", "I"), Step("dieu", "5a")),
        "Điều 5a",
        "dieu-5a",
    ),
    (
        "a chapter by itself",
        (Step("chuong", "IV"), Step("muc", "1")),
        "mục 1 Chương IV",
        "chuong-iv.muc-1",
    ),
    (
        "an article of an annex is not the body's",
        (Step("phu-luc", "I"), Step("chuong", "II"), Step("dieu", "1")),
        "Điều 1 Phụ lục I",
        "phu-luc-i.dieu-1",
    ),
    (
        "an article of the text issued",
        (Step("kem-theo", "", "QUY CHẾ LÀM VIỆC"), Step("dieu", "1"), Step("khoan", "2")),
        "khoản 2 Điều 1 Quy chế kèm theo",
        "kem-theo.dieu-1.khoan-2",
    ),
    ("a text issued of no known kind", (Step("kem-theo", ""),), "văn bản kèm theo", "kem-theo"),
    (
        "a quoted article, below the clause that quotes it",
        (
            Step("chuong", "I"),
            Step("dieu", "1"),
            Step("khoan", "18"),
            Step("quote", ""),
            Step("chuong", "V"),
            Step("dieu", "248"),
            Step("khoan", "1"),
        ),
        "khoản 1 Điều 248 (trích tại khoản 18 Điều 1)",
        "dieu-1.khoan-18.quote.dieu-248.khoan-1",
    ),
    (
        "a footnote of a clause",
        (Step("dieu", "1"), Step("khoan", "2"), Step("note", "3")),
        "chú thích 3 khoản 2 Điều 1",
        "dieu-1.khoan-2.note-3",
    ),
    (
        "a form",
        (Step("phu-luc", "II"), Step("mau", "01a")),
        "Mẫu số 01a Phụ lục II",
        "phu-luc-ii.mau-01a",
    ),
    ("a form without a number", (Step("mau", ""),), "Mẫu", "mau"),
    (
        "a step of a procedure",
        (Step("thu-tuc", "2"), Step("buoc", "1")),
        "Bước 1 Thủ tục 2",
        "thu-tuc-2.buoc-1",
    ),
    (
        "an article of a further document in the file",
        (Step("van-ban", "2"), Step("dieu", "1")),
        "Điều 1 văn bản 2",
        "van-ban-2.dieu-1",
    ),
]


@pytest.mark.parametrize(
    ("path", "spoken", "linked"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_address(path: Path, spoken: str, linked: str) -> None:
    assert (label(path), anchor(path)) == (spoken, linked)

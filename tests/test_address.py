"""Addresses as said and as linked."""

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
]


@pytest.mark.parametrize(
    ("path", "said", "linked"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_address(path: Path, said: str, linked: str) -> None:
    assert (label(path), anchor(path)) == (said, linked)

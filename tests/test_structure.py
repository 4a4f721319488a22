"""Splitting: which lines open a clause, what address it has, where its text ends."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from piece_checks import check_pieces

from indexer.ingest.parse import parse

DIRECTIVE = """UBND HUYỆN AN LÂM
Số: 12/CT-UBND

An Lâm, ngày 05 tháng 3 năm 2024

CHỈ THỊ

Về việc tăng cường phòng cháy

Thực hiện chỉ đạo của tỉnh, Chủ tịch UBND huyện yêu cầu:

"""


def anchors(body: str) -> list[str]:
    """What stands behind the # of each clause's id."""
    _, pieces = parse(DIRECTIVE + body, "a.txt")
    return [p.id.split("#")[1] for p in pieces if p.kind in {"clause", "appendix"}]


ADDRESSES = {
    "numbers": ("1. Một.\n2. Hai.\n3. Ba.", ["khoan-1", "khoan-2", "khoan-3"]),
    "no blank after the number": ("1. Một.\n2.Hai.\n3.Ba.", ["khoan-1", "khoan-2", "khoan-3"]),
    "roman over numbers": (
        "I. MỤC ĐÍCH\n1. Một.\n2. Hai.\nII.NHIỆM VỤ\n1. Ba.",
        ["muc-i", "muc-i.khoan-1", "muc-i.khoan-2", "muc-ii", "muc-ii.khoan-1"],
    ),
    "roman straight to letters": (
        "I. Một\na) Hai.\nb) Ba.",
        ["muc-i", "muc-i.diem-a", "muc-i.diem-b"],
    ),
    "numbers that run through the roman headings": (
        "I. MỘT\n1. a.\n2. b.\nII. HAI\n3. c.",
        ["muc-i", "muc-i.khoan-1", "muc-i.khoan-2", "muc-ii", "muc-ii.khoan-3"],
    ),
    "a list whose first number is lost": (
        "Điều 1. Các biện pháp sau:\n2. Hai;\n3. Ba.\nĐiều 2. Hai.",
        ["dieu-1", "dieu-1.khoan-2", "dieu-1.khoan-3", "dieu-2"],
    ),
    "đ after d": (
        "1. Một:\na) a;\nb) b;\nc) c;\nd) d;\nđ) đ;\ne) e.",
        ["khoan-1", *(f"khoan-1.diem-{x}" for x in ("a", "b", "c", "d", "dd", "e"))],
    ),
    "e after d, in the English alphabet": (
        "1. Một:\na) a;\nb) b;\nc) c;\nd) d;\ne) e;\nf) f.",
        ["khoan-1", *(f"khoan-1.diem-{x}" for x in ("a", "b", "c", "d", "e", "f"))],
    ),
    "a year at the start of a line": ("1. Đến năm\n2024. Tiếp.\n2. Hai.", ["khoan-1", "khoan-2"]),
    "a decimal comma and a thousand": (
        "1. Đạt\n3,5 triệu đồng và\n2.236 tỷ đồng.\n2. Hai.",
        ["khoan-1", "khoan-2"],
    ),
    "a date at the start of a line": ("1. Từ ngày\n07/4/2014.\n2. Hai.", ["khoan-1", "khoan-2"]),
    "1.1 below 1": (
        "1. Một\n1.1. Một một.\n1.2. Một hai.\n2. Hai.",
        ["khoan-1", "khoan-1.diem-1-1", "khoan-1.diem-1-2", "khoan-2"],
    ),
    "articles": (
        "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\n1. Một.\n2. Hai.\nĐiều 2. Đối tượng\nBa.",
        ["chuong-i", "dieu-1", "dieu-1.khoan-1", "dieu-1.khoan-2", "dieu-2"],
    ),
    "a reference at the start of a line": (
        "Điều 1. Một\nTheo quy định tại\nĐiều 5 của Luật này.\nĐiều 2. Hai.",
        ["dieu-1", "dieu-2"],
    ),
    "an article put in later": (
        "Điều 1. Một.\nĐiều 1a. Một a.\nĐiều 2. Hai.",
        ["dieu-1", "dieu-1a", "dieu-2"],
    ),
    "a quoted article is not the document's own": (
        "Điều 1. Sửa đổi như sau:\n“Điều 2. Hai\n1. Cũ.\n2. Cũ.”\nĐiều 2. Hiệu lực.",
        [
            "dieu-1", "dieu-1.quote.dieu-2", "dieu-1.quote.dieu-2.khoan-1",
            "dieu-1.quote.dieu-2.khoan-2", "dieu-2",
        ],
    ),
    "an appendix": (
        "Điều 1. Một.\nPHỤ LỤC I\nDANH MỤC\n1. Một.",
        ["dieu-1", "phu-luc-i", "phu-luc-i.khoan-1"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), ADDRESSES.values(), ids=ADDRESSES)
def test_addresses(body: str, expected: list[str]) -> None:
    assert anchors(body) == expected


HEADINGS = {
    "its own line": ("1. Mục đích\n\nNâng cao.", "Mục đích"),
    "its own line, with a full stop": ("1. Mục đích.\n\nNâng cao.", "Mục đích"),
    "beside Điều": ("Điều 1. Phạm vi điều chỉnh\nLuật này.", "Phạm vi điều chỉnh"),
    "below Chương, on two lines": ("Chương I\n\nQUY ĐỊNH\nCHUNG\n\nLời.", "QUY ĐỊNH CHUNG"),
    "roman": ("I. MỤC ĐÍCH, YÊU CẦU", "MỤC ĐÍCH, YÊU CẦU"),
    "a short sentence is none": ("1. Có hiệu lực sau 15 ngày.\n\nGiao Sở Nội vụ.", ""),
    "a sentence is none": ("1. Nâng cao nhận thức của cán bộ.", ""),
    "an item of a list is none": ("1. Nâng cao nhận thức", ""),
    "a wrapped sentence is none": ("1. Nâng cao nhận thức của toàn thể\ncán bộ, công chức.", ""),
}


@pytest.mark.parametrize(("body", "expected"), HEADINGS.values(), ids=HEADINGS)
def test_heading(body: str, expected: str) -> None:
    _, pieces = parse(DIRECTIVE + body, "a.txt")
    assert next(p for p in pieces if p.kind == "clause").path[-1].heading == expected


END = """1. Một.
2. Hai.

Yêu cầu các đơn vị thực hiện./.

Nơi nhận:
- Sở Nội vụ;
- Lưu: VT.

KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Nguyễn Văn An
"""


def test_kinds_from_head_to_signature() -> None:
    _, pieces = parse(DIRECTIVE + END, "a.txt")
    kinds = [p.kind for p in pieces]
    assert kinds == ["other", "preamble", "clause", "clause", "closing", "recipients", "signature"]


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("type", "Chỉ thị"),
        ("number", "12/CT-UBND"),
        ("date", "2024-03-05"),
        ("place", "An Lâm"),
        ("issuer", "Ủy ban nhân dân huyện An Lâm"),
        ("title", "Về việc tăng cường phòng cháy"),
        ("signer", "Nguyễn Văn An"),
        ("signer_role", "PHÓ CHỦ TỊCH"),
        ("recipients", ("Sở Nội vụ", "Lưu: VT")),
        ("id", "12-ct-ubnd.2024-03-05"),
    ],
)
def test_metadata(fact: str, expected: object) -> None:
    document, _ = parse(DIRECTIVE + END, "a.txt")
    assert getattr(document, fact) == expected


FRAGMENTS = [
    "Điều 1. Một", "Điều 2. Hai", "1. Một.", "2. Hai;", "a) a", "đ) đ", "I. MỘT", "II.HAI",
    "Chương I", "PHỤ LỤC", "“Điều 3. Ba", "”", "Nơi nhận:", "- Lưu: VT.", "CHỦ TỊCH",
    "Nguyễn Văn An", "CHỈ THỊ", "Số: **1**/CT-UBND", "An Lâm, ngày 1 tháng 2 năm 2024",
    "Về việc một", "kinh tế -", "xã hội", "34-", "CT/TW", "Bình luận", "./.", "", "", " ", "\x00",
    "\u00ad", "\ufeff", "e\u0302\u0301", "\\.", "**", "# ", "a | b | c",
]  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40), st.sampled_from(["\n", "\n\n", " \n"]))
def test_nothing_lost_of_documents_made_of_fragments(lines: list[str], end: str) -> None:
    check_pieces(*parse(end.join(lines), "a.txt"))


@given(st.text(max_size=400))
def test_nothing_lost_of_any_text(text: str) -> None:
    check_pieces(*parse(text, "a.txt"))


LETTER = """UBND XÃ AN HÒA
Số: 5/TB-UBND
An Hòa, ngày 6 tháng 5 năm 2024
THÔNG BÁO
Về việc nghỉ lễ
Ủy ban nhân dân xã thông báo lịch nghỉ lễ như sau.
Nơi nhận:                 KT. CHỦ TỊCH
- Các thôn;               PHÓ CHỦ TỊCH
- Lưu: VT.
                          Hồ Văn Chín
"""


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("title", "Về việc nghỉ lễ"),
        ("recipients", ("Các thôn", "Lưu: VT")),
        ("signer", "Hồ Văn Chín"),
        ("signer_role", "PHÓ CHỦ TỊCH"),
    ],
)
def test_metadata_without_blank_lines_and_in_two_columns(fact: str, expected: object) -> None:
    document, _ = parse(LETTER, "a.txt")
    assert getattr(document, fact) == expected


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(" ", "  "),
        lambda text: "    " + text.replace("\n", "\n    "),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: unicodedata.normalize("NFD", text),
    ],
    ids=["blanks doubled", "lines indented", "CRLF", "no-break blanks", "decomposed"],
)
def test_typing_changes_no_address(change: Callable[[str], str]) -> None:
    text = (
        "PHỤ LỤC I\nMẪU BÁO CÁO\n\nI. Kết quả\n\n1. Một:\n\na) A;\n\nb) B.\n\n2. Hai.\n\n"
        "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\n\nNguyễn Văn An\n"
    )
    _, pieces = parse(text, "a.txt")
    _, same = parse(change(text), "a.txt")
    assert [piece.id.split("#")[1] for piece in same] == [
        "phu-luc-i", "phu-luc-i.muc-i", "phu-luc-i.muc-i.khoan-1",
        "phu-luc-i.muc-i.khoan-1.diem-a", "phu-luc-i.muc-i.khoan-1.diem-b",
        "phu-luc-i.muc-i.khoan-2", "signature",
    ] == [piece.id.split("#")[1] for piece in pieces]  # fmt: skip

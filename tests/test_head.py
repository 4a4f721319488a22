"""The head of a document: what it says of itself, however it is set, and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.metadata.front import front
from indexer.structure.normal_text import view

BODY = "\n\nĐiều 1. Phạm vi\n\nMột.\n"


def read(head: str, name: str) -> str | None:
    seen = view(head + BODY)
    return front(seen.text, seen.text.index("Điều 1.")).value(name)


def decree(first: str = "BỘ THỬ", number: str = "Số: 06/2030/TT-BT", kind: str = "THÔNG TƯ") -> str:
    return (
        f"{first}\n{number}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"Hà Nội, ngày 26 tháng 01 năm 2030\n\n{kind}\nQuy định việc thử\n\nCăn cứ Luật Thử;"
    )


NUMBERS = {
    "as the decree wants it": ("Số: 88/QĐ-UBND", "88/QĐ-UBND"),
    "blanks after the colon": ("Số:   88/QĐ-UBND", "88/QĐ-UBND"),
    "a full stop behind it": ("Số: 88/QĐ-UBND.", "88/QĐ-UBND"),
    "a dash with blanks": ("Số: 88/QĐ – UBND", "88/QĐ-UBND"),
    "an em dash": ("Số: 88/QĐ—UBND", "88/QĐ-UBND"),
    "Cyrillic letters": ("Số: 07/2030/NĐ-СР", "07/2030/NĐ-CP"),
    "of a law": ("Luật số: 13/2030/QH16", "13/2030/QH16"),
    "of the Party": ("Số 34-CT/TW", "34-CT/TW"),
    "of a judgment": ("Bản án số: 12/2030/HS-ST", "12/2030/HS-ST"),
    "another column behind it": ("Số: 6/TT-BT Hà Nội, ngày 3 tháng 4 năm 2030", "6/TT-BT"),
    "a gap before the other column": ("Số: 6/TT-BT     Hà Nội, ngày 3 tháng 4 năm 2030", "6/TT-BT"),
    "a tab before the other column": ("Số: 6/TT-BT\tHà Nội, ngày 3 tháng 4 năm 2030", "6/TT-BT"),
    "cells of a table": ("Số: 6/TT-BT | Hà Nội, ngày 3 tháng 4 năm 2030", "6/TT-BT"),
    "left blank": ("Số:       /QĐ-UBND", None),
    "left blank, with dots": ("Số: ……/2030/NĐ-CP", None),
}


@pytest.mark.parametrize(("line", "expected"), NUMBERS.values(), ids=NUMBERS)
def test_number(line: str, expected: str | None) -> None:
    assert read(decree(number=line), "number") == expected


@pytest.mark.parametrize("name", ["type", "title", "issuer", "date", "place"])
def test_a_number_left_blank_leaves_the_rest(name: str) -> None:
    assert read(decree(number="Số:      /TT-BT"), name) == read(decree(), name) is not None


DATES = {
    "on a line of its own": ("Hà Nội, ngày 26 tháng 01 năm 2030", "Hà Nội", "2030-01-26"),
    "more blanks": ("Hà Nội, ngày  26    tháng 01 năm 2030", "Hà Nội", "2030-01-26"),
    "no comma": ("Hà Nội ngày 26 tháng 01 năm 2030", "Hà Nội", "2030-01-26"),
    "in digits": ("Hà Nội, ngày 26/01/2030", "Hà Nội", "2030-01-26"),
    "a city of the centre": (
        "TP. Hồ Chí Minh, ngày 26 tháng 01 năm 2030", "TP. Hồ Chí Minh", "2030-01-26",
    ),
    "a hyphen in the place": (
        "Bà Rịa - Vũng Tàu, ngày 26 tháng 01 năm 2030", "Bà Rịa - Vũng Tàu", "2030-01-26",
    ),
    "behind the name of the office": (
        "VÀ VIỆC KHÁC Hà Nội, ngày 26 tháng 01 năm 2030", "Hà Nội", "2030-01-26",
    ),
    "before the kind": ("Hà Nội, ngày 26 tháng 01 năm 2030 THÔNG TƯ", "Hà Nội", "2030-01-26"),
    "the day left blank": ("Hà Nội, ngày    tháng 01 năm 2030", "Hà Nội", None),
    "all left blank": ("……, ngày … tháng … năm …", None, None),
}  # fmt: skip


@pytest.mark.parametrize(("line", "place", "date"), DATES.values(), ids=DATES)
def test_place_and_date(line: str, place: str | None, date: str | None) -> None:
    head = decree().replace("Hà Nội, ngày 26 tháng 01 năm 2030", line)
    assert (read(head, "place"), read(head, "date")) == (place, date)


ISSUERS = {
    "a ministry": ("BỘ THỬ", "Bộ Thử"),
    "beside the motto": ("BỘ THỬ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Bộ Thử"),
    "on two lines": ("BỘ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI", "Bộ Lao động - Thương binh và Xã hội"),
    "below its superior": ("BỘ TÀI CHÍNH\nTỔNG CỤC HẢI QUAN", "Tổng cục Hải quan"),
    "a name that goes on": ("ỦY BAN THƯỜNG VỤ\nQUỐC HỘI", "Ủy ban Thường vụ Quốc hội"),
    "the gazette's running head": ("12 CÔNG BÁO/Số 1 + 2/Ngày 03-01-2030\nCHÍNH PHỦ", "Chính phủ"),
    "a university": ("BỘ THỬ\nTRƯỜNG ĐẠI HỌC CẦN THƠ", "Trường Đại học Cần Thơ"),
}


@pytest.mark.parametrize(("first", "expected"), ISSUERS.values(), ids=ISSUERS)
def test_issuer(first: str, expected: str) -> None:
    assert read(decree(first), "issuer") == expected


def test_offices_that_issue_together() -> None:
    head = decree("BỘ QUỐC PHÒNG\nBỘ TÀI CHÍNH", kind="THÔNG TƯ LIÊN TỊCH")
    assert read(head, "issuer") == "Bộ Quốc phòng - Bộ Tài chính"


def test_issuer_from_the_words_that_say_who_issues() -> None:
    head = "THÔNG TƯ\n\nVề thử\n\nCăn cứ Luật Thử;\n\nBộ trưởng Bộ Y tế ban hành Thông tư về thử."
    assert read(head, "issuer") == "Bộ Y tế"


KIND_LINES = {
    "a mark of a footnote": ("THÔNG TƯ1", "Thông tư"),
    "its number on the same line": ("THÔNG TƯ SỐ 06/2030/TT-BT", "Thông tư"),
    "a contract": ("HỢP ĐỒNG THUÊ NHÀ", "Hợp đồng"),
    "a form": ("TỜ KHAI ĐĂNG KÝ THỬ", "Tờ khai"),
    "an invitation": ("GIẤY MỜI", "Giấy mời"),
    "minutes": ("BIÊN BẢN HỌP", "Biên bản"),
}


@pytest.mark.parametrize(("line", "expected"), KIND_LINES.values(), ids=KIND_LINES)
def test_kind(line: str, expected: str) -> None:
    assert read(decree(kind=line), "type") == expected


MARK = "\n\nCăn cứ Luật Thử;"
TITLES = {
    "in small letters over a blank line": (
        "NGHỊ ĐỊNH\n\nQuy định việc thử\n\nSửa đổi Nghị định số 1/2029/NĐ-CP\n\n____\n\nCăn cứ A;",
        "Quy định việc thử Sửa đổi Nghị định số 1/2029/NĐ-CP",
    ),
    "a line that begins with a date": (
        f"THÔNG TƯ\nSửa đổi Thông tư số 39/2029/TT-BT\nngày 30 tháng 12 năm 2029 của Bộ Thử{MARK}",
        "Sửa đổi Thông tư số 39/2029/TT-BT ngày 30 tháng 12 năm 2029 của Bộ Thử",
    ),
    "capitals over a blank line": (
        "QUYẾT ĐỊNH\n\nBAN HÀNH QUY CHẾ\n\nCỦA BỘ THỬ\n\nBỘ TRƯỞNG BỘ THỬ\n\nCăn cứ A;",
        "BAN HÀNH QUY CHẾ CỦA BỘ THỬ",
    ),
    "a law in small letters": (f"LUẬT\nThử nghiệm{MARK}", "Luật Thử nghiệm"),
    "a law in capitals": (f"LUẬT\n\nTHỬ NGHIỆM{MARK}", "LUẬT THỬ NGHIỆM"),
    "an old law": (
        f"LUẬT\nCỦA QUỐC HỘI SỐ 32/2004/QH11 NGÀY 03 THÁNG 12 NĂM 2004 VỀ THỬ NGHIỆM{MARK}",
        "LUẬT THỬ NGHIỆM",
    ),
    "a law that amends others keeps their numbers": (
        f"LUẬT\nSỬA ĐỔI LUẬT A SỐ 31/2024/QH15, LUẬT B SỐ 27/2023/QH15{MARK}",
        "LUẬT SỬA ĐỔI LUẬT A SỐ 31/2024/QH15, LUẬT B SỐ 27/2023/QH15",
    ),
    "below the number": (
        f"THÔNG TƯ SỐ 06/2030/TT-BT\n\nQuy định việc thử{MARK}",
        "Quy định việc thử",
    ),
    "a law that says its kind again": (
        "LUẬT\n\nLuật sửa đổi một số điều của Luật Thử.\n\nCăn cứ A;",
        "Luật sửa đổi một số điều của Luật Thử",
    ),
    "a law of lawyers": (f"LUẬT\n\nLUẬT SƯ{MARK}", "LUẬT LUẬT SƯ"),
    "below who issues": (
        "CHỈ THỊ\nCỦA BAN THƯỜNG VỤ HUYỆN ỦY\nvề việc thử\n-----\nThời gian qua, thử.",
        "về việc thử",
    ),
    "above a sentence that goes on": (
        "BÁO CÁO\nKết quả thử\nUBND xã báo cáo kết quả như sau\nTrong quý đã làm",
        "Kết quả thử",
    ),
    "above to whom it goes": (
        "GIẤY MỜI\nHọp thử\nKính gửi: Ông A\nTrân trọng kính mời.",
        "Họp thử",
    ),
    "none": ("GIẤY MỜI\nKính gửi: Ông A\nTrân trọng kính mời.", None),
    "not the number below a contract's": (
        "HỢP ĐỒNG THUÊ NHÀ\nSố: …/HĐTN\n\nHôm nay, ngày … tháng … năm 2030, gồm có:",
        "HỢP ĐỒNG THUÊ NHÀ",
    ),
}


@pytest.mark.parametrize(("head", "expected"), TITLES.values(), ids=TITLES)
def test_title(head: str, expected: str | None) -> None:
    assert read(head, "title") == expected


BLOCK = "NGHỊ ĐỊNH\n\nCỦA CHÍNH PHỦ SỐ 01/2030/NĐ-CP{}NGÀY 04 THÁNG 01 NĂM 2030\n\nVỀ VIỆC THỬ{}"


@pytest.mark.parametrize("gap", [" ", "\n", "\n\n"])
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("number", "01/2030/NĐ-CP"),
        ("date", "2030-01-04"),
        ("issuer", "Chính phủ"),
        ("title", "VỀ VIỆC THỬ"),
    ],
)
def test_the_old_block_of_capitals(name: str, expected: str, gap: str) -> None:
    assert read(BLOCK.format(gap, MARK), name) == expected


def test_a_bare_number_in_the_old_block() -> None:
    head = "SẮC LỆNH\n\nCỦA CHỦ TỊCH CHÍNH PHỦ LÂM THỜI\nSỐ 66 NGÀY 24 THÁNG 11 NĂM 1945"
    assert read(head, "number") == "66"


def passing(date: str = "20 tháng 6 năm 2030") -> str:
    return f"\nLuật này được Quốc hội khóa XVI, kỳ họp thứ 1 thông qua ngày {date}.\n"


def test_a_law_bears_the_day_of_passing() -> None:
    head = "QUỐC HỘI\nLuật số: 9/2030/QH16\n\nLUẬT\nTHỬ" + MARK
    seen = view(head + BODY + passing())
    assert front(seen.text, seen.text.index("Điều 1.")).date == "2030-06-20"


def test_another_law_passed_is_not_it() -> None:
    head = "QUỐC HỘI\nLuật số: 9/2030/QH16\n\nLUẬT\nTHỬ" + MARK
    seen = view(head + BODY + "Luật Thử được thông qua ngày 20 tháng 6 năm 2029.\n")
    assert front(seen.text, seen.text.index("Điều 1.")).date is None


CONSOLIDATED = (
    "VĂN BẢN HỢP NHẤT - BỘ THỬ\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nNGHỊ ĐỊNH1\n"
    "Quy định việc thử\n\nNghị định số 01/2029/NĐ-CP ngày 01 tháng 02 năm 2029 của Chính phủ, được "
    "sửa đổi, bổ sung bởi:"
)
CERTIFIED = "\nXÁC THỰC VĂN BẢN HỢP NHẤT\nSố: 16/VBHN-BT\nHà Nội, ngày 20 tháng 7 năm 2030\n"
CERTIFIED_ABOVE = (
    "\nBỘ THỬ\n\nSố: 16/VBHN-BT\n\nXÁC THỰC VĂN BẢN HỢP NHẤT\n\nHà Nội, ngày 20 tháng 7 năm 2030\n"
)


CERTIFIED_BESIDE = (
    "\nBỘ THỬ\tXÁC THỰC VĂN BẢN HỢP NHẤT\n\nSố: 16/VBHN-BT\tHà Nội, ngày 20 tháng 7 năm 2030\n"
)


@pytest.mark.parametrize("end", [CERTIFIED_ABOVE, CERTIFIED_BESIDE], ids=["above", "beside"])
def test_office_of_a_consolidated_text(end: str) -> None:
    seen = view(CONSOLIDATED[27:] + BODY + end)
    assert front(seen.text, seen.text.index("Điều 1.")).value("issuer") == "Bộ Thử"


@pytest.mark.parametrize(
    "end", [CERTIFIED, CERTIFIED_ABOVE, CERTIFIED_BESIDE], ids=["below", "above", "beside"]
)
@pytest.mark.parametrize("head", [CONSOLIDATED, CONSOLIDATED[27:]], ids=["named", "not named"])
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("type", "Văn bản hợp nhất"),
        ("number", "16/VBHN-BT"),
        ("date", "2030-07-20"),
        ("place", "Hà Nội"),
        ("title", "Quy định việc thử"),
    ],
)
def test_consolidated_text(name: str, expected: str, head: str, end: str) -> None:
    seen = view(head + BODY + end)
    assert front(seen.text, seen.text.index("Điều 1.")).value(name) == expected


def test_part_of_a_consolidated_text_is_one_too() -> None:
    assert read(CONSOLIDATED[27:], "type") == "Văn bản hợp nhất"


LETTER = (
    "BỘ THỬ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 12/BT-VP Hà Nội, "
    "ngày 2 tháng 3 năm 2030\nV/v xin ý kiến\nvề việc thử\nKính gửi: Sở Thử\n"
    "Bộ Thử đề nghị như sau.\n"
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("type", "Công văn"),
        ("title", "V/v xin ý kiến về việc thử"),
        ("number", "12/BT-VP"),
        ("issuer", "Bộ Thử"),
    ],
)
def test_letter_without_blank_lines(name: str, expected: str) -> None:
    assert read(LETTER, name) == expected


def test_standard() -> None:
    head = "TCVN 999 : 2030\n\nXuất bản lần 1\n\nDÂY THỬ\nRope"
    assert [read(head, n) for n in ("type", "number", "title")] == [
        "Tiêu chuẩn quốc gia", "TCVN 999:2030", "DÂY THỬ",
    ]  # fmt: skip


def test_annex_alone() -> None:
    seen = view("Phụ lục I\nDANH MỤC\nTHỬ\n(Kèm theo Nghị định số 1/2030/NĐ-CP)\n\n1. Một.\n")
    assert front(seen.text, 0).title == "DANH MỤC THỬ"


def test_a_subject_of_the_code_is_called_as_its_law() -> None:
    text = (
        "Chương I\n\nĐiều 9.5.LQ.1. Phạm vi\n\n(Điều 1 Luật số 7/2030/QH16 Thử, nghiệm và đo ngày "
        "29/11/2030 của Quốc hội, có hiệu lực kể từ ngày 01/07/2031)\n\n1. Một.\n"
    )
    assert front(view(text).text, 0).title == "Thử, nghiệm và đo"


COURT = (
    "TÒA ÁN NHÂN DÂN HUYỆN THỬ\nBản án số: 25/2030/DS-ST\nNgày: 20-8-2030\nV/v tranh chấp đất\n"
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nNHÂN DANH\n"
    "NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("type", "Bản án"),
        ("number", "25/2030/DS-ST"),
        ("date", "2030-08-20"),
        ("title", "V/v tranh chấp đất"),
        ("issuer", "Tòa án nhân dân huyện Thử"),
        ("place", None),
    ],
)
def test_judgment(name: str, expected: str | None) -> None:
    assert read(COURT, name) == expected


NUMBERED = "Nghị định số 13/2030/NĐ-CP ngày 17 tháng 4 năm 2030 của Chính phủ về bảo vệ thử"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("number", "13/2030/NĐ-CP"), ("date", "2030-04-17"), ("title", "về bảo vệ thử")],
)
def test_name_date_and_office_on_one_line(name: str, expected: str) -> None:
    assert read(NUMBERED, name) == expected


def test_part_two_of_a_law_in_the_gazette() -> None:
    head = (
        "CHỦ TỊCH NƯỚC - QUỐC HỘI\n\nLuật số 3/2030/QH16 ngày 27 tháng 6 năm 2030\nThử nghiệm\n\n"
    )
    found = [read(head + "(Tiếp theo Công báo số 1)", n) for n in ("number", "date", "title")]
    assert found == ["3/2030/QH16", "2030-06-27", "Luật Thử nghiệm"]


@pytest.mark.parametrize("head", [decree(), LETTER, CONSOLIDATED, BLOCK.format(" ", MARK)])
def test_everything_says_where_it_was_read(head: str) -> None:
    seen = view(head + BODY + CERTIFIED)
    facts = front(seen.text, seen.text.index("Điều 1.")).facts
    for name in ("number", "place", "title"):
        if name in facts:
            start, end = facts[name].span
            assert " ".join(seen.text[start:end].split()) == facts[name].value


PARTS = st.sampled_from(
    ["BỘ THỬ", "Số: 1/QĐ-BT", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "QUYẾT ĐỊNH", "V/v thử", "____",
     "Hà Nội, ngày 1 tháng 2 năm 2030", "CỦA BỘ THỬ SỐ 1 NGÀY 2", "Kính gửi: A", " ", "\n", "\t",
     "|", "XÁC THỰC VĂN BẢN HỢP NHẤT", "TCVN 1:2030", "Phụ lục", "LUẬT", "thông qua ngày 1/2/2030"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=30), st.sampled_from(["\n", " ", "\n\n", "    "]))
def test_spans_stay_inside_whatever_the_head(parts: list[str], gap: str) -> None:
    text = view(gap.join(parts)).text
    found = front(text, len(text))
    assert 0 <= found.end <= len(text)
    assert all(0 <= f.span.start <= f.span.end <= len(text) for f in found.facts.values())

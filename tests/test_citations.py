"""Citations: which documents a text names, and which places in them or in itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.core.document import Citation, Document, Step
from indexer.identity.address import label
from indexer.identity.document_id import canonical, document_id, number_key
from indexer.ingest.parse import parse
from indexer.metadata.dates import iso


def cited(text: str) -> tuple[Document, tuple[Citation, ...]]:
    document, _ = parse(f"Điều 1. Một\n{text}\nĐiều 2. Hai.\n", "a.txt")
    return document, document.citations


DOCUMENTS = {
    "number, date, issuer": (
        "Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị về thi đua",
        ("Chỉ thị", "34-CT/TW", "2014-04-07", "Bộ Chính trị", None),
    ),
    "a page break inside the number": (
        "Chỉ thị số 34-\n\nCT/TW ngày 07/4/2014 của Bộ Chính trị",
        ("Chỉ thị", "34-CT/TW", "2014-04-07", "Bộ Chính trị", None),
    ),
    "no số, a comma before the date": (
        "theo Chỉ thị 05-CT/TW, ngày 15/5/2016 của Bộ Chính trị.",
        ("Chỉ thị", "05-CT/TW", "2016-05-15", "Bộ Chính trị", None),
    ),
    "the date in words": (
        "Quyết định số 59/2010/QĐ-TTg ngày 30 tháng 9 năm 2010 của Thủ tướng Chính phủ về",
        ("Quyết định", "59/2010/QĐ-TTg", "2010-09-30", "Thủ tướng Chính phủ", None),
    ),
    "an office that ends before a verb": (
        "Kế hoạch số 15/KH-UBND ngày 19/01/2023 của UBND huyện tổ chức phong trào",
        ("Kế hoạch", "15/KH-UBND", "2023-01-19", "UBND huyện", None),
    ),
    "an office with its place": (
        "Chỉ thị số 20-CT/TU ngày 07/11/2014 của Tỉnh ủy Bà Rịa - Vũng Tàu về",
        ("Chỉ thị", "20-CT/TU", "2014-11-07", "Tỉnh ủy Bà Rịa - Vũng Tàu", None),
    ),
    "a ministry with và in its name": (
        "Thông tư số 12/2020/TT-BGDĐT của Bộ Giáo dục và Đào tạo và các văn bản",
        ("Thông tư", "12/2020/TT-BGDĐT", None, "Bộ Giáo dục và Đào tạo", None),
    ),
    "a blank in a law's number": (
        "Luật số 75/2006/QH 11",
        ("Luật", "75/2006/QH11", None, None, None),
    ),
    "a law by name and number": (
        "Luật Bảo hiểm xã hội số 58/2014/QH13",
        ("Luật", "58/2014/QH13", None, None, "Luật Bảo hiểm xã hội"),
    ),
    "a law by name, with a comma in it": (
        "theo Luật Thi đua, khen thưởng và các văn bản hướng dẫn",
        ("Luật", None, None, None, "Luật Thi đua, khen thưởng"),
    ),
    "a law by name and year": (
        "theo Bộ luật Dân sự năm 2015.",
        ("Bộ luật", None, None, None, "Bộ luật Dân sự năm 2015"),
    ),
    "letters that look like others": (
        "Quyết định số 1905 /QÐ-UBND",
        ("Quyết định", "1905/QĐ-UBND", None, None, None),
    ),
    "a number with a dot": (
        "Nghị quyết số 66.18/2030/NQ-CP",
        ("Nghị quyết", "66.18/2030/NQ-CP", None, None, None),
    ),
    "a law whose name ends in pháp luật": (
        "Luật ban hành văn bản quy phạm pháp luật số 64/2025/QH15",
        ("Luật", "64/2025/QH15", None, None, "Luật ban hành văn bản quy phạm pháp luật"),
    ),
    "between marks of emphasis": (
        "gọi là *Chỉ thị số 09/CT-UBND*)",
        ("Chỉ thị", "09/CT-UBND", None, None, None),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_documents(text: str, expected: tuple[str | None, ...]) -> None:
    _, found = cited(text)
    assert [(c.type, c.number, c.date, c.issuer, c.title) for c in found] == [expected]


NONE = {
    "the law itself": "theo quy định của Luật này và luật khác",
    "a lawyer": "Luật sư có quyền hành nghề.",
    "the law in general": "theo quy định của pháp luật đất đai",
    "an epidemic": "phòng, chống dịch COVID-19 đạt 24/7",
    "years": "giai đoạn 2021-2025 và 2026 - 2030",
    "an amount": "phạt khoản 500 triệu đồng",
    "a heading": "",
    "a place in a document that is not said": "theo quy định tại khoản 2 Điều 77",
    "another's place, quoted": "sửa đổi như sau:\n“1. Theo khoản 2 Điều 2.”",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_no_citation(text: str) -> None:
    assert cited(text)[1] == ()


PLACES = {
    "inside out": ("điểm b khoản 2 Điều 5 của Luật Đất đai", ["điểm b khoản 2 Điều 5"]),
    "outside in": ("Điều 5, khoản 2, điểm a Luật Đất đai", ["điểm a khoản 2 Điều 5"]),
    "a list of one level": (
        "các điểm a, b và đ khoản 1 Điều 7 của Luật này",
        ["điểm a khoản 1 Điều 7", "điểm b khoản 1 Điều 7", "điểm đ khoản 1 Điều 7"],
    ),
    "two clauses of one article": (
        "khoản 1 và khoản 3 Điều 7 Luật này",
        ["khoản 1 Điều 7", "khoản 3 Điều 7"],
    ),
    "two articles": (
        "điểm a khoản 1 Điều 145 và khoản 1 Điều 162 của Bộ luật này",
        ["điểm a khoản 1 Điều 145", "khoản 1 Điều 162"],
    ),
    "this article": ("khoản 1 và khoản 3 Điều này", ["khoản 1 Điều 1", "khoản 3 Điều 1"]),
    "a list with the words between": (
        "điểm a, điểm b và điểm đ quy định tại khoản 2 Điều 9 của Luật này",
        ["điểm a khoản 2 Điều 9", "điểm b khoản 2 Điều 9", "điểm đ khoản 2 Điều 9"],
    ),
    "a list with semicolons": (
        "điểm c khoản 1 Điều 7; khoản 1 Điều 51; Điều 65 Bộ luật Hình sự",
        ["điểm c khoản 1 Điều 7", "khoản 1 Điều 51", "Điều 65"],
    ),
    "a range": (
        "từ khoản 2 đến khoản 4 Điều 9 của Luật này",
        ["khoản 2 Điều 9", "khoản 3 Điều 9", "khoản 4 Điều 9"],
    ),
    "a range of letters": (
        "các điểm c đến đ khoản 1 Điều 9 của Luật này",
        ["điểm c khoản 1 Điều 9", "điểm d khoản 1 Điều 9", "điểm đ khoản 1 Điều 9"],
    ),
    "a decimal of a law": ("điều 4.1 của Quy chế này", ["khoản 4.1 Điều 4"]),
    "an article of the codification": (
        "Điều 42.2.NĐ.1.1 của Luật Đất đai",
        ["Điều 42.2.NĐ.1.1"],
    ),
    "an issued text of another document": (
        "theo Điều 2 Quy chế ban hành kèm theo Nghị định số 61/2029/NĐ-CP",
        ["Điều 2 Quy chế kèm theo"],
    ),
    "a chapter of another law": ("Mục 1 Chương VI Luật Xây dựng", ["mục 1 Chương VI"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PLACES.values(), ids=PLACES)
def test_places(text: str, expected: list[str]) -> None:
    assert [label(c.place) for c in cited(text)[1]] == expected


INTERNAL = {
    "này": ("khoản 1 Điều này", True),
    "of this law": ("Điều 10 của Bộ luật này", True),
    "an article it has": ("theo quy định tại Điều 2", True),
    "of another": ("khoản 1 Điều 2 Luật Đất đai", False),
}


@pytest.mark.parametrize(("text", "expected"), INTERNAL.values(), ids=INTERNAL)
def test_internal(text: str, expected: bool) -> None:
    assert [c.internal for c in cited(text)[1]] == [expected]


AMENDING = """QUỐC HỘI
Luật số: 8/2030/QH16

LUẬT
SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT CÂY XANH VÀ LUẬT NƯỚC

Điều 1. Sửa đổi, bổ sung một số điều của Luật Cây xanh số 1/2020/QH14
{}
Điều 2. Sửa đổi khoản 1 Điều 7 của Luật Nước số 2/2021/QH15
Thay cụm từ “theo khoản 5 Điều 9” bằng cụm từ “theo Điều 3 của Luật này”.
Điều 3. Hiệu lực
Khoản 1 Điều 2 của Luật này có hiệu lực từ ngày 01 tháng 7 năm 2030.
"""

MEANT = {
    "what a clause amends": ("1. Bãi bỏ khoản 2 Điều 5.", ["1/2020/QH14 khoản 2 Điều 5"]),
    "what a quotation calls this law": (
        "1. Sửa đổi Điều 4 như sau:\n“Điều 4. Cây\n1. Theo Điều 6 của Luật này.”.",
        ["1/2020/QH14 Điều 4", "1/2020/QH14 Điều 6"],
    ),
    "what a quotation calls this article": (
        "1. Sửa đổi khoản 1 Điều 4 như sau:\n“1. Trừ khoản 2 Điều này.”.",
        ["1/2020/QH14 khoản 1 Điều 4", "1/2020/QH14 khoản 2 Điều 4"],
    ),
}


@pytest.mark.parametrize(("body", "expected"), MEANT.values(), ids=MEANT)
def test_bare_places_of_an_amending_clause(body: str, expected: list[str]) -> None:
    document, _ = parse(AMENDING.format(body), "a.txt")
    named = [f"{c.number} {label(c.place)}".strip() for c in document.citations if not c.internal]
    assert named == [
        "1/2020/QH14",
        *expected,
        "2/2021/QH15 khoản 1 Điều 7",
        "2/2021/QH15 khoản 5 Điều 9",
        "2/2021/QH15 Điều 3",
    ]


def test_outside_of_a_quotation_this_law_is_the_amending_one() -> None:
    document, _ = parse(AMENDING.format("1. Bãi bỏ Điều 5."), "a.txt")
    assert [label(c.place) for c in document.citations if c.internal] == ["khoản 1 Điều 2"]


def test_a_name_with_commas_is_known_by_what_follows_it() -> None:
    text = "Căn cứ Luật Giữ rừng, giữ nước và giữ đất ngày 01 tháng 02 năm 2029;\nĐiều 1. Một\n"
    document, _ = parse(text + "Theo khoản 2 Điều 3 Luật Giữ rừng, giữ nước và giữ đất.", "a.txt")
    assert document.citations[-1].title == "Luật Giữ rừng, giữ nước và giữ đất"


def test_an_issued_text_has_articles_of_its_own() -> None:
    text = (
        "QUYẾT ĐỊNH\nBan hành Quy chế thử\n\nĐiều 1. Ban hành Quy chế.\nĐiều 2. Hiệu lực.\n"
        "Nơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nNguyễn Văn An\n\nQUY CHẾ\nThử\n\n"
        "Điều 1. Phạm vi\nNhư Điều 2.\nĐiều 2. Lời.\n"
    )
    document, pieces = parse(text, "a.txt")
    cited = document.citations[-1].place
    own = [[_plain(step) for step in piece.path] for piece in pieces]
    assert len(cited) == 2
    assert [_plain(step) for step in cited] in own


def _plain(step: Step) -> tuple[str, str]:
    return step.level, step.number


def test_a_place_carries_the_document_it_lies_in() -> None:
    _, found = cited("khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ")
    assert [(c.number, c.date, c.issuer) for c in found] == [
        ("30/2020/NĐ-CP", "2020-03-05", "Chính phủ")
    ]


def test_span_is_the_whole_citation_in_the_source() -> None:
    document, found = cited("Theo Chỉ thị số **34**-\n\nCT/TW ngày 07/4/2014 của Bộ Chính trị.")
    span = found[0].span
    assert document.text[span.start : span.end] == (
        "Chỉ thị số **34**-\n\nCT/TW ngày 07/4/2014 của Bộ Chính trị"
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("34- CT/TW", "34-CT/TW"),
        ("1905 /QÐ-UBND", "1905/QĐ-UBND"),
        ("75/2006/QH 11", "75/2006/QH11"),
    ],
)
def test_canonical_number(written: str, expected: str) -> None:
    assert canonical(written) == expected


@pytest.mark.parametrize("other", ["34/CT-TW", "34 ct tw", "034-ct/tw"])
def test_spellings_of_one_number_share_a_key(other: str) -> None:
    assert number_key(other) == number_key("34-CT/TW")


@given(st.text("019azđ-/ .", max_size=12))
def test_a_key_is_its_own_key_however_it_is_separated(number: str) -> None:
    key = number_key(number)
    assert number_key(key) == key == number_key(f" {key.replace('-', '/')} ")


@pytest.mark.parametrize(
    ("number", "date", "kind", "expected"),
    [
        ("167/KH-UBND", "2021-09-14", "Kế hoạch", "167-kh-ubnd.2021-09-14"),
        ("477/CT-UBND", None, "Chỉ thị", "477-ct-ubnd.tin-tuc-a1"),
        (None, "2021-08-19", "Chỉ thị", "chi-thi.2021-08-19.tin-tuc-a1"),
        (None, None, None, "tin-tuc-a1"),
    ],
)
def test_document_id(number: str | None, date: str | None, kind: str | None, expected: str) -> None:
    assert document_id(number, date, kind, "tin tức/A1.txt") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("07/4/2014", "2014-04-07"),
        ("ngày 05 tháng 3 năm 2024", "2024-03-05"),
        ("20-5-1957", "1957-05-20"),
        ("31/02/2024", None),
        ("ngày    tháng 8 năm 2021", None),
    ],
)
def test_iso_date(written: str, expected: str | None) -> None:
    assert iso(written) == expected

"""Every spelling of a number, a date or an amount finds every other."""

import itertools

import pytest

from analyzers.analysis import analyze

GROUPS: dict[str, list[str]] = {
    "directive": [
        "34-CT/TW", "34/CT-TW", "34–CT/TW", "34 ct tw", "34 - CT/TW", "34-\nCT/TW", "34CT/TW",
        "Chỉ thị số 34-CT/TW", "số 34-СТ/TW", "**34**-CT/TW", "34\u2011CT/TW", "34-CT/ TW",
    ],
    "directive by its type": ["chỉ thị 34", "Chỉ thị số 34", "CT 34", "chi thi so 34", "34-CT"],
    "decision with eth": ["1905/QÐ-UBND", "1905 /QĐ-UBND", "1905/QĐ–UBND", "QĐ 1905/QĐ-UBND"],
    "leading zero": ["09/CT-UBND", "9/CT-UBND", "Chỉ thị số 09/CT-UBND"],
    "plan with stars": ["167/KH-UBND", "Số: **167**/KH-UBND", "167 kh ubnd"],
    "law": ["91/2015/QH13", "91-2015-QH13", "91 2015 qh13", "Luật số 91/2015/QH13"],
    "decree": ["30/2020/NĐ-CP", "30/2020/nđ-cp", "30 2020 nd cp", "Nghị định số 30/2020/NĐ-CP"],
    "decree without issuer": ["nghị định 30/2020", "NĐ 30/2020", "nghi dinh so 30/2020"],
    "letter of an office": ["3637/UBND-VX", "3637/UBND–VX", "số 3637/ubnd-vx"],
    "circular in lower case": ["07/2022/TT-BTTTT", "07/2022/tt-btttt", "7/2022/TT-BTTTT"],
    "full date": [
        "07/4/2014", "7/4/2014", "07/04/2014", "07-4-2014", "7.4.2014", "2014-04-07",
        "ngày 07 tháng 4 năm 2014", "ngày 7 tháng 04 năm 2014", "ngày 7/4/2014",
        "ngày **07** tháng **4** năm 2014",
    ],
    "month": ["tháng 4 năm 2014", "tháng 04/2014", "thang 4 nam 2014", "tháng 4-2014"],
    "day": ["ngày 7/4", "ngày 07 tháng 4", "ngày 07/04"],
    "amount": ["1.000.000 đồng", "1000000 đồng", "1,000,000 đồng"],
    "millions": [
        "30 triệu đồng", "30.000.000 đồng", "30 trieu dong", "30000000đ", "30.000.000đ", "30tr",
        "30 000 000 đồng", "30,0 triệu đồng",
    ],
    "thousands of millions": ["1,5 tỷ", "1.500.000.000", "1 tỷ 500 triệu", "1.500 triệu", "1,5 tỉ"],
    "thousands of thousands of millions": ["30 nghìn tỷ", "30.000 tỷ", "30 ngàn tỷ"],
    "decimal": ["2,4%", "2.4%", "2,40 %", "2,4"],
    "long decimal": ["3.500,75 m", "3500,75 m"],
    "share": ["10%", "10 %", "010%"],
    "fraction": ["1/2", "½", "01/2"],
    "telephone": [
        "0236.3889.666", "02363889666", "(0236) 3889666", "0236 3889 666", "0236-3889-666",
    ],
    "two thousand": ["2.000 đồng", "2000 đồng"],
    "years": ["05 năm", "5 năm"],
    "congress": ["lần thứ XIII", "lần thứ 13"],
}  # fmt: skip


def terms(text: str) -> tuple[set[str], set[str]]:
    """All terms a clause would have, and those of them that a query is sure to look for."""
    analysis = analyze(text, words=False)
    have = {*analysis.ref.texts, *analysis.pair.texts}
    if analysis.references:
        return have, {analysis.references[0].terms[0]}
    return have, set(analysis.pair.texts)


PAIRS = [
    pytest.param(one, other, id=f"{name}: {one!r} finds {other!r}")
    for name, spellings in GROUPS.items()
    for one, other in itertools.permutations(spellings, 2)
]


@pytest.mark.parametrize(("query", "text"), PAIRS)
def test_every_spelling_finds_every_other(query: str, text: str) -> None:
    wanted = terms(query)[1]
    assert wanted
    assert wanted <= terms(text)[0]


APART: list[tuple[str, str]] = [
    ("1.500.000 đồng", "1.500.000.000 đồng"),
    ("1.500.000 đồng", "500.000 đồng"),
    ("2,4%", "khoản 2 và khoản 4"),
    ("1,2", "1. Một; 2. Hai"),
    ("1,2", "1, 2"),
    ("1/2", "1/2/2014"),
    ("30 triệu", "30 tỷ"),
    ("2,4", "24"),
    ("10%", "10 người"),
    ("10%", "110%"),
]


@pytest.mark.parametrize(("query", "text"), APART)
def test_another_number_is_another_term(query: str, text: str) -> None:
    wanted = analyze(query, words=False).references[0].terms[0]
    assert wanted not in terms(text)[0]


GLUED: list[tuple[str, str]] = [
    ("43A-123.45", "43A12345"), ("43A 12345", "43A12345"), ("43A.12345", "43a12345"),
]  # fmt: skip


@pytest.mark.parametrize(("apart", "glued"), GLUED)
def test_the_number_of_a_vehicle_is_the_same_without_separators(apart: str, glued: str) -> None:
    assert analyze(apart, words=False).ref.texts == [*analyze(glued, words=False).folded.texts]


WIDER: list[tuple[str, str]] = [
    ("chỉ thị 34", "34-CT/TW"),
    ("nghị quyết 39", "Nghị quyết số 39-NQ/TW"),
    ("30/2020", "Nghị định 30/2020/NĐ-CP"),
    ("nghị định 30", "30/2020/NĐ-CP"),
    ("tháng 4 năm 2014", "ngày 07/4/2014"),
    ("ngày 7/4", "07 tháng 4 năm 2014"),
    ("7/4", "ngày 7/4"),
]


@pytest.mark.parametrize(("query", "text"), WIDER)
def test_a_wider_spelling_finds_a_fuller_one(query: str, text: str) -> None:
    wanted = analyze(query, words=False).references[0].terms[0]
    assert wanted in analyze(text, words=False).ref.texts


NONE = [
    "kế hoạch 5 năm",
    "10 - 15 người",
    "2020-2025",
    "1 - MỤC ĐÍCH",
    "1, 5 lần",
    "khoản 1,2,3",
    "khoản 1,2 Điều 5",
    "1.2. Nội dung",
    "2.4 nội dung",
    "12 345",
    "5 ngân hàng",
    "2 triều đại",
    "3 tỉ lệ",
    "Điều 34đ",
    "3.Tiếp tục",
    "luật 2015",
    "năm 2024",
    "năm 2017, người phạm tội",
    "năm 2017 người phạm tội",
    "2017, người",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_reference(text: str) -> None:
    assert list(analyze(text, words=False).ref.texts) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("theo Chỉ thị số 34-CT/TW ngày 07/4/2014 của", ["Chỉ thị số 34-CT/TW", "ngày 07/4/2014"]),
        ("Số: **167**/KH-UBND", ["167**/KH-UBND"]),
    ],
)
def test_a_reference_covers_what_the_text_says(text: str, expected: list[str]) -> None:
    analysis = analyze(text, words=False)
    syllables = analysis.syllables
    assert [
        text[syllables[found.first].span.start : syllables[found.last - 1].span.end]
        for found in analysis.references
    ] == expected

"""What a text says it does to others and to itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.core.document import Document
from indexer.effects.extract import effects
from indexer.effects.model import Effect
from indexer.identity.address import anchor
from indexer.ingest.parse import parse

HEAD = """CHÍNH PHỦ
Số: 9/2031/NĐ-CP
Hà Nội, ngày 10 tháng 3 năm 2031
NGHỊ ĐỊNH
{title}
Căn cứ Luật Tổ chức Chính phủ ngày 01 tháng 01 năm 2030;
"""


def made(body: str, title: str = "Quy định về việc thử") -> tuple[Document, tuple[Effect, ...]]:
    document, clauses = parse(HEAD.format(title=title) + body, "thu.txt")
    return document, effects(document, clauses)


def rows(body: str, title: str = "Quy định về việc thử") -> list[str]:
    """Kind, target, place of each effect but căn cứ."""
    _, found = made(body, title)
    return [row(effect) for effect in found if effect.kind != "based_on"]


def row(effect: Effect) -> str:
    target = effect.target
    name = "self" if target.itself else target.number or target.name or ""
    place = f"{target.part}:{anchor(target.place)}".strip(":")
    return " ".join(part for part in (effect.kind, name, place) if part)


AMENDED = "Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 5/2020/NĐ-CP\n"

CHANGES = {
    "a place": (
        AMENDED + "1. Sửa đổi, bổ sung khoản 2 Điều 5 như sau:\n“2. Chữ mới.”.\n",
        ["amends 5/2020/NĐ-CP dieu-5.khoan-2"],
    ),
    "two kinds, one quotation": (
        AMENDED + "1. Sửa đổi khoản 4 và bổ sung các khoản 5, 6 vào sau khoản 4 Điều 5 như sau:\n"
        "“4. Bốn.\n5. Năm.\n6. Sáu.”.\n",
        [
            "amends 5/2020/NĐ-CP dieu-5.khoan-4",
            "inserts 5/2020/NĐ-CP dieu-5.khoan-5",
            "inserts 5/2020/NĐ-CP dieu-5.khoan-6",
        ],
    ),
    "the article of the clause above": (
        AMENDED + "1. Sửa đổi, bổ sung một số điểm của Điều 17 như sau:\n"
        "a) Sửa đổi điểm b khoản 2 như sau:\n“b) Chữ mới;”;\nb) Bãi bỏ khoản 3.\n",
        ["amends 5/2020/NĐ-CP dieu-17.khoan-2.diem-b", "repeals 5/2020/NĐ-CP dieu-17.khoan-3"],
    ),
    "a title": (
        AMENDED + "1. Sửa đổi tên Điều 9 như sau:\n“Điều 9. Tên mới”.\n",
        ["amends 5/2020/NĐ-CP title:dieu-9"],
    ),
    "history is no target": (
        ("Điều 1. Bãi bỏ Điều 10 của Luật Thử số 6/2006/QH11 đã được sửa đổi, bổ sung một số điều"
        " theo Luật số 2/2017/QH14 và Luật số 3/2023/QH15.\n"),
        ["repeals 6/2006/QH11 dieu-10"],
    ),
    "a document and an article of another": (
        ("Điều 1. Hiệu lực\n1. Nghị định này thay thế Nghị định số 1/2006/NĐ-CP ngày 08 tháng 11"
        " năm 2006 của Chính phủ quy định việc thử và Điều 2 Nghị định số 4/2012/NĐ-CP ngày 22"
        " tháng 5 năm 2012 của Chính phủ sửa đổi, bổ sung một số điều của Nghị định số"
        " 1/2006/NĐ-CP.\n"),
        ["replaces 1/2006/NĐ-CP", "replaces 4/2012/NĐ-CP dieu-2"],
    ),
    "words": (
        AMENDED + "1. Thay thế cụm từ “A” bằng cụm từ “B” tại khoản 1 Điều 6, tên Điều 7; bỏ cụm từ"
        " “C” tại Điều 8.\n",
        [
            "replaces_words 5/2020/NĐ-CP dieu-6.khoan-1",
            "replaces_words 5/2020/NĐ-CP title:dieu-7",
            "removes_words 5/2020/NĐ-CP dieu-8",
        ],
    ),
    "a list under its verb": (
        ("Điều 1. Bãi bỏ toàn bộ các văn bản sau đây:\n"
        "1. Thông tư số 1/2001/TT-BTC ngày 02 tháng 3 năm 2001 của Bộ trưởng Bộ Tài chính hướng dẫn"
        " Nghị định số 7/2000/NĐ-CP.\n2. Thông tư số 2/2001/TT-BTC ngày 03 tháng 3 năm 2001.\n"),
        ["repeals 1/2001/TT-BTC", "repeals 2/2001/TT-BTC"],
    ),
    "what follows a list is no item of it": (
        ("Điều 1. Các văn bản sau đây hết hiệu lực kể từ ngày Nghị định này có hiệu lực:\n1. Nghị"
        " định số 5/2020/NĐ-CP.\n2. Nghị định số 6/2020/NĐ-CP.\nTrường hợp dẫn chiếu Nghị định số"
        " 7/2020/NĐ-CP thì áp dụng Nghị định này.\n"),
        ["expires 5/2020/NĐ-CP", "expires 6/2020/NĐ-CP"],
    ),
    "no longer in force": (
        ("Điều 1. Hiệu lực\n1. Nghị định này có hiệu lực từ ngày 01 tháng 7 năm 2031.\n2. Nghị định"
        " số 5/2020/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực.\n"),
        ["takes_effect self", "expires 5/2020/NĐ-CP"],
    ),
    "licences are no documents": (
        ("Điều 1. Chuyển tiếp\n1. Giấy phép đã cấp theo Nghị định số 5/2020/NĐ-CP hết hiệu lực kể"
        " từ ngày 30 tháng 3 năm 2032.\n"),
        [],
    ),
    "what is against it has no name": (
        "Điều 1. Các quy định trước đây trái với Nghị định này đều bãi bỏ.\n",
        [],
    ),
    "a rule about some of a text is not its start": (
        "Điều 1. Quy định về hóa đơn điện tử của Nghị định này có hiệu lực từ ngày 01/7/2032.\n",
        ["takes_effect self words"],
    ),
    "some content of a document": (
        "Điều 1. Bãi bỏ quy định về việc cấp giấy phép thử tại Nghị định số 5/2020/NĐ-CP.\n",
        ["repeals 5/2020/NĐ-CP words"],
    ),
    "a range of articles": (
        AMENDED + "1. Bãi bỏ từ Điều 3 đến Điều 5.\n",
        [f"repeals 5/2020/NĐ-CP dieu-{n}" for n in (3, 4, 5)],
    ),
    "a document in the name of another": (
        ("Điều 1. Bãi bỏ Nghị quyết số 9/2026/NQ-CP ngày 04 tháng 02 năm 2026 của Chính phủ tạm"
        " ngưng hiệu lực Nghị định số 6/2026/NĐ-CP và Nghị quyết số 7/2026/NQ-CP.\n"),
        ["repeals 9/2026/NQ-CP"],
    ),
    "forms by number": (
        ("Điều 1. Thay thế Mẫu số 01/ABC và Mẫu số 02/ABC ban hành kèm theo Thông tư số"
        " 5/2020/TT-BTC bằng Mẫu số 01/ABC ban hành kèm theo Nghị định này.\n"),
        ["replaces 5/2020/TT-BTC mau-01-abc", "replaces 5/2020/TT-BTC mau-02-abc"],
    ),
    "to a day": (
        ("Điều 1. Nghị định này có hiệu lực từ ngày 01 tháng 7 năm 2031 đến hết ngày 31 tháng 12"
        " năm 2031.\n"),
        ["takes_effect self", "expires self"],
    ),
    "places with a day of their own": (
        ("Điều 1. Nghị định này có hiệu lực từ ngày 01 tháng 7 năm 2031, trừ khoản 2 Điều 2 của"
        " Nghị định này có hiệu lực từ ngày 01 tháng 01 năm 2032.\n"),
        ["takes_effect self", "takes_effect self dieu-2.khoan-2"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), CHANGES.values(), ids=CHANGES.keys())
def test_a_text_says_its_effects(body: str, expected: list[str]) -> None:
    assert rows(body) == expected


def test_the_basis_is_an_effect() -> None:
    _, found = made("Điều 1. Phạm vi\n")
    assert [row(effect) for effect in found] == ["based_on Luật Tổ chức Chính phủ"]


def test_the_new_text_is_what_is_quoted() -> None:
    body = AMENDED + "1. Sửa đổi, bổ sung khoản 2 Điều 5 như sau:\n“2. Chữ mới.”.\n"
    document, found = made(body)
    quoted = next(effect.quoted for effect in found if effect.kind == "amends")
    assert quoted is not None
    assert document.text[quoted.start : quoted.end] == "2. Chữ mới."


DAYS = {
    "months after signing": ("sau 6 tháng, kể từ ngày ký", "2031-09-10"),
    "a budget year": ("từ năm ngân sách 2032", "2032-01-01"),
    "after the gazette, whose day is not said": ("sau 15 ngày, kể từ ngày đăng Công báo", None),
    "a date without blanks": ("kể từ ngày10tháng8năm 2031", "2031-08-10"),
    "a date": ("từ ngày 01 tháng 7 năm 2031", "2031-07-01"),
    "signing": ("kể từ ngày ký ban hành", "2031-03-10"),
    "days after signing": ("sau 45 ngày, kể từ ngày ký", "2031-04-24"),
}


@pytest.mark.parametrize(("words", "day"), DAYS.values(), ids=DAYS.keys())
def test_a_text_says_from_when(words: str, day: str | None) -> None:
    document, found = made(f"Điều 1. Nghị định này có hiệu lực thi hành {words}.\n")
    start = next(effect.start for effect in found if effect.kind == "takes_effect")
    assert start is not None
    assert start.day(document.date) == day


def test_a_clause_with_a_day_of_its_own_changes_from_that_day() -> None:
    _, found = made(
        AMENDED + "1. Bãi bỏ Điều 5.\n2. Bãi bỏ Điều 6.\nĐiều 2. Hiệu lực\n1. Nghị định này có hiệu"
        " lực từ ngày 01 tháng 7 năm 2031.\n2. Khoản 2 Điều 1 của Nghị định này có hiệu lực từ ngày"
        " 01 tháng 01 năm 2032.\n"
    )  # fmt: skip
    starts = [effect.start for effect in found if effect.kind == "repeals"]
    assert [when and (when.rule, when.date) for when in starts] == [
        ("start", None),
        ("date", "2032-01-01"),
    ]


def test_an_exception_points_into_the_text_that_says_it() -> None:
    _, found = made(
        "Điều 1. Nghị định số 5/2020/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực, trừ"
        " khoản 1 Điều 6 của Nghị định này.\n"
    )
    exempt = next(effect.exempt for effect in found if effect.kind == "expires")
    assert [(one.itself, [anchor(path) for path in one.places]) for one in exempt] == [
        (True, ["dieu-6.khoan-1"])
    ]


def test_a_day_for_some_content_of_a_clause_moves_no_change() -> None:
    _, found = made(
        AMENDED + "1. Bãi bỏ Điều 5.\nĐiều 2. Hiệu lực\n1. Nghị định này có hiệu lực từ ngày"
        " 01/7/2031.\n2. Quy định liên quan đến việc cấp phép thử tại khoản 1 Điều 1 của Nghị định"
        " này có hiệu lực từ ngày 01 tháng 01 năm 2031.\n"
    )  # fmt: skip
    starts = [effect.start and effect.start.rule for effect in found if effect.kind == "repeals"]
    assert starts == ["start"]


def test_new_words_of_another_text_say_effects_of_that_text() -> None:
    _, found = made(
        AMENDED + "1. Sửa đổi khoản 1 Điều 9 như sau:\n“1. Nghị định này có hiệu lực thi hành từ"
        " ngày 01 tháng 8 năm 2031.”.\n"
    )  # fmt: skip
    inside = [effect for effect in found if effect.in_new_text]
    assert [(row(effect), effect.start and effect.start.date) for effect in inside] == [
        ("takes_effect 5/2020/NĐ-CP", "2031-08-01")
    ]


PIECES = (
    "Điều 1. ", "1. ", "a) ", "Sửa đổi, bổ sung ", "Bãi bỏ ", "Thay thế ", "cụm từ ", "khoản 2 ",
    "Điều 5 ", "tên Điều ", "Nghị định số 5/2020/NĐ-CP ", "Luật Đất đai ", "này ", "có hiệu lực ",
    "hết hiệu lực ", "kể từ ngày ", "01 tháng 7 năm 2031", "ký", "như sau:", "trừ ", "“", "”", '"',
    "\n", "; ", ", ", "và ", ". ", "bằng ", "tại ", "vào sau ", "ban hành kèm theo ", "của ",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_text_has_an_answer_within_it(pieces: list[str]) -> None:
    document, found = made("".join(pieces), "Sửa đổi, bổ sung Nghị định số 5/2020/NĐ-CP")
    size = len(document.text)
    assert all(0 <= effect.span.start < effect.span.end <= size for effect in found)
    assert all(effect.quoted is None or effect.quoted.end <= size for effect in found)

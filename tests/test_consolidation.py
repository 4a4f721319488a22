"""A text as it stands at a date, made of its own words and those of the texts that change it."""

from __future__ import annotations

import pytest
from amended_texts import DECREE, amending, text_of

from indexer.consolidation.consolidated import consolidated
from indexer.consolidation.model import Consolidated
from indexer.engines.memory import MemoryEngine
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse


def _made(*texts: str, at: str = "2023-01-01", base: str = DECREE) -> Consolidated:
    engine = MemoryEngine()
    amended = ""
    with engine.writer() as writer:
        for text in (base, *texts):
            document, clauses = parse(text, f"{len(text)}.txt")
            writer.put(document, entries(document, clauses))
            amended = amended or document.id
    return consolidated(engine, amended, at)


def _at(anchor: str, *texts: str, at: str = "2023-01-01") -> str:
    """What is in force at an anchor."""
    made = _made(*texts, at=at)
    found = [one.text for one in made.passages if one.anchor == anchor and one.live]
    return " ".join("".join(found).split())


@pytest.mark.parametrize(
    ("item", "anchor", "expected"),
    [
        ("Sửa đổi khoản 1 Điều 2 như sau:\n“1. Minh bạch.”", "dieu-2.khoan-1", "1. Minh bạch."),
        (
            "Sửa đổi, bổ sung Điều 3 như sau:\n“Điều 3. Vai trò\n1. Xã làm.\n2. Huyện giúp.”",
            "dieu-3.khoan-2",
            "2. Huyện giúp.",
        ),
        (
            "Sửa đổi điểm b khoản 2 Điều 2 như sau:\n“b) Sạch sẽ.”",
            "dieu-2.khoan-2.diem-b",
            "b) Sạch sẽ.",
        ),
        (
            "Bổ sung khoản 4 vào sau khoản 3 Điều 2 như sau:\n“4. Tiết kiệm.”",
            "dieu-2.khoan-4",
            "4. Tiết kiệm.",
        ),
        (
            "Bổ sung Điều 2a vào sau Điều 2 như sau:\n“Điều 2a. Giờ họp\nChợ họp buổi sáng.”",
            "dieu-2a",
            "Điều 2a. Giờ họp Chợ họp buổi sáng.",
        ),
        ("Bãi bỏ khoản 1 Điều 2.", "dieu-2.khoan-1", ""),
        (
            "Thay thế cụm từ “Ban quản lý chợ” bằng cụm từ “tổ quản lý chợ” tại khoản 3 Điều 2.",
            "dieu-2.khoan-3",
            "3. Tổ quản lý chợ lập sổ. Tổ quản lý chợ giữ sổ.",
        ),
        ("Bỏ cụm từ “lập sổ” tại khoản 3 Điều 2.", "dieu-2.khoan-3",
         "3. Ban quản lý chợ . Ban quản lý chợ giữ sổ."),
    ],
    ids=[
        "khoản", "article with its khoản", "điểm", "new khoản", "new article", "repealed",
        "words", "words removed",
    ],
)  # fmt: skip
def test_what_another_text_changes_is_in_its_place(item: str, anchor: str, expected: str) -> None:
    assert _at(anchor, amending(item)) == expected


def test_before_its_day_a_change_is_only_announced() -> None:
    item = "Sửa đổi khoản 1 Điều 2 như sau:\n“1. Minh bạch.”"
    made = _made(amending(item), at="2022-06-30")
    assert [act.place for act in made.later] == ["dieu-2.khoan-1"]


def test_what_is_repealed_is_listed_with_the_clause_that_says_so() -> None:
    made = _made(amending("Bãi bỏ Điều 3."))
    gone = [one for one in made.passages if not one.live]
    assert [(one.anchor, one.acts[0].effect.said_by) for one in gone] == [
        ("dieu-3", "dieu-1.khoan-1")
    ]


def test_a_new_article_stands_under_the_chapter_of_the_one_before() -> None:
    made = _made(
        amending("Bổ sung Điều 2a vào sau Điều 2 như sau:\n“Điều 2a. Giờ họp\nBuổi sáng.”")
    )
    anchors = [one.anchor for one in made.passages]
    assert anchors[anchors.index("dieu-2a") + 1] == "chuong-ii"


@pytest.mark.parametrize(
    ("item", "why"),
    [
        ("Sửa đổi khoản 9 Điều 2 như sau:\n“9. Không có.”", "no_place"),
        ("Bổ sung khoản 3 Điều 2 như sau:\n“3. Đã có.”", "there_already"),
        ("Thay thế cụm từ “sổ đỏ” bằng cụm từ “sổ hồng” tại khoản 3 Điều 2.", "no_words"),
    ],
    ids=["no such place", "there already", "no such words"],
)
def test_what_cannot_be_applied_is_a_note(item: str, why: str) -> None:
    made = _made(amending(item))
    assert [(one.why, one.at) for one in made.unapplied] == [
        (why, "dieu-2" if why == "no_place" else "dieu-2.khoan-3")
    ]


def test_the_later_of_two_changes_counts() -> None:
    first = amending("Sửa đổi khoản 1 Điều 2 như sau:\n“1. Minh bạch.”")
    second = amending(
        "Sửa đổi khoản 1 Điều 2 như sau:\n“1. Rõ ràng.”",
        number="30/2022/NĐ-CP",
        start="01 tháng 9 năm 2022",
    )
    assert _at("dieu-2.khoan-1", second, first) == "1. Rõ ràng."


def test_words_that_were_put_in_are_known_in_what_is_shown() -> None:
    made = _made(amending("Thay thế cụm từ “giữ sổ” bằng cụm từ “lưu sổ” tại khoản 3 Điều 2."))
    (changed,) = [one for one in made.passages if one.state == "words"]
    assert [changed.text[span.start : span.end] for span in changed.added] == ["lưu sổ"]


def test_a_text_that_nothing_changes_stays_as_it_is() -> None:
    made = _made()
    assert {one.state for one in made.passages} == {""}


def test_what_a_repeal_leaves_out_stays() -> None:
    made = _made(amending("Bãi bỏ Điều 2, trừ khoản 1 Điều 2."))
    states = {one.anchor: one.state for one in made.passages if one.anchor.startswith("dieu-2")}
    assert (states["dieu-2.khoan-1"], states["dieu-2.khoan-2"]) == ("", "repealed")


ISSUED = text_of(
    "10/2020/NĐ-CP",
    "2020-01-10",
    "Ban hành Quy chế chợ phiên",
    "Điều 1. Ban hành kèm theo Nghị định này Quy chế chợ phiên.\n"
    "Điều 2. Nghị định này có hiệu lực từ ngày 01 tháng 3 năm 2020.\n"
    "QUY CHẾ\nChợ phiên\n(Ban hành kèm theo Nghị định số 10/2020/NĐ-CP)\n"
    "Điều 1. Phạm vi\n1. Quy chế này áp dụng cho chợ.\n2. Không áp dụng cho siêu thị.\n"
    "Điều 2. Giờ họp\nChợ họp buổi sáng.\n",
)
"""A decree that issues a regulation: both have an Điều 1 and an Điều 2."""


@pytest.mark.parametrize(
    ("item", "anchor", "expected"),
    [
        ("Sửa đổi Điều 2 như sau:\n“Điều 2. Giờ họp\nHọp cả ngày.”", "kem-theo.dieu-2",
         "Điều 2. Giờ họp Họp cả ngày."),
        ("Bãi bỏ khoản 2 Điều 1.", "kem-theo.dieu-1.khoan-2", ""),
        ("Bổ sung Điều 1a vào sau Điều 1 như sau:\n“Điều 1a. Chỗ họp\nỞ bãi.”",
         "kem-theo.dieu-1a", "Điều 1a. Chỗ họp Ở bãi."),
    ],
    ids=["article", "repealed", "new article"],
)  # fmt: skip
def test_a_text_that_amends_an_issued_one_changes_that_and_not_the_issuing_one(
    item: str, anchor: str, expected: str
) -> None:
    title = (
        "Sửa đổi, bổ sung một số điều của Quy chế chợ phiên ban hành kèm theo Nghị định số"
        " 10/2020/NĐ-CP ngày 10 tháng 01 năm 2020"
    )
    body = (
        f"Điều 1. Sửa đổi, bổ sung một số điều của Quy chế\n1. {item}\n"
        "Điều 2. Hiệu lực\nNghị định này có hiệu lực từ ngày 01 tháng 7 năm 2022.\n"
    )
    made = _made(text_of("20/2022/NĐ-CP", "2022-05-05", title, body), base=ISSUED)
    found = [one.text for one in made.passages if one.anchor == anchor and one.live]
    assert (" ".join("".join(found).split()), made.unapplied) == (expected, ())

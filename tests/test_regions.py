"""Annexes, forms, attached texts, further documents, and which articles of each count."""

from __future__ import annotations

import pytest

from indexer.ingest.parse import parse


def anchors(text: str) -> list[str]:
    """Where the clauses of a text stand, in order, without head, foot and preamble."""
    pieces = parse(text, "a.txt")[1]
    return [p.id.partition("#")[2] for p in pieces if p.kind in {"clause", "appendix", "table"}]


HEAD = "QUYẾT ĐỊNH\nVề việc thử\n\nĐiều 1. Ban hành quy chế.\n\nĐiều 2. Thi hành.\n\n"
FOOT = "Nơi nhận:\n- Như Điều 2;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn A\n\n"
BODY = ["dieu-1", "dieu-2"]
CASES: list[tuple[str, str, list[str]]] = [
    (
        "a misprinted number costs no later article",
        "Điều 1. A\n\n2. Đối tượng\n\nĐiều 3. B\n\nĐiều 4. C\n\nPHỤ LỤC\nĐiều 2. D\n",
        ["dieu-1", "dieu-3", "dieu-4", "phu-luc", "phu-luc.dieu-2"],
    ),
    (
        "a number misread as a higher one is the article that lacks",
        "Điều 1. A\n\nĐiều 20. B\n\nĐiều 3. C\n\nĐiều 4. D\n",
        ["dieu-1", "dieu-20", "dieu-3", "dieu-4"],
    ),
    (
        "a doubled number is two articles",
        "Điều 1. A\n\nĐiều 2. B\n\nĐiều 2. C\n\nĐiều 3. D\n",
        ["dieu-1", "dieu-2", "dieu-2~2", "dieu-3"],
    ),
    (
        "a reference at the start of a line is no article",
        "Điều 1. A\n\nĐiều 2. Theo quy định tại\nĐiều 9 của Luật này.\n\nĐiều 3. B\n",
        ["dieu-1", "dieu-2", "dieu-3"],
    ),
    (
        "a list of references at the start of a line is no article",
        "Điều 1. A\n\nĐiều 2, Điều 3 của Thông tư này quy định như sau.\n\nĐiều 2. B\n",
        ["dieu-1", "dieu-2"],
    ),
    (
        "a heading without punctuation",
        "Điều 1 Phạm vi\n\nA.\n\nĐiều 2 Đối tượng\n\nB.\n",
        ["dieu-1", "dieu-2"],
    ),
    (
        "a part of a law begins where it begins",
        "Điều 24. A\n\nĐiều 25. B\n",
        ["dieu-24", "dieu-25"],
    ),
    (
        "the body goes on behind an annex between its articles",
        (
            "Chương I\nA\n\nĐiều 1. A\n\nPHỤ LỤC I\n\n1. B\n\nMẫu số 01\n\nĐiều 2. C\n\n"
            "Phụ lục II\n\nChương II\nD\n\nĐiều 3. D\n"
        ),
        [
            "chuong-i",
            "dieu-1",
            "phu-luc-i",
            "phu-luc-i.khoan-1",
            "phu-luc-i.mau-01",
            "dieu-2",
            "phu-luc-ii",
            "chuong-ii",
            "dieu-3",
        ],
    ),
    (
        "an annex has the article that follows its own last one",
        "Điều 1. A\n\nĐiều 2. B\n\nPHỤ LỤC\n\nĐiều 1. C\n\nĐiều 2. D\n\nĐiều 3. E\n",
        [*BODY, "phu-luc", "phu-luc.dieu-1", "phu-luc.dieu-2", "phu-luc.dieu-3"],
    ),
    (
        "no article of the body stands behind its foot",
        HEAD + FOOT + "PHỤ LỤC\n\nĐiều 3. C\n",
        [*BODY, "phu-luc", "phu-luc.dieu-3"],
    ),
    (
        "articles of an attached text are not the decision's",
        HEAD + FOOT + "QUY CHẾ\nLàm việc\n(Ban hành kèm theo Quyết định số 1/QĐ-UBND)\n\n"
        "Điều 1. A\n\nĐiều 2. B\n",
        [*BODY, "kem-theo", "kem-theo.dieu-1", "kem-theo.dieu-2"],
    ),
    (
        "nor where no foot stands between",
        HEAD + "QUY CHẾ LÀM VIỆC\n(Ban hành kèm theo Quyết định số 1/QĐ-UBND)\n\nĐiều 1. A\n",
        [*BODY, "kem-theo", "kem-theo.dieu-1"],
    ),
    (
        "nor where nothing heads them",
        HEAD + FOOT + "Điều 1. A\n\nĐiều 2. B\n",
        [*BODY, "kem-theo.dieu-1", "kem-theo.dieu-2"],
    ),
    (
        "forms after the foot",
        HEAD + FOOT + "Mẫu số 01\n\nĐƠN ĐỀ NGHỊ\n\n1. Họ tên.\n\nMẪU SỐ 02\nBÁO CÁO\n",
        [*BODY, "mau-01", "mau-01.khoan-1", "mau-02"],
    ),
    (
        "forms of an annex, which lists them first",
        HEAD + "PHỤ LỤC I\n\nMẫu số 01 Đơn đề nghị\n\nMẫu số 02 Giấy phép\n\n"
        "Mẫu số 01\n\nĐƠN ĐỀ NGHỊ\n\nMẫu số 02\n\nGIẤY PHÉP\n",
        [*BODY, "phu-luc-i", "phu-luc-i.mau-01", "phu-luc-i.mau-02"],
    ),
    (
        "a form whose name stands above its head opens once",
        HEAD + "PHỤ LỤC I\n\nMẫu 03a. Mẫu biên bản\n\nMẫu 03a\n\nBIÊN BẢN\n",
        [*BODY, "phu-luc-i", "phu-luc-i.mau-03a"],
    ),
    (
        "a sentence about a form opens none",
        "Điều 1. A\n\nMẫu số 01 dùng cho cá nhân.\n\nĐiều 2. B\n",
        BODY,
    ),
    (
        "explanations of a form's blanks are no items",
        "Mẫu số 01\n\nĐƠN\n\nGhi chú:\n(1) Tên cơ quan.\n(2) Địa danh.\n",
        ["mau-01"],
    ),
    (
        "an annex without a number inside a numbered one",
        "Điều 1. A\n\nPHỤ LỤC II\n\n1. B\n\nPHỤ LỤC\n\n1. C\n\nPHỤ LỤC III\n\n1. D\n",
        [
            "dieu-1",
            "phu-luc-ii",
            "phu-luc-ii.khoan-1",
            "phu-luc-ii.phu-luc",
            "phu-luc-ii.phu-luc.khoan-1",
            "phu-luc-iii",
            "phu-luc-iii.khoan-1",
        ],
    ),
    (
        "an article that goes on behind what looks like a foot",
        "Điều 1. A\n\nNơi nhận:\n- Lưu.\n\nĐiều 2. B\n\nĐiều 3. C\n",
        ["dieu-1", "dieu-2", "dieu-3"],
    ),
    (
        "contents with leaders",
        "MỤC LỤC\n\nĐiều 1. A ........ 2\nĐiều 2. B ………… 3\n\nĐiều 1. A\n\nC.\n\nĐiều 2. B\n\nD.\n",
        BODY,
    ),
    (
        "contents without leaders",
        "HỢP ĐỒNG\n\nMỤC LỤC\n\nĐiều 1. A\n\nPHỤ LỤC 1\n\nĐiều 1. A\n\nC.\n\nĐiều 2. B\n",
        BODY,
    ),
    (
        "forms, annexes and parts that a clause names in a list",
        "Điều 1. A\n\n1. B:\n\nMẫu 01: C;\n\nMẫu 02: D.\n\nPhần I: E;\n\nPhần II: F.\n\n2. G\n",
        ["dieu-1", "dieu-1.khoan-1", "dieu-1.khoan-2"],
    ),
    (
        "articles of the pháp điển beside plain ones",
        "Điều 1. A\n\nĐiều 2. B\n\nĐiều 8.3.TT.7.2. C\n\nĐiều 3. D\n",
        ["dieu-1", "dieu-2", "dieu-8-3-tt-7-2", "dieu-3"],
    ),
    (
        "a further document in the file",
        HEAD + FOOT + "ỦY BAN NHÂN DÂN\nXÃ B\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 2/QĐ-UBND\n\n"
        "QUYẾT ĐỊNH\nVề việc khác\n\nĐiều 1. C\n",
        [*BODY, "van-ban-2", "van-ban-2.dieu-1"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_where_clauses_stand(text: str, expected: list[str]) -> None:
    assert anchors(text) == expected


def test_an_attached_text_is_named_by_its_kind_and_title() -> None:
    text = (
        HEAD
        + FOOT
        + "QUY CHẾ\nLàm việc\n(Ban hành kèm theo Quyết định số 1/QĐ-UBND)\n\nĐiều 1. A\n"
    )
    piece = next(p for p in parse(text, "a.txt")[1] if p.path and p.path[-1].level == "kem-theo")
    assert piece.path[-1].heading == "QUY CHẾ Làm việc"


def test_articles_of_an_annex_are_appendix_those_of_an_attached_text_clauses() -> None:
    text = HEAD + FOOT + "QUY CHẾ LÀM VIỆC\n\nĐiều 1. A\n\nPHỤ LỤC I\n\nĐiều 1. B\n"
    kinds = {p.id.partition("#")[2]: p.kind for p in parse(text, "a.txt")[1]}
    assert (kinds["kem-theo.dieu-1"], kinds["phu-luc-i.dieu-1"]) == ("clause", "appendix")


def test_the_foot_behind_an_annex_between_articles_is_the_documents() -> None:
    text = "QUYẾT ĐỊNH\nVề việc thử\n\nĐiều 1. A.\n\nPHỤ LỤC\n\n1. B.\n\nĐiều 2. Thi hành.\n\n"
    assert parse(text + FOOT, "a.txt")[0].signer == "Nguyễn Văn A"


def test_the_body_goes_on_behind_an_annex_in_the_chapter_it_stood_in() -> None:
    text = "Chương I\nA\n\nĐiều 1. A\n\nPHỤ LỤC\n\nI. B\n\nĐiều 2. C\n"
    last = parse(text, "a.txt")[1][-1]
    assert [(step.level, step.number) for step in last.path] == [("chuong", "I"), ("dieu", "2")]


CLOSINGS: list[tuple[str, str]] = [
    ("a submission", "Trên đây là nội dung dự thảo, Bộ Thử kính trình Chính phủ xem xét./."),
    ("who submits", "Bộ Thử kính trình Chính phủ xem xét, quyết định./."),
    ("minutes in copies", "Biên bản được lập thành 02 bản, mỗi bên giữ 01 bản."),
    ("the end of a meeting", "Cuộc họp kết thúc vào lúc 11 giờ cùng ngày."),
]


@pytest.mark.parametrize("words", [c[1] for c in CLOSINGS], ids=[c[0] for c in CLOSINGS])
@pytest.mark.parametrize("item", ["2. Hai.", "2. Kiến nghị"], ids=["of text", "of a heading"])
def test_closing_words_are_none_of_the_last_item(item: str, words: str) -> None:
    text = f"TỜ TRÌNH\nVề việc thử\n\n1. Một.\n\n{item}\n\n{words}\n\nBỘ TRƯỞNG\nNguyễn Văn A\n"
    pieces = parse(text, "a.txt")[1]
    assert [(p.kind, p.text) for p in pieces[-3:-1]] == [("clause", item), ("closing", words)]


def test_what_an_item_says_of_minutes_stays_in_it() -> None:
    text = "QUY ĐỊNH\nVề việc thử\n\n1. Một.\n\n2. Họp. Biên bản được lập thành 02 bản.\n"
    assert [p.kind for p in parse(text, "a.txt")[1]] == ["other", "clause", "clause"]

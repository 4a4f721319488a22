"""The foot of a document: who signed it, in what office; and what merely looks like one."""

from __future__ import annotations

import pytest

from indexer.ingest.parse import parse

HEAD = "BỘ THỬ\nSố: 5/QĐ-BT\n\nQUYẾT ĐỊNH\nVề việc thử\n\nĐiều 1. Thử.\n\nĐiều 2. Thi hành.\n\n"

SIGNERS = {
    "a name below an office": ("BỘ TRƯỞNG\n\nNguyễn Văn An", "Nguyễn Văn An", "BỘ TRƯỞNG"),
    "a deputy": ("KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nNguyễn Văn An", "Nguyễn Văn An", "THỨ TRƯỞNG"),
    "a deputy on one line": (
        "KT. BỘ TRƯỞNG THỨ TRƯỞNG\n\nNguyễn Văn An", "Nguyễn Văn An", "THỨ TRƯỞNG",
    ),
    "on behalf of an office": (
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn An", "Nguyễn Văn An", "CHỦ TỊCH",
    ),
    "on behalf of an office, on one line": (
        "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH\n\nNguyễn Văn An", "Nguyễn Văn An", "CHỦ TỊCH",
    ),
    "a rank": ("BỘ TRƯỞNG\nĐại tướng Nguyễn Văn A", "Nguyễn Văn A", "BỘ TRƯỞNG"),
    "degrees": ("HIỆU TRƯỞNG\nPGS.TS. Nguyễn Văn An", "Nguyễn Văn An", "HIỆU TRƯỞNG"),
    "marked as signed, above": ("BỘ TRƯỞNG\n(Đã ký)\nNguyễn Văn An", "Nguyễn Văn An", "BỘ TRƯỞNG"),
    "marked as signed, before": ("BỘ TRƯỞNG\nĐã ký: Nguyễn Văn An", "Nguyễn Văn An", "BỘ TRƯỞNG"),
    "all on one line": ("BỘ TRƯỞNG (Đã ký) Nguyễn Văn An", "Nguyễn Văn An", "BỘ TRƯỞNG"),
    "in capitals": ("BỘ TRƯỞNG\nNGUYỄN VĂN AN", "NGUYỄN VĂN AN", "BỘ TRƯỞNG"),
    "beside the recipients": (
        "Nơi nhận:\tKT. BỘ TRƯỞNG\n- Như trên;\tTHỨ TRƯỞNG\n- Lưu: VT.\tNguyễn Văn An",
        "Nguyễn Văn An", "THỨ TRƯỞNG",
    ),
    "capitals that are no name": ("BỘ TRƯỞNG\nDANH SÁCH KÈM THEO", None, None),
}  # fmt: skip


@pytest.mark.parametrize(("foot", "signer", "role"), SIGNERS.values(), ids=SIGNERS)
def test_signer(foot: str, signer: str | None, role: str | None) -> None:
    document, _ = parse(HEAD + foot + "\n", "a.txt")
    assert (document.signer, document.signer_role) == (signer, role)


def test_signer_is_read_where_the_name_stands() -> None:
    document, _ = parse(HEAD + "BỘ TRƯỞNG\nĐại tướng Nguyễn Văn A\n", "a.txt")
    start, end = document.read_at["signer"]
    assert document.text[start:end] == "Nguyễn Văn A"


FORM = (
    "\n\nPhụ lục I\nMẪU BÁO CÁO\n\n1. Kết quả.\n\n"
    "Nơi nhận:\n- Như trên;\n\nCHỦ TỊCH\nTRẦN VĂN MẪU\n"
)


def test_the_signature_of_a_form_is_not_the_documents() -> None:
    document, _ = parse(HEAD + "BỘ TRƯỞNG\nNguyễn Văn An" + FORM, "a.txt")
    assert document.signer == "Nguyễn Văn An"


def test_a_document_without_signature_takes_none_from_its_annex() -> None:
    document, _ = parse(HEAD.strip() + FORM, "a.txt")
    assert document.signer is None


def test_a_consolidated_text_is_signed_where_it_is_certified() -> None:
    end = "XÁC THỰC VĂN BẢN HỢP NHẤT\nSố: 1/VBHN-BT\nHà Nội, ngày 2 tháng 3 năm 2030\n\nBỘ TRƯỞNG\n"
    document, _ = parse(HEAD + end + "Nguyễn Văn An\n", "a.txt")
    assert (document.signer, document.type) == ("Nguyễn Văn An", "Văn bản hợp nhất")


NO_FOOT = {
    "a paragraph": "Nơi nhận báo cáo tài chính theo quy định của pháp luật.",
    "a definition": "Nơi nhận: là nơi thuê bao nhận hàng.",
}


@pytest.mark.parametrize("line", NO_FOOT.values(), ids=NO_FOOT)
def test_a_paragraph_is_no_foot(line: str) -> None:
    text = f"Điều 1. Một\n\n1. Một.\n\n{line}\n\n2. Hai.\n\nĐiều 2. Hai.\n"
    _, pieces = parse(text, "a.txt")
    assert [p.id.split("#")[1] for p in pieces] == [
        "dieu-1", "dieu-1.khoan-1", "dieu-1.khoan-2", "dieu-2",
    ]  # fmt: skip


def test_the_foot_of_a_contract_belongs_to_no_article() -> None:
    text = "HỢP ĐỒNG THUÊ NHÀ\n\nĐiều 1. Giá\n\n1.1. Năm.\n\nĐẠI DIỆN BÊN A\tĐẠI DIỆN BÊN B\n"
    _, pieces = parse(text, "a.txt")
    assert pieces[-1].kind == "signature"

"""Notes listed at the end of a text: where they are put, and when they are left alone."""

from pathlib import Path

import pytest

from indexer.readers import RawText, read_text
from indexer.readers.end_notes import settled

LISTED = (
    "NGHỊ ĐỊNH[1]\n\nĐiều 1.[2] Phạm vi\n\n1. [3]Một[4];\n\n2. Hai.\n\nNguyễn Văn A\n\n"
    "[1] Hợp nhất từ hai nghị định.\n\n[2] Điều này được sửa đổi như sau:\n\n“Điều 9. Hiệu lực”\n\n"
    "[3] Ba.\n\n[4] Bốn.\n"
)
SETTLED = (
    "NGHỊ ĐỊNH\n\n[1] Hợp nhất từ hai nghị định.\n\nĐiều 1. Phạm vi\n\n"
    "[2] Điều này được sửa đổi như sau:\n“Điều 9. Hiệu lực”\n\n1. Một;\n\n[3] Ba.\n\n[4] Bốn.\n\n"
    "2. Hai.\n\nNguyễn Văn A\n"
)
LEFT_ALONE = [
    ("paragraphs of a judgment", "Nhận định:\n\n[1] Về tố tụng.\n\n[2] Về nội dung.\n"),
    ("a mark without a note", "Một[1] hai[2].\n\n[1] Ghi chú.\n"),
    ("a note without a mark", "Một[1].\n\n[1] Ghi chú.\n\n[2] Ghi chú.\n"),
    ("books that are cited again", "Xem [1] và [2]; xem [1].\n\n[1] Sách.\n\n[2] Sách.\n"),
    ("nothing", ""),
]


def test_each_note_stands_after_its_paragraph() -> None:
    assert settled(RawText(LISTED, None)).text == SETTLED


def test_the_spans_are_the_notes() -> None:
    raw = settled(RawText(LISTED, None))
    assert [raw.text[start:end] for start, end in raw.notes] == [
        "[1] Hợp nhất từ hai nghị định.",
        "[2] Điều này được sửa đổi như sau:\n“Điều 9. Hiệu lực”",
        "[3] Ba.",
        "[4] Bốn.",
    ]


@pytest.mark.parametrize("text", [c[1] for c in LEFT_ALONE], ids=[c[0] for c in LEFT_ALONE])
def test_left_alone(text: str) -> None:
    assert settled(RawText(text, None)) == RawText(text, None)


def test_a_plain_text_is_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LISTED, encoding="utf-8")
    assert read_text(tmp_path / "a.txt", "a.txt").text == LISTED


def test_a_page_has_its_notes_in_place(tmp_path: Path) -> None:
    page = "".join(f"<p>{block}</p>" for block in LISTED.split("\n\n"))
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert read_text(tmp_path / "a.html", "a.html").text == SETTLED

"""Faults of recognised text: mended for matching, shown as they were read."""

from __future__ import annotations

import pytest

from indexer.ingest.parse import parse
from indexer.structure.normal_text import view
from indexer.structure.recognised_text import mended

MENDS = [
    ("marks of capitals", "QUYÉT ĐỊNH", "QUYẾT ĐỊNH"),
    ("an office", "PHÓ GIÁM ĐÓC", "PHÓ GIÁM ĐỐC"),
    ("a first letter under a seal", "^ỤC TRƯỞNG", "CỤC TRƯỞNG"),
    ("I for 1 in an article", "Điều I. Phạm vi", "Điều 1. Phạm vi"),
    ("a speck before an article", "- Điều 2. Phạm vi", "  Điều 2. Phạm vi"),
    ("a comma behind a number", "1, Giao Bộ", "1. Giao Bộ"),
    ("a speck before a point", "- 1. Giao Bộ", "  1. Giao Bộ"),
    ("l in Roman numbers", "L. Mục đích\nII. Nội dung", "I. Mục đích\nII. Nội dung"),
    ("recipients", "Noi nhận:", "Nơi nhận:"),
    ("recipients, their first letter read as two", "AXơi nhận: A", " Nơi nhận: A"),
    ("strokes of a chapter", "Chương l\n\nA", "Chương I\n\nA"),
    ("a chapter with marks", "Chương Ï\nA", "Chương I\nA"),
    ("two strokes read as H", "Chương H\n\nA", "Chương II\nA"),
    ("three strokes", "Chương IH\n\nA", "Chương III\nA"),
    ("two strokes with no room", "Chương H\nA", "Chương H\nA"),
    ("a chapter that was read well stays", "Chương XIV\n\nA", "Chương XIV\n\nA"),
    ("the stroke of a number", "Số: 07/2030 TT-BGD", "Số: 07/2030/TT-BGD"),
    ("I for 1 in a number", "Số: I5/QĐ-BGD", "Số: 15/QĐ-BGD"),
    ("the strokes of a law's", "Luật số: 26 2030 QH15", "Luật số: 26/2030/QH15"),
    ("I for 1 in a date", "ngày l2 tháng II năm 2030", "ngày 12 tháng 11 năm 2030"),
    ("I for 1 in a heading", "1. QUY TẮC CHUNG\n\n1. Mọi", "I. QUY TẮC CHUNG\n\n1. Mọi"),
    ("an item in capitals stays", "1. QUY TẮC CHUNG\n\n2. Mọi", "1. QUY TẮC CHUNG\n\n2. Mọi"),
    ("a number in a sentence stays", "Số: 07 BGD của Bộ", "Số: 07 BGD của Bộ"),
    ("a citation stays", "theo Điều l của", "theo Điều l của"),
    ("an item of a list stays", "- Như trên;", "- Như trên;"),
    ("a date stays", "12, tháng", "12, tháng"),
    ("words in small letters stay", "quyét định", "quyét định"),
]


@pytest.mark.parametrize(("read", "meant"), [m[1:] for m in MENDS], ids=[m[0] for m in MENDS])
def test_mends(read: str, meant: str) -> None:
    assert mended(view(read, split=False)).text == meant


TEXT = """SỞ GIẢ ĐỊNH

Số: 5/QĐ-SGĐ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Hà Tiên, ngày 03 tháng 4 năm 2030

QUYÉT ĐỊNH
Về việc sửa đường

Điều I. Phạm vi
1, Đường của xã.
2. Cầu của xã.

- Điều 2. Thi hành từ ngày ký.

Nơi nhận:
- Như trên.

GIÁM ĐÓC

rần Văn Giả
"""


def test_a_recognised_text_has_its_clauses_and_facts() -> None:
    document, clauses = parse(TEXT, "a.pdf", recognised=True)
    addresses = [[step.number for step in c.path] for c in clauses if c.path]
    assert addresses == [["1"], ["1", "1"], ["1", "2"], ["2"]]
    assert (document.type, document.date) == ("Quyết định", "2030-04-03")


def test_what_is_shown_is_what_was_read() -> None:
    document, clauses = parse(TEXT, "a.pdf", recognised=True)
    assert document.text == TEXT
    assert document.signer == "rần Văn Giả"
    assert next(c.text for c in clauses if c.path).startswith("Điều I.")

"""Footnotes are pieces of their own, below the clause that they annotate."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from indexer.core.document import Clause, Document
from indexer.ingest.parse import parse
from indexer.structure.normal_text import view


def marked(text: str) -> tuple[Document, Sequence[Clause]]:
    """A text as a reader hands it over: notes stand between ``{`` and ``}``."""
    spans, plain = [], ""
    for place, part in enumerate(text.replace("}", "{").split("{")):
        if place % 2:
            spans.append((len(plain), len(plain) + len(part)))
        plain += part
    return parse(plain, "a.txt", notes=spans)


def anchors(pieces: Sequence[Clause]) -> list[tuple[str, str]]:
    return [(piece.id.split("#")[1], piece.kind) for piece in pieces if piece.path]


NOTES = {
    "below its clause, which goes on": (
        "Điều 1. Một\n\n1. Một:\n\n{[3] Khoản này được sửa đổi.}\n\nvà tiếp.\n\n2. Hai.\n",
        [
            ("dieu-1", "clause"), ("dieu-1.khoan-1", "clause"), ("dieu-1.khoan-1.note-3", "note"),
            ("dieu-1.khoan-1~p2", "clause"), ("dieu-1.khoan-2", "clause"),
        ],
    ),
    "what it quotes opens no article": (
        ("Điều 1. Một\n\nLời.\n\n{[1] Điều này được sửa đổi như sau:\n\n“Điều 2. Cũ\n\n1. Cũ.”}\n\n"
        "Điều 2. Hai\n\nLời.\n"),
        [("dieu-1", "clause"), ("dieu-1.note-1", "note"), ("dieu-2", "clause")],
    ),
    "a further quotation that it announces": (
        ("Điều 1. Một\n\nLời.\n\n{[1] Điều 8 quy định như sau:\n\n“Điều 8. Cũ\n\n1. Cũ.”}\n\n"
        "Điều 2, Điều 9 của Thông tư số 5/2030/TT-BT quy định như sau:\n“Điều 2. Cũ\n\nCũ.”\n\n"
        "Điều 2. Hai\n\nLời.\n"),
        [("dieu-1", "clause"), ("dieu-1.note-1", "note"), ("dieu-2", "clause")],
    ),
    "two notes of one clause": (
        ("Điều 1. Một\n\nLời.\n\n{[1] Điều này được sửa đổi.}\n\n{[2] Điều này được bổ sung.}\n\n"
        "Điều 2. Hai\n"),
        [
            ("dieu-1", "clause"), ("dieu-1.note-1", "note"), ("dieu-1.note-2", "note"),
            ("dieu-2", "clause"),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NOTES.values(), ids=NOTES)
def test_notes_of_a_reader(text: str, expected: list[tuple[str, str]]) -> None:
    assert anchors(marked(text)[1]) == expected


CONSOLIDATED = """VĂN BẢN HỢP NHẤT - BỘ THỬ

NGHỊ ĐỊNH1
Quy định việc thử

Điều 1. Phạm vi

1. Một.

2.2 Hai.

2 Khoản này được sửa đổi theo quy định tại Điều 1 Nghị định số 02/2030/NĐ-CP, quy định như sau:

“Điều 9. Hiệu lực

Có hiệu lực từ ngày 01 tháng 7 năm 2030.

Điều 2. Đối tượng

1. Cá nhân.
"""


def test_notes_of_a_plain_text_are_known_by_their_shape() -> None:
    assert anchors(parse(CONSOLIDATED, "a.txt")[1]) == [
        ("dieu-1", "clause"),
        ("dieu-1.khoan-1", "clause"),
        ("dieu-1.khoan-2", "clause"),
        ("dieu-1.khoan-2.note-2", "note"),
        ("dieu-2", "clause"),
        ("dieu-2.khoan-1", "clause"),
    ]


def test_this_khoan_in_a_note_is_the_one_it_annotates() -> None:
    document, _ = parse(CONSOLIDATED, "a.txt")
    inside = [c.place for c in document.citations if c.internal]
    assert [[(step.level, step.number) for step in place] for place in inside] == [
        [("dieu", "1"), ("khoan", "2")]
    ]


def test_what_a_note_quotes_is_not_the_documents_own() -> None:
    text = "Điều 1. Một\n\nLời.\n\n{[1] Sửa đổi như sau:\n“1. Theo Điều 1.”}\n\nĐiều 2. Hai\n"
    assert marked(text)[0].citations == ()


@pytest.mark.parametrize("source", ["abc", "a\u0301bc", "**a** b\u00adc", "một\n\nhai"])
def test_the_view_knows_where_a_source_position_stands(source: str) -> None:
    seen = view(source)
    for position in range(len(seen.text)):
        assert seen.position(seen.start(position)) == position

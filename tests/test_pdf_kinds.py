"""``.pdf``: turned text, superscripts, footnotes, running lines, scans, fields."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from pdf_maker import Item, pdf
from shared_data import SHARED

from indexer.core.errors import UnreadableFile
from indexer.readers import RawText, read_text

FULL = "dong chu dai cho day mot dong cua trang van ban nay den tan le phai"
A4 = (595, 842)


def read(folder: Path, data: bytes) -> RawText:
    (folder / "a.pdf").write_bytes(data)
    return read_text(folder / "a.pdf", "a.pdf")


def body(*, top: float = 700, lines: int = 20, leading: float = 18) -> list[Item]:
    """Lines of one paragraph, 12 points."""
    return [(80, top - leading * n, FULL) for n in range(lines)]


def turned(angle: int, at: float, *parts: str) -> list[Item]:
    """Text objects side by side, read at an angle; ``at`` places the line."""
    items: list[Item] = []
    along = 100.0
    for part in parts:
        x, y = {90: (at, along), 180: (595 - along, at), 270: (at, 842 - along)}[angle]
        items.append((x, y, part, 12, angle))
        along += sum(3.336 if letter == " " else 6.672 for letter in part)
    return items


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_text_drawn_turned_keeps_its_words(tmp_path: Path, angle: int) -> None:
    items = turned(angle, 300, "bap", "eodo nae", "udo")
    assert read(tmp_path, pdf([items])).text == "bapeodo naeudo\n"


def test_lines_of_turned_text_follow_one_another(tmp_path: Path) -> None:
    items = turned(90, 300, "abuno", "ped") + turned(90, 316, "uno", "bede")
    assert read(tmp_path, pdf([items])).text.split() == ["abunoped", "unobede"]


def test_a_turned_page_is_read_as_an_upright_one(tmp_path: Path) -> None:
    items = turned(90, 300, "bap", "eodo")
    assert read(tmp_path, pdf([items], page="/Rotate 90")).text == "bapeodo\n"


def test_text_across_the_page_is_a_watermark(tmp_path: Path) -> None:
    data = pdf([[(80, 700, "Mot hai"), (150, 200, "www.example.vn", 40, 45)]])
    assert read(tmp_path, data).text == "Mot hai\n"


def test_a_gap_behind_an_accented_letter_splits_no_syllable(tmp_path: Path) -> None:
    """The accented letter is a text object of its own, set with a little air."""
    width = 6.672 * 2
    items: list[Item] = [(80, 700, "qu"), (80 + width, 700, "ố"), (80 + width + 5.5, 700, "c gia")]
    assert read(tmp_path, pdf([items])).text == "quốc gia\n"


def test_a_combining_mark_drawn_later_goes_to_its_letter(tmp_path: Path) -> None:
    items: list[Item] = [(80, 700, "bene"), (150, 700, "xa"), (93.3, 700, "\u0301")]
    assert read(tmp_path, pdf([items])).text.split() == ["ben\u0301e", "xa"]


def test_two_columns_on_one_line_keep_their_gap(tmp_path: Path) -> None:
    items: list[Item] = [(80, 700, "So: 06/2030/TT-BTC"), (320, 700, "Ha Noi, ngay 26")]
    assert read(tmp_path, pdf([items])).text == "So: 06/2030/TT-BTC    Ha Noi, ngay 26\n"


def test_words_of_a_line_that_is_spread_are_no_columns(tmp_path: Path) -> None:
    items: list[Item] = [
        (80 + 45 * n, 700, word) for n, word in enumerate(["dien", "thoai", "email", "fax", "ten"])
    ]
    assert read(tmp_path, pdf([items])).text == "dien thoai email fax ten\n"


def test_a_field_stands_behind_its_name(tmp_path: Path) -> None:
    data = pdf([[(80, 700, "Ho ten:"), (80, 600, "Nghe:")]], fields=[(130, 697, "Nguyen Van A")])
    assert read(tmp_path, data).text.split("\n")[0].split() == ["Ho", "ten:", "Nguyen", "Van", "A"]


TITLES = [
    ("the name of a file", "Microsoft Word - nghi dinh.doc", None),
    ("the name of a program", "Word Document", None),
    ("nothing", "(anonymous)", None),
    ("a file", "02-2030.docx", None),
    ("a title", "Nghi dinh ve thu nghiem", "Nghi dinh ve thu nghiem"),
]


@pytest.mark.parametrize(("title", "expected"), [c[1:] for c in TITLES], ids=[c[0] for c in TITLES])
def test_what_programs_write_into_the_title_is_none(
    tmp_path: Path, title: str, expected: str | None
) -> None:
    hexed = title.encode().hex()
    data = pdf([[(80, 700, "Mot")]], info=f"/Title <{hexed}>")
    assert read(tmp_path, data).title == expected


def noted(mark: str, text: str, *, y: float = 100) -> list[Item]:
    """A footnote: a raised mark and a line of 9 points."""
    return [(80, y + 4, mark, 6), (86, y, text, 9)]


HEADING: list[Item] = [(100, 740, "Điều 5. Thu hoi"), (180, 744, "4", 7)]


def test_a_footnote_stands_behind_the_paragraph_of_its_mark(tmp_path: Path) -> None:
    text = read(tmp_path, pdf([HEADING + body() + noted("4", "Khoan nay sua.")])).text
    assert text.startswith("Điều 5. Thu hoi\n\n[4] Khoan nay sua.\n\ndong chu")


def test_the_span_of_a_footnote_holds_it(tmp_path: Path) -> None:
    raw = read(tmp_path, pdf([HEADING + body() + noted("4", "Khoan nay sua.")]))
    assert [raw.text[start:end] for start, end in raw.notes] == ["[4] Khoan nay sua."]


def test_a_footnote_mark_behind_a_number_is_no_decimal(tmp_path: Path) -> None:
    item: list[Item] = [(100, 740, "1."), (110, 744, "54", 7), (122, 740, "Co so")]
    text = read(tmp_path, pdf([item + body() + noted("54", "Sua.")])).text
    assert text.startswith("1. Co so\n\n[54] Sua.")


def test_a_footnote_goes_on_at_the_foot_of_the_next_page(tmp_path: Path) -> None:
    first = HEADING + body() + noted("4", "Dieu nhu sau:", y=100)
    second = [*body(), (80, 100, "Het note.", 9)]
    raw = read(tmp_path, pdf([first, second]))
    start, end = raw.notes[0]
    assert raw.text[start:end].split() == ["[4]", "Dieu", "nhu", "sau:", "Het", "note."]


def small(*, top: float = 740, lines: int = 50) -> list[Item]:
    """Lines of 9 points down to the foot of the page."""
    return [(80, top - 13 * n, f"{FULL} {FULL[:30]}.", 9) for n in range(lines)]


def test_a_cited_article_that_begins_a_line_goes_on_with_the_sentence(tmp_path: Path) -> None:
    cites = f"2. {FULL[:-14]} quy dinh tai khoản 1"
    items: list[Item] = [
        *body(lines=3),
        (80, 646, cites),
        (80, 628, "Điều 1 Thong tu nay co hieu luc."),
    ]
    assert read(tmp_path, pdf([items])).text.endswith("khoản 1 Điều 1 Thong tu nay co hieu luc.\n")


def test_an_article_below_a_full_line_begins(tmp_path: Path) -> None:
    cites = f"2. {FULL[:-14]} quy dinh tai khoản 1"
    items: list[Item] = [*body(lines=3), (80, 646, cites), (80, 628, "Điều 3. Thong tu nay")]
    assert read(tmp_path, pdf([items])).text.endswith("\nĐiều 3. Thong tu nay\n")


TEXT = [body(lines=34)] * 4
"""Pages that make 12 points the size of the text."""

LONG = [
    ("a quotation is open", "Luat quy dinh: “Điều 2. Mot.", "Hai.”"),
    ("a sentence is open", "Luat quy dinh nhu sau:", "Hai."),
    ("it ends at a later foot", "Luat quy dinh.", "Hai."),
]


@pytest.mark.parametrize(("begun", "ended"), [c[1:] for c in LONG], ids=[c[0] for c in LONG])
def test_a_footnote_fills_whole_pages(tmp_path: Path, begun: str, ended: str) -> None:
    middle = [(80, 756, "Điều 24. Muc trong trich dan", 9), *small()]
    pages = [HEADING + body() + noted("4", begun), middle, [*body(), (80, 100, ended, 9)]]
    raw = read(tmp_path, pdf([*pages, *TEXT]))
    start, end = raw.notes[0]
    assert "Điều 24. Muc" in raw.text[start:end]
    assert raw.text[start:end].endswith(ended)
    assert raw.text.count("Điều 24") == 1


def test_a_footnote_whose_sentence_is_open_ends_with_a_whole_page(tmp_path: Path) -> None:
    begun = HEADING + body() + noted("4", "Luat quy dinh nhu sau:")
    raw = read(tmp_path, pdf([begun, small(), *TEXT]))
    start, end = raw.notes[0]
    assert len(raw.text[start:end]) > 50 * len(FULL)


NO_END = [
    ("an annex in small text", 100, [(250, 756, "Phu luc", 9), *small()]),
    ("small text below a note that ended", 100, small()),
    ("a name below a signature", 100, [*body(), (380, 100, "Le Van A", 9)]),
    ("the foot below a note that had room", 300, [*body(), (80, 100, "Luu.", 9)]),
    (
        "the heading of other notes",
        100,
        [*body(), (80, 113, "Chu thich:", 9), *noted("5", "Hai.")],
    ),
]


@pytest.mark.parametrize(("y", "after"), [c[1:] for c in NO_END], ids=[c[0] for c in NO_END])
def test_other_small_text_ends_no_footnote(tmp_path: Path, y: float, after: list[Item]) -> None:
    begun = HEADING + body() + noted("4", "Khoan nay sua.", y=y)
    raw = read(tmp_path, pdf([begun, after, *TEXT]))
    start, end = raw.notes[0]
    assert raw.text[start:end] == "[4] Khoan nay sua."


def test_a_word_of_another_size_ends_no_footnote(tmp_path: Path) -> None:
    second = [*body(lines=10), (80, 112, "Het", 9), (100, 112, "x", 12), (112, 112, "note dai", 9)]
    first = HEADING + body() + noted("4", "Dieu nhu sau:")
    raw = read(tmp_path, pdf([first, [*second, (80, 101, "cuoi cung.", 9)]]))
    start, end = raw.notes[0]
    assert raw.text[start:end].split()[-6:] == ["Het", "x", "note", "dai", "cuoi", "cung."]


def test_small_text_below_does_not_part_the_lines_above(tmp_path: Path) -> None:
    small: list[Item] = [(80, 300 - 9 * n, FULL + " " + FULL[:30], 8) for n in range(15)]
    text = read(tmp_path, pdf([body(lines=5) + small])).text
    assert text.startswith(f"{FULL} {FULL} {FULL}")


def test_an_exponent_is_no_footnote_mark(tmp_path: Path) -> None:
    item: list[Item] = [(100, 740, "dung tich 50 cm"), (184, 744, "3", 7)]
    text = read(tmp_path, pdf([item + body() + noted("3", "Sua.")])).text
    assert text.startswith("dung tich 50 cm3")


def test_footnotes_of_one_wording_are_no_running_feet(tmp_path: Path) -> None:
    pages = [
        [(100, 740, "Muc"), (124, 744, str(n), 7), *body(), *noted(str(n), "Sua doi theo Luat.")]
        for n in range(1, 7)
    ]
    assert len(read(tmp_path, pdf(pages)).notes) == 6


def gazette(number: int, y: float) -> list[Item]:
    """The running head of the gazette, its page number on the outer side."""
    head = "CÔNG BÁO/Số 5/Ngày 24-8-2030"
    if number % 2:
        return [(180, y, head), (520, y, str(number))]
    return [(64, y, str(number)), (180, y, head)]


def test_a_running_head_below_the_margin_goes(tmp_path: Path) -> None:
    pages = [gazette(n, 770) + body(top=740) for n in range(2, 6)]
    assert "CÔNG BÁO" not in read(tmp_path, pdf(pages)).text


def test_the_head_of_the_gazette_goes_from_a_single_page(tmp_path: Path) -> None:
    assert "CÔNG BÁO" not in read(tmp_path, pdf([gazette(2, 770) + body(top=740)])).text


def test_other_running_heads_go_too(tmp_path: Path) -> None:
    pages = [[(80, 770, "TCVN 99:2030"), *body(top=740)] for _ in range(4)]
    assert "TCVN" not in read(tmp_path, pdf(pages)).text


def test_an_office_beside_the_motto_is_no_running_head(tmp_path: Path) -> None:
    head: list[Item] = [(80, 770, "UBND TINH"), (300, 770, "CỘNG HÒA XÃ HỘI"), (80, 600, "Mot")]
    assert read(tmp_path, pdf([head] * 4)).text.count("UBND TINH") == 4


def test_a_sentence_is_joined_across_the_page_break(tmp_path: Path) -> None:
    first = [*body(lines=34, leading=18), (80, 88, "tro len tai don vi hanh chinh cap xa va cac")]
    pages = [gazette(2, 770) + first, [*gazette(3, 770), (80, 740, "phuong khac.")]]
    assert "cap xa va cac phuong khac." in read(tmp_path, pdf(pages)).text


def test_an_item_is_not_joined_across_the_page_break(tmp_path: Path) -> None:
    pages = [body(lines=34), [(100, 740, "2. Muc moi")]]
    assert "\n\n2. Muc moi" in read(tmp_path, pdf(pages)).text


def test_item_one_below_a_heading_as_wide_as_the_page(tmp_path: Path) -> None:
    heading = "Điều 33. Nguoi lai xe, nguoi duoc cho, hang hoa xep tren xe mo to, x"
    items: list[Item] = [(103, 740, heading), (104, 722, "1. Mot hai"), *body(top=704)]
    assert "\n\n1. Mot hai" in read(tmp_path, pdf([items])).text


def test_an_article_below_a_heading_in_capitals_begins(tmp_path: Path) -> None:
    """The heading ends where full lines do, and begins behind the article."""
    items: list[Item] = [(125, 718, FULL[:58].upper())]
    items += [(108, 700, "Điều 22. " + FULL[:52]), *body(top=682)]
    assert "\n\nĐiều 22." in read(tmp_path, pdf([items])).text


def test_the_name_of_an_article_at_the_start_of_a_line_begins_none(tmp_path: Path) -> None:
    paragraph: list[Item] = [(100, 740, "1. " + FULL), (80, 722, "Điều 7 cua Luat nay.")]
    more: list[Item] = [
        item
        for n in range(4)
        for item in ((100, 704 - 36 * n, "2. " + FULL), (80, 686 - 36 * n, "het."))
    ]
    assert "tan le phai Điều 7 cua Luat nay." in read(tmp_path, pdf([paragraph + more])).text


SCANS: list[tuple[str, bytes]] = [
    ("a watermark", pdf([[(120, 400, "www.example.vn", 40, 45)]] * 3, picture=A4)),
    ("an upright watermark", pdf([[(200, 400, "www.example.vn")]] * 3, picture=A4)),
    ("page numbers", pdf([[(300, 30, str(n))] for n in range(1, 5)], picture=A4)),
    (
        "the box of a signature",
        pdf([[(300, 600, "Ký bởi: Cổng Thông tin"), (300, 588, "Email: a@example.vn"),
              (300, 576, "Thời gian ký: 01.02.2030")]], picture=A4),
    ),
    ("a foot on every page and no picture", pdf([[(200, 20, "www.example.vn")]] * 3)),
]  # fmt: skip


@pytest.mark.parametrize("data", [c[1] for c in SCANS], ids=[c[0] for c in SCANS])
def test_a_scan_whose_only_text_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="bản quét"):
        read(tmp_path, data)


def test_a_scan_with_its_text_recognized_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, pdf([body()], picture=A4)).text.startswith("dong chu")


def test_a_page_with_a_seal_is_no_scan(tmp_path: Path) -> None:
    assert read(tmp_path, pdf([[(80, 700, "Kinh gui")]], picture=(99, 99))).quality is None


WATERMARKED: Sequence[str] = ("watermark_footer.pdf", "watermark_mid.pdf")


@pytest.mark.parametrize("name", WATERMARKED)
def test_shared_cases(name: str) -> None:
    path = SHARED / "cases" / "reading" / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    with pytest.raises(UnreadableFile, match="bản quét"):
        read_text(path, name)

"""``.pdf``: lines to paragraphs, without what is printed on every page."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_maker import pdf

from indexer.core.errors import UnreadableFile
from indexer.readers import pdf as reader
from indexer.readers import read_text
from indexer.readers.pdf_layout import text_of_pages
from indexer.readers.pdf_lines import Cell, Line, Page

WIDE = "x" * 60
LEFT, RIGHT = 80.0, 540.0


def line(text: str, y: float, left: float = LEFT, right: float = RIGHT) -> Line:
    return Line(text, left, y, right, y + 10)


def row(y: float, *texts: str) -> Line:
    cells = tuple(Cell(text, 80 + 120 * n, 150 + 120 * n) for n, text in enumerate(texts))
    return Line(" ".join(texts), 80, y, cells[-1].right, y + 10, cells)


def page(*lines: Line) -> Page:
    return Page(595, 842, lines)


LAYOUTS: list[tuple[str, list[Page], str]] = [
    (
        "an indented paragraph takes its lines, the next begins its own",
        [page(line("Một hai", 700, 110), line("ba", 684, right=200), line("Bốn", 668, 110))],
        "Một hai ba\n\nBốn\n",
    ),
    (
        "a short last line ends a paragraph",
        [page(line("Một", 700), line("hai.", 684, right=200), line("Ba bốn", 668))],
        "Một hai.\nBa bốn\n",
    ),
    (
        "a gap ends a paragraph",
        [page(line("Một", 700), line("hai", 684), line("Ba", 650))],
        "Một hai\n\nBa\n",
    ),
    (
        "an item begins a paragraph after a sentence",
        [page(line("Một;", 700), line("b) Hai", 684))],
        "Một;\n\nb) Hai\n",
    ),
    (
        "a decimal at the start of a line is no item",
        [page(line("tăng từ", 700), line("8,5 đến 9,0%", 684))],
        "tăng từ 8,5 đến 9,0%\n",
    ),
    (
        "the heading of a section of a standard, below a short line",
        [page(line(WIDE, 716), line("Rope", 700, right=200), line("1 Phạm vi", 684, right=180))],
        f"{WIDE} Rope\n1 Phạm vi\n",
    ),
    (
        "lines of a table of contents",
        [page(line("Lời nói đầu ........... 4", 700), line("1 Phạm vi ........... 5", 684))],
        "Lời nói đầu ........... 4\n1 Phạm vi ........... 5\n",
    ),
    (
        "a number that looks like an item inside a sentence",
        [page(line("giai đoạn", 700, 110), line("2021. Hoàn thành", 684))],
        "giai đoạn 2021. Hoàn thành\n",
    ),
    (
        "an item whose lines hang from it",
        [
            page(
                line("Mở đầu.", 716, LEFT),
                line("a) Một", 700, 110),
                line("hai", 684, 128),
                line("ba.", 668, 128, 300),
                line("b) Bốn", 652, 110),
            )
        ],
        "Mở đầu.\n\na) Một hai ba.\n\nb) Bốn\n",
    ),
    (
        "a date that wraps in its column",
        [page(line("ngày 31 tháng 01 năm", 730, 300, 420), line("2024", 716, 345, 375),
              line(WIDE, 650))],
        f"ngày 31 tháng 01 năm 2024\n\n{WIDE}\n",
    ),
    (
        "rows of three cells are a table",
        [page(line("Như sau:", 740, LEFT, 130), row(720, "TT", "Xã", "Huyện"),
              row(700, "1", "A Xã", "B"), line(WIDE, 660))],
        f"Như sau:\n\nTT | Xã | Huyện\n1 | A Xã | B\n\n{WIDE}\n",
    ),
    (
        "cells that wrap, written one after another",
        [
            page(
                row(740, "TT", "Nội", "Tiền (tỷ"),
                line("đồng)", 726, 320, 360),
                line("Vốn", 740, 450, 500),
                row(700, "1", "A", "2,5", "Tỉnh"),
                row(680, "2", "Nền tảng,"),
                line("số", 666, 200, 220),
                line("7,3", 680, 320, 350),
                line("V. HẾT", 640, 80, 230),
            )
        ],
        "TT | Nội | Tiền (tỷ đồng) | Vốn\n1 | A | 2,5 | Tỉnh\n2 | Nền tảng, số | 7,3 |\n\nV. HẾT\n",
    ),
    (
        "a short line under a table is not its row",
        [page(row(740, "TT", "Xã", "Huyện"), row(720, "1", "A", "B"), line("Bảng 2", 700, 80, 120),
              line(WIDE, 660))],
        f"TT | Xã | Huyện\n1 | A | B\n\nBảng 2\n\n{WIDE}\n",
    ),
    (
        "a head in two columns is no table",
        [page(row(740, "UBND", "CỘNG HÒA"), row(726, "TỈNH", "Độc lập"), line(WIDE, 660))],
        f"UBND CỘNG HÒA\nTỈNH Độc lập\n\n{WIDE}\n",
    ),
    (
        "one line with wide gaps is a line",
        [page(row(700, "Một", "hai", "ba"), row(600, "bốn", "năm", "sáu"))],
        "Một hai ba\n\nbốn năm sáu\n",
    ),
    (
        "an identifier broken at its hyphen",
        [page(line("Chỉ thị số 34-", 700), line("CT/TW ngày", 684))],
        "Chỉ thị số 34-CT/TW ngày\n",
    ),
    (
        "a dash between words keeps its spaces",
        [page(line("kinh tế -", 700), line("xã hội", 684))],
        "kinh tế - xã hội\n",
    ),
    (
        "a heading keeps its lines",
        [
            page(
                line("CHỈ THỊ", 730, 280, 340),
                line("Về việc thi đua", 715, 200, 420),
                line(WIDE, 690),
                line(WIDE, 675),
            )
        ],
        f"CHỈ THỊ\nVề việc thi đua\n\n{WIDE} {WIDE}\n",
    ),
    (
        "an office's name over two centred lines, at the side",
        [
            page(
                line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 760, 280, 530),
                line("Độc lập - Tự do - Hạnh phúc", 746, 320, 490),
                line(WIDE, 690),
                line(WIDE, 675),
            )
        ],
        f"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n{WIDE} {WIDE}\n",
    ),
    (
        "a list of addressees keeps its lines, and mends one that wraps",
        [
            page(
                line("Nơi nhận:", 200, right=130),
                line("- Văn phòng Trung", 185, right=200),
                line("ương;", 170, right=110),
                line("- Lưu: VT.", 155, right=130),
                line(WIDE, 700),
            )
        ],
        f"Nơi nhận:\n- Văn phòng Trung ương;\n- Lưu: VT.\n\n{WIDE}\n",
    ),
    (
        "two columns stay apart",
        [page(line("UBND", 730, 80, 200), line("SỐ 1", 715, 80, 200), line("CỘNG", 730, 300))],
        "UBND\nSỐ 1\n\nCỘNG\n",
    ),
    (
        "what stands on every page goes, and so do page numbers",
        [
            page(line("CÔNG BÁO/Số 5", 810), line("Một", 600), line("Trang 1/2", 30, 300, 340)),
            page(line("CÔNG BÁO/Số 5", 810), line("hai", 700), line("Trang 2/2", 30, 300, 340)),
        ],
        "Một\n\nhai\n",
    ),
    (
        "a page number goes even when it stands alone",
        [page(line("Một", 700)), page(line("2", 810, 300, 310), line("hai", 700))],
        "Một\n\nhai\n",
    ),
    (
        "a number inside the page stays",
        [page(line("Một", 700), line("2", 400, 300, 310))],
        "Một\n\n2\n",
    ),
    (
        "a header that carries the page number",
        [
            page(line("CÔNG BÁO/Số 5 2", 810), line("Một", 600)),
            page(line("3 CÔNG BÁO/Số 5", 810), line("hai", 700)),
        ],
        "Một\n\nhai\n",
    ),
    (
        "appendices that begin page after page stay",
        [page(line("PHỤ LỤC 1", 800), line("a", 600)), page(line("PHỤ LỤC 2", 800))],
        "PHỤ LỤC 1\n\na\n\nPHỤ LỤC 2\n",
    ),
    (
        "offices at the head of page after page stay",
        [page(line("UBND", 770), line("a", 600)), page(line("UBND", 770), line("b", 600))],
        "UBND\n\na\n\nUBND\n\nb\n",
    ),
    ("what is in the margin once stays", [page(line("HỎA TỐC", 810), line("a", 600))],
     "HỎA TỐC\n\na\n"),
    ("nothing", [page()], ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("pages", "expected"), [c[1:] for c in LAYOUTS], ids=[c[0] for c in LAYOUTS]
)
def test_layout(pages: list[Page], expected: str) -> None:
    numbered = [page._replace(number=number) for number, page in enumerate(pages)]
    assert text_of_pages(numbered) == expected


rows = st.builds(
    lambda texts, y: row(y, *texts),
    st.lists(st.text("ab 1", min_size=1, max_size=4).filter(str.strip), min_size=2, max_size=4),
    st.floats(110, 730),
)
boxes = st.builds(
    lambda text, x, y, w: Line(text, x, y, x + w, y + 10),
    st.text("abc .;-1)", min_size=1, max_size=9).filter(str.strip),
    st.floats(0, 500), st.floats(110, 730), st.floats(1, 400),
)  # fmt: skip


@given(st.lists(boxes | rows, max_size=12))
def test_no_letter_of_the_body_is_lost(lines: list[Line]) -> None:
    text = text_of_pages([Page(595, 842, tuple(lines))])
    shown, written = text.replace("|", ""), " ".join(line.text for line in lines)
    assert Counter("".join(shown.split())) == Counter("".join(written.split()))


def write(folder: Path, data: bytes) -> Path:
    (folder / "a.pdf").write_bytes(data)
    return folder / "a.pdf"


def test_text_of_a_file(tmp_path: Path) -> None:
    pages = [[(80, 700, "Quyet dinh so 34-"), (80, 684, "CT/TW, phan (a)")], [(80, 700, "con-")]]
    assert read_text(write(tmp_path, pdf(pages)), "a.pdf").text.startswith("Quyet dinh so 34-")


def test_a_hyphen_that_pdfium_takes_for_hyphenation_stays(tmp_path: Path) -> None:
    pages = [[(80, 700, "phong chong co-"), (80, 684, "vid 19")]]
    assert "co-" in read_text(write(tmp_path, pdf(pages)), "a.pdf").text


def test_a_table_in_a_file(tmp_path: Path) -> None:
    rows = [["TT", "Noi dung", "Kinh phi"], ["1", "Ha tang so", "21,5"], ["2", "Ky nang", "3,6"]]
    page = [
        (80 + 150 * x, 700 - 18 * y, cell) for y, r in enumerate(rows) for x, cell in enumerate(r)
    ]
    text = read_text(write(tmp_path, pdf([page])), "a.pdf").text
    assert text == "TT | Noi dung | Kinh phi\n1 | Ha tang so | 21,5\n2 | Ky nang | 3,6\n"


def test_a_scan_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.pdf: bản quét.*ocrmypdf"):
        read_text(write(tmp_path, pdf([[], []], picture=(595, 842))), "a.pdf")


def test_no_text_and_no_picture(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.pdf: tệp \.pdf không có chữ"):
        read_text(write(tmp_path, pdf([[], []])), "a.pdf")


def test_title(tmp_path: Path) -> None:
    data = pdf([[(80, 700, "Mot")]], info="/Title (Quyet dinh)")
    assert read_text(write(tmp_path, data), "a.pdf").title == "Quyet dinh"


def test_a_title_that_is_damaged(tmp_path: Path) -> None:
    data = pdf([[(80, 700, "Mot")]], info="/Title <feffd800>")
    assert read_text(write(tmp_path, data), "a.pdf").text == "Mot\n"


def test_pages_that_are_pictures_are_named(tmp_path: Path) -> None:
    pages = [[(80, 700, "Mot" * 25)], []]
    raw = read_text(write(tmp_path, pdf(pages, picture=(595, 842))), "a.pdf")
    assert raw.quality is not None
    assert raw.quality.startswith("1 trong 2 trang")


def test_a_blank_page_is_no_scan(tmp_path: Path) -> None:
    assert read_text(write(tmp_path, pdf([[(80, 700, "Mot")], []])), "a.pdf").quality is None


def test_a_password_is_named(tmp_path: Path) -> None:
    lock = "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]"
    data = pdf([[(80, 700, "Mot")]], trailer=lock % ("11" * 32, "22" * 32))
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        read_text(write(tmp_path, data), "a.pdf")


@given(cut=st.integers(0, 4000), junk=st.binary(max_size=20))
def test_a_damaged_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, cut: int, junk: bytes
) -> None:
    data = pdf([[(80, 700, "Mot hai ba")]])
    path = write(tmp_path_factory.mktemp("cut"), data[:cut] + junk)
    try:
        assert read_text(path, "a.pdf").text.strip()
    except UnreadableFile as error:
        # "không phải": nothing of the file is left, and the rest begins as another kind does.
        reasons = ("tệp .pdf", "tệp đặt mật khẩu", "không phải", "có thể là bản quét")
        assert error.reason.startswith(reasons)  # noqa: PT017 - either


def test_too_many_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_PAGES", 2)
    with pytest.raises(UnreadableFile, match="3 trang, quá mức 2"):
        read_text(write(tmp_path, pdf([[], [], []])), "a.pdf")


def test_too_slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_SECONDS", -1.0)
    with pytest.raises(UnreadableFile, match="đến trang 0 trong 2"):
        read_text(write(tmp_path, pdf([[], []])), "a.pdf")

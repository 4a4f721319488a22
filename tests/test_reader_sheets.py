"""Sheets: a line for each row, with its headings; each row a place of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from office_files import flat_odf, odf, workbook, zipped

from indexer.core.errors import UnreadableFile
from indexer.identity.address import label
from indexer.ingest.files import File
from indexer.ingest.read import read
from indexer.readers import grid, read_text
from indexer.readers.shown import shown

KEPT = Path(__file__).parent / "kept"


def text_of(path: Path) -> str:
    return read_text(path, path.name).text


def rows(*given: Sequence[object], at: int = 1) -> Callable[[Any], None]:
    def fill(book: Any) -> None:
        for number, cells in enumerate(given, at):
            for column, value in enumerate(cells, 1):
                book.active.cell(number, column, value)

    return fill


def also(*steps: Callable[[Any], None]) -> Callable[[Any], None]:
    def fill(book: Any) -> None:
        for step in steps:
            step(book)

    return fill


def merge(*places: str) -> Callable[[Any], None]:
    def fill(book: Any) -> None:
        for place in places:
            book.active.merge_cells(place)

    return fill


HEAD = ("STT", "Họ và tên", "Mức")
NAMED = "Phụ lục I\n\n"
CASES: list[tuple[str, Callable[[Any], None], str]] = [
    ("values behind headings", rows(HEAD, (1, "Lê A", 5), (2, "Lê B", 6)),
     "STT | Họ và tên | Mức\n\n1 | Họ và tên: Lê A | Mức: 5\n2 | Họ và tên: Lê B | Mức: 6\n\n"),
    ("a title above", rows(("DANH SÁCH",), (), HEAD, (1, "Lê A", 5)),
     "DANH SÁCH\n\nSTT | Họ và tên | Mức\n\n1 | Họ và tên: Lê A | Mức: 5\n\n"),
    ("an empty cell leaves its bar", rows(HEAD, (1, None, 5)),
     "STT | Họ và tên | Mức\n\n1 |  | Mức: 5\n\n"),
    ("the name of a group", rows(HEAD, (None, "I. Xã Tân"), (1, "Lê A", 5)),
     "STT | Họ và tên | Mức\n\nI. Xã Tân\n1 | Họ và tên: Lê A | Mức: 5\n\n"),
    ("columns by number", rows(HEAD, ("(1)", "(2)", "(3)"), (1, "Lê A", 5)),
     "STT | Họ và tên | Mức\n(1) | (2) | (3)\n\n1 | Họ và tên: Lê A | Mức: 5\n\n"),
    ("a head without STT", rows(("Mã", "Tên"), ("A1", "Lê A"), ("A2", "Lê B")),
     "Mã | Tên\n\nMã: A1 | Tên: Lê A\nMã: A2 | Tên: Lê B\n\n"),
    ("no head", rows((1, 2), (3, 4)), "1 | 2\n3 | 4\n\n"),
    ("prose", rows(("Kính gửi các xã",), ("Nộp báo cáo.",)), "Kính gửi các xã\nNộp báo cáo.\n\n"),
    ("a letterhead is no head",
     rows(("ỦY BAN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), HEAD, (1, "Lê A", 5)),
     ("ỦY BAN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nSTT | Họ và tên | Mức\n\n"
     "1 | Họ và tên: Lê A | Mức: 5\n\n")),
    ("a head of two rows",
     also(rows(("TT", "Tên", "Mức", None), (None, None, "Tháng", "Năm"), (1, "Lê A", 5, 6)),
          merge("A1:A2", "B1:B2", "C1:D1")),
     "TT | Tên | Mức\n |  | Tháng | Năm\n\n1 | Tên: Lê A | Mức – Tháng: 5 | Mức – Năm: 6\n\n"),
    ("cells merged downwards", also(rows(HEAD, (1, "Lê A", 5), (2, None, 6)), merge("B2:B3")),
     "STT | Họ và tên | Mức\n\n1 | Họ và tên: Lê A | Mức: 5\n2 | Họ và tên: Lê A | Mức: 6\n\n"),
    ("lines in a cell", rows(HEAD, (1, "Lê\nA", 5)),
     "STT | Họ và tên | Mức\n\n1 | Họ và tên: Lê A | Mức: 5\n\n"),
    ("a second table", rows(HEAD, (1, "Lê A", 5), (), ("TT", "Xã"), (1, "Tân")),
     "STT | Họ và tên | Mức\n\n1 | Họ và tên: Lê A | Mức: 5\nTT | Xã\n1 | Xã: Tân\n\n"),
]  # fmt: skip


@pytest.mark.parametrize(("fill", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_rows(tmp_path: Path, fill: Callable[[Any], None], expected: str) -> None:
    text = text_of(workbook(tmp_path / "a.xlsx", fill))
    assert text.removeprefix(NAMED).removeprefix("Phụ lục I\n") == expected


def moment(*parts: int) -> dt.datetime:
    return dt.datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001  # cells have no zone


SHOWN: list[tuple[object, str, str]] = [
    (1234567, "#,##0", "1.234.567"),
    (1234.5, "#,##0.00", "1.234,50"),
    (0.156, "0.0%", "15,6%"),
    (5, "000", "005"),
    (0.5, "General", "0,5"),
    (1e15, "General", "1000000000000000"),
    (0.1 + 0.2, "General", "0,3"),
    (-3, "#,##0;(#,##0)", "(3)"),
    (0, '#,##0;-#,##0;"-"', "-"),
    (3, ";;;", ""),
    (7, '0" đồng"', "7 đồng"),
    (1500000, "#,##0,", "1.500"),
    (3, "# ?/?", "3"),
    (2.345, "0.##", "2,35"),
    (12, '[$₫-42A]#,##0', "₫12"),
    (True, "General", "TRUE"),
    (moment(2024, 5, 3), "mm-dd-yy", "03/05/2024"),
    (moment(2024, 5, 3), "d/m/yyyy", "3/5/2024"),
    (moment(2024, 5, 3, 14, 5), "dd/mm/yy hh:mm", "03/05/24 14:05"),
    (moment(2024, 5, 3, 14, 5), "h:mm AM/PM", "2:05 CH"),
    (moment(2024, 5, 3), '"ngày "dd" tháng "mm', "ngày 03 tháng 05"),
    (dt.time(7, 30), "General", "07:30:00"),
    (dt.timedelta(hours=30), "[h]:mm", "30:00:00"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "code", "expected"), SHOWN, ids=[f"{c[0]} {c[1]}" for c in SHOWN]
)
def test_shown(value: object, code: str, expected: str) -> None:
    assert shown(value, code) == expected


def table(*given: str, more: str = "") -> str:
    inside = "".join(f"<table:table-row>{row}</table:table-row>" for row in given)
    return f'<table:table table:name="Biểu 1"{more}>{inside}</table:table>'


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell{more}><text:p>{text}</text:p></table:table-cell>"


ODS: list[tuple[str, str, str]] = [
    ("rows", table(cell("STT") + cell("Tên"), cell("1") + cell("Lê A")),
     "Biểu 1\n\nSTT | Tên\n\n1 | Tên: Lê A\n\n"),
    ("repeated and covered cells", table(cell("x", ' table:number-columns-repeated="2"')
     + "<table:covered-table-cell><text:p>y</text:p></table:covered-table-cell>" + cell("z")),
     "Biểu 1\n\nx | x |  | z\n\n"),
    ("a column repeated without end", table(cell("a") + cell("b")
     + '<table:table-cell table:number-columns-repeated="16382"/>'), "Biểu 1\n\na | b\n\n"),
    ("merged downwards", table(cell("STT") + cell("Xã"), cell("1")
     + cell("Tân", ' table:number-rows-spanned="2"'), cell("2") + "<table:covered-table-cell/>"),
     "Biểu 1\n\nSTT | Xã\n\n1 | Xã: Tân\n2 | Xã: Tân\n\n"),
    ("a note on a cell", table("<table:table-cell><office:annotation><text:p>ghi</text:p>"
     "</office:annotation><text:p>a<text:s/>b</text:p></table:table-cell>" + cell("c")),
     "Biểu 1\n\na b | c\n\n"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [c[1:] for c in ODS], ids=[c[0] for c in ODS])
def test_open_document(tmp_path: Path, body: str, expected: str) -> None:
    assert text_of(odf(tmp_path / "a.ods", "spreadsheet", body)) == expected


def test_a_flat_open_document_sheet_under_another_name(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text(flat_odf("spreadsheet", table(cell("a") + cell("b"))), "utf-8")
    assert text_of(tmp_path / "a.xls") == "Biểu 1\n\na | b\n\n"


CSV: list[tuple[str, bytes, str]] = [
    ("semicolons and decimal commas", "STT;Tên;Mức\n1;Lê A;1,5\n2;Lê B;2,5\n".encode(),
     "STT | Tên | Mức\n\n1 | Tên: Lê A | Mức: 1,5\n2 | Tên: Lê B | Mức: 2,5\n\n"),
    ("quotes", b'TT,Ten\n1,"a, ""b""\nc"\n', 'TT | Ten\n\n1 | Ten: a, "b" c\n\n'),
    ("tabs in UTF-16", "TT\tTên\r\n1\tLê\r\n".encode("utf-16"), "TT | Tên\n\n1 | Tên: Lê\n\n"),
    ("the delimiter is said", "sep=|\nTT|Tên\n1|Lê, A\n".encode(),
     "TT | Tên\n\n1 | Tên: Lê, A\n\n"),
    ("one column", "Tân Phú\nTân An\n".encode(), "Tân Phú\nTân An\n\n"),
    ("a byte order mark", "TT,Tên\n1,Lê\n".encode("utf-8-sig"), "TT | Tên\n\n1 | Tên: Lê\n\n"),
    ("a quote that is never closed", b'a,b\n1,"c\n2,d\n', "a | b\n\na: 1 | b: c 2,d\n\n"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), [c[1:] for c in CSV], ids=[c[0] for c in CSV])
def test_delimited(tmp_path: Path, data: bytes, expected: str) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    assert text_of(tmp_path / "a.csv") == expected


def test_a_workbook_of_before_2007() -> None:
    text = text_of(KEPT / "bang.xls")
    assert (
        "\n1 | Tên công trình: Cầu Suối Đá | Tổng mức đầu tư: 12.500.000.000 | Khởi công: 05/03"
        in text
    )


def test_hidden_sheets_are_left_out_and_named(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book.create_sheet("Nháp").sheet_state = "hidden"
        book["Nháp"]["A1"] = "bí mật"

    raw = read_text(workbook(tmp_path / "a.xlsx", also(rows(HEAD), hide)), "a.xlsx")
    assert (raw.quality, "bí mật" in raw.text) == ("Không đọc trang tính ẩn: Nháp.", False)


@pytest.mark.parametrize("name", ["bang.xls", "an.ods"])
def test_hidden_sheets_of_other_formats(tmp_path: Path, name: str) -> None:
    path = KEPT / name
    if name == "an.ods":
        shy = table(cell("bí mật"), more=' table:style-name="h"')
        path = odf(tmp_path / name, "spreadsheet", table(cell("a")) + shy)
    raw = read_text(path, name)
    assert (raw.quality or "").startswith("Không đọc trang tính ẩn:")
    assert "bí mật" not in raw.text


def test_a_row_is_a_piece_with_its_place(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", rows(("DANH SÁCH",), HEAD, (1, "Lê A", 5), at=3))
    _, clauses = read(File(path, path.name))
    assert [(c.id, label(c.path)) for c in clauses] == [
        ("a#trang-tinh-phu-luc-i", "trang tính “Phụ lục I”"),
        ("a#trang-tinh-phu-luc-i.dong-5", "dòng 5, trang tính “Phụ lục I”"),
    ]


def test_a_row_has_the_words_above_its_table_as_heading(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", rows(("DANH SÁCH HỘ",), ("(Kèm theo)",), HEAD, (1, "A", 5))
    )
    _, clauses = read(File(path, path.name))
    assert clauses[-1].path[0].heading == "DANH SÁCH HỘ"


def test_pieces_cover_the_text(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", rows(HEAD, (1, "x" * 9000, 5), (2, "b", 6)))
    document, clauses = read(File(path, path.name))
    assert "".join("".join(c.text.split()) for c in clauses) == "".join(document.text.split())
    assert all(document.text[c.span.start : c.span.end] == c.text for c in clauses)


def test_a_legacy_encoding_is_converted_and_places_move_along(tmp_path: Path) -> None:
    line = "Qu¶n lý ®Êt ®ai vµ x©y dùng ë c¸c x·, ph­êng, thÞ trÊn"
    path = workbook(tmp_path / "a.xlsx", rows(HEAD, (1, line, 5), (2, line, 6)))
    document, clauses = read(File(path, path.name))
    assert clauses[-1].text.startswith("2 | Họ và tên: Quản lý đất đai")
    assert "TCVN3" in (document.quality or "")


def test_a_large_sheet_is_cut_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MAX_ROWS", 3)
    path = workbook(tmp_path / "a.xlsx", rows(HEAD, *((n, "a", n) for n in range(9))))
    raw = read_text(path, "a.xlsx")
    assert (len(raw.places), raw.quality) == (3, "Bảng lớn: chỉ đọc 3 dòng và 256 cột đầu.")


BAD: list[tuple[str, Callable[[Path], Path], str]] = [
    ("truncated", lambda p: _truncated(p / "a.xlsx"), r"tệp \.xlsx hỏng"),
    ("no sheet", lambda p: zipped(p / "a.xlsx", {"xl/workbook.xml": "<workbook/>"}), "hỏng"),
    ("empty", lambda p: workbook(p / "a.xlsx", lambda _: None), "không có chữ nào"),
    ("binary", lambda p: zipped(p / "a.xlsx", {"xl/workbook.bin": ""}), r"\.xlsb.*\.xlsx"),
    ("locked ods", lambda p: odf(p / "a.ods", "spreadsheet", "", "<x encryption-data='1'/>"),
     "đặt mật khẩu.*Bỏ mật khẩu"),
    ("damaged xls", lambda p: _damaged_xls(p / "a.xls"), r"tệp \.xls hỏng"),
]  # fmt: skip


def _truncated(path: Path) -> Path:
    workbook(path, rows(HEAD, (1, "a", 2)))
    path.write_bytes(path.read_bytes()[:-900])
    return path


def _damaged_xls(path: Path) -> Path:
    data = bytearray((KEPT / "bang.xls").read_bytes())
    data[600:1400] = bytes(800)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("made", "message"), [c[1:] for c in BAD], ids=[c[0] for c in BAD])
def test_bad_files(tmp_path: Path, made: Callable[[Path], Path], message: str) -> None:
    path = made(tmp_path)
    with pytest.raises(UnreadableFile, match=message):
        read_text(path, path.name)


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    body = flat_odf("spreadsheet", table(cell("a&e9;") + cell("b")))
    page = body.replace(
        "<office:document ", f'<!DOCTYPE x [<!ENTITY e0 "x">{bomb}]><office:document '
    )
    (tmp_path / "a.ods").write_text(page, "utf-8")
    with pytest.raises(UnreadableFile, match=r"tệp \.ods hỏng"):
        text_of(tmp_path / "a.ods")


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.readers.package.MAX_UNPACKED", 1 << 20)
    parts = {"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": "0" * (8 << 20)}
    with pytest.raises(UnreadableFile, match="MB"):
        read_text(zipped(tmp_path / "a.xlsx", parts), "a.xlsx")


@pytest.mark.parametrize("name", ["a.xls", "a.docx", "a.doc", "a.txt", "a.pdf", "a.ods"])
def test_a_workbook_under_any_name(tmp_path: Path, name: str) -> None:
    path = workbook(tmp_path / name, rows(HEAD, (1, "Lê A", 5)))
    assert "1 | Họ và tên: Lê A | Mức: 5" in text_of(path)


def test_a_table_as_text_under_the_name_of_a_workbook(tmp_path: Path) -> None:
    lines = "".join(f"{n}\tLê A {n}\t{n * 5}\n" for n in range(1, 9))
    (tmp_path / "a.xls").write_text(f"STT\tTên\tMức\n{lines}", "utf-8")
    assert "\n8 | Tên: Lê A 8 | Mức: 40\n" in text_of(tmp_path / "a.xls")


@pytest.mark.parametrize("start", ["<html><body>", ""], ids=["a page", "a table alone"])
def test_a_page_under_the_name_of_a_workbook(tmp_path: Path, start: str) -> None:
    cells = "<tr><td>STT</td><td>Tên</td></tr><tr><td>1</td><td>Lê A</td></tr>"
    (tmp_path / "a.xls").write_text(f"{start}<table>{cells}</table>", "utf-8")
    assert text_of(tmp_path / "a.xls") == "STT | Tên\n1 | Lê A\n"

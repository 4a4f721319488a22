"""``.docx``: what a word processor shows, as text."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from indexer.core.errors import UnreadableFile
from indexer.readers import read_text
from indexer.readers.list_numbers import number
from indexer.readers.raw import RawText

LEVELS = [
    '<w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>',
    '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>',
    '<w:lvl w:ilvl="2"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>',
    '<w:lvl w:ilvl="3"><w:isLgl/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2.%4"/></w:lvl>',
    '<w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>',
    '<w:lvl w:ilvl="5"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>',
]
FROM_FIVE = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride>'
LISTS = (
    f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{"".join(LEVELS)}</w:abstractNum>',
    f'<w:num {nsdecls("w")} w:numId="71"><w:abstractNumId w:val="77"/></w:num>',
    f'<w:num {nsdecls("w")} w:numId="72"><w:abstractNumId w:val="77"/>{FROM_FIVE}</w:num>',
)
CELL = "<w:tc>{}</w:tc>"
GRID = '<w:tblPr><w:tblBorders><w:insideV w:val="single"/></w:tblBorders></w:tblPr>'


def p(text: str, level: int | None = None, list_id: int = 71, style: str = "") -> str:
    numbers = (
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
        if level is not None
        else ""
    )
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{named}{numbers}</w:pPr>{run}</w:p>"


def table(*rows: tuple[str, ...], properties: str = GRID) -> str:
    cells = ("".join(CELL.format(cell) for cell in row) for row in rows)
    return f"<w:tbl>{properties}{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def text_of(folder: Path, body: str) -> str:
    file = docx.Document()
    for element in LISTS:
        numbering = file.part.numbering_part.element
        numbering.insert(0, parse_xml(element)) if "abstractNum " in element else numbering.append(
            parse_xml(element)
        )
    holder = parse_xml(f"<w:body {nsdecls('w')}>{body}</w:body>")
    for element in reversed(list(holder)):
        file.element.body.insert(0, element)
    file.sections[0].header.paragraphs[0].text = "dau trang"
    file.sections[0].footer.paragraphs[0].text = "chan trang"
    file.save(str(folder / "a.docx"))
    return read_text(folder / "a.docx", "a.docx").text


def run(xml: str) -> str:
    return f"<w:r>{xml}</w:r>"


def para(xml: str) -> str:
    return f"<w:p>{xml}</w:p>"


def inside(tag: str, xml: str) -> str:
    return f"<w:{tag}>{xml}</w:{tag}>"


THREE_LEVELS = [("A", 0), ("b", 1), ("c", 2), ("d", 2), ("e", 1), ("f", 2), ("G", 0), ("h", 1)]
NO_BREAK = "<w:t>34</w:t><w:noBreakHyphen/><w:t>CT</w:t>"
BREAKS = "<w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t>"
LINK = inside("hyperlink", run("<w:t>a</w:t>")) + inside("smartTag", run("<w:t>b</w:t>"))
CHANGED = inside("ins", run("<w:t>mới</w:t>")) + inside("del", run("<w:delText>cũ</w:delText>"))
COLUMNS = "<w:t>Số: 1/QĐ</w:t><w:tab/><w:tab/><w:t> Hà Nội</w:t>"
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
EQUATION = (
    f"<m:oMath {MATH}><m:r><m:t>Q = </m:t></m:r><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num>"
    "<m:den><m:sSup><m:e><m:r><m:t>c</m:t></m:r></m:e><m:sup><m:d><m:e><m:r><m:t>2n</m:t></m:r></m:e>"
    "</m:d></m:sup></m:sSup></m:den></m:f></m:oMath>"
)
GALLERY = (
    '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
)
ENTRY = para(
    '<w:hyperlink w:anchor="_Toc123">'
    f"{run('<w:t>Điều 1. Tên</w:t><w:tab/><w:t>5</w:t>')}</w:hyperlink>"
)
BOX = inside("pict", inside("txbxContent", p("hộp")))

CASES: list[tuple[str, str, str]] = [
    ("paragraphs", p("Một") + p("") + p("Hai"), "Một\n\nHai\n"),
    (
        "numbers on three levels, restarted",
        "".join(p(text, level) for text, level in THREE_LEVELS),
        "I. A\n\n1. b\n\na) c\n\nb) d\n\n2. e\n\na) f\n\nII. G\n\n1. h\n",
    ),
    ("a level that was never opened", p("a", 2) + p("b", 1), "a) a\n\n1. b\n"),
    ("legal numbers", p("A", 0) + p("c", 1) + p("d", 3), "I. A\n\n1. c\n\n1.1.1 d\n"),
    ("bullets", p("a", 4) + p("b", 5), "- a\n\n• b\n"),
    ("a list from five", p("a", 1) + p("b", 1, 72) + p("c", 1, 72), "1. a\n\n5. b\n\n6. c\n"),
    ("an empty item counts", p("a", 1) + p("", 1) + p("b", 1), "1. a\n\n3. b\n"),
    ("list taken off", p("a", 1, 0), "a\n"),
    ("a list that does not exist", p("a", 1, 99), "a\n"),
    ("a numbered style", p("a", style="ListNumber"), "1. a\n"),
    ("table by rows", table((p("A"), p("B") + p("C")), (p("1"), p(""))), "A | B C\n1 |\n"),
    (
        "a table without lines is layout",
        table((p("UBND") + p("TỈNH"), p("CỘNG HÒA")), properties="<w:tblPr/>"),
        "UBND\nTỈNH\n\nCỘNG HÒA\n",
    ),
    (
        "table in a table",
        table((p("A"), table((p("b"), p("c"))) + p("d")), (p("1"), p("2"))),
        "A | b | c d\n1 | 2\n",
    ),
    (
        "one row of several lines is layout, whatever its lines",
        table((p(""), p("BỘ TRƯỞNG") + p("Nguyễn Văn A"))),
        "BỘ TRƯỞNG\nNguyễn Văn A\n",
    ),
    (
        "a letterhead with lines",
        table((p("BỘ THỬ"), p("CỘNG HÒA XÃ HỘI")), (p("Số: 1/QĐ"), p("ngày 2"))),
        "BỘ THỬ\n\nCỘNG HÒA XÃ HỘI\n\nSố: 1/QĐ\n\nngày 2\n",
    ),
    (
        "a table of data without lines",
        table((p("STT"), p("Mức")), (p("1"), p("a") + p("b")), properties="<w:tblPr/>"),
        "STT | Mức\n1 | a b\n",
    ),
    ("columns typed with tabs", para(run(COLUMNS)), "Số: 1/QĐ    Hà Nội\n"),
    ("a symbol", para(run('<w:sym w:font="Symbol" w:char="F0A3"/><w:t>5\uf0b0C</w:t>')), "≤5°C\n"),
    ("a box to tick", para(run("<w:t>Nam \uf0f0; Nữ \uf08e</w:t>")), "Nam □; Nữ □\n"),
    ("an equation", para(EQUATION), "Q = (a+b)/(c^(2n))\n"),
    ("a table of contents", inside("sdt", GALLERY + p("Điều 1. Tên 5")) + p("x"), "x\n"),
    ("entries of contents", p("MỤC LỤC", style="TOCHeading") + ENTRY + p("x 5"), "x 5\n"),
    ("tracked changes as accepted", para(CHANGED), "mới\n"),
    ("no-break hyphens", para(run(NO_BREAK)), "34-CT\n"),
    ("line breaks and tabs", para(run(BREAKS)), "a\nb\tc\n"),
    ("links, smart tags and controls", inside("sdt", inside("sdtContent", para(LINK))), "ab\n"),
    ("field codes", para(run("<w:instrText>PAGE</w:instrText><w:t>3</w:t>")), "3\n"),
    ("text boxes follow their paragraph", para(run(BOX + "<w:t>a</w:t>")), "a\n\nhộp\n"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_body(tmp_path: Path, body: str, expected: str) -> None:
    assert text_of(tmp_path, body) == expected


NUMBERS = [
    (4, "upperRoman", "IV"), (1999, "lowerRoman", "mcmxcix"), (1, "lowerLetter", "a"),
    (26, "lowerLetter", "z"), (27, "upperLetter", "AA"), (9, "decimalZero", "09"),
    (3, "none", ""), (0, "upperRoman", "0"), (99_999, "lowerLetter", "99999"),
    (12, "chineseCounting", "12"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "form", "expected"), NUMBERS)
def test_number(value: int, form: str, expected: str) -> None:
    assert number(value, form) == expected


@given(st.integers(1, 3999))
def test_roman_numbers_are_read_back(value: int) -> None:
    sizes = dict(zip("IVXLCDM", (1, 5, 10, 50, 100, 500, 1000), strict=True))
    digits = [sizes[letter] for letter in number(value, "upperRoman")]
    signed = (
        -here if here < after else here
        for here, after in zip(digits, [*digits[1:], 0], strict=True)
    )
    assert sum(signed) == value


def typed(font: str, text: str) -> str:
    return para(f'<w:r><w:rPr><w:rFonts w:ascii="{font}"/></w:rPr><w:t>{text}</w:t></w:r>')


OLD_FONTS: list[tuple[str, str, str]] = [
    ("TCVN3", typed(".VnTime", "Céng hßa x· héi"), "Cộng hòa xã hội\n"),
    ("a font of capitals", typed(".VnTimeH", "chØ thÞ"), "CHỈ THỊ\n"),
    ("VNI", typed("VNI-Times", "Coäng hoøa xaõ hoäi"), "Cộng hòa xã hội\n"),
    ("Unicode under an old name", typed(".VnTime", "công tác, cộng hòa"), "công tác, cộng hòa\n"),
    (
        "the letter at a soft hyphen",
        typed(".VnTime", "Bé tr</w:t><w:softHyphen/><w:t>ëng"),
        "Bộ trưởng\n",
    ),
    ("beside Unicode", typed(".VnTime", "héi") + p("đá, té, à"), "hội\n\nđá, té, à\n"),
]


@pytest.mark.parametrize(
    ("body", "expected"), [c[1:] for c in OLD_FONTS], ids=[c[0] for c in OLD_FONTS]
)
def test_fonts_of_before_unicode(tmp_path: Path, body: str, expected: str) -> None:
    assert text_of(tmp_path, body) == expected


def test_what_was_converted_by_its_font_is_told(tmp_path: Path) -> None:
    text_of(tmp_path, typed(".VnTime", "Céng hßa"))
    quality = read_text(tmp_path / "a.docx", "a.docx").quality
    assert quality == "Chuyển từ bảng mã TCVN3, theo phông chữ của tệp."


KINDS = {"footnote": RELATIONSHIP_TYPE.FOOTNOTES, "endnote": RELATIONSHIP_TYPE.ENDNOTES}


def with_notes(folder: Path, kind: str, body: str, first: str = "Một") -> RawText:
    """A file with the notes ``Một`` and ``Hai``."""
    notes = "".join(
        f'<w:{kind} w:id="{n}"{separates}>{p(text)}</w:{kind}>'
        for n, separates, text in [
            (0, ' w:type="separator"', "---"),
            (1, "", "Một"),
            (2, "", "Hai"),
        ]
    )
    file = docx.Document()
    for element in reversed(list(parse_xml(f"<w:body {nsdecls('w')}>{body}</w:body>"))):
        file.element.body.insert(0, element)
    part = Part(
        PackURI(f"/word/{kind}s.xml"),
        f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml",
        f"<w:{kind}s {nsdecls('w')}>{notes}</w:{kind}s>".encode(),
        file.part.package,
    )
    file.part.relate_to(part, KINDS[kind])
    file.save(str(folder / "a.docx"))
    return read_text(folder / "a.docx", "a.docx")


def mark(kind: str, number: int) -> str:
    return run(f'<w:{kind}Reference w:id="{number}"/>')


@pytest.mark.parametrize("kind", KINDS)
def test_notes_stand_after_their_paragraph(tmp_path: Path, kind: str) -> None:
    marked = para(run("<w:t>Điều 1</w:t>") + mark(kind, 2) + run("<w:t>. Tên</w:t>"))
    raw = with_notes(tmp_path, kind, marked + p("Hết"))
    assert raw.text == "Điều 1. Tên\n\n[1] Hai\n\nHết\n\n[2] Một\n"


def test_notes_are_marked_off(tmp_path: Path) -> None:
    raw = with_notes(tmp_path, "footnote", para(mark("footnote", 1)) + p("Hết"))
    assert [raw.text[start:end] for start, end in raw.notes] == ["[1] Một", "[2] Hai"]


def test_a_note_to_a_table_stands_after_it(tmp_path: Path) -> None:
    cell = para(run("<w:t>a</w:t>") + mark("footnote", 1))
    raw = with_notes(tmp_path, "footnote", table((cell, p("b")), (p("c"), p("d"))))
    assert raw.text.startswith("a | b\nc | d\n\n[1] Một\n")


def test_a_mark_typed_by_hand_is_left_out(tmp_path: Path) -> None:
    typed = '<w:footnoteReference w:id="1" w:customMarkFollows="1"/><w:t>(*)</w:t>'
    raw = with_notes(tmp_path, "footnote", para(run("<w:t>a</w:t>") + run(typed)))
    assert raw.text.startswith("a\n\n[1] Một\n")


def test_a_mark_typed_in_the_note_is_left_out(tmp_path: Path) -> None:
    body = para(run("<w:t>a</w:t>") + mark("footnote", 1))
    assert with_notes(tmp_path, "footnote", body, "[7] Một").text.startswith("a\n\n[1] Một\n")


def headed(folder: Path, header: str, body: str) -> str:
    file = docx.Document()
    file.add_paragraph(body)
    file.sections[0].header.paragraphs[0].text = header
    file.save(str(folder / "a.docx"))
    return read_text(folder / "a.docx", "a.docx").text


def test_a_letterhead_in_the_page_header_is_read(tmp_path: Path) -> None:
    head = "BỘ THỬ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    expected = "BỘ THỬ    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nQuyết định\n"
    assert headed(tmp_path, head, "Quyết định") == expected


def test_a_letterhead_is_not_read_twice(tmp_path: Path) -> None:
    head = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert headed(tmp_path, head, head) == f"{head}\n"


def test_title_is_the_files_own(tmp_path: Path) -> None:
    file = docx.Document()
    file.core_properties.title = "Kế hoạch"
    file.save(str(tmp_path / "a.docx"))
    assert read_text(tmp_path / "a.docx", "a.docx").title == "Kế hoạch"


@pytest.mark.parametrize("title", ["Word Document", "Microsoft Word - ke hoach.doc", "kh_5.docx"])
def test_what_a_program_writes_is_no_title(tmp_path: Path, title: str) -> None:
    file = docx.Document()
    file.core_properties.title = title
    file.save(str(tmp_path / "a.docx"))
    assert read_text(tmp_path / "a.docx", "a.docx").title is None


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("good") / "a.docx"
    docx.Document().save(str(path))
    return path.read_bytes()


@given(cut=st.integers(0, 30_000))
def test_a_truncated_file_is_refused(
    tmp_path_factory: pytest.TempPathFactory, good: bytes, cut: int
) -> None:
    path = tmp_path_factory.mktemp("cut") / "a.docx"
    path.write_bytes(good[:cut])
    with pytest.raises(UnreadableFile, match=r"không phải tệp \.docx"):
        read_text(path, "a.docx")


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as package:
        package.writestr("mimetype", "text/plain")
    with pytest.raises(UnreadableFile, match="hỏng"):
        read_text(tmp_path / "a.docx", "a.docx")


def test_broken_xml_is_refused(tmp_path: Path, good: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(tmp_path / "a.docx", "w") as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, data[: len(data) // 2] if part == "word/document.xml" else data)
    with pytest.raises(UnreadableFile, match="hỏng"):
        read_text(tmp_path / "a.docx", "a.docx")


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.readers.package.MAX_UNPACKED", 1_000_000)
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"\0" * 2_000_000)
    with pytest.raises(UnreadableFile, match="bung ra hơn"):
        read_text(tmp_path / "a.docx", "a.docx")

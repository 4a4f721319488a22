"""``.html``: the document in the page, as a browser shows it."""

import html
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.core.errors import UnreadableFile
from indexer.readers import read_text
from indexer.readers.html import text_of

ROOT = Path(__file__).parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"

NOTES = (
    '<p>Điều 1.<sup><a href="#_ftn1" name="_ftnref1">1</a></sup> Tên<p>x<a href="#y">2</a>'
    '<p><a href="#_ftnref1" name="_ftn1"><sup>1</sup></a> Chú.'
)
CASES: list[tuple[str, str, str]] = [
    ("blocks", "<p>Một <b>hai</b>,\n ba<p>Bốn<br>năm", "Một hai, ba\n\nBốn\nnăm\n"),
    ("inline elements add no space", "34<b>-CT</b>/<i>TW</i>", "34-CT/TW\n"),
    ("a block in a paragraph's text", "<div>a<div>b</div>c</div>", "a\n\nb\n\nc\n"),
    ("scripts and styles", "<script>x<1</script><style>p{}</style><p>Text", "Text\n"),
    ("hidden", '<p style="display: none">a</p><p hidden>b</p><p>c', "c\n"),
    ("entities", "<p>&#7843;nh &amp; &lt;b&gt;", "ảnh & <b>\n"),
    ("preformatted", "<pre>a\n  b</pre>", "a\nb\n"),
    ("comments", "a<!-- không -->b", "ab\n"),
    ("columns typed with blanks", "<p>Số: 1/QĐ&nbsp;&nbsp; &nbsp;Hà Nội", "Số: 1/QĐ    Hà Nội\n"),
    ("blanks before a line", "<p>&nbsp;&nbsp;&nbsp;&nbsp;Một&nbsp;hai", "Một hai\n"),
    ("raised marks of notes", NOTES, "Điều 1.[1] Tên\n\nx2\n\n[1] Chú.\n"),
    ("ordered list", "<ol><li>a<li>b</ol>", "1. a\n\n2. b\n"),
    ("list from three, one skipped", '<ol start="3"><li>a<li value="9">b</ol>', "3. a\n\n9. b\n"),
    ("letters", '<ol type="a"><li>a<li>b</ol>', "a) a\n\nb) b\n"),
    ("list in a list", '<ol type="I"><li>A<ol><li>b</ol><li>C</ol>', "I. A\n\n1. b\n\nII. C\n"),
    ("bullets", "<ul><li>a<li>- b<li><p>c</ul>", "- a\n\n- b\n\n- c\n"),
    ("table by rows", "<table border=1><tr><td>A<td>B<tr><td>1<td>2</table>", "A | B\n1 | 2\n"),
    (
        "head cells",
        "<table><tr><th>A<th>B<tr><td>1<br>0<td>2<tr><td>3</table>",
        "A | B\n1 0 | 2\n3\n",
    ),
    ("four columns", "<table><tr><td>a<td>b<td>c<td>d</table>", "a | b | c | d\n"),
    (
        "a table that arranges",
        "<table><tr><td><p>UBND<p>TỈNH<td>CỘNG<br>HÒA</table>",
        "UBND\nTỈNH\n\nCỘNG\nHÒA\n",
    ),
    ("one column", "<table border=1><tr><td>a<tr><td>b</table>", "a\n\nb\n"),
    (
        "table in a table",
        "<table border=1><tr><td>a<td><table border=1><tr><td>b<td>c</table></table>",
        "a | b | c\n",
    ),
    ("cells without a table", "<td>a</td><td>b</td>", "a\n\nb\n"),
    ("an XML declaration", '<?xml version="1.0" encoding="x"?><html><p>a</html>', "a\n"),
    ("control characters", "a\x00\x01b", "ab\n"),
    ("nothing", " ", ""),
]


@pytest.mark.parametrize(("source", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_text(source: str, expected: str) -> None:
    assert text_of(source) == expected


def read(folder: Path, source: str) -> str:
    (folder / "a.html").write_text(source, encoding="utf-8")
    return read_text(folder / "a.html", "a.html").text


def test_title(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<title>Chỉ  thị\n số 5</title><p>x", encoding="utf-8")
    assert read_text(tmp_path / "a.html", "a.html").title == "Chỉ thị số 5"


def test_a_page_with_nothing_around_is_kept_whole(tmp_path: Path) -> None:
    short = "".join(f"<p>{n}</p>" for n in range(40))
    assert read(tmp_path, f'{short}<a href="#a">a</a>').split() == [*map(str, range(40)), "a"]


PARAGRAPHS = [
    f"{n}. Ủy ban nhân dân huyện, thành phố thực hiện nhiệm vụ thứ {n}." for n in range(9)
]
MENU = "".join(f'<li><a href="/{n}">Mục {n} của trang</a></li>' for n in range(12))
HEAD = (
    "<table><tr><td>ỦY BAN NHÂN DÂN<br>TỈNH</td><td>CỘNG HÒA</td></tr>"
    "<tr><td>Số: 5/KH-UBND</td><td>Tỉnh, ngày 1 tháng 2 năm 2024</td></tr></table>"
)
SIGNED = "<table><tr><td>Nơi nhận:<br>- Lưu: VT.</td><td>CHỦ TỊCH<br>Trần Văn A</td></tr></table>"
PORTAL = (
    f"<body><div id=top><ul class=menu>{MENU}</ul></div><div class=main><h1>Kế hoạch 5/KH-UBND</h1>"
    f"<div class=left><h3>Văn bản mới</h3><ul>{MENU}</ul></div><div class=noi-dung>{HEAD}"
    + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    + f"{SIGNED}</div></div><div class=footer>Bản quyền thuộc Cổng thông tin</div></body>"
)


@pytest.mark.parametrize(
    "part", ["Kế hoạch 5/KH-UBND", "ỦY BAN NHÂN DÂN\nTỈNH", "Số: 5/KH-UBND", "ngày 1 tháng 2",
             PARAGRAPHS[0], PARAGRAPHS[-1], "Nơi nhận:\n- Lưu: VT.", "CHỦ TỊCH\nTrần Văn A"],
)  # fmt: skip
def test_a_portal_page_keeps_the_document(tmp_path: Path, part: str) -> None:
    assert part in read(tmp_path, PORTAL)


def test_what_the_library_cannot_read_is_kept_but_for_menus_and_quietly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readability.readability.Document._parse", None)
    text = read(tmp_path, PORTAL)
    assert PARAGRAPHS[0] in text
    assert "Bản quyền" in text
    assert "của trang" not in text
    assert capsys.readouterr() == ("", "")


DATA = "<table><tr><td>Chỉ tiêu<td>Mức<tr><td>Asen<td>0,01<tr><td>Chì<td>0,02</table>"
LONG = "".join(
    f"<p>Điều {n}. Trách nhiệm</p><p>{n}. Cơ quan, tổ chức, cá nhân có trách nhiệm báo cáo kết quả"
    f" thử nghiệm, lưu giữ hồ sơ thứ {n}, bảo đảm đúng thời hạn theo quy định.</p>"
    for n in range(1, 9)
)
FRAMED = '<table border="1"><tr><td></td><td>KT. BỘ TRƯỞNG<br>Nguyễn Văn A</td></tr></table>'
CONTENTS = "".join(f"<div><span>Điều {n}. Trách nhiệm</span></div>" for n in range(1, 9))
DATABASE = (
    "<body><header><nav><a href=/>Trang chủ</a></nav><div class=user>doc.gia@thu.example</div>"
    "</header><main><h1>Thông tư số 6/2030/TT-BT</h1><div class=tabs><div>Thuộc tính</div></div>"
    '<div class="preview"><div class="table-scroll-wrapper"><table><tr><td>BỘ THỬ<td>CỘNG HÒA XÃ '
    "HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc<tr><td>Số: 6/2030/TT-BT<td>Hà Nội, "
    f'ngày 2 tháng 1 năm 2030</table></div>{LONG}<div class="table-scroll-wrapper">{DATA}</div>'
    f'<ul class="menu-tool"><li>Tải về</ul><div class="table-scroll-wrapper">{FRAMED}</div></div>'
    f"</main><div class=panel>{CONTENTS}</div><footer>Đơn vị chủ quản</footer></body>"
)


@pytest.mark.parametrize(
    "part", ["BỘ THỬ\n\nCỘNG HÒA XÃ HỘI", "Số: 6/2030/TT-BT\n\nHà Nội", "Asen | 0,01\nChì | 0,02",
             "KT. BỘ TRƯỞNG\nNguyễn Văn A", "Điều 8. Trách nhiệm\n\n8. Cơ quan"],
)  # fmt: skip
def test_tables_of_a_page_are_kept_whatever_they_stand_in(tmp_path: Path, part: str) -> None:
    assert part in read(tmp_path, DATABASE)


@pytest.mark.parametrize(
    "around", ["Trang chủ", "doc.gia@thu.example", "Thuộc tính", "Tải về", "Đơn vị chủ quản"]
)
def test_a_page_of_a_database_loses_what_is_around(tmp_path: Path, around: str) -> None:
    assert around not in read(tmp_path, DATABASE)


def test_a_page_says_its_heading_once(tmp_path: Path) -> None:
    assert read(tmp_path, DATABASE).count("6/2030/TT-BT") == 1


def test_the_heading_of_a_page_is_its_title(tmp_path: Path) -> None:
    read(tmp_path, DATABASE)
    assert read_text(tmp_path / "a.html", "a.html").title == "Thông tư số 6/2030/TT-BT"


def test_articles_that_stand_apart_are_kept(tmp_path: Path) -> None:
    apart = "<div><div><p>Điều 9. Hiệu lực</p></div></div></main>"
    assert "Điều 9. Hiệu lực" in read(tmp_path, DATABASE.replace("</main>", apart))


def test_a_letterhead_beside_the_text_is_kept(tmp_path: Path) -> None:
    page = DATABASE.replace("2030</table></div>", "2030</table></div><div>").replace(
        FRAMED, f"{FRAMED}</div>"
    )
    assert read(tmp_path, page).startswith("BỘ THỬ\n\nCỘNG HÒA")


SHORT = (
    f"<body><ul>{MENU}</ul><table><tr><td><div><b>Tài khoản</b> doc.gia@thu.example</div><h1>Thông "
    f"tư 6/2030/TT-BT</h1><table><tr><td>Số hiệu<td>6/2030/TT-BT</table><div>{HEAD}<p>CỘNG HÒA XÃ "
    "HỘI CHỦ NGHĨA VIỆT NAM</p><p>THÔNG TƯ</p><p>Điều 1. Cơ quan, tổ chức, cá nhân báo cáo kết "
    f"quả, lưu giữ hồ sơ, bảo đảm đúng thời hạn.</p>{SIGNED}</div><div>Quý khách "
    "doc.gia@thu.example</div><div>Phụ lục</div></td></tr></table></body>"
)


@pytest.mark.parametrize("around", ["doc.gia@thu.example", "Số hiệu", "Tài khoản"])
def test_what_stands_beside_a_short_document_is_left_out(tmp_path: Path, around: str) -> None:
    assert around not in read(tmp_path, SHORT)


@pytest.mark.parametrize("part", ["ỦY BAN NHÂN DÂN\nTỈNH", "Điều 1.", "CHỦ TỊCH", "Phụ lục"])
def test_a_short_document_is_kept(tmp_path: Path, part: str) -> None:
    assert part in read(tmp_path, SHORT)


def test_a_page_without_a_title_is_called_by_its_heading(tmp_path: Path) -> None:
    read(tmp_path, "<h3>Đề mục 45.5<br>Việc thử</h3><p>Một")
    assert read_text(tmp_path / "a.html", "a.html").title == "Việc thử"


def test_a_page_of_which_little_is_kept_says_so(tmp_path: Path) -> None:
    notes = "".join(f"<div><b>{n}</b> lượt xem</div>" for n in range(500))
    page = DATABASE.replace("<footer>", f"{notes}<footer>")
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert "Chỉ giữ" in (read_text(tmp_path / "a.html", "a.html").quality or "")


def test_single_links_are_no_menu(tmp_path: Path) -> None:
    """Pages of the codification (pháp điển) put a link below every heading."""
    lines = "".join(
        f'<p>Điều 42.2.NĐ.1.{n}. Phạm vi</p><p><a href="/{n}">(Điều {n} Nghị định số 1/2030/NĐ-CP)'
        f"</a></p><p>Nghị định này quy định việc thứ {n}.</p>"
        for n in range(9)
    )
    text = read(tmp_path, f"<h3>Đề mục 42.2<br>Việc thử</h3><div>{lines}</div>")
    assert text.startswith(
        "Đề mục 42.2\nViệc thử\n\nĐiều 42.2.NĐ.1.0. Phạm vi\n\n(Điều 0 Nghị định"
    )


@pytest.mark.parametrize("around", ["của trang", "Văn bản mới", "Bản quyền"])
def test_a_portal_page_loses_what_is_around(tmp_path: Path, around: str) -> None:
    assert around not in read(tmp_path, PORTAL)


def test_the_sample_news_page_loses_what_is_around() -> None:
    truth = json.loads((ROOT / "tests" / "truth" / "data.json").read_text(encoding="utf-8"))
    page = next(entry for entry in truth if "boilerplate" in entry)
    text = read_text(ROOT / "data" / page["file"], page["file"]).text
    assert [words for words in page["boilerplate"] if words in text] == []


@pytest.mark.shared
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real documents are not on this machine")
def test_a_real_news_page_loses_what_is_around(tmp_path: Path) -> None:
    """The crawled text of a news page, put back into a page's usual elements."""
    seed = next(SEEDS.glob("003_*.txt")).read_text(encoding="utf-8")
    date, article = seed.split("\n", 1)
    article, after = article.split("Bình luận", 1)
    heading, *blocks = [html.escape(block) for block in article.strip().split("\n\n")]
    teasers = "".join(
        f'<div class=item><a href="/{n}">{html.escape(line)}</a></div>'
        for n, line in enumerate(after.split("\n")) if line.strip()
    )  # fmt: skip
    text = read(
        tmp_path,
        f"<body><div id=top>{date}<ul>{MENU}</ul></div><div class=row><div class=detail>"
        f"<h1>{heading}</h1><div class=content>"
        + "".join(f"<p>{block}</p>" for block in blocks)
        + f"</div></div><div class=comment><h3>Bình luận</h3></div><div>{teasers}</div></div>",
    )
    assert " ".join(text.split()) == " ".join(
        html.unescape(f"{heading} {' '.join(blocks)}").split()
    )


def test_a_page_too_deep_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"quá 2\.000 lớp"):
        read(tmp_path, "<div>" * 5000 + "a")


def test_a_deep_page_is_read_whole(tmp_path: Path) -> None:
    assert read(tmp_path, "<div>" * 1500 + "a" + "</div>" * 1500 + "b") == "a\n\nb\n"


def test_empty_page(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="trang trống"):
        read(tmp_path, "")


TAGS = ["p", "div", "b", "ol", "ul", "li", "table", "tr", "td", "th", "br", "pre", "a", "nav"]
pieces = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.text("abc <&", max_size=5),
)


@given(st.lists(pieces, max_size=30).map("".join))
def test_any_soup_is_read(source: str) -> None:
    text = text_of(source)
    assert not text or text.endswith("\n")


def test_cells_that_draw_their_own_lines_are_data(tmp_path: Path) -> None:
    row = "<tr><td {0}><p>{1}</p></td><td {0}><p>&nbsp;<br>&nbsp;</p></td></tr>"
    style = 'style="border-top: none; border-bottom: 1pt solid #000"'
    rows = row.format(style, "1. Vốn<br>góp") + row.format(style, "2. Nợ")
    text = read(tmp_path, f"<body><p>a) Tài chính:</p><table>{rows}</table></body>")
    assert "1. Vốn góp |\n2. Nợ |" in text

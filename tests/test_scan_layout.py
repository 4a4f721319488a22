"""Pages of scans: columns of heads and feet, seals, stamps, tables, and scraps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.readers.ocr import cache, recognise
from indexer.readers.ocr.cleaning import Box, Marks, cleaned, frames
from indexer.readers.ocr.columns import in_columns, rows_of
from indexer.readers.ocr.components import components
from indexer.readers.ocr.layout import sheets_of
from indexer.readers.ocr.noise import without_noise
from indexer.readers.ocr.page import SeenPage
from indexer.readers.ocr.picture import grey_of, ink_of, skew_of, straightened
from indexer.readers.ocr.program import Tesseract
from indexer.readers.ocr.recognise import quality_of
from indexer.readers.ocr.seals import rings
from indexer.readers.ocr.words import SeenWord, words_in
from indexer.readers.pdf_layout import text_of_pages
from indexer.readers.raw import Refused

WIDTH, HEIGHT = 1654, 2339


def line(
    text: str, left: int, baseline: int, number: int, sure: int = 95, width: int = 18
) -> list[SeenWord]:
    """Words of one line; ``|`` stands for a gap as wide as four words."""
    words: list[SeenWord] = []
    for word in text.split():
        if word == "|":
            left += 160
            continue
        right = left + width * len(word)
        box = left, baseline - 28, right, baseline
        words.append(SeenWord(word, *box, sure, baseline, 36, number))
        left = right + 12
    return words


def seen(*lines: tuple[str, int, int], marks: Marks = Marks()) -> SeenPage:  # noqa: B008
    words = [w for n, (text, left, base) in enumerate(lines) for w in line(text, left, base, n)]
    return SeenPage(WIDTH, HEIGHT, 0, tuple(words), marks)


def text(page: SeenPage) -> str:
    return text_of_pages(sheets_of(page, 0))


MOTTO = "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"
HEAD = (
    (f"SỞ GIẢ ĐỊNH {MOTTO}", 200, 200),
    ("Độc lập - Tự do - Hạnh phúc", 700, 245),
    ("Số: 12/CV-SGĐ | | Hà Tiên, ngày 3 tháng 4 năm 2030", 210, 320),
    ("V/v sửa đường", 200, 365),
    ("Kính gửi: Các phòng của sở và mọi người có liên quan đến việc này", 320, 460),
)


def test_the_columns_of_a_head_are_parted_where_the_motto_begins() -> None:
    assert text(seen(*HEAD)).replace("\n\n", "\n").split("\n") == [
        "SỞ GIẢ ĐỊNH",
        "Số: 12/CV-SGĐ",
        "V/v sửa đường",
        MOTTO,
        "Độc lập - Tự do - Hạnh phúc",
        "Hà Tiên, ngày 3 tháng 4 năm 2030",
        "Kính gửi: Các phòng của sở và mọi người có liên quan đến việc này",
        "",
    ]


def test_a_motto_read_with_faults_parts_columns_too() -> None:
    head = (HEAD[0][0].replace("CHỦ NGHĨA", "CHU NGHlA").replace("HỘI", "HỌI"), 200, 200)
    assert text(seen(head, *HEAD[1:])).startswith("SỞ GIẢ ĐỊNH\n")


def test_a_signature_beside_the_recipients_comes_after_them() -> None:
    page = seen(
        ("Nơi nhận: | | | | GIÁM ĐỐC", 200, 1500),
        ("- Như trên;", 200, 1540),
        ("- Lưu: VT. | | | | | Lê Văn Giả", 200, 1580),
    )
    assert text(page) == "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nLê Văn Giả\n"


def test_a_text_without_columns_stays_in_one() -> None:
    rows = rows_of(seen(("Điều 1. Phạm vi", 300, 300), ("Điều 2. Đối tượng", 300, 350)).words)
    assert len([column for column in in_columns(rows, WIDTH) if column]) == 1


def rule(x: int, top: int, bottom: int) -> Box:
    return Box(x, top, x + 3, bottom)


def across(y: int, left: int, right: int) -> Box:
    return Box(left, y, right, y + 3)


GRID = Marks(
    across=tuple(across(y, 200, 1400) for y in (600, 700, 800)),
    down=tuple(rule(x, 600, 803) for x in (200, 400, 900, 1400)),
)


def test_words_between_ruled_lines_are_cells_in_order() -> None:
    page = seen(
        ("TT", 220, 660), ("Nội", 500, 640), ("dung", 500, 680), ("Tiền", 1000, 660),
        ("1", 220, 760), ("Đường", 500, 760), ("21,5", 1000, 760), marks=GRID,
    )  # fmt: skip
    assert text(page) == "TT | Nội dung | Tiền\n1 | Đường | 21,5\n"


def test_figures_below_figures_are_rows_though_no_line_parts_them() -> None:
    page = seen(
        ("TT", 220, 660), ("Tên", 500, 660), ("Tiền", 1000, 660),
        ("1", 220, 740), ("An", 500, 740), ("10", 1000, 740),
        ("2", 220, 785), ("Bình", 500, 785), ("20", 1000, 785), marks=GRID,
    )  # fmt: skip
    assert text(page).split("\n")[1:3] == ["1 | An | 10", "2 | Bình | 20"]


NOISE = [
    ("a speck", [("¬", 500, 400, 20)]),
    ("a line of a signature", [("ÖNg", 900, 1700, 12), ("Ÿ~", 1000, 1700, 5)]),
    ("the edge of the sheet", [("Ị", 5, 900, 60)]),
]


@pytest.mark.parametrize("scraps", [case[1] for case in NOISE], ids=[case[0] for case in NOISE])
def test_scraps_are_no_words(scraps: list[tuple[str, int, int, int]]) -> None:
    words = [
        w for n in range(8) for w in line("Điều này được đọc rất rõ ràng", 250, 300 + 100 * n, n)
    ]
    more = [w for n, (s, x, y, c) in enumerate(scraps, 90) for w in line(s, x, y, 90 + n * 0, c)]
    page = SeenPage(WIDTH, HEIGHT, 0, (*words, *more), Marks())
    assert [word.text for word in without_noise(page)] == [word.text for word in words]


def test_digits_filled_in_by_hand_stay_in_their_line() -> None:
    words = [*line("Hà Tiên, ngày", 300, 300, 0), *line("0Ã", 560, 300, 0, 5)]
    words += line("tháng 4 năm 2030", 610, 300, 0)
    page = SeenPage(WIDTH, HEIGHT, 0, tuple(words), Marks())
    assert "0Ã" in [word.text for word in without_noise(page)]


def blank() -> np.ndarray:
    return np.full((1000, 1000), 255, dtype=np.uint8)


def with_circle(page: np.ndarray, x: int, y: int, radius: int, thick: int = 5) -> np.ndarray:
    rows, columns = np.ogrid[: page.shape[0], : page.shape[1]]
    page[np.abs(np.hypot(rows - y, columns - x) - radius) < thick / 2] = 0
    return page


def test_a_seal_is_found_and_taken_out() -> None:
    page = with_circle(with_circle(blank(), 500, 500, 140), 500, 500, 110, 3)
    clean, marks = cleaned(page)
    assert len(marks.seals) == 1
    assert (clean < 128).sum() < (page < 128).sum() * 0.05


def test_a_letter_that_touches_a_seal_stays() -> None:
    page = with_circle(blank(), 500, 500, 140)
    page[625:668, 500:505] = 0  # a stem that begins on the ring
    clean, _ = cleaned(page)
    assert (clean[648:668, 500:505] < 128).all()


def test_a_square_is_no_seal() -> None:
    page = blank()
    page[300:560, 300:304] = page[300:560, 556:560] = 0
    page[300:304, 300:560] = page[556:560, 300:560] = 0
    assert rings(components(ink_of(page), page), ink_of(page)) == []


def test_what_stands_in_the_frame_of_a_stamp_is_taken_out() -> None:
    page = blank()
    page[200:203, 100:450] = page[340:343, 100:450] = 0
    page[200:343, 100:103] = page[200:343, 447:450] = 0
    page[250:280, 150:165] = 0  # a letter in it
    page[250:280, 700:715] = 0  # and one beside it
    clean, marks = cleaned(page)
    assert len(marks.stamps) == 1
    assert (clean[:, :460] == 255).all()
    assert (clean[250:280, 700:715] == 0).all()


def test_a_table_is_no_stamp() -> None:
    assert not [*frames(GRID.across, GRID.down)]


def test_a_dotted_line_is_taken_out_and_a_dash_is_not() -> None:
    page = blank()
    for x in range(100, 500, 12):
        page[500:503, x : x + 6] = 0
    page[700:703, 300:312] = 0
    clean, _ = cleaned(page)
    assert (clean[480:520] == 255).all()
    assert (clean[700:703, 300:312] == 0).all()


def test_what_shines_through_is_taken_out() -> None:
    page = blank()
    for x in range(100, 900, 40):
        page[300:330, x : x + 10] = 10
    page[600:630, 500:510] = 120
    clean, _ = cleaned(page)
    assert (clean[600:630, 500:510] == 255).all()
    assert (clean[300:330, 100:110] == 10).all()


@pytest.mark.parametrize("slope", [0.02, -0.015])
def test_a_page_fed_askew_is_straightened(slope: float) -> None:
    page = blank()
    for row in range(100, 900, 40):
        for x in range(50, 950, 20):
            y = round(row + slope * (x - 500))
            page[y : y + 14, x : x + 12] = 0
    straight = straightened(page, skew_of(ink_of(page)))
    assert abs(skew_of(ink_of(straight))) <= 0.003


def test_red_ink_is_pale() -> None:
    pixels = np.full((50, 50, 3), 255, dtype=np.uint8)
    pixels[10:20, 10:20] = (220, 20, 30)
    pixels[20:40, 20:40] = (10, 10, 10)
    grey = grey_of(pixels)
    assert grey[15, 15] > 200
    assert grey[30, 30] < 20


def test_components_meet_at_corners() -> None:
    ink = np.zeros((10, 10), dtype=bool)
    ink[2:4, 2:4] = ink[4:6, 4:6] = ink[8, 8] = True
    found = components(ink, np.where(ink, 0, 255).astype(np.uint8))
    assert sorted(zip(found.left, found.bottom, strict=True)) == [(2, 6), (8, 9)]


def test_words_of_hocr() -> None:
    hocr = (
        "<span class='ocr_line' id='l' title=\"bbox 10 20 200 60; baseline 0.01 -8; x_size 36\">"
        "<span class='ocrx_word' id='w' title='bbox 10 22 60 58; x_wconf 93'>&lt;Điều</span> "
        "<span class='ocrx_word' id='v' title='bbox 70 22 90 58; x_wconf 12'><em>1.</em></span>"
    )
    assert [(w.text, w.confidence, w.baseline, w.size) for w in words_in(hocr)] == [
        ("<Điều", 93, 52, 36),
        ("1.", 12, 53, 36),
    ]


def test_pages_read_badly_are_named() -> None:
    good = seen(("Điều này rõ", 100, 100))
    bad = good._replace(words=tuple(w._replace(confidence=40) for w in good.words))
    assert "trang 2" in str(quality_of([good, bad], [0, 1]))
    assert "trang" not in str(quality_of([good, good], [0, 1]))


def test_pages_that_could_not_be_read_are_named() -> None:
    good = seen(("Điều này rõ", 100, 100))
    assert "không nhận dạng được trang 2" in str(quality_of([good, None], [0, 1]))


class _Pages:
    """Reads pages as it is told: None cannot be read."""

    def __init__(self, *pages: SeenPage | None) -> None:
        self._pages = iter(pages)

    def __call__(self, *_: object) -> SeenPage:
        page = next(self._pages)
        if page is None:
            raise Refused("Tesseract không đọc được trang này")
        return page


def _recognised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *pages: SeenPage | None
) -> list[SeenPage | None]:
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "cache"))
    monkeypatch.setattr(recognise, "read_page", _Pages(*pages))
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"any")
    numbers = range(len(pages))
    blank = np.zeros((1, 1), dtype=np.uint8)
    return recognise.recognise(path, numbers, Tesseract("tesseract", "5"), lambda _: blank)


def test_a_page_that_cannot_be_read_does_not_cost_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = seen(("Điều này rõ", 100, 100))
    assert _recognised(tmp_path, monkeypatch, good, None, good) == [good, None, good]


def test_a_file_of_which_no_page_can_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match="không đọc được trang này"):
        _recognised(tmp_path, monkeypatch, None, None)

"""Compounds: pyvi's own segmentation, with offsets."""

import timeit
import unicodedata
import warnings
from pathlib import Path
from time import process_time

import pytest

from analyzers.words import words

TEXT = """CHỈ THỊ Về việc phát động phong trào thi đua thực hiện thắng lợi nhiệm vụ năm 2023.
1. Tiếp tục tuyên truyền, quán triệt “Lời kêu gọi thi đua ái quốc” ngày 11/6/1948; Chỉ thị số \
34-CT/TW ngày 07/4/2014 của Bộ Chính trị... xem tại https://example.org/a_b hoặc a.b@example.org!
Tp. Hồ Chí Minh, UBND. Ủy ban nhân dân tỉnh Đắk Nông chủ trì ==> Sở Thông tin và Truyền\
 thông; 1.000,5 đồng
đường_bộ thi_đua 5_6 -> xã hội"""

SHARED = Path(__file__).parents[1].parent / "shared"


def pyvi(line: str) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyvi import ViTokenizer
    return [word for word in str(ViTokenizer.tokenize(line)).split() if "_" in word]


def ours(line: str) -> list[str]:
    return ["_".join(line[t.span.start : t.span.end].split()) for t in words(line)]


def assert_same(lines: list[str]) -> None:
    for line in lines:
        if "_" not in line:  # pyvi cannot distinguish an underscore of the text from its own
            assert ours(line) == pyvi(line)


def test_same_words_as_pyvi() -> None:
    assert_same(TEXT.split("\n"))


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="real documents are not on this machine")
@pytest.mark.parametrize("name", ["seeds", "laws"])
def test_same_words_as_pyvi_on_real_documents(name: str) -> None:
    folder = SHARED / "seeds" if name == "seeds" else SHARED / "corpora" / "laws"
    paths = sorted(folder.glob("*.txt"))[:6]
    assert paths
    for path in paths:
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
        assert_same([line for line in text.split("\n") if line.strip()][:60])


def test_text_is_the_accented_keys_of_the_syllables() -> None:
    assert [token.text for token in words("Phong trào thi đua yêu nước")] == [
        "phong_trao2",
        "thi_đua",
    ]


def test_positions_count_syllables() -> None:
    assert [token.position for token in words("Năm 2024, phong trào\nthi đua")] == [2, 4]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_spans_are_slices_of_the_text_as_it_is(form: str) -> None:
    text = unicodedata.normalize(form, "Trong phong trào thi\u00ad đua")
    slices = [text[t.span.start : t.span.end] for t in words(text)]
    assert [unicodedata.normalize("NFC", s) for s in slices] == ["phong trào", "thi\u00ad đua"]


def test_time_is_linear_where_pyvi_is_quadratic() -> None:
    def seconds(size: int) -> float:
        text = "a.-" * size
        # Processor time: what else the machine does counts for nothing.
        times = timeit.repeat(lambda: words(text), timer=process_time, number=1, repeat=3)
        return min(times)

    # 16 times the text: 16 times as long where linear, 256 times where quadratic
    assert seconds(64_000) < 64 * max(seconds(4_000), 0.001)

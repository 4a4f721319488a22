"""Documents built from a tree of clauses come back as that tree; damaged ones lose nothing."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from piece_checks import check_pieces

from benchmarks.adversarial import FRAGMENTS, text_of
from indexer.identity.item_numbers import VIETNAMESE
from indexer.ingest.parse import parse

WORDS = [
    "cơ", "quan", "phối", "hợp", "kiểm", "tra", "việc", "thi", "hành", "nhiệm", "vụ", "được",
    "giao", "theo", "thẩm", "quyền", "năm",
]  # fmt: skip
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]


@dataclass(frozen=True)
class Built:
    """A text and what its clauses' ids must end in."""

    lines: tuple[str, ...]
    anchors: tuple[str, ...]

    def __add__(self, other: Built) -> Built:
        return Built(self.lines + other.lines, self.anchors + other.anchors)


@st.composite
def sentence(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=12))
    return " ".join(words).capitalize() + draw(st.sampled_from([".", ";", ":"]))


counts = st.integers(0, 4)


@st.composite
def points(draw: st.DrawFn, above: str) -> Built:
    made = Built((), ())
    letters = draw(st.sampled_from([VIETNAMESE, "abcdefgh"]))
    for letter in letters[: draw(st.integers(0, 7))]:
        name = "dd" if letter == "đ" else letter
        made += Built((f"{letter}) {draw(sentence())}",), (f"{above}diem-{name}",))
    return made


@st.composite
def numbered(draw: st.DrawFn, above: str) -> Built:
    made = Built((), ())
    gap = draw(st.sampled_from([" ", ""]))
    for number in range(1, draw(counts) + 1):
        made += Built((f"{number}.{gap}{draw(sentence())}",), (f"{above}khoan-{number}",))
        made += draw(points(f"{above}khoan-{number}."))
    return made


@st.composite
def law(draw: st.DrawFn) -> Built:
    made = Built((), ())
    article = 0
    for chapter in range(draw(st.integers(1, 3))):
        roman = ROMAN[chapter]
        made += Built((f"Chương {roman}", "QUY ĐỊNH CHUNG"), (f"chuong-{roman.lower()}",))
        for _ in range(draw(st.integers(1, 3))):
            article += 1
            made += Built((f"Điều {article}. {draw(sentence())}",), (f"dieu-{article}",))
            made += draw(numbered(f"dieu-{article}."))
    return made


@st.composite
def plan(draw: st.DrawFn) -> Built:
    made = Built((), ())
    for part in range(draw(st.integers(1, 4))):
        roman = ROMAN[part]
        gap = draw(st.sampled_from([" ", ""]))
        made += Built((f"{roman}.{gap}NHIỆM VỤ",), (f"muc-{roman.lower()}",))
        items = draw(st.sampled_from([numbered, points]))
        made += draw(items(f"muc-{roman.lower()}."))
    return made


HEAD = "UBND TỈNH AN LÂM\nSố: 1/QĐ-UBND\nAn Lâm, ngày 1 tháng 2 năm 2024\nQUYẾT ĐỊNH\nVề việc thử\n"
ends = st.sampled_from(["\n", "\n\n", " \n", "\n\n\n"])
forms = st.sampled_from(["NFC", "NFD"])


@given(st.one_of(law(), plan()), ends, forms)
@settings(deadline=None)
def test_a_document_comes_back_as_it_was_built(built: Built, end: str, form: str) -> None:
    text = unicodedata.normalize(form, HEAD + end.join(built.lines) + "\n")
    document, pieces = parse(text, "a.txt")
    check_pieces(document, pieces)
    found = [p.id.split("#")[1] for p in pieces if p.kind == "clause"]
    assert found == list(built.anchors)


SAMPLES = [
    path.read_text(encoding="utf-8-sig")
    for path in sorted((Path(__file__).parents[1] / "data").glob("*.txt"))
]


@given(st.sampled_from(SAMPLES), st.data())
@settings(deadline=None)
def test_a_torn_document_loses_nothing(text: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    check_pieces(*parse(text[start:end], "a.txt"))


@given(st.sampled_from(SAMPLES), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_a_shuffled_document_loses_nothing(text: str, random: object) -> None:
    lines = text.split("\n")
    random.shuffle(lines)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    check_pieces(*parse("\n".join(lines), "a.txt"))


@given(st.sampled_from(SAMPLES), st.integers(0, 50), st.sampled_from(["\x00", "\u00ad", "\u200b"]))
@settings(deadline=None)
def test_a_document_filled_with_nothing_loses_nothing(text: str, every: int, fill: str) -> None:
    check_pieces(
        *parse(fill.join([text[i : i + every + 1] for i in range(0, 3000, every + 1)]), "a")
    )


SIZE = 60_000
LONGEST_SECONDS = 3.0
"""Linear work takes 0.01 to 0.3 seconds of CPU at this size; a quadratic pattern takes minutes."""


@pytest.mark.parametrize("fragment", FRAGMENTS.values(), ids=FRAGMENTS)
def test_no_text_is_slow(fragment: str) -> None:
    text = text_of(fragment, SIZE)
    started = time.process_time()
    check_pieces(*parse(text, "a.txt"))
    assert time.process_time() - started < LONGEST_SECONDS

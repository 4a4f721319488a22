"""The cost of analysing a text, in calls: no shape of text is expensive, and no cost grows faster
than the length."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from itertools import pairwise

import pytest

from analyzers import analysis
from analyzers.normalize import compose, decompose, ordered
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse

SIZE = 2_000
MOST_CALLS = 40
"""Calls a code point. Prose takes 6, and has a quarter as many syllables as ``1.1.1.1.``, which
took 68 when each number was compared with every kind of reference."""
SHAPES: dict[str, str] = {
    "numbers and dots": "1.1.1.1.",
    "numbers and slashes": "1/",
    "numbers and hyphens": "1-",
    "numbers and blanks": "1 ",
    "numbers, lines": "1.1.1.1. x\n",
    "thousands": "1.000.",
    "digits": "1234567890",
    "letters of items": "a)",
    "items, lines": "a) x\n",
    "Điều alone": "Điều ",
    "Điều with a number": "Điều 5 ",
    "headings": "Điều 5. Tên\n\nnội dung\n",
    "chapters": "Chương I\nTÊN\n",
    "places": "khoản 1, 2 Điều 5 ",
    "số alone": "số ",
    "số with a number": "số 1 ",
    "half a date": "ngày 1 tháng 1 ",
    "dates": "ngày 1/1/2014 ",
    "brackets": "(((((",
    "quotation marks": "“",
    "quoted items": '\n"Điều 1. ',
    "codes": "-CT-CT-CT",
    "document numbers": "34-CT/TW ",
    "laws": "Luật số 91/2015/QH13 ngày 1/1/2014 của Chính phủ ",
    "titles of laws": "Luật Đất đai ",
    "abbreviations": "UBND ",
    "signatures": "KT. CHỦ TỊCH\n",
    "recipients": "Nơi nhận:\n- A;\n",
    "rows": "a | b\n",
    "blank lines": "x\n\n",
    "hyphens, lines": "x-\n ",
    "stars": "*a ",
    "marks": "\u0301\u0323",
    "marks that are none": "\u0f71\u0f73",
    "decomposed": "e\u0302\u0301",
    "no letter": "𝐭😀½",
}


def calls(work: Callable[[], object]) -> int:
    """How often anything is called, in Python or in C."""
    counted = 0

    def count(_: object, event: str, __: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


def cost(text: str) -> int:
    """The calls that a text takes on its way from a file to the index."""
    return calls(lambda: list(entries(*parse(text, "a.txt"))))


def long(shape: str, size: int) -> str:
    return "Điều 1. x\n" + (shape * (size // len(shape) + 1))[:size]


@pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))
def test_analysis_is_linear_in_any_text(shape: str) -> None:
    text = long(shape, SIZE)
    cost(text)  # tables are loaded, and syllables known
    assert cost(text) < MOST_CALLS * len(text)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))
def test_twice_the_text_costs_twice_as_much(shape: str) -> None:
    one, two = long(shape, SIZE), long(shape, 2 * SIZE)
    cost(two)
    assert cost(two) < 2.2 * cost(one)


@pytest.mark.parametrize("letters", ["a", "ế", "1"])
def test_a_syllable_of_thousands_of_letters_is_not_cached(letters: str) -> None:
    cached = sum(map(len, (analysis._FOLDED, analysis._EXACT)))
    analysis.analyze(letters * 5_000)
    assert sum(map(len, (analysis._FOLDED, analysis._EXACT))) == cached


RUNS = {
    "marks of two classes": "e" + "\u0301\u0323" * 100,
    "marks that are none": "\u0f71\u0f73" * 100,
    "between letters": ("đ" + "\u0301\u0323\u031b" * 40) * 3,
    "after an accent of its own": "ế" + "\u0323\u0301" * 100,
}


@pytest.mark.parametrize("run", RUNS.values(), ids=list(RUNS))
def test_a_long_run_of_marks_leaves_nothing_to_sort(run: str) -> None:
    classes = [unicodedata.combining(c) for c in ordered(run)]
    assert not any(0 < after < before for before, after in pairwise(classes))


@pytest.mark.parametrize("run", RUNS.values(), ids=list(RUNS))
def test_it_is_normalized_as_ever(run: str) -> None:
    expected = (unicodedata.normalize("NFC", run), unicodedata.normalize("NFD", run))
    assert (compose(run), decompose(run)) == expected

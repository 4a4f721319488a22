"""What stands in documents and file names cannot steer a terminal."""

from __future__ import annotations

import pytest

from analyzers.token import Span
from khoan.terminal import marked, visible, visible_line, wrapped

UNSAFE = [
    ("escape", "a\x1b[2Jb", "a\\u001b[2Jb"),
    ("bell", "\x07", "\\u0007"),
    ("C1 control", "\x9b31m", "\\u009b31m"),
    ("carriage return", "a\rb", "a\\u000db"),
    ("right-to-left override", "a\u202etxt.exe", "a\\u202etxt.exe"),
    ("isolate", "\u2066a\u2069", "\\u2066a\\u2069"),
    ("line separator", "a\u2028b", "a\\u2028b"),
    ("lone surrogate", "\udcff", "\\udcff"),
]


@pytest.mark.parametrize(("text", "shown"), [u[1:] for u in UNSAFE], ids=[u[0] for u in UNSAFE])
def test_unsafe_characters_are_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_text_is_left_as_it_is() -> None:
    text = "Điều 5. Hòa\n\tbình: “nước” \u00a0 e\u0302\u0301 \U0001f600"
    assert visible(text) == text


def test_a_name_stays_on_its_line() -> None:
    assert visible_line("a\nb\tc") == "a\\nb\\tc"


def test_marks_stay_where_they_are() -> None:
    assert marked("\x1bthi dua\x07", [Span(1, 4)]) == "\\u001bthi dua\\u0007"


def test_a_passage_is_one_line_for_other_programs() -> None:
    assert wrapped("thi đua " * 30, "  ") == "  " + "thi đua " * 30


def test_a_passage_fits_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "30")
    lines = wrapped(" ".join(["thi đua"] * 20)).split("\n")
    assert max(map(len, lines)) <= 30
    assert [line[:2] for line in lines] == ["  "] * len(lines)


def test_colours_take_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "30")
    assert wrapped("\x1b[33m\x1b[1mthi đua\x1b[0m yêu nước năm nay").count("\n") == 0

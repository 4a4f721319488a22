"""Text with marks and links as HTML."""

from __future__ import annotations

import pytest

from analyzers.token import Span
from search_ui.highlight import Link, around, marked, overlaid, ticked

TEXT = "một hai ba <bốn>"


MARKED: list[tuple[str, list[Span], str]] = [
    ("none", [], "một hai ba &lt;bốn&gt;"),
    ("one", [Span(4, 7)], "một <mark>hai</mark> ba &lt;bốn&gt;"),
    ("blanks between", [Span(0, 3), Span(4, 7)], "<mark>một hai</mark> ba &lt;bốn&gt;"),
    ("words between", [Span(0, 3), Span(8, 10)],
     "<mark>một</mark> hai <mark>ba</mark> &lt;bốn&gt;"),
    ("an empty one", [Span(4, 4)], "một hai ba &lt;bốn&gt;"),
    ("all", [Span(0, 16)], "<mark>một hai ba &lt;bốn&gt;</mark>"),
]  # fmt: skip


@pytest.mark.parametrize(("marks", "html"), [m[1:] for m in MARKED], ids=[m[0] for m in MARKED])
def test_marked(marks: list[Span], html: str) -> None:
    assert marked(TEXT, marks) == html


OVERLAID: list[tuple[str, list[Span], str]] = [
    ("before", [Span(0, 3)], '<mark>một</mark> <a class="cite" href="/x">hai</a> ba'),
    ("at its end", [Span(7, 10)], 'một <a class="cite" href="/x">hai</a><mark> ba</mark>'),
    ("across its start", [Span(2, 5)],
     'mộ<mark>t </mark><a class="cite" href="/x"><mark>h</mark>ai</a> ba'),
    ("across its end", [Span(6, 9)],
     'một <a class="cite" href="/x">ha<mark>i</mark></a><mark> b</mark>a'),
]  # fmt: skip


@pytest.mark.parametrize(("marks", "html"), [m[1:] for m in OVERLAID], ids=[m[0] for m in OVERLAID])
def test_marks_beside_a_link(marks: list[Span], html: str) -> None:
    made = overlaid(TEXT, Span(0, 10), marks, [Link(Span(4, 7), "/x", True)])
    assert made == html


AROUND: list[tuple[str, Span, int, str]] = [
    ("in the middle", Span(4, 7), 9, "một hai ba"),
    ("at the start", Span(0, 3), 5, "một hai"),
    ("at the end", Span(8, 10), 2, "ba"),
    ("longer than asked", Span(0, 10), 3, "một hai ba"),
    ("all", Span(4, 7), 99, TEXT),
]


@pytest.mark.parametrize(
    ("span", "length", "shown"), [a[1:] for a in AROUND], ids=[a[0] for a in AROUND]
)
def test_around(span: Span, length: int, shown: str) -> None:
    start, end = around(TEXT, span, length)
    assert TEXT[start:end] == shown


def test_backticks_are_code() -> None:
    assert ticked("a `b<` c") == "a <code>b&lt;</code> c"

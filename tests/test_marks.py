"""Marks say what was meant: together before alone, with the accents typed before without."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.querying.rewrite import rewrite
from indexer.querying.snippets import Wanted, marks, settled, wanted


def asked(text: str) -> Wanted:
    found = rewrite(text)
    return wanted(found.marks, found.phrases, found.prefixes)


def marked(text: str, query: Wanted) -> list[str]:
    return [text[start:end] for start, end in marks(text, query)]


ALONE = [
    ("together before alone", "cổ đông", "Cổ đông có đồng", ["Cổ đông"]),
    ("with the accents before together", "cổ đông", "cổ đông, cơ động", ["cổ đông"]),
    ("accents omitted", "co dong", "cổ đông, cơ động", ["cổ đông", "cơ động"]),
    ("together without the accents", "cổ đông", "cơ động là có", ["cơ động"]),
    ("alone with the accents", "cổ đông", "cổ phần và có", ["cổ"]),
    ("alone without", "cổ đông", "có thể", ["có"]),
    ("no accent is one, where others have them", "thi đua", "thị trường, thi tuyển, dưa",
     ["thi", "dưa"]),
    ("no accent where none was typed", "thi dua", "thị trường, thi tuyển", ["thị", "thi"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "text", "found"), [a[1:] for a in ALONE], ids=[a[0] for a in ALONE]
)
def test_the_best_that_a_text_has_is_marked(query: str, text: str, found: list[str]) -> None:
    assert marked(text, asked(query)) == found


SETTLED = [
    ("together elsewhere", "cổ đông", ["quyền của cổ đông"], "có đồng", []),
    ("together here too", "cổ đông", ["cổ đông"], "có cổ đông", ["cổ đông"]),
    ("with the accents elsewhere", "cổ đông", ["cổ phần"], "có thể", []),
    ("never together", "cổ đông", ["cổ phần"], "cổ phần", ["cổ"]),
    ("nothing found", "cổ đông", [], "có thể", ["có"]),
    ("one word of three", "phạt cổ đông", ["cổ đông"], "phạt tiền, có", ["phạt"]),
]


@pytest.mark.parametrize(
    ("query", "best", "text", "found"), [s[1:] for s in SETTLED], ids=[s[0] for s in SETTLED]
)
def test_a_document_is_marked_as_its_best_answers_are(
    query: str, best: list[str], text: str, found: list[str]
) -> None:
    assert marked(text, settled(asked(query), best)) == found


SYLLABLES = st.lists(
    st.sampled_from(["cổ", "co", "Có", "đông", "Đồng", "dong", "điều", "4", "phạt", "tiền", ","]),
    max_size=12,
).map(" ".join)


@given(SYLLABLES, SYLLABLES, SYLLABLES)
def test_a_plain_text_is_marked_as_any_other_is(query: str, best: str, text: str) -> None:
    easy = settled(asked(query), [best]) if best else asked(query)
    # One phrase more, that no text has: then the general way is taken.
    assert marks(text, easy) == marks(text, replace(easy, phrases=(("khong", "o", "dau"),)))

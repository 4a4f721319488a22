"""A clause of millions of code points costs what is shown of it."""

from __future__ import annotations

import pytest
from site_fixture import sample_index

from analyzers.token import Span
from indexer.querying import snippets
from indexer.querying.duplicates import LONGEST, fold
from indexer.querying.request import SearchRequest
from indexer.querying.rewrite import rewrite
from indexer.querying.snippets import SEARCHED, WINDOW, Wanted, marks, snippet, wanted, window
from search_ui import Settings, create_app

FILLER = "một hai ba bốn năm sáu bảy tám chín mười "


def asked(text: str) -> Wanted:
    found = rewrite(text)
    return wanted(found.marks, found.phrases, found.prefixes)


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("thi dua", "thi đua"),
        ("thi đua", "THI ĐUA"),
        ("dat", "đất"),
        ("đất", "đất"),
        ('"đất đai"', "đất đai"),
        ("khuyến*", "khuyến"),
    ],
)
def test_the_window_is_where_the_words_are(query: str, marked: str) -> None:
    text = FILLER * 1_000 + marked + " " + FILLER * 2_000
    found = marks(text, asked(query))
    assert [text[span.start : span.end] for span in found] == [marked]
    assert marked in snippet(text, found).text


def test_the_window_of_a_long_text_is_bounded() -> None:
    text = FILLER * 10_000
    found = window(text, asked("hai"))
    assert found.end - found.start == WINDOW


def test_a_short_text_is_looked_at_whole() -> None:
    assert window("a" * WINDOW, asked("hai")) == Span(0, WINDOW)


def test_words_are_looked_for_in_a_beginning_only() -> None:
    text = FILLER * (SEARCHED // len(FILLER) + 10) + "đất " + FILLER * 1_000
    assert window(text, asked("đất")).start == 0


def test_no_more_than_the_window_is_analysed(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    plain = snippets.plain_syllables
    monkeypatch.setattr(
        snippets, "plain_syllables", lambda text: (seen.append(len(text)), plain(text))[1]
    )
    marks(FILLER * 10_000, asked("hai"))
    assert seen == [WINDOW]


def test_results_are_compared_by_their_beginnings(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    index = sample_index(("1. " + FILLER * 2_000, "dai.txt"))
    hits = index.answer(SearchRequest("bảy")).hits
    monkeypatch.setattr(
        "indexer.querying.duplicates.pairs_of", lambda text: seen.append(len(text)) or []
    )
    fold(hits)
    assert max(seen) <= LONGEST


def test_a_document_is_marked_as_far_as_the_settings_say() -> None:
    text = "1. " + "đất đai. " * 20 + "\n2. " + "đất đai. " * 20
    index = sample_index((text, "dai.txt"))
    (id_,) = [document.id for document in index.documents() if document.source == "dai.txt"]
    every, first = (
        create_app(index, Settings(max_marked=most))
        .test_client()
        .get(f"/van-ban/{id_}?q=đất")
        .get_data(as_text=True)
        .count("<mark")
        for most in (10_000, 100)
    )
    assert (every, first) == (40, 20)

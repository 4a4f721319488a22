"""Real directives, queried the way people query: the right clause comes first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from shared_data import SHARED, needs_shared

from analyzers.fold import fold
from analyzers.syllables import syllables
from indexer.index import Index, create_index

pytestmark = needs_shared

KNOWN: list[tuple[str, set[tuple[str, str]]]] = [
    ("chống dịch như chống giặc", {("001", "khoan-7"), ("002", "muc-ii.khoan-6")}),
    ("đô thị loại IV", {("000", "khoan-2")}),
    ("truyền thanh xã", {("004", "muc-iii.diem-b")}),
    ("giảm nghèo nhanh và bền vững", {("002", "muc-ii.khoan-2")}),
    ("Sở Thông tin và Truyền thông", {("003", "khoan-6.diem-c")}),
    ("tinh giản biên chế", {("000", "khoan-4")}),
]
TYPED = {
    "accented": lambda text: text,
    "unaccented": lambda text: " ".join(fold(token.text) for token in syllables(text)),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with create_index(tmp_path_factory.mktemp("seeds")) as made:
        made.add([SHARED / "seeds"])
        yield made


CASES = [
    pytest.param(how(query), expected, id=f"{query}-{name}")
    for query, expected in KNOWN
    for name, how in TYPED.items()
]


@pytest.mark.parametrize(("query", "expected"), CASES)
def test_the_clause_comes_first(index: Index, query: str, expected: set[tuple[str, str]]) -> None:
    hit = index.search(query).hits[0]
    assert (hit.document.source[:3], hit.clause.id.partition("#")[2]) in expected


@pytest.mark.parametrize(("query", "expected"), CASES)
def test_marks_say_what_was_asked(index: Index, query: str, expected: set[tuple[str, str]]) -> None:
    wanted = {fold(token.text) for token in syllables(query)}
    for hit in index.search(query).hits:
        marked = [hit.clause.text[start:end] for start, end in hit.marks]
        assert marked
        shown = [token.text for text in marked for token in syllables(text)]
        # An abbreviation (TT&TT) that the query writes out is marked as well.
        assert all(fold(syllable) in wanted or syllable.isupper() for syllable in shown)


@pytest.mark.parametrize(("query", "expected"), CASES)
def test_what_is_shown_is_a_slice_of_the_file(
    index: Index, query: str, expected: set[tuple[str, str]]
) -> None:
    for hit in index.search(query).hits:
        file = Path(SHARED, "seeds", hit.document.source).read_text(encoding="utf-8")
        assert file[slice(*hit.clause.span)] == hit.clause.text
        assert hit.snippet.text in hit.clause.text

"""What each part of the query language finds, over an index in memory and one on disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.analysis import fingerprint
from indexer.core.engine import Engine
from indexer.core.errors import QueryError
from indexer.engines.memory import MemoryEngine
from indexer.engines.registry import engine_of
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse
from indexer.querying.request import SearchRequest
from indexer.querying.results import Results
from indexer.querying.search import scan, search

DOCUMENTS: dict[str, tuple[str, str | None, str]] = {
    "a": ("luat/2010/đất đai.txt", "Nguyễn Văn An", (
          "Số: 1310/QĐ-UBND\n\nQUYẾT ĐỊNH\n\nVề thu hồi đất\n\n"
          "Điều 1. Bồi thường về nhà\nThu hồi đất để làm đường, có đóng thuế.\n\n"
          "Điều 2. Hiệu lực\nQuyết định có hiệu lực từ ngày ký.\n")),
    "b": ("luat/2012/tep so 05.txt", "Trần Ẩn", (
          "Số: 131/QĐ-UBND\n\nQUYẾT ĐỊNH\n\nVề lệ phí\n\n"
          "Điều 1. Mức thu\nLệ phí nhà phải nộp cùng với thuế. Thu hồi đồng bộ.\n\n"
          "Điều 2. Kinh phí\nKênh tưới do xã lo.\n")),
    "c": ("luat2010.txt", None, (
          "Số: 755/CT-UBND\n\nCHỈ THỊ\n\nVề khen thưởng\n\n"
          "1. Khuyến khích phong trào thi đua.\n\n2. Luật sư không thuộc đối tượng này.\n")),
}  # fmt: skip
ISSUERS = {"a": "ỦY BAN NHÂN DÂN HUYỆN AN BÌNH", "b": "Sở GD-ĐT An Bình", "c": None}
DATES = {"a": "2010-05-01", "b": "2012-05-01", "c": "2014-05-01"}


@pytest.fixture(scope="module", params=["memory", "disk"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    made: Engine = MemoryEngine()
    if request.param == "disk":
        kind, address = engine_of(tmp_path_factory.mktemp("language") / "index")
        made = kind.create(address, fingerprint(), replace=False)
    fill(made)
    yield made
    made.close()


def fill(engine: Engine) -> None:
    with engine.writer() as writer:
        for key, (source, signer, text) in DOCUMENTS.items():
            document, clauses = parse(text, source)
            document = replace(document, signer=signer, date=DATES[key], issuer=ISSUERS[key])
            writer.put(document, entries(document, clauses))


def found(engine: Engine, query: str) -> tuple[str, Results]:
    """The letters of the documents found, in their order of the alphabet; and all of it."""
    results = search(engine, SearchRequest(query, limit=50))
    keys = {source: key for key, (source, _, _) in DOCUMENTS.items()}
    return "".join(sorted({keys[hit.document.source] for hit in results.hits})), results


FINDS: list[tuple[str, str]] = [
    # wildcards
    ("*uật", "c"),
    ("lu?t", "c"),
    ("k*nh", "b"),
    ("k?nh", "b"),
    ("khuyến*", "c"),
    ("th*g", "ac"),
    ("k*nh -phí", ""),
    ("x*nh", ""),
    ('"thu hồi đ*"', "ab"),
    ('"t* hồi đất"', "a"),
    ('"thu hồi đấ*"', "a"),
    ('"hồi đ* bộ"', "b"),
    ('"hồi * bộ"', ""),
    ("luậ~", "ac"),
    ("khem~", "c"),
    # distances
    ("(đất OR nhà) NEAR/6 thuế", "ab"),
    ("đất NEAR/6 (phí OR thuế)", "a"),
    ("nhà NEAR/2 thuế", ""),
    ("nhà w/4 nộp", "b"),
    ("nhà /4 nộp", "b"),
    ("thu NEAR/2 đấ*", "a"),
    ('"thuế thu đất"~9', "a"),
    ('"thuế thu đất"~3', ""),
    ('"thuê thu đất"~9', ""),
    ("thu NEAR/1 hồi NEAR/1 đất", "a"),
    # numbers
    ("131", "b"),
    ("13*", "ab"),
    ("1310*", "a"),
    ("*310", "a"),
    ("*55", "c"),
    ("13", "ab"),
    ("so:13*", "ab"),
    ("so:131", "b"),
    ("so:100..200", "b"),
    ("so:>=700", "ac"),
    ("so:*55", "c"),
    # fields
    ("nam:2010", "a"),
    ("nam:2010..2013", "ab"),
    ("nam:>=2012", "bc"),
    ("nam:..2012 thu", "ab"),
    ("nguoiky:an", "ab"),
    ('nguoiky:"nguyen van"', "a"),
    ("nguoiky:Nguyễn", "a"),
    ("nguoiky:nguy", ""),
    ("nguoiky:nguy*", "a"),
    ("thumuc:luat", "ab"),
    ("thumuc:luat/2010", "a"),
    ("thumuc:2012", "b"),
    ("thumuc:lua", ""),
    ("tep:luat", "abc"),
    ("tep:luat/2010", "a"),
    ('tep:"tệp số"', "b"),
    ('tep:"đất đai"', "a"),
    ("tep:đai", ""),
    ("tieude:thuong", "ac"),
    ('tieude:"thu hồi"', "a"),
    ('tieude:"hồi thu"', "a"),
    ('title:"bồi thường"', "a"),
    ("tieude:thuế", ""),
    ("tieude:thu -tieude:phí", "a"),
    ('loai:"chỉ thị" OR nam:2010', "ac"),
    ('-loai:"chỉ thị" thu', "ab"),
    ('loai:("chỉ thị" OR "nghị định")', "c"),
    ("loai:chỉ*", "c"),
    ("loai:luật", ""),
    ('coquan:"Ủy ban nhân dân huyện An Bình"', "a"),
    ('coquan:"UBND huyện An Bình"', "a"),
    ('coquan:"ubnd huyen an binh" thu', "a"),
    ('coquan:"ubnd huyện"', ""),
    ('coquan:"ubnd*"', "a"),
    ('coquan:"*huyện An*"', "a"),
    ('coquan:"Sở Giáo dục và Đào tạo An Bình"', "b"),
    ('coquan:"sở gdđt an bình"', "b"),
    ('thu -coquan:"ubnd huyện an bình"', "b"),
    # what is not quite in the language
    ('"lệ phí', "b"),
    ('loai:"chỉ thị', "c"),
    ('phí loai:"quyết định', "b"),
    ("phí AND ", "b"),
    ("(phí OR kênh", "b"),
    ("ngay:20 phí", "b"),
    ("dieu:? phí", "b"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), FINDS, ids=[query for query, _ in FINDS])
def test_a_query_finds(engine: Engine, query: str, expected: str) -> None:
    assert found(engine, query)[0] == expected


INSTEAD: list[tuple[str, str, str | None]] = [
    ('"thu hội đất"', "a", "với dấu khác"),
    ('"đất hồi thu"', "a", "không cần liền nhau"),
    ('"thu hội đất" đường', "a", "Với dấu khác"),
    ('"xyz"', "", None),
]


@pytest.mark.parametrize(
    ("query", "expected", "said"), INSTEAD, ids=[query for query, *_ in INSTEAD]
)
def test_a_phrase_that_nothing_holds_counts_nothing_and_shows_what_is_close_apart(
    engine: Engine, query: str, expected: str, said: str | None
) -> None:
    _, results = found(engine, query)
    close = results.instead.hits if results.instead else ()
    assert (results.total, bool(close)) == (0, bool(expected))
    kinds = [notice.text.lower() for notice in results.notices if notice.kind == "quoted"]
    assert [said.lower() in text for text in kinds] == [True] if said else kinds == []


def test_what_is_shown_instead_is_what_the_query_of_the_notice_finds(engine: Engine) -> None:
    _, results = found(engine, '"thu hội đất"')
    assert results.instead is not None
    query = results.notices[-1].query
    assert query is not None
    assert found(engine, query)[1].total == results.instead.total


def test_a_query_that_is_to_be_taken_literally_is_not_loosened(engine: Engine) -> None:
    results = search(engine, SearchRequest('"thu hội đất"', literal=True))
    assert (results.total, results.instead) == (0, None)


def test_a_number_that_is_found_names_the_longer_ones(engine: Engine) -> None:
    _, results = found(engine, "131")
    assert [notice.query for notice in results.notices] == ["131*"]


def test_a_number_that_is_not_found_gives_those_that_begin_so(engine: Engine) -> None:
    _, results = found(engine, "13")
    assert ["bắt đầu như thế" in notice.text for notice in results.notices] == [True]


@pytest.mark.parametrize("query", ["13", '"thu hội đất"', "k*nh", "nam:2010..2013"])
def test_an_export_has_what_a_search_finds(engine: Engine, query: str) -> None:
    request = SearchRequest(query, limit=50)
    exported = [hit.clause.id for hit in scan(engine, request)]
    assert exported == [hit.clause.id for hit in search(engine, request).hits]


NOTICED: list[tuple[str, str]] = [
    ("ngay:20 phí", "ngay:20"),
    ("nguoiky:xyz thu", "nguoiky:xyz"),
    ("nam:20 thu", "nam:20"),
    ("loai:xyz thu", "loai:xyz"),
    ('loai:"chỉ thị', "chưa đóng"),
    ("abc:xyz phí", "abc:"),
    ("/ph.*/ lệ", "biểu thức chính quy"),
    (" ".join(f"k?{letter}h" for letter in "abcdeghik"), "Chỉ 8 từ"),
]


@pytest.mark.parametrize(("query", "said"), NOTICED, ids=[query for query, _ in NOTICED])
def test_what_was_not_understood_is_said(engine: Engine, query: str, said: str) -> None:
    _, results = found(engine, query)
    assert any(said in notice.text for notice in results.notices)


REFUSED = ["ngay:abc", "dieu:?"]


@pytest.mark.parametrize("query", REFUSED)
def test_a_query_that_is_only_a_condition_without_meaning_is_refused(
    engine: Engine, query: str
) -> None:
    with pytest.raises(QueryError):
        found(engine, query)


MARKED: list[tuple[str, set[str]]] = [
    ("k*nh", {"Kinh", "Kênh"}),
    ('"hồi đ* bộ"', {"hồi đồng bộ"}),
    ("lu?t", {"Luật"}),
    ("(đất OR nhà) NEAR/6 thuế", {"nhà", "thuế", "đất"}),
]


@pytest.mark.parametrize(("query", "said"), MARKED, ids=[query for query, _ in MARKED])
def test_what_a_pattern_stands_for_is_marked(engine: Engine, query: str, said: set[str]) -> None:
    _, results = found(engine, query)
    marked = {hit.clause.text[a:b] for hit in results.hits for a, b in hit.marks}
    assert marked & said
    assert {word.lower() for word in marked} <= {word.lower() for word in said}


ANYTHING = [
    '"', "(", ")", "AND", "OR", "NOT", "NEAR/3", "w/2", "/5", "-", "a*", "*uật", "k*nh", "lu?t",
    "th*", "~5", "luậ~", "thu", "hồi", "đất", "/x.*/", "loai:", "loai:(", "nam:2010..2013", "so:1*",
    "131", "nguoiky:an", "tieude:thu", "thumuc:luat", "ngay:x", "dieu:1", "abc:x", "||", "“",
    '"thu', 'đ*"',
]  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(ANYTHING), max_size=12))
def test_anything_is_answered_or_refused_in_words(parts: list[str]) -> None:
    engine = small()
    try:
        results = search(engine, SearchRequest(" ".join(parts)))
    except QueryError:
        return
    assert len(results.hits) <= results.total


NESTED = [
    "(" * 19 + "đất OR nhà" + ")" * 19,
    " ".join(['"t* h* đ*"'] * 40),
    " OR ".join(["(th* OR k*) NEAR/9 (nh* OR đ*)"] * 30),
    " NEAR/5 ".join(["(thu OR hồi OR đất)"] * 45),
    " ".join(f"*{letter}*nh" for letter in "aeiouy" * 20),
    " OR ".join(["tieude:thu"] * 30),
    " ".join(["luậ~"] * 100),
    '"' + "t* " * 200,
]


@pytest.mark.parametrize("query", NESTED, ids=[query[:20] for query in NESTED])
def test_nested_and_repeated_signs_stay_cheap(engine: Engine, query: str) -> None:
    started = process_time()
    search(engine, SearchRequest(query[:1000]))
    assert process_time() - started < 5


@cache
def small() -> Engine:
    made = MemoryEngine()
    fill(made)
    return made

"""Accents that were typed hold back other words, accents that were left out say nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from indexer.engines.memory import MemoryEngine
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse
from indexer.querying.request import SearchRequest
from indexer.querying.results import Results
from indexer.querying.search import search


def engine_of(*texts: str) -> MemoryEngine:
    """An index of documents called 0, 1, 2 ..."""
    engine = MemoryEngine()
    with engine.writer() as writer:
        for number, text in enumerate(texts):
            document, clauses = parse(text, f"{number}.txt")
            writer.put(document, entries(document, clauses))
    return engine


def order(results: Results) -> list[int]:
    return [int(hit.document.source[0]) for hit in results.hits]


def found(texts: Sequence[str], query: str, **options: str) -> Results:
    return search(engine_of(*texts), SearchRequest(query, literal=True, **options))  # type: ignore[arg-type]


FILLER = "Việc quản lý hồ sơ do cơ quan nhà nước thực hiện. "
RANKED: list[tuple[str, list[str], str, list[int]]] = [
    ("one syllable", ["Chợ phiên. Chợ chợ.", "Con chó của nhà hàng xóm."], "chó", [1, 0]),
    ("a pair", ["Tòa án cấp trên.", "Kẻ ăn cắp bị bắt ở ngoài đường phố."], "ăn cắp", [1, 0]),
    (
        "more often and shorter",
        ["Thuê thuê thuê.", FILLER * 5 + "Mọi người nộp thuế."],
        "thuế",
        [1, 0],
    ),
    (
        "lost accents are found, after",
        ["Ke an cap bi bat.", "Kẻ ăn cắp bị bắt ở ngoài đường phố."],
        "ăn cắp",
        [1, 0],
    ),
    (
        "a syllable that has none, of an accented query",
        ["Thị đua thị đua.", "Tổ chức phong trào thi đua trong toàn ngành."],
        "thi đua",
        [1, 0],
    ),
    (
        "accents of a part of the query",
        ["Luật đặt dài.", "Ban hành Luật đất đai mới."],
        "luật dat đai",
        [1, 0],
    ),
    (
        "together with other accents, apart with these",
        ["Thuê đất, thuê đất; thuế.", "Người dân có nghĩa vụ nộp thuế đất cho ngân sách."],
        "thuế đất",
        [1, 0],
    ),
    (
        "an abbreviation in capitals",
        ["Thuế và tang vật, vật vật.", "Mọi người có nghĩa vụ nộp thuế theo mức VAT chung."],
        "thuế VAT",
        [1, 0],
    ),
    (
        "a long query",
        [
            "Tòa án cấp tài sản nhà nước cho người khác.",
            "Người nào ăn cắp tài sản nhà nước của người khác mà có.",
        ],
        "ăn cắp tài sản nhà nước của người khác",
        [1, 0],
    ),
    (
        "a long query that no clause has whole",
        [
            "Tòa án cấp tài sản nhà nước.",
            "Người nào ăn cắp tài sản nhà nước, dù ít hay nhiều.",
        ],
        "phạt tiền bao nhiêu khi ăn cắp tài sản nhà nước",
        [1, 0],
    ),
]


@pytest.mark.parametrize(
    ("texts", "query", "expected"), [r[1:] for r in RANKED], ids=[r[0] for r in RANKED]
)
def test_ranked(texts: list[str], query: str, expected: list[int]) -> None:
    assert order(found(texts, query)) == expected


def test_accents_left_out_say_nothing() -> None:
    texts = ["Con cho.", "Con chó.", "Chợ phiên."]
    assert order(found(texts, "cho")) == [0, 1, 2]


def test_hits_with_other_accents_are_marked() -> None:
    results = found(["Chợ phiên.", "Con chó."], "chó")
    assert [hit.other_accents for hit in results.hits] == [False, True]


def test_of_an_unaccented_query_none_is() -> None:
    results = found(["Chợ phiên.", "Con chó."], "cho")
    assert [hit.other_accents for hit in results.hits] == [False, False]


@pytest.fixture(scope="module")
def dogs() -> MemoryEngine:
    return engine_of("Chợ phiên.", "Con chó của nhà.", "Tòa án cấp trên.", "Đồ ăn. Trộm cắp.")


NOWHERE = "Không đâu có «%s» đúng dấu như gõ; dưới đây là những đoạn có dấu khác."
SAID: list[tuple[str, str, str | None]] = [
    ("others come after", "chó", "Những đoạn có các từ ấy với dấu khác xếp sau."),
    ("nowhere", "chớ", NOWHERE % "chớ"),
    ("nowhere side by side", "ăn cắp", NOWHERE % "ăn cắp"),
    ("an abbreviation nowhere", "Đồ CAP", NOWHERE % "CAP"),
    ("no accents", "cho", None),
    ("nothing else", "phiên", None),
    ("nothing at all", "xưởng", None),
]  # fmt: skip


@pytest.mark.parametrize(("query", "text"), [s[1:] for s in SAID], ids=[s[0] for s in SAID])
def test_said(dogs: MemoryEngine, query: str, text: str | None) -> None:
    notices = [
        n.text
        for n in search(dogs, SearchRequest(query, literal=True)).notices
        if n.kind == "accents"
    ]
    assert notices == ([] if text is None else [text])


def test_the_notice_leads_to_only_these_accents(dogs: MemoryEngine) -> None:
    (notice,) = search(dogs, SearchRequest("chó")).notices
    assert (notice.query, notice.accents) == ("chó", "typed")


EXACT: list[tuple[str, str, list[int]]] = [
    ("only these", "chó", [1]),
    ("none", "chớ", []),
    ("accents left out", "cho", [0, 1]),
    ("with an operator", "chó OR phiên", [0, 1]),
    ("excluded", "của -chợ", [1]),
]


@pytest.mark.parametrize(("query", "expected"), [e[1:] for e in EXACT], ids=[e[0] for e in EXACT])
def test_accents_exactly_as_typed(dogs: MemoryEngine, query: str, expected: list[int]) -> None:
    assert sorted(order(search(dogs, SearchRequest(query, accents="typed")))) == expected


def test_that_only_these_were_searched_for_is_said_with_the_way_back(dogs: MemoryEngine) -> None:
    (notice,) = search(dogs, SearchRequest("chó", accents="typed")).notices
    assert (notice.kind, notice.query, notice.accents) == ("accents", "chó", "any")


def test_reasons_add_up_to_the_score(dogs: MemoryEngine) -> None:
    hit = search(dogs, SearchRequest("chó", explain=True)).hits[0]
    assert sum(reason.score for reason in hit.reasons) == pytest.approx(hit.score, rel=1e-4)

"""The JSON form that the command line and the API share."""

import json
from dataclasses import replace

import pytest

from analyzers.token import Span
from indexer.core.document import Citation, Clause, Document, Metadata, Step
from indexer.core.engine import Count
from indexer.jsonform.documents import clause_json, document_json, parse_json
from indexer.jsonform.results import hit_json, results_json
from indexer.querying.notices import Notice
from indexer.querying.results import Result, Results, Snippet

TEXT = "Điều 1. Thi đua\n1. Thực hiện Chỉ thị số 34-CT/TW."
CLAUSE = Clause(
    id="1-kh-ubnd.2021-09-14#dieu-1.khoan-1",
    document_id="1-kh-ubnd.2021-09-14",
    path=(Step("dieu", "1", "Thi đua"), Step("khoan", "1")),
    kind="clause",
    text=TEXT[16:],
    span=Span(16, len(TEXT)),
)
DOCUMENT = Document(
    id="1-kh-ubnd.2021-09-14",
    source="thi-dua/1.txt",
    title="Kế hoạch",
    type="Kế hoạch",
    number="1/KH-UBND",
    date="2021-09-14",
    signer_role="CHỦ TỊCH",
    recipients=("Lưu: VT",),
    text=TEXT,
    citations=(
        Citation(span=Span(29, 48), type="Chỉ thị", number="34-CT/TW", place=(Step("khoan", "2"),)),
    ),
)
HIT = Result(
    clause=CLAUSE,
    document=DOCUMENT,
    score=7.123456,
    label="khoản 1 Điều 1",
    marks=(Span(3, 7), Span(8, 12)),
    snippet=Snippet("Thực hiện", (Span(0, 4),)),
)
RESULTS = Results(
    query="thuc hien",
    total=12,
    hits=(HIT,),
    offset=10,
    limit=1,
    took_ms=1.23456,
    facets={"type": (Count("Kế hoạch", 3),), "issuer": ()},
)


def test_the_order_and_names_of_a_page_of_results() -> None:
    assert list(results_json(RESULTS)) == [
        "query",
        "total",
        "relaxed",
        "offset",
        "limit",
        "took_ms",
        "suggestion",
        "notices",
        "facets",
        "hits",
        "instead",
    ]


def test_a_notice_says_what_was_done_and_what_to_ask_instead() -> None:
    notice = Notice("keystrokes", "Đã đọc là %(read)s.", {"read": "thi đua"}, "thi ddua", True)
    assert results_json(replace(RESULTS, notices=(notice,)))["notices"] == [
        {
            "kind": "keystrokes",
            "text": "Đã đọc là thi đua.",
            "query": "thi ddua",
            "literal": True,
            "accents": "any",
        }
    ]


def test_facets_are_rows_of_value_and_count() -> None:
    assert results_json(RESULTS)["facets"] == {
        "type": [{"value": "Kế hoạch", "count": 3}],
        "issuer": [],
    }


def test_a_hit_says_all_that_a_reader_needs_to_show_it() -> None:
    assert hit_json(HIT) == {
        "id": "1-kh-ubnd.2021-09-14#dieu-1.khoan-1",
        "kind": "clause",
        "score": 7.1235,
        "label": "khoản 1 Điều 1",
        "document": {
            "id": "1-kh-ubnd.2021-09-14",
            "title": "Kế hoạch",
            "type": "Kế hoạch",
            "number": "1/KH-UBND",
            "date": "2021-09-14",
            "place": None,
            "issuer": None,
            "signer": None,
            "source": "thi-dua/1.txt",
        },
        "path": [
            {"level": "dieu", "number": "1", "heading": "Thi đua"},
            {"level": "khoan", "number": "1", "heading": ""},
        ],
        "page": None,
        "part": 1,
        "text": "1. Thực hiện Chỉ thị số 34-CT/TW.",
        "marks": [[3, 7], [8, 12]],
        "snippet": {"text": "Thực hiện", "marks": [[0, 4]]},
    }


def test_marks_cut_the_text_beside_them() -> None:
    hit = hit_json(HIT)
    assert [hit["text"][start:end] for start, end in hit["marks"]] == ["Thực", "hiện"]


def test_a_clause_is_a_slice_of_its_document() -> None:
    parsed = parse_json(DOCUMENT, [CLAUSE])
    start, end = parsed["clauses"][0]["span"]
    assert parsed["text"][start:end] == parsed["clauses"][0]["text"]


def test_a_clause_carries_its_address_as_said() -> None:
    assert clause_json(CLAUSE)["label"] == "khoản 1 Điều 1"


def test_a_citation_carries_its_place_as_said() -> None:
    citation = document_json(DOCUMENT)["citations"][0]
    assert (citation["number"], citation["label"], citation["date"]) == (
        "34-CT/TW",
        "khoản 2",
        None,
    )


def test_parsing_adds_only_the_clauses_to_the_document() -> None:
    parsed = parse_json(DOCUMENT, [CLAUSE])
    assert set(parsed) - set(document_json(DOCUMENT)) == {"clauses"}


@pytest.mark.parametrize(
    "value", [results_json(RESULTS), parse_json(DOCUMENT, [CLAUSE])], ids=["results", "parse"]
)
def test_it_survives_a_json_round_trip(value: object) -> None:
    assert json.loads(json.dumps(value)) == value


def test_a_field_that_the_document_lacks_is_null() -> None:
    bare = document_json(Document(id="x", source="x.txt"))
    assert (bare["title"], bare["number"], bare["quality"]) == (None, None, None)


def test_metadata_needs_no_text() -> None:
    hit = hit_json(Result(CLAUSE, Metadata(id="x", source="x.txt"), 1.0, "", (), Snippet("", ())))
    assert "text" not in hit["document"]

"""The JSON API, the feeds and the addresses for machines."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from site_fixture import long_index, sample_index

from indexer.jsonform.documents import parse_json
from indexer.jsonform.results import results_json
from search_ui import Settings, create_app

INDEX = sample_index()
DECISION = "30-qd-ubnd.2023-02-01"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(INDEX).test_client()


def untimed(answer: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in answer.items() if name != "took_ms"}


def test_a_search_answers_what_the_command_line_prints(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=chong+dich&limit=5").get_json()
    assert untimed(answer) == untimed({**results_json(INDEX.search("chong dich", limit=5))})


def test_a_search_takes_the_page_s_parameters(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search", query_string={"q": "thi dua", "type": "chi thi"})
    assert {hit["document"]["type"] for hit in answer.get_json()["hits"]} == {"Chỉ thị"}


def test_highlighting_can_be_turned_off(client: FlaskClient) -> None:
    hits = client.get("/api/v1/search?q=thi+dua&highlight=off").get_json()["hits"]
    assert {(len(hit["marks"]), len(hit["snippet"]["marks"])) for hit in hits} == {(0, 0)}


def test_reasons_add_up_to_the_score(client: FlaskClient) -> None:
    hit = client.get("/api/v1/search?q=chống+dịch&explain=on").get_json()["hits"][0]
    assert sum(reason["score"] for reason in hit["reasons"]) == pytest.approx(hit["score"], 0.01)


def test_a_document_answers_what_parsing_prints(client: FlaskClient) -> None:
    document = INDEX.document(DECISION)
    assert document is not None
    assert client.get(f"/api/v1/documents/{DECISION}").get_json() == parse_json(
        document, INDEX.clauses(DECISION)
    )


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        ("", {"text", "citations", "clauses"}),
        ("metadata", set()),
        ("text", {"text"}),
        ("metadata,clauses", {"clauses"}),
        ("citations,clauses", {"citations", "clauses"}),
    ],
)
def test_a_document_has_the_parts_that_are_asked_for(
    client: FlaskClient, fields: str, parts: set[str]
) -> None:
    whole = client.get(f"/api/v1/documents/{DECISION}").get_json()
    left_out = {"text", "citations", "clauses"} - parts
    expected = {name: value for name, value in whole.items() if name not in left_out}
    assert client.get(f"/api/v1/documents/{DECISION}?fields={fields}").get_json() == expected


@pytest.mark.parametrize("more", ["", "&fields=clauses"], ids=["whole", "clauses-only"])
@pytest.mark.parametrize(
    ("offset", "limit", "expected"),
    [(0, 2, slice(2)), (1, 2, slice(1, 3)), (2, None, slice(2, None)), (99, 5, slice(0))],
)
def test_a_document_has_the_clauses_that_are_asked_for(
    client: FlaskClient, more: str, offset: int, limit: int | None, expected: slice
) -> None:
    address = f"/api/v1/documents/{DECISION}"
    clauses = client.get(address).get_json()["clauses"]
    part = f"?offset={offset}" + (f"&limit={limit}" if limit else "")
    assert client.get(address + part + more).get_json()["clauses"] == clauses[expected]


@pytest.mark.parametrize("fields", ["name", "text,", ",text", "text;clauses", "TEXT"])
def test_a_part_that_no_document_has_is_named(client: FlaskClient, fields: str) -> None:
    answer = client.get(f"/api/v1/documents/{DECISION}?fields={fields}")
    assert (answer.status_code, answer.get_json()["parameter"]) == (400, "fields")


def test_a_clause_says_how_to_cite_it(client: FlaskClient) -> None:
    clause = client.get(f"/api/v1/clauses/{DECISION}%23dieu-2.khoan-2.diem-a").get_json()
    assert clause["citation"] == "điểm a khoản 2 Điều 2 Quyết định 30/QĐ-UBND"


def test_clauses_that_say_nearly_the_same_are_found() -> None:
    text = "1. Các cơ quan, đơn vị tổ chức tuyên truyền pháp luật về phòng cháy, chữa cháy năm {}."
    index = sample_index((text.format(2023), "a.txt"), (text.format(2024), "b.txt"))
    ids = [c.id for d in index.documents() for c in index.clauses(d.id) if "chữa cháy" in c.text]
    found = create_app(index).test_client().get(f"/api/v1/similar/{ids[0].replace('#', '%23')}")
    assert [row["clause"]["id"] for row in found.get_json()["similar"]] == ids[1:]


def test_citations_lead_to_the_clause_that_is_meant(client: FlaskClient) -> None:
    cites = client.get("/api/v1/citations/12-ct-ubnd.2021-08-19").get_json()["cites"]
    assert [(row["target"]["status"], row["target"]["clause"]) for row in cites] == [
        ("stub", None),
        ("held", f"{DECISION}#dieu-2.khoan-2"),
    ]


def test_a_document_that_is_not_held_is_cited_all_the_same(client: FlaskClient) -> None:
    found = client.get("/api/v1/citations/34-ct-tw.2014-04-07").get_json()
    assert (found["document"], found["cited_by_total"]) == (None, 2)


def test_citations_of_one_place(client: FlaskClient) -> None:
    found = client.get(f"/api/v1/citations/{DECISION}?at=dieu-2.khoan-2").get_json()
    assert [row["clause"]["label"] for row in found["cited_by"]] == ["khoản 3"]


def test_suggestions_have_the_accents_that_were_not_typed(client: FlaskClient) -> None:
    assert (
        client.get("/api/v1/suggest?q=chong+d")
        .get_json()["suggestions"][0]
        .startswith("Chống dịch")
    )


def test_browse_counts_documents(client: FlaskClient) -> None:
    found = client.get("/api/v1/browse?type=Quyết+định").get_json()
    assert (found["total"], [d["id"] for d in found["documents"]]) == (1, [DECISION])


def test_stats_count_what_is_held(client: FlaskClient) -> None:
    assert client.get("/api/v1/stats").get_json()["documents"] == 3


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("offset", "-1"),
        ("offset", "10001"),
        ("offset", "1e3"),
        ("offset", "٣"),
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "+5"),
        ("limit", "1_0"),
        ("limit", "9" * 400),
        ("sort", "price"),
        ("from", "2021-13-01"),
        ("from", "20210914"),
        ("to", "1600000000"),
        ("q", "a" * 1001),
        ("highlight", "maybe"),
        ("cursor", "!!"),
        ("cursor", "WzEsMl0"),
    ],
)
def test_what_is_out_of_limits_is_a_problem_with_its_name(
    client: FlaskClient, parameter: str, value: str
) -> None:
    query = {"q": "thi dua", parameter: value}
    answer = client.get("/api/v1/search", query_string=query)
    assert (answer.status_code, answer.mimetype, answer.get_json()["parameter"]) == (
        400,
        "application/problem+json",
        parameter,
    )


@pytest.mark.parametrize("parameter", ["offset", "limit", "sort", "from", "q"])
def test_the_page_has_the_same_limits(client: FlaskClient, parameter: str) -> None:
    assert client.get("/", query_string={parameter: "-" * 1001}).status_code == 400


def test_dates_in_the_wrong_order_are_400(client: FlaskClient) -> None:
    assert client.get("/api/v1/search?q=a&from=2022-01-01&to=2021-01-01").status_code == 400


def test_more_filter_values_than_allowed_are_400(client: FlaskClient) -> None:
    query = "&".join(f"year={year}" for year in range(1990, 2011))
    assert client.get(f"/api/v1/search?q=a&{query}").status_code == 400


def test_blank_parameters_count_as_absent(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=thi+dua&from=&to=&limit=&type=&sort=")
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["none", "documents/none", "clauses/none", "citations/none"])
def test_what_is_not_there_is_a_problem(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.mimetype, answer.get_json()["status"]) == (
        404,
        "application/problem+json",
        404,
    )


def test_other_methods_are_a_problem_that_names_those_allowed(client: FlaskClient) -> None:
    answer = client.post("/api/v1/search")
    assert (answer.status_code, answer.mimetype, "GET" in answer.headers["Allow"]) == (
        405,
        "application/problem+json",
        True,
    )


def test_an_unchanged_answer_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get("/api/v1/search?q=thi+dua").headers["ETag"]
    again = client.get("/api/v1/search?q=thi+dua", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_caches_may_keep_an_answer_for_as_long_as_the_settings_say() -> None:
    client = create_app(INDEX, Settings(max_age=7)).test_client()
    assert client.get("/api/v1/stats").headers["Cache-Control"] == "public, max-age=7"
    assert client.get("/goi-y?q=a").headers["Cache-Control"] == "public, max-age=7"
    assert client.get("/opensearch.xml").headers["Cache-Control"] == "private, max-age=7"


def test_a_cursor_walks_over_12_000_hits_without_gap_or_double() -> None:
    client = create_app(long_index(12_000), Settings(max_limit=1_700)).test_client()
    seen: list[str] = []
    cursor: str | None = "*"
    while cursor and len(seen) <= 12_000:
        query = {"q": "thi dua", "limit": 1_700, "cursor": cursor, "highlight": "off"}
        answer = client.get("/api/v1/search", query_string=query).get_json()
        seen += [hit["id"] for hit in answer["hits"]]
        cursor = answer["next_cursor"]
    assert (len(seen), len(set(seen)), cursor) == (12_000, 12_000, None)


def test_a_cursor_of_another_search_is_refused(client: FlaskClient) -> None:
    cursor = client.get("/api/v1/search?q=thi&limit=1&cursor=*").get_json()["next_cursor"]
    query = {"q": "dua", "limit": 1, "cursor": cursor}
    assert client.get("/api/v1/search", query_string=query).status_code == 400


def test_a_cursor_is_refused_once_the_index_has_changed() -> None:
    index = sample_index()
    client = create_app(index).test_client()
    cursor = client.get("/api/v1/search?q=thi&limit=1&cursor=*").get_json()["next_cursor"]
    with index.engine.writer() as writer:
        writer.delete("12-ct-ubnd.2021-08-19")
    query = {"q": "thi", "limit": 1, "cursor": cursor}
    answer = client.get("/api/v1/search", query_string=query)
    assert (answer.status_code, "cursor=*" in answer.get_json()["detail"]) == (400, True)


def test_an_export_has_every_hit_on_a_line(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?q=thi+dua&limit=100").get_json()
    lines = client.get("/api/v1/export?q=thi+dua").text.splitlines()
    assert [json.loads(line) for line in lines] == found["hits"]


def test_an_export_stops_at_the_site_s_limit() -> None:
    client = create_app(INDEX, Settings(max_export=2)).test_client()
    assert len(client.get("/api/v1/export?q=thi").text.splitlines()) == 2


def test_the_feed_of_a_query_has_its_documents_newest_first(client: FlaskClient) -> None:
    feed = ET.fromstring(client.get("/tin.atom?q=thi+dua").data)  # noqa: S314  # we wrote it
    dates = [entry.findtext(f"{ATOM}updated") or "" for entry in feed.findall(f"{ATOM}entry")]
    assert (len(dates), dates) == (3, sorted(dates, reverse=True))


@pytest.mark.parametrize("text", ["thi đua\x0cyêu nước", "thi đua <b>&amp;</b>", "thi đua \ufffe"])
def test_a_feed_is_xml_whatever_the_documents_and_the_query_hold(text: str) -> None:
    client = create_app(sample_index((f"1. {text} từng ngày.", "x.txt"))).test_client()
    answer = client.get("/tin.atom", query_string={"q": f"thi \x0b{text}"})
    ET.fromstring(answer.data)  # noqa: S314  # we wrote it


def test_browsers_are_told_how_to_search_here(client: FlaskClient) -> None:
    found = ET.fromstring(client.get("/opensearch.xml").data)  # noqa: S314  # we wrote it
    urls = [url.get("template", "") for url in found.iter() if url.tag.endswith("Url")]
    url = urls[0].replace("{searchTerms}", "chong+dich")
    assert "Chống dịch" in client.get(url).text


def test_browsers_are_given_suggestions_in_their_form(client: FlaskClient) -> None:
    typed, found = client.get("/goi-y?q=chong+d").get_json(force=True)
    assert (typed, bool(found)) == ("chong d", True)


def test_health_is_good_while_the_index_answers(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok", "documents": 3}


def test_metrics_count_requests_by_endpoint_and_status() -> None:
    client = create_app(sample_index()).test_client()
    client.get("/?q=thi")
    client.get("/api/v1/search?limit=0")
    text = client.get("/metrics").text
    assert 'khoan_requests_total{endpoint="search_page",status="200"} 1.0' in text
    assert 'khoan_requests_total{endpoint="api_search",status="400"} 1.0' in text
    assert "khoan_documents 3.0" in text


def test_the_openapi_document_names_every_operation(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").get_json()
    assert (document["openapi"][:3], sorted(document["paths"])) == (
        "3.1",
        [
            "/api/v1/browse",
            "/api/v1/citations/{key}",
            "/api/v1/clauses/{clause_id}",
            "/api/v1/consolidated/{document_id}",
            "/api/v1/documents/{document_id}",
            "/api/v1/effects/{key}",
            "/api/v1/export",
            "/api/v1/run",
            "/api/v1/search",
            "/api/v1/similar/{clause_id}",
            "/api/v1/stats",
            "/api/v1/status/{key}",
            "/api/v1/suggest",
        ],
    )


def test_every_parameter_and_member_is_described(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").get_json()
    bare = [
        f"{path} {parameter['name']}"
        for path, methods in document["paths"].items()
        for parameter in methods["get"]["parameters"]
        if parameter["in"] == "query" and not parameter.get("description")
    ]
    assert bare == []


def test_the_documentation_page_loads_nothing_from_elsewhere(client: FlaskClient) -> None:
    page = client.get("/api").text
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


@pytest.mark.parametrize(
    "path",
    ["search?q=dat&state=x", "search?q=dat&folder=x", "export?q=dat&format=csv", "browse?x=1"],
)
def test_an_unknown_parameter_is_refused_and_the_known_ones_are_named(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 400
    assert "limit" in answer.get_data(as_text=True)


def test_the_oldest_come_first_where_that_is_asked_for(client: FlaskClient) -> None:
    hits = client.get("/api/v1/search?q=thi+dua&sort=oldest").get_json()["hits"]
    dates = [hit["document"]["date"] for hit in hits]
    assert dates == sorted(dates)
    assert len({*dates}) > 1

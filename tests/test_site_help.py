"""The help page's examples are queries that the site understands."""

import pytest
from flask import Flask
from site_fixture import sample_index

from search_ui import create_app
from search_ui.help import asking, ways_out
from search_ui.state import State

APP: Flask = create_app(sample_index())
with APP.test_request_context("/"):
    QUERIES = [query for _, query, _ in asking()]


@pytest.mark.parametrize("query", QUERIES)
def test_every_example_is_a_query(query: str) -> None:
    assert APP.test_client().get("/", query_string={"q": query}).status_code == 200


WAYS = [
    ("khong-co phong trào thi đua", "phong trào thi đua"),
    ("phong trào thi đua khong-co", "phong trào thi đua"),
    ('"thi phong trào đua"', "thi phong trào đua"),
]


@pytest.mark.parametrize(("query", "target"), WAYS, ids=["first word", "last word", "quotes"])
def test_what_finds_nothing_offers_a_way_out(query: str, target: str) -> None:
    index = sample_index()
    with APP.test_request_context("/"):
        ways = ways_out(index, State(query=query))
    assert target in [way.state.query for way in ways]
    assert all(way.total for way in ways)

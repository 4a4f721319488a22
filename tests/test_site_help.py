"""The help page's examples are queries that the site understands."""

import pytest
from flask import Flask
from site_fixture import sample_index

from indexer.core.filter_fields import QUERY_NAMES
from search_ui import create_app
from search_ui.help import FIELDS, asking

APP: Flask = create_app(sample_index())
with APP.test_request_context("/"):
    ASKED = [query for query, _ in asking()]


@pytest.mark.parametrize("query", ASKED)
def test_every_example_is_a_query(query: str) -> None:
    assert APP.test_client().get("/", query_string={"q": query}).status_code == 200


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_that_is_named_exists(name: str) -> None:
    assert name in QUERY_NAMES

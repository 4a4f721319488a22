"""One table says what a search can be narrowed to, and everything reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from indexer.core.engine import Count
from indexer.core.filter_fields import FILTER_FIELDS, QUERY_NAMES, VALUE_FIELDS, facet_fields
from indexer.engines.memory import MemoryEngine
from indexer.index import Index
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse
from khoan.commands.search import search
from search_ui.app import create_app

TEXT = "Số: {n}/KH-UBND\n\nKẾ HOẠCH\n\nVề việc thử\n\n1. Thi đua yêu nước.\n"
SIGNERS = ("Nguyễn Văn Ký", "Trần Thị Mỹ", "Nguyễn Văn Kí", "Nguyễn Văn Ký")


@pytest.fixture
def index() -> Iterator[Index]:
    engine = MemoryEngine()
    with engine.writer() as writer:
        for n, signer in enumerate(SIGNERS, 1):
            document, clauses = parse(TEXT.format(n=n), f"{n}.txt")
            document = replace(document, signer=signer)
            writer.put(document, entries(document, clauses))
    with Index(engine) as opened:
        yield opened


@pytest.fixture
def signers_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """What there is to do for one more facet: set it in the field's row."""
    monkeypatch.setitem(FILTER_FIELDS, "signer", replace(FILTER_FIELDS["signer"], facet=True))


@pytest.fixture
def client(index: Index) -> FlaskClient:
    app: Flask = create_app(index)
    return app.test_client()


def test_the_facets_of_a_search() -> None:
    assert facet_fields() == ("type", "issuer", "year", "status")


@pytest.mark.usefixtures("signers_counted")
def test_a_field_that_becomes_a_facet_is_counted(index: Index) -> None:
    counts = index.search("thi dua").facets["signer"]
    assert counts == (Count("Nguyễn Văn Ký", 3), Count("Trần Thị Mỹ", 1))


@pytest.mark.usefixtures("signers_counted")
@pytest.mark.parametrize("path", ["/?q=thi+dua", "/duyet"])
def test_a_field_that_becomes_a_facet_is_on_the_page(client: FlaskClient, path: str) -> None:
    page = client.get(path).get_data(as_text=True)
    assert "<h2>Người ký</h2>" in page
    assert "Trần Thị Mỹ" in page


@pytest.mark.usefixtures("signers_counted")
@pytest.mark.parametrize("path", ["/api/v1/search?q=thi+dua", "/api/v1/browse"])
def test_a_field_that_becomes_a_facet_is_in_the_api(client: FlaskClient, path: str) -> None:
    assert {"value": "Trần Thị Mỹ", "count": 1} in client.get(path).get_json()["facets"]["signer"]


def test_no_name_in_queries_means_two_fields() -> None:
    assert len(QUERY_NAMES) == sum(len(row.aliases) for row in FILTER_FIELDS.values())


@pytest.mark.parametrize("name", VALUE_FIELDS)
def test_every_field_is_a_filter(index: Index, name: str) -> None:
    assert index.search("", filters={name: "không có giá trị này"}).total == 0


@pytest.mark.parametrize("name", VALUE_FIELDS)
def test_every_field_is_a_documented_parameter(client: FlaskClient, name: str) -> None:
    operation = client.get("/api/v1/openapi.json").get_json()["paths"]["/api/v1/search"]["get"]
    about = {one["name"]: one.get("description") for one in operation["parameters"]}
    assert about[name] == FILTER_FIELDS[name].about != ""


@pytest.mark.parametrize("name", VALUE_FIELDS)
def test_every_field_is_in_the_command_s_help(name: str) -> None:
    printed = CliRunner().invoke(search, ["--help"], terminal_width=200).output
    assert name in printed.replace(",", " ").split()

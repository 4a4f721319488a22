"""Searching by status at a day, over every engine: filter, facet, marks and order."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from made_laws import CHANGING, FILES, LANDINGS, LETTER, NEW, OLD, put

from indexer.core.engine import Count, Engine
from indexer.core.errors import QueryError
from indexer.core.prepared import renamed
from indexer.engines.embedded import create_engine
from indexer.engines.memory import MemoryEngine
from indexer.index import Index
from indexer.ingest.analyze import entries
from indexer.ingest.exchange import export_lines, import_lines
from indexer.ingest.parse import parse
from indexer.querying.request import SearchRequest
from indexer.validity.status import status

ENGINES: dict[str, Callable[[Path], Engine]] = {
    "memory": lambda _: MemoryEngine(),
    "arrays": lambda folder: create_engine(folder / "index", "test"),
    "stock": lambda folder: create_engine(folder / "index", "test", layout="stock"),
}
LATER = "2021-06-01"
"""All three laws have begun, and the first has ended."""


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    engine = ENGINES[request.param](tmp_path)
    put(engine, FILES)
    put(engine, {"thu.txt": LETTER})
    with Index(engine) as opened:
        yield opened


def documents(index: Index, query: str, **filters: str) -> set[str]:
    found = index.answer(SearchRequest(query, filters, limit=100, at=LATER))
    return {hit.document.id for hit in found.hits}


QUERIES = {
    "in force": ("phà hieuluc:con", {CHANGING, NEW}),
    "no longer": ("phà hieuluc:het", {OLD}),
    "in any spelling": ('phà hieuluc:"hết hiệu lực"', {OLD}),
    "nothing says": ("phà hieuluc:chuaro", {"7-kh-ubnd.ke-hoach.thu"}),
    "no such state": ("phà hieuluc:khong-co", set()),
    "at another day": ("phà hieuluc:con vaongay:2012-01-01", {OLD}),
    "in part at another day": ("phà hieuluc:motphan vaongay:1/1/2017", {OLD}),
    "not yet at another day": ("phà hieuluc:chua vaongay:2012-01-01", {CHANGING, NEW}),
    "inside brackets": ("(phà hieuluc:het) OR (bến hieuluc:con)", {OLD, NEW}),
    "left out": ("phà -hieuluc:het -hieuluc:chuaro", {CHANGING, NEW}),
    "alone": ("hieuluc:het", {OLD}),
}


@pytest.mark.parametrize(("query", "wanted"), QUERIES.values(), ids=QUERIES)
def test_what_is_typed(index: Index, query: str, wanted: set[str]) -> None:
    found = documents(index, query)
    plan = {id_ for id_ in found if id_.startswith("7-kh")}
    assert (found - plan, bool(plan)) == (
        {id_ for id_ in wanted if not id_.startswith("7-kh")},
        any(id_.startswith("7-kh") for id_ in wanted),
    )


def test_a_filter_by_name(index: Index) -> None:
    assert documents(index, "phà", status="het") == {OLD}


def test_the_counts_are_what_choosing_gives(index: Index) -> None:
    counts = index.answer(SearchRequest("phà", at=LATER)).facets["status"]
    for row in counts:
        chosen = index.answer(SearchRequest("phà", {"status": row.value}, at=LATER))
        assert chosen.total == row.count
    assert {row.value for row in counts} == {"con", "het", "chuaro"}


def test_the_counts_are_of_the_day(index: Index) -> None:
    early = index.answer(SearchRequest("phà", {"type": "Luật"}, at="2010-12-31"))
    assert early.facets["status"] == (Count("chua", early.total),)


def test_every_hit_says_how_its_document_stands(index: Index) -> None:
    found = index.answer(SearchRequest("phà", at=LATER, limit=100))
    states = {hit.document.id: hit.standing.state for hit in found.hits if hit.standing}
    assert (states[OLD], states[NEW]) == ("no_longer", "in_force")
    assert all(hit.standing and hit.standing.at == LATER for hit in found.hits)


def test_an_export_says_so_too(index: Index) -> None:
    hits = list(index.export(SearchRequest("phà", at=LATER, limit=100)))
    assert {hit.document.id for hit in hits if hit.standing.state == "no_longer"} == {OLD}  # type: ignore[union-attr]  # of a search


@pytest.mark.parametrize("offset", range(6))
def test_what_is_no_longer_in_force_comes_last_where_that_is_asked(
    index: Index, offset: int
) -> None:
    whole = SearchRequest("phà", at=LATER, limit=100)
    living = SearchRequest("phà", at=LATER, limit=100, living_first=True)
    usual = [hit.clause.id for hit in index.answer(whole).hits]
    over = [id_ for id_ in usual if id_.startswith(OLD)]
    wanted = [id_ for id_ in usual if id_ not in over] + over
    page = SearchRequest("phà", at=LATER, offset=offset, limit=2, living_first=True)
    assert [hit.clause.id for hit in index.answer(living).hits] == wanted
    assert [hit.clause.id for hit in index.answer(page).hits] == wanted[offset : offset + 2]
    assert [hit.clause.id for hit in index.export(page)] == wanted[offset : offset + 2]


def test_a_law_that_comes_later_changes_what_is_said(tmp_path: Path) -> None:
    with Index(create_engine(tmp_path / "index", "test")) as index:
        put(index.engine, {"cu.txt": FILES["cu.txt"]})
        before = index.validity().standing_of(OLD, LATER).state
        put(index.engine, {"moi.txt": LANDINGS})
        after = index.validity().standing_of(OLD, LATER).state
        index.remove(NEW)
        assert (before, after, index.validity().standing_of(OLD, LATER).state) == (
            "in_force",
            "no_longer",
            "in_force",
        )


def test_what_is_exported_and_imported_stands_as_before(index: Index) -> None:
    lines = b"".join(export_lines(index.engine))
    with Index(MemoryEngine()) as other:
        import_lines(other.engine, io.BytesIO(lines))
        assert other.validity().documents(LATER) == index.validity().documents(LATER)


def test_two_files_of_one_law_stand_alike(index: Index) -> None:
    document, clauses = parse(FILES["cu.txt"], "ban-sao.txt")
    copy = replace(document, id=f"{OLD}.ban-sao")
    with index.engine.writer() as writer:
        writer.put(copy, entries(copy, renamed(clauses, copy.id)))
    assert [one.id for one in index.copies(OLD)] == [copy.id]
    assert index.validity().standing_of(copy.id, LATER).state == "no_longer"


WRONG = [
    "vaongay:hom-nay",
    "vaongay:2020",
    "phà vaongay:2020..2021",
    "(phà vaongay:2020-01-01) OR a",
]


@pytest.mark.parametrize("query", WRONG)
def test_a_day_that_is_none_is_refused(index: Index, query: str) -> None:
    with pytest.raises(QueryError):
        index.answer(SearchRequest(query))


def test_a_law_that_is_only_named_has_a_status(index: Index) -> None:
    index.remove(OLD)
    validity = index.validity()
    assert [validity.standing(n, LATER).state for n in validity.named("11/2010/QH12")] == [
        "no_longer"
    ]


@pytest.mark.parametrize("day", ["2010-12-31", "2011-01-01", "2016-07-01", LATER])
def test_the_short_way_gives_the_same(index: Index, day: str) -> None:
    validity = index.validity()
    for node in validity.works.nodes():
        assert validity.standing(node, day) == status(validity, node, day)

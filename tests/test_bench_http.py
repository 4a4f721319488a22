"""What `make bench` measures over HTTP and of growth, and the charts it draws."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from benchmarks.bench import charts
from benchmarks.bench.growth import exponents
from benchmarks.bench.http import client, views
from benchmarks.bench.http.processes import family, memory_mb, processor_seconds
from benchmarks.bench.http.stage import server

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, and forks")
CLAUSES = [("luat", "quyen su dung dat"), ("luat", "nghia vu cua nguoi su dung"), ("nd", "thue")]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, str]]:
    folder = tmp_path_factory.mktemp("empty")
    with server(["-m", "benchmarks.bench.http.views", "empty", folder, 2]) as found:
        yield found


@pytest.mark.parametrize("connections", [1, 4])
def test_the_client_counts_answers(empty: tuple[int, str], connections: int) -> None:
    found = client.measure(empty[1], ["/search?q=a", "/search?q=b"], connections, 1)
    assert (found["failed"], found["requests"] >= connections) == (0, True)


def test_the_client_counts_what_is_no_answer(empty: tuple[int, str]) -> None:
    found = client.measure(empty[1], ["/nowhere"], 1, 1)
    assert found["failed"] == found["requests"] > 0


def test_processor_time_is_of_all_processes(empty: tuple[int, str]) -> None:
    process, address = empty
    before = processor_seconds(process)
    client.measure(address, ["/search?q=a"], 4, 0.5)
    assert (len(family(process)), processor_seconds(process) > before) == (3, True)


def test_memory_is_a_number_of_megabytes(empty: tuple[int, str]) -> None:
    assert 5 < memory_mb(empty[0]) < 500


@pytest.mark.parametrize("name", ["tantivy", "fts5", "xapian", "postgres"])
def test_a_view_finds_the_best(name: str, tmp_path: Path) -> None:
    if reason := views.missing(name):
        pytest.skip(f"{name}: {reason}")
    with views.built(name, CLAUSES, tmp_path / name):
        app = views.view(views.search_of(name, tmp_path / name))
        hits = app.test_client().get("/search?q=Quyền sử dụng").get_json()["hits"]
    assert [(hit["group"], hit["text"]) for hit in hits] == CLAUSES[:2]


def test_a_view_that_is_missing_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "initdb" in views.SERVERS["postgres"].missing()


def _size(clauses: int, ms: float) -> dict[str, Any]:
    times = {"p50": ms, "p95": 2 * ms}
    return {"clauses": clauses, "ms": times, "suggest_ms": {"p50": 1.0, "p95": 1.0}}


GROWTH = [_size(1_000, 2.0), _size(10_000, 20.0), _size(100_000, 20.0)]


def test_exponents_of_growth() -> None:
    found = exponents(GROWTH)
    assert (found["query, p50"], found["suggestion, p95"]) == (pytest.approx([1, 0]), [0, 0])


def test_charts_are_drawn_of_what_was_measured(tmp_path: Path) -> None:
    load = {"requests_s": 5.0, "p95_ms": 3.0, "server_ms": 1.0}
    servers = {
        "khoan": {"search": {"16": load}, "memory_mb": 1.0},
        "tantivy": {"search": {"16": load}},
    }
    stages = {"growth": {"sizes": GROWTH}, "http-200": {"clauses": 200, "servers": servers}}
    drawn = charts.draw({"stages": stages}, tmp_path)
    assert [path.stem for path in drawn] == ["http-rate", "http-p95", "http-processor", "growth"]
    for path in drawn:
        assert ET.parse(path).getroot().tag.endswith("svg")  # noqa: S314


def test_no_chart_is_drawn_of_nothing(tmp_path: Path) -> None:
    assert charts.draw({"stages": {}}, tmp_path) == []

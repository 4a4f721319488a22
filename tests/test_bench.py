"""What `make bench` measures is what it says, and measurements are stored."""

from __future__ import annotations

import importlib
import json
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks.bench import __main__ as bench
from benchmarks.bench import copies, serving, streams
from benchmarks.bench.asking import quantiles
from benchmarks.bench.child import Failed, python
from benchmarks.bench.contenders import CONTENDERS, installed
from benchmarks.bench.engines import bytes_of
from benchmarks.bench.product import drawn
from benchmarks.bench.report import markdown
from benchmarks.bench.targets import targets
from indexer.index import create_index, open_index
from indexer.ingest.parse import parse

CLAUSES = 300
KINDS = ("any", "all", "phrase", "filtered", "faceted")
LAW = "\n".join(
    [
        "LUẬT",
        "Đường sắt",
        *(
            f"Điều {number}. Bảo đảm trật tự, an toàn giao thông đường sắt của tuyến {number}\n"
            f"1. Doanh nghiệp kinh doanh tuyến {number} chịu trách nhiệm quản lý kết cấu hạ tầng;\n"
            f"2. Cơ quan quản lý nhà nước kiểm tra lần {number} việc chấp hành quy chuẩn kỹ thuật."
            for number in range(1, 30)
        ),
    ]
)
REPORT: dict[str, Any] = {
    "machine": {
        "processor": "P", "cores": 2, "memory_gb": 8.0, "system": "S", "python": "3", "versions": {}
    },
    "sizes": [200_000, 1_000_000],
    "stages": {},
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("laws")
    (made / "duong sat.txt").write_text(LAW, encoding="utf-8")
    (made / "du-lich.txt").write_text(LAW.replace("đường sắt", "du lịch"), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def given(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("streams") / "streams"
    streams.write(folder, CLAUSES, path)
    return path


@pytest.fixture(scope="module")
def hits(given: Path) -> dict[str, dict[str, int]]:
    """Engine -> kind -> hits of all queries. bm25s, which compiles for ten seconds, is left out."""
    queries = streams.queries(given, 20)
    (given.parent / "queries").write_text(json.dumps(queries), encoding="utf-8")
    names = [name for name in CONTENDERS if name != "bm25s" and installed(name)]
    for name in names:
        (given.parent / name).mkdir()
        CONTENDERS[name].build(
            [
                (c.group, c.text if CONTENDERS[name].splits else c.text.split())
                for c in streams.read(given)
            ],
            given.parent / name,
        )
    done = python(
        "benchmarks.bench.one", "ask", ",".join(names), given.parent, given.parent / "queries"
    )
    return {
        name: {kind: one["hits"] for kind, one in kinds.items()}
        for name, kinds in json.loads(done.stdout).items()
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["tantivy", "fts5", "whoosh"])
def test_engines_find_as_much_as_ours(
    name: str, kind: str, hits: dict[str, dict[str, int]]
) -> None:
    if name not in hits:
        pytest.skip(f"{name} is not installed (the extra `bench`)")
    assert hits[name][kind] == hits["khoan"][kind] > 0


def test_streams_are_as_many_clauses_as_asked_for(given: Path) -> None:
    assert len(list(streams.read(given))) == CLAUSES


def test_streams_are_counted_as_written(folder: Path, tmp_path: Path) -> None:
    size = streams.write(folder, CLAUSES, tmp_path / "streams")
    assert size.syllables == sum(len(c.text.split()) for c in streams.read(tmp_path / "streams"))


def test_streams_are_the_same_each_time(folder: Path, given: Path, tmp_path: Path) -> None:
    streams.write(folder, CLAUSES, tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == given.read_bytes()


def test_queries_are_runs_of_two_to_eight_syllables_of_a_clause(given: Path) -> None:
    texts = [f" {clause.text} " for clause in streams.read(given)]
    for words, _ in streams.queries(given, 50):
        assert 2 <= len(words) <= 8
        assert any(f" {' '.join(words)} " in text for text in texts)


def test_the_first_copy_is_the_text(folder: Path, tmp_path: Path) -> None:
    copies.write(folder, 2, tmp_path)
    assert (tmp_path / "000" / "duong sat.txt").read_text(encoding="utf-8") == LAW


def test_another_copy_has_the_same_words_in_other_places() -> None:
    made = copies.spliced(LAW, random.Random(1))
    assert made != LAW
    assert Counter(made.split()) == Counter(LAW.split())


def test_another_copy_has_as_many_clauses() -> None:
    made = copies.spliced(LAW, random.Random(1))
    assert len(parse(made, "x.txt")[1]) == len(parse(LAW, "x.txt")[1])


def test_copies_take_the_bytes_that_are_said(folder: Path, tmp_path: Path) -> None:
    assert copies.write(folder, 3, tmp_path) == bytes_of(tmp_path)


@pytest.fixture(scope="module")
def index(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("index")
    with create_index(made) as opened:
        opened.add([folder])
    return made


def test_analysis_alone_analyses_what_is_indexed(folder: Path, index: Path) -> None:
    printed = json.loads(python("benchmarks.bench.analysis", folder, 1).stdout)
    with open_index(index) as opened:
        statistics = opened.statistics()
    assert (printed["documents"], printed["clauses"]) == (statistics.documents, statistics.clauses)


def test_queries_of_the_product_all_differ(index: Path) -> None:
    with open_index(index) as opened:
        queries = drawn(opened, 100)
    assert len(set(queries)) == len(queries) == 100


def test_an_index_of_few_words_gives_fewer_queries(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("một hai ba\n", encoding="utf-8")
    with create_index(tmp_path / "index") as opened:
        opened.add([tmp_path / "a.txt"])
        assert 0 < len(drawn(opened, 100)) < 100


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="measures as Linux does")
def test_a_serving_process_is_asked_and_measured(index: Path) -> None:
    found = serving.measure(index, 20)
    assert found["queries"] == 20
    assert found["memory_beyond_files_mb"] == max(found["memory_on_the_way_mb"]) > 1


def test_quantiles() -> None:
    assert quantiles([float(n) for n in range(1, 101)]) == {"p50": 50.5, "p95": 96.0}


def _asked(ours: float, tantivy: float, whoosh: float) -> dict[str, Any]:
    return {
        "engines": {
            name: {kind: {"p50": ms, "p95": ms} for kind in KINDS}
            for name, ms in (("khoan", ours), ("tantivy", tantivy), ("whoosh", whoosh))
        }
    }


@pytest.mark.parametrize(
    ("stages", "measure", "value", "met"),
    [
        pytest.param({}, "OR, p50, 200,000 clauses: times tantivy", None, None, id="not measured"),
        pytest.param(
            {"ask-200000": _asked(3, 5, 9)}, "OR, p95, 200,000 clauses: times tantivy", 0.6, True,
            id="at the limit",
        ),
        pytest.param(
            {"ask-1000000": _asked(3, 4, 9)}, "OR, p50, 1,000,000 clauses: times tantivy", 0.75,
            False, id="over the limit",
        ),
        pytest.param(
            {"ask-200000": _asked(3, 4, 300)},
            "AND, p50, 200,000 clauses: stock Whoosh, times ours", 100, True, id="fast enough",
        ),
        pytest.param(
            {"ask-200000": _asked(3, 4, 147)},
            "phrase, p50, 200,000 clauses: stock Whoosh, times ours", 49, False, id="too slow",
        ),
        pytest.param(
            {"index": {"index": {"seconds": 5.0}, "analysis": {"seconds": 4.0}}},
            "`khoan index`: times analysis alone", 1.25, True, id="indexing",
        ),
        pytest.param(
            {"index": {"index_mb": 32.0, "text_mb": 16.0}},
            "index: times its UTF-8 text", 2.0, False, id="size",
        ),
        pytest.param(
            {"serve": {"clauses": 1_000_000, "memory_beyond_files_mb": 499.0}},
            "serving, memory beyond mapped files, 1,000,000 clauses", 499.0, True, id="memory",
        ),
    ],
)  # fmt: skip
def test_targets(
    stages: dict[str, Any], measure: str, value: float | None, met: bool | None
) -> None:
    row = next(row for row in targets({**REPORT, "stages": stages}) if row.measure == measure)
    assert (row.value, row.met) == (value if value is None else pytest.approx(value), met)


def test_every_number_to_reach_has_a_row() -> None:
    limits = Counter((row.limit, row.unit) for row in targets(REPORT))
    assert limits == {
        (0.6, ""): 4, (300, ""): 2, (0.8, ""): 8, (100, ""): 2, (1.5, ""): 1, (50, ""): 2,
        (2.5, ""): 4, (20, ""): 2, (1.25, ""): 1, (50, "ms"): 1, (30, "ms"): 1, (5, "ms"): 1,
        (6, "ms"): 1, (20, "ms"): 1, (2, "ms"): 1, (8, "ms"): 2, (3, ""): 1, (1.0, ""): 3,
        (2.5, "ms"): 2, (3, "ms"): 1, (1.5, "ms"): 1, (500, "MB"): 1,
    }  # fmt: skip


def test_what_was_not_measured_is_said() -> None:
    assert "not measured" in markdown(REPORT)


def _stop() -> dict[str, Any]:
    raise KeyboardInterrupt


def _fail() -> dict[str, Any]:
    raise Failed("broken")


def _run(
    monkeypatch: pytest.MonkeyPatch, json_: Path, stages: dict[str, bench.Stage], *options: str
) -> dict[str, Any]:
    monkeypatch.setattr(bench, "stages", lambda _: stages)
    monkeypatch.setattr("sys.argv", ["bench", "texts", "--json", str(json_), *options])
    with pytest.raises((SystemExit, KeyboardInterrupt)):
        bench.main()
    found: dict[str, Any] = json.loads(json_.read_text(encoding="utf-8"))["stages"]
    return {name: facts.get("x") for name, facts in found.items()}


def test_an_interrupted_run_keeps_what_was_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stages: dict[str, bench.Stage] = {"one": lambda: {"x": 1}, "two": _stop}
    assert _run(monkeypatch, tmp_path / "b.json", stages) == {"one": 1}


def test_a_stage_that_fails_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stages: dict[str, bench.Stage] = {"one": _fail, "two": lambda: {"x": 2}}
    assert _run(monkeypatch, tmp_path / "b.json", stages) == {"two": 2}


def test_a_single_stage_replaces_its_own_result_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first: dict[str, bench.Stage] = {"one": lambda: {"x": 1}, "two": lambda: {"x": 2}}
    _run(monkeypatch, tmp_path / "b.json", first)
    again: dict[str, bench.Stage] = {"one": lambda: {"x": 3}, "two": _stop}
    assert _run(monkeypatch, tmp_path / "b.json", again, "--stage", "one") == {"one": 3, "two": 2}


def test_an_unknown_stage_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.argv", ["bench", str(tmp_path), "--stage", "wat"])
    with pytest.raises(SystemExit, match=re.escape("no stage wat; there are write-200000, ")):
        bench.main()


def test_every_report_of_quality_can_be_imported() -> None:
    from benchmarks.quality import REPORTS

    assert all(callable(importlib.import_module(name).report) for name in REPORTS.values())

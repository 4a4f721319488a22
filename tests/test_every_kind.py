"""A folder with one file of each kind: every file is in the report once, and what can be read is
found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from every_kind import make

from indexer.index import Index, create_index
from indexer.ingest.report import Report


class Office(NamedTuple):
    folder: Path
    index: Index
    report: Report
    numbers: dict[str, int]
    """Source -> number, of what can be read."""
    others: dict[str, str]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office") / "van-ban"
    numbers, others = make(folder)
    with create_index(tmp_path_factory.mktemp("index") / "index") as index:
        yield Office(folder, index, index.add([folder]), numbers, others)


def test_it_has_forty_six_files(office: Office) -> None:
    assert sum(path.is_file() for path in office.folder.rglob("*")) == 46


def test_every_file_is_in_the_report_once(office: Office) -> None:
    named = Counter(one.source for one in office.report.files)
    files = [path for path in office.folder.rglob("*") if path.is_file()]
    there = {path.relative_to(office.folder).as_posix() for path in files}
    assert {source for source, times in named.items() if times > 1} == set()
    assert there - set(named) == set()


def test_what_can_be_read_is_indexed(office: Office) -> None:
    states = {one.source: one.state for one in office.report.files}
    assert {s: states.get(s) for s in office.numbers if states.get(s) != "indexed"} == {}


def test_the_others_are_what_they_should_be(office: Office) -> None:
    states = {one.source: one.state for one in office.report.files}
    assert {source: states.get(source) for source in office.others} == office.others


def test_whatever_is_not_indexed_has_a_reason(office: Office) -> None:
    assert [one for one in office.report.files if one.state != "indexed" and not one.reason] == []


def test_a_known_item_of_each_is_found_first(office: Office) -> None:
    wrong = {}
    for source, number in office.numbers.items():
        hits = office.index.search(f"đợt {number}").hits
        if not hits or hits[0].document.source != source:
            wrong[source] = hits[0].document.source if hits else None
    assert wrong == {}


def test_a_second_run_reads_nothing_again(office: Office) -> None:
    report = office.index.add([office.folder])
    assert (report.indexed, len(report.files)) == (0, len(office.report.files))

"""What only shows at a limit: memory, disk, caches and numbers that are rarely reached."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine_samples import fill, make
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from test_postings import segment
from whoosh import fields
from whoosh.columns import NumericColumn
from whoosh.filedb.filestore import RamStorage
from whoosh.writing import SegmentWriter

from indexer.arrayfile.container import Container, Mapped
from indexer.core.engine import EngineRequest
from indexer.core.query import Term
from indexer.engines.arrays import stored_fields
from indexer.engines.arrays.codec import ArrayCodec
from indexer.engines.embedded import create_engine
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh import generation
from indexer.index import Index
from indexer.postings import merge as merging
from indexer.postings.searcher.docsets import locate
from indexer.postings.searcher.segments import Segment
from indexer.postings.searcher.snapshot import BLOCK, Snapshot
from indexer.postings.segment_field import SegmentField, SegmentFieldWriter
from search_ui.site import site


def test_leaving_an_index_closes_its_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[str] = []
    engine = MemoryEngine()
    monkeypatch.setattr(engine, "close", lambda: closed.append("engine"))
    with Index(engine):
        assert closed == []
    assert closed == ["engine"]


def test_a_page_that_no_blueprint_answers_has_no_site() -> None:
    with Flask("other").test_request_context("/"), pytest.raises(RuntimeError, match="blueprint"):
        site()


def test_metadata_that_is_remembered_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = create_engine(tmp_path / "index", "test")
    fill(engine, *(make(name, ["a b"]) for name in "pqrs"))
    monkeypatch.setattr(generation, "MOST_KNOWN", 3)
    assert len(engine.search(EngineRequest(Term("folded", "a"))).hits) == 4
    assert len(engine._now().reader.known) == 1


@pytest.mark.parametrize("count", [1, 255, 256, 257, 65_537])
def test_a_column_of_many_distinct_numbers(count: int) -> None:
    storage, codec, column = RamStorage(), ArrayCodec(), NumericColumn("q")
    segment = codec.new_segment(storage, "test")
    writer = codec.per_document_writer(storage, segment)
    for number in range(count):
        writer.start_doc(number)
        writer.add_column_value("n", column, 7 * number)
        writer.finish_doc()
    writer.close()
    reader = codec.per_document_reader(storage, segment)
    assert list(reader.column_reader("n", column).load()) == list(range(0, 7 * count, 7))


def test_a_posting_that_only_exists_has_no_value() -> None:
    index = RamStorage().create_index(fields.Schema(f=fields.ID))
    writer = SegmentWriter(index, codec=ArrayCodec())
    writer.add_document(f="a")
    writer.commit()
    with index.reader() as reader:
        assert reader.postings("f", "a").value() == b""


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be opened there")
def test_a_commit_makes_its_folder_durable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = create_engine(tmp_path / "index", "test")
    synced: list[bool] = []
    sync = os.fsync

    def noted(handle: int) -> None:
        synced.append(stat.S_ISDIR(os.fstat(handle).st_mode))
        sync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    fill(engine, make("p", ["a"]))
    assert (synced[-1], False in synced) == (True, True)


@pytest.mark.parametrize("entries", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1])
def test_scratch_for_scores_is_whole_blocks(entries: int) -> None:
    snapshot = Snapshot([Segment(segment([{"folded": ["a"]}] * entries), entries)], ["folded"])
    assert len(snapshot.scores) == -(-entries // BLOCK) * BLOCK


numbers = st.lists(st.integers(0, 99), unique=True).map(sorted)


@given(numbers, numbers)
def test_entries_are_located_in_others(within: list[int], wanted: list[int]) -> None:
    snapshot = Snapshot([Segment(segment([{"folded": ["a"]}] * 100), 100)], ["folded"])
    at, present = locate(snapshot, np.array(within, np.int32), np.array(wanted, np.int32))
    assert at.tolist() == [within.index(n) for n in wanted if n in within]
    assert present.tolist() == [n in within for n in wanted]


@pytest.fixture
def budgets(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """How many postings and terms each part of a merge may read ahead."""
    found = []
    begin = merging._Pending.__init__

    def noted(self: Any, part: Any, budget: int, ahead: int) -> None:
        found.append((budget, ahead))
        begin(self, part, budget, ahead)

    monkeypatch.setattr(merging._Pending, "__init__", noted)
    return found


def test_parts_that_are_merged_share_what_may_be_in_memory(
    budgets: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    released: list[SegmentField] = []
    monkeypatch.setattr(SegmentField, "release", lambda field: released.append(field))  # noqa: PLW0108 - bound to its field
    files = [segment([{"folded": ["a", "b"]}]) for _ in range(4)]
    parts = [
        merging.MergePart(SegmentField(file, "folded"), np.array([number]))
        for number, file in enumerate(files)
    ]
    merging.merge(parts, SegmentFieldWriter("positions"))
    assert budgets == [(merging._BUDGET // 4, merging._AHEAD // 4)] * 4
    # Its terms are listed, its rows are read, its end is seen.
    assert [released.count(part.field) for part in parts] == [3] * 4


def test_records_that_are_remembered_are_bounded_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_fields, "_CACHED_BYTES", 100_000)
    writer, file = stored_fields.StoredWriter(), io.BytesIO()
    container = Container(file)
    for number in range(20):
        writer.add(bytes([number]) * 30_000)
    writer.close(container)
    container.close()
    reader = stored_fields.StoredReader(Mapped(file.getvalue(), "test"), 20)
    assert all(reader[number] == bytes([number]) * 30_000 for number in (*range(20), *range(20)))
    assert reader._cached_bytes == sum(len(block.raw) for block in reader._cached.values())
    assert reader._cached_bytes <= 100_000

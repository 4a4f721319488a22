"""Decoded postings in a mapped temporary file."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import numpy as np
import pytest

from indexer.core import query as q
from indexer.postings.searcher.decoded_file import DecodedFile
from indexer.postings.searcher.evaluate import collect
from indexer.postings.searcher.segments import Segment
from indexer.postings.searcher.snapshot import Snapshot
from tests.test_postings import segment

KIB = 1024

pytestmark = pytest.mark.skipif(not hasattr(os, "pwrite"), reason="os.pwrite is POSIX only")


def numbers(size: int, first: int = 0) -> np.ndarray:
    return (np.arange(size // 4) + first).astype(np.int32)


def test_what_is_put_is_read_back_from_the_file() -> None:
    room = DecodedFile(1 << 20)
    values = [numbers(100 * KIB, first) for first in range(5)]
    put = [room.put(one) for one in values]
    assert [one.flags.owndata for one in put] == [False] * 5
    assert [one.tolist() for one in put] == [one.tolist() for one in values]


@pytest.mark.parametrize(
    ("room", "size"),
    [
        pytest.param(1 << 20, 4 * KIB, id="small"),
        pytest.param(64 * KIB, 100 * KIB, id="larger than the file"),
        pytest.param(0, 100 * KIB, id="no file"),
    ],
)
def test_what_stays_in_memory_is_the_array_itself(room: int, size: int) -> None:
    values = numbers(size)
    assert DecodedFile(room).put(values) is values


def test_room_is_used_again_when_an_array_and_its_parts_are_gone() -> None:
    room = DecodedFile(256 * KIB)
    first = room.put(numbers(200 * KIB))
    part = first[10:20]
    del first
    second = numbers(200 * KIB, 7)
    assert room.put(second) is second, "a part still needs the room"
    assert part.tolist() == list(range(10, 20))
    del part
    gc.collect()
    put = room.put(second)
    assert put is not second
    assert put.tolist() == second.tolist()


def test_neighbouring_rooms_are_joined() -> None:
    room = DecodedFile(256 * KIB)
    halves = [room.put(numbers(100 * KIB)) for _ in range(2)]
    halves.clear()
    gc.collect()
    assert not room.put(numbers(200 * KIB)).flags.owndata


def test_without_a_folder_for_it_arrays_stay_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    values = numbers(100 * KIB)
    assert DecodedFile(1 << 20).put(values) is values


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # other threads do not decode
def test_a_child_decodes_into_a_file_of_its_own() -> None:
    entries = [{"folded": ["a"] * (n % 2) + ["b"] * (n % 3)} for n in range(40_000)]
    snapshot = Snapshot([Segment(segment(entries), len(entries))], ["folded"])
    assert len(collect(q.Term("folded", "a"), snapshot).doc_ids) == 20_000
    decoded, cache = snapshot.segments.decoded, snapshot.cache
    child = os.fork()
    if not child:
        own = snapshot.segments.decoded is not decoded and snapshot.cache is not cache
        found = len(collect(q.Term("folded", "b"), snapshot).doc_ids)
        os._exit(0 if own and found == 26_666 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert snapshot.cache is cache

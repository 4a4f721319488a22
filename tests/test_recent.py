"""What was used lately, bounded in bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine_samples import fill, make

from indexer.core.engine import EngineRequest
from indexer.core.query import Term
from indexer.core.recent import Recent
from indexer.engines.embedded import create_engine


def test_what_is_unused_for_longest_makes_room() -> None:
    recent = Recent[str, int](30)
    for number, name in enumerate("abc"):
        recent.put(name, number, 10)
    recent.get("a")
    recent.put("d", 3, 10)
    assert ([recent.get(name) for name in "abcd"], recent.bytes) == ([0, None, 2, 3], 30)


def test_a_value_that_is_replaced_counts_once() -> None:
    recent = Recent[str, int](30)
    recent.put("a", 1, 10)
    recent.put("a", 2, 15)
    assert (recent.get("a"), recent.bytes) == (2, 15)


@pytest.mark.parametrize("most", [0, 9])
def test_nothing_that_is_larger_than_all_is_stored(most: int) -> None:
    recent = Recent[str, int](most)
    recent.put("a", 1, 10)
    assert (recent.get("a"), recent.bytes) == (None, 0)


def test_a_hit_that_is_found_again_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = create_engine(tmp_path / "index", "test")
    fill(engine, make("p", ["a b", "a c"]))
    request = EngineRequest(Term("folded", "a"))
    first = engine.search(request).hits
    with engine.snapshot() as reader:
        monkeypatch.setattr(reader.reader, "payload", None)
        assert reader.search(request).hits == first


def test_a_new_generation_forgets_what_was_found(tmp_path: Path) -> None:
    engine = create_engine(tmp_path / "index", "test")
    fill(engine, make("p", ["a b"]))
    request = EngineRequest(Term("folded", "a"))
    engine.search(request)
    fill(engine, make("p", ["a c"]))
    assert engine.search(request).hits[0].clause.text == "a c"

"""Effects are found from both sides in an index, and follow its changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.core.engine import Engine
from indexer.core.prepared import prepared
from indexer.effects.reading import effects_of, effects_on
from indexer.engines.embedded import create_engine
from indexer.engines.memory import MemoryEngine
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse

ENGINES: dict[str, Callable[[Path], Engine]] = {
    "memory": lambda _: MemoryEngine(),
    "whoosh": lambda folder: create_engine(folder / "index", "test"),
    "whoosh-stock": lambda folder: create_engine(folder / "index", "test", layout="stock"),
}

OLD = """CHÍNH PHỦ
Số: 5/2020/NĐ-CP
Hà Nội, ngày 10 tháng 3 năm 2020
NGHỊ ĐỊNH
Quy định việc thử
Điều 1. Một
"""
NEW = """CHÍNH PHỦ
Số: 9/2031/NĐ-CP
Hà Nội, ngày 10 tháng 3 năm 2031
NGHỊ ĐỊNH
Quy định việc thử
Điều 1. {says}
"""
REPEALS = "Bãi bỏ Nghị định số 5/2020/NĐ-CP ngày 10 tháng 3 năm 2020 của Chính phủ."
UNDATED = "Bãi bỏ khoản 2 Điều 1 của Nghị định số 5/2020/NĐ-CP."
HELD, NEWER = "5-2020-nd-cp.2020-03-10", "9-2031-nd-cp.2031-03-10"


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    engine = ENGINES[request.param](tmp_path)
    put(engine, OLD, "cũ.txt")
    yield engine
    engine.close()


def put(engine: Engine, text: str, source: str) -> None:
    document, clauses = parse(text, source)
    with engine.writer() as writer:
        writer.put(document, entries(document, clauses))


def kinds_on(engine: Engine, key: str = HELD) -> list[tuple[str, str]]:
    return [(one.document_id, one.effect.kind) for one in effects_on(engine, key)]


def test_a_document_lists_what_it_says(engine: Engine) -> None:
    put(engine, NEW.format(says=REPEALS), "mới.txt")
    assert [effect.kind for effect in effects_of(engine, NEWER)] == ["repeals"]


def test_an_effect_is_stored_whole(engine: Engine) -> None:
    from indexer.effects.extract import effects

    document, clauses = parse(NEW.format(says=UNDATED), "mới.txt")
    put(engine, NEW.format(says=UNDATED), "mới.txt")
    assert effects_of(engine, NEWER) == effects(document, clauses)


@pytest.mark.parametrize("says", [REPEALS, UNDATED], ids=["dated", "undated"])
@pytest.mark.parametrize("key", [HELD, "5-2020-nd-cp"], ids=["id", "number"])
def test_a_document_lists_what_is_said_of_it(engine: Engine, says: str, key: str) -> None:
    put(engine, NEW.format(says=says), "mới.txt")
    assert kinds_on(engine, key) == [(NEWER, "repeals")]


def test_what_is_changed_is_said_no_more(engine: Engine) -> None:
    put(engine, NEW.format(says=REPEALS), "mới.txt")
    put(engine, NEW.format(says="Không bỏ gì."), "mới.txt")
    assert kinds_on(engine) == []


def test_what_is_removed_is_said_no_more(engine: Engine) -> None:
    put(engine, NEW.format(says=REPEALS), "mới.txt")
    with engine.writer() as writer:
        writer.delete(NEWER)
    assert kinds_on(engine) == []


def test_another_document_of_the_number_is_not_meant(engine: Engine) -> None:
    put(engine, NEW.format(says=REPEALS), "mới.txt")
    assert kinds_on(engine, "5-2020-nd-cp.2020-03-11") == []


def test_effects_follow_a_document_to_its_new_id() -> None:
    document, clauses = parse(NEW.format(says=REPEALS), "mới.txt")
    made = prepared(document, entries(document, clauses))
    from dataclasses import replace

    other = replace(document, id="khac")
    engine = MemoryEngine()
    with engine.writer() as writer:
        writer.put(other, made.renamed(document.id, other))
    assert [effect.kind for effect in effects_of(engine, "khac")] == ["repeals"]

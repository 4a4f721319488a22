"""Pairs of accented syllables, from which accents are restored, are indexed once a passage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from analyzers.analysis import analyze, fingerprint
from analyzers.token import Terms
from indexer.core.document import SEARCHED, Clause, Document
from indexer.core.engine import Engine, Entry
from indexer.engines.embedded import create_engine
from indexer.engines.memory import MemoryEngine
from indexer.ingest.analyze import PASSAGE, entries
from indexer.ingest.parse import parse

PAIRS = ["thi_đua", "đua_yêu", "yêu_nươc1"]
LONG = " ".join(["thi đua yêu nước"] * (PASSAGE // 4 + 1))


def _parsed(clauses: Sequence[str]) -> tuple[Document, tuple[Clause, ...]]:
    body = "\n\n".join(f"{number}. {text}." for number, text in enumerate(clauses, start=1))
    return parse(f"Số: 1/KH-UBND\n\nKẾ HOẠCH\n\nVề việc thử\n\n{body}\n", "thử.txt")


def _pairs(entry: Entry) -> list[str]:
    return list(entry.terms.get("exact_pair", Terms((), ())).texts)


@pytest.fixture(params=["memory", "arrays", "stock"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    makers: dict[str, Callable[[], Engine]] = {
        "memory": MemoryEngine,
        "arrays": lambda: create_engine(tmp_path, fingerprint()),
        "stock": lambda: create_engine(tmp_path, fingerprint(), layout="stock"),
    }
    return makers[request.param]()


@pytest.mark.parametrize(
    ("clauses", "passages"),
    [(["thi đua"], 1), (["thi đua"] * 40, 1), ([LONG] * 3, 3), ([LONG[:40], LONG, "thi đua"], 2)],
    ids=["one clause", "short clauses", "long clauses", "a passage ends where it is long enough"],
)
def test_a_document_has_as_many_passages_as_its_length_asks(
    clauses: list[str], passages: int
) -> None:
    made = list(entries(*_parsed(clauses)))
    assert sum(1 for entry in made if _pairs(entry)) == passages


def test_a_pair_is_indexed_once_a_passage() -> None:
    [pairs] = [_pairs(entry) for entry in entries(*_parsed(["thi đua"] * 40)) if _pairs(entry)]
    assert pairs.count("thi_đua") == 1


def test_no_pair_is_lost() -> None:
    document, pieces = _parsed([LONG, "nước sạch nông thôn", LONG, "giữ gìn vệ sinh"])
    found = {pair for entry in entries(document, pieces) for pair in _pairs(entry)}
    assert found == {
        pair
        for piece in pieces
        if piece.kind in SEARCHED
        for pair in analyze(piece.text, words=False).exact_pair.texts
    }


def test_the_pairs_of_a_deleted_document_do_not_count(engine: Engine) -> None:
    document, pieces = _parsed(["thi đua yêu nước"] * 3)
    with engine.writer() as writer:
        writer.put(document, entries(document, pieces))
    before = engine.frequencies("exact_pair", PAIRS)
    with engine.writer() as writer:
        writer.delete(document.id)
    assert (before, engine.frequencies("exact_pair", PAIRS)) == ([1, 1, 1], [0, 0, 0])
